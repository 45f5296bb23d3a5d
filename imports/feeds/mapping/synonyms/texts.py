"""Names of texts: titles, brands, categories, descriptions."""

from imports.feeds.mapping.synonyms.names import Names

TEXTS: dict[str, Names] = {
    "title": Names(
        sure=(
            "title; product title; item title; product name; productname; name; item name; itemname;"
            " article name; offer title; offer name; product item name; listing title; display name;"
            " product label;"
            " variant name; item description; product description short; short title; vendor product name;"
            " product title name; products name; title text; title title text; book title; title name;"
            " full title; sku name; goods name;"
            # FR
            " titre; titre produit; nom; nom produit; nom du produit; nom de l article; designation;"
            " designation article; designation produit; libelle; libelle article; libelle produit; intitule;"
            " denomination; libelle long; nom article;"
            # DE
            " titel; artikelbezeichnung; artikelname; produktname; produkttitel; bezeichnung;"
            " produktbezeichnung; artikeltitel; artikel bezeichnung; bezeichnung 1; artikelbezeichnung 1;"
            " kurzbezeichnung; name de; name fr; warenbezeichnung; artikeltext; bezeichnung des arzneimittels;"
            " bezeichnung des produkts;"
            # ES, IT, PT
            " nombre; nombre producto; nombre del producto; titulo; desc art; denominacion; articulo nombre;"
            " descripcion articulo; desc articulo; nome; nome prodotto; titolo; denominazione;"
            " descrizione articolo; desc articolo; nome articolo; nome do produto; nome produto; designacao;"
            # CZ/SK, PL, RU/UK, HU, RO, NL, JA, Nordics
            " nazev; nazev produktu; nazov; nazov produktu; jmeno; nazwa; nazwa produktu; nazwa towaru; tytul;"
            " название; название позиции; наименование; наименование товара; название товара; назва;"
            " назва товару; имя; номенклатура; товар;"
            " megnevezes; termeknev; nev; denumire; denumire produs; nume; naam; productnaam; artikelnaam;"
            " omschrijving; 商品名; 名称; 製品名; タイトル; 品名; namn; navn; varenavn; benamning;"
            " tuotenimi; nimi;"
            " urun adi;"
            " baslik;"
            " 商品名称; 产品名称; 商品名稱; 產品名稱; 名稱; 商品; 상품명; 제품명; 품명; τιτλος;"
            " ονομασια; ονομα προιοντος; ονομα;"
            " ονομασια προιοντος; περιγραφη ειδους; שם; שם מוצר; שם המוצר; שם פריט; שם מנה;"
            " תיאור פריט; الاسم; اسم;"
            " اسم المنتج; العنوان; المنتج; ชื่อสินค้า; име; име на продукт; заглавие; наименование продукта;"
            " назва позиції; наименование номенклатуры; naziv; naziv artikla; naziv proizvoda; ime izdelka;"
            " pavadinimas; prekes pavadinimas; nimetus; ten san pham; ten hang; nama produk; nama barang; dscr;"
            " proprietary name; proprietaryname; brand product name;"
            # standard formats
            " description short; descriptionshort; item name text; model name; b203; title b203;"
            " trade item description; tradeitemdescription; description short text; g title; productname ext;"
            " item cbc name; cbc name; artname; art bez; titledetail titleelement titletext"
        ),
        usual=(
            "product; produit; produkt; producto; prodotto; artikel; item; article; articulo; articolo;"
            " bezeichnung 2; label; short name; short description title; long name; generic name; trade name;"
            " headline; caption; original title; product full name; web name;"
            " product short description; libelle240; libelle80; libelle30; name 1; name1; name en; title en;"
            " title fr; titre fr; titre uk; item desc; trade item name; functional name; brand name product;"
            " produkt name; товары"
        ),
        weak=(
            "description; descripcion; descrizione; beschreibung; desc; text; txt; model; modele; subtitle;"
            " short description; descriptif; details; 説明; описание"
        ),
        never_with=(
            "meta; seo; page; image; brand; vendor; supplier; manufacturer; hersteller; category; categorie;"
            " kategorie; option; attribute; shop; store; author; option1; option2; option3; color; size;"
            " variation; file; class; group; seller; collection; tax; alt; og; family; famille;"
            " company; user; customer; contact; unit; material; currency; country; language; status; original;"
            " subcategory; param; feature; warehouse; fabricant; tag; shipping; url; link; series; department;"
            " theme; campaign; producent; value; producer; short; kind; type; יצרן; מותג; ספק;"
            " קטגוריה; الماركة;"
            " الفئة; person; contributor; imprint; publisher; role"
        ),
    ),
    "brand": Names(
        sure=(
            "brand; brand name; brands; brandname; product brand; item brand; marque;"
            " marque produit;"
            " nom marque; nom de la marque; marke; markenname; herstellermarke; marca; nombre marca;"
            " nome marca; marchio; znacka; značka; marka; nazwa marki; бренд; торговая марка; тм; merk;"
            " merknaam; ブランド; ブランド名; メーカー;"
            " manufacturer; manufacturer name; mfr; mfr name; mfg; manufacturer brand; fabricant;"
            " nom fabricant; constructeur; hersteller; herstellername; hersteller name; fabricante; produttore;"
            " costruttore; fabbricante; vyrobce; výrobca; vyrobca; producent; nazwa producenta; производитель;"
            " виробник; fabrikant; gyarto; producator; varumarke; merke; maerke; tuotemerkki; marque fabricant;"
            " изготовитель; изготовитель наименование; manufacturer party party name name;"
            " manufacturerparty partyname name; supplier name icecat; brand owner; g brand; producer; make;"
            " 品牌; 브랜드; 제조사; μαρκα; κατασκευαστης; εταιρεια; מותג; יצרן; الماركة;"
            " العلامة التجارية; الشركة المصنعة;"
            " ماركة; ยี่ห้อ; производител; бранд; proizvodac; proizvodjac; robna marka; gamintojas;"
            " prekes zenklas; tootja; thuong hieu; nhan hieu; merek; valmistaja; valmistajan nimi; produsent;"
            " fabrikat"
        ),
        usual=(
            "vendor; vendor name; publisher; publisher name; publishername; publisher publisher name; editeur;"
            " editor; verlag; editorial; editore; wydawnictwo; издательство; 出版社; publisher b081; b081;"
            " label name;"
            " auth holder name; authorization holder; zulassungsinhaberin; zulassungsinhaber; titulaire;"
            " laboratoire; laboratory; labeler name; supplier; artist; designer; maker; brand manufacturer;"
            " manufacturers; brand id name; trademark; nom du fabricant; firma"
        ),
        weak=(
            "imprint; imprint name; author; authors; auteur; autor; autore; автор; writer; lieferant;"
            " fournisseur; proveedor; fornitore; dodavatel; dostawca; поставщик; company; vendor id; shop name;"
            " brand id; supplier id; creator; gtm brand"
        ),
        never_with=(
            "id; code; part; number; url; logo; image; reference; ref; sku; description; country; gln; item;"
            " tags; address; warranty; type; suggested; barcode; nummer; artikelnummer; no; origin; position"
        ),
    ),
    "category": Names(
        sure=(
            "advertiser category; advertisercategory; catalog group id; catalog group name;"
            " category; categories; category name; category path; category tree; categorytext; category text;"
            " product category; product categories; main category; primary category; item category; cat; cats;"
            " merchant category; category full name; merchant product category path; categorypath; breadcrumb;"
            " breadcrumbs; category1; category 1; taxonomy; product taxonomy;"
            # FR
            " categorie; categories; catégorie; categorie produit; famille; famille article; famille produit;"
            " rayon; arborescence; univers; categorie principale; categorie 1; chemin categorie; fam1l; fam2l;"
            " famille 1; categ id; categ; product categ id;"
            # DE
            " kategorie; kategorien; warengruppe; produktkategorie; kategoriepfad; hauptkategorie; kategorie 1;"
            " artikelgruppe; produktgruppe; produktgruppe im shop; produktgruppeimshop; kategorie im shop;"
            " kategorie ebene 1; kategoriename; sortiment; warengruppen; abgabekategorie; shop kategorie;"
            # ES, IT, PT
            " categoria; categorias; categoria producto; familia; seccion; categoria prodotto; famiglia;"
            " reparto; categoria principal; categoria principale; gruppo merceologico;"
            # CZ, PL, RU, NL, JA, others
            " kategorie zbozi; kategoria; kategorie produktu; kategoria produktu; grupa towarowa; категория;"
            " категории; группа товаров; группа; название группы; категорія; kategorija; categorie produs;"
            " productgroep; categorieen; rubriek; カテゴリ; カテゴリー; 分類; kategori; varugrupp; varegruppe;"
            " tuoteryhma;"
            " kategoria nazwa; kategoria tekst;"
            # standard formats
            " categoryid; category id; feed product type; feedproducttype; reference feature group id;"
            " commodity classification item classification code;"
            " commodityclassification itemclassificationcode; bic main subject; bicmainsubject; spsc code;"
            " unspsc; unspsc code; classification code;"
            " gpc category code; gpc category name; gpccategoryname; gpccategorycode; catid;"
            " category name value; taxons; facets; item classification code; subject code; classifications;"
            " main subject; category link; mainsubject subjectcode; atc; atc code; categorie atc;"
            " warexo kategorie; main taxon; taxon; category path name; categorypath name;"
            " 分类; 类别; 類別; 分類名; 카테고리; 분류; κατηγορια; κατηγοριες; ομαδα; קטגוריה;"
            " קטגוריות; מחלקה; الفئة; فئة;"
            " التصنيف; القسم; หมวดหมู่; раздел; подкатегория; категория продукт; kategorija proizvoda; skupina;"
            " tooteruhm; danh muc; loai san pham; kategori produk; tuoteluokka; produktgrupp; varegrupper"
        ),
        usual=(
            "gruppe; grupa; gruppo; grupo; product type; type of product; product type id;"
            " producttype; department; division; section;"
            " subcategory; sub category; product group; group; group name; class; product class; type;"
            " product line; range; collection; gamme; sous famille; sous categorie; product family; family;"
            " category 2; kategorie 2; genre; genres; subject; departement; classification;"
            " classification name; classification domain; item type; segment; item group; materialgruppe;"
            " level 1; heilmittelcode; family name; items group; категория товара; theme; categories tags;"
            " departments"
        ),
        weak=(
            "google product category; google category; fb product category; facebook product category; line;"
            " series; tags; attribute set; attribute set code; attribute family; target category; group id;"
            " taxon; category code; spsc"
        ),
        never_with=(
            "tax; id parent; image; url; age; google; fb; facebook; parent; customer; shipping; price;"
            " discount; status; variant; option; weight; size; unit; manage; gift; sort; order; item group id;"
            " language; meta; class tax; material; position; description; barcode; ean; external; condition;"
            " content; mime; media; user; payment; account; stock; energy; currency; color; colour;"
            " datetime; date;"
            " time; person; role; address; contact; text content; measure; supplier"
        ),
    ),
    "description": Names(
        sure=(
            "description; product description; long description; longdescription;"
            " description long;"
            " descriptionlong; item description long; full description; html description; body html; body;"
            " detailed description; description html; descriptions; item long description; sales description;"
            " extended description; long text; product long description; text description; description text;"
            " complete description; web description; main description; content description;"
            " descriptif; description longue; description produit; description complete; descriptif produit;"
            " descriptif long; texte; argumentaire; description detaillee; resume;"
            " beschreibung; produktbeschreibung; artikelbeschreibung; langbeschreibung; langtext;"
            " lange beschreibung; artikel beschreibung; detailbeschreibung; beschreibung lang; produkttext;"
            " descripcion; descripcion larga; descripcion producto; descripcion del producto;"
            " descripcion completa; descrizione; descrizione lunga; descrizione prodotto; descrizione completa;"
            " descrizione estesa; descricao; descricao completa; descripcion detallada;"
            " popis; popis produktu; dlouhy popis; detailny popis; opis; opis produktu; pelny opis; dlugi opis;"
            " описание; описание товара; полное описание; опис; leiras; descriere; beschrijving;"
            " productbeschrijving; lange omschrijving; 説明; 商品説明; 詳細; 商品詳細; beskrivning;"
            " beskrivelse;"
            " kuvaus;"
            " aciklama;"
            " summary description long summary description; long summary description; longsummarydescription;"
            " summarydescription longsummarydescription; item cbc description; cbc description; desc; descr;"
            " desc long; longdesc; text text; othertext text; product story; item notes; synopsis; annotation;"
            " trade item marketing message; marketing text; marketing description; annonce;"
            " 商品描述; 描述; 說明; 상품설명; 설명; 상세설명; περιγραφη; περιγραφη προιοντος;"
            " תיאור; תיאור מוצר; תאור; الوصف;"
            " وصف; وصف المنتج; รายละเอียด; описание продукта; подробное описание; повний опис; aprasymas;"
            " kirjeldus; mo ta; deskripsi; tuotekuvaus; varebeskrivelse"
        ),
        usual=(
            "item description; item desc; details; product details; text; content; summary; overview; features;"
            " comments; notes; bullet points; caption; info; information; body text; about; description 1;"
            " description1; description fr; description en; blurb; abstract"
        ),
        weak=(
            "short description; chapo; excerpt; description courte; kurzbeschreibung; bullet point 1;"
            " description short; specification; specifications; remarks"
        ),
        never_with=(
            "meta; seo; short; courte; corta; breve; kurz; image; category; categorie; tag; option; shipping;"
            " delivery; brand; attribute; unit; return; warranty; size; alt; og; tax; item; color; country;"
            " variant; kratky; krotki; promo; promotion; status; class; group; vendor; sub; descriptor;"
            " ingredients; serving"
        ),
    ),
    "short_description": Names(
        sure=(
            "short description; shortdescription; description short html; excerpt; chapo; description courte;"
            " resume court; resume; recapitulatif; accroche; kurzbeschreibung; kurztext; descripcion corta;"
            " descripcion breve; descrizione breve; descrizione corta;"
            " kratky popis; krotki opis; краткое описание; korte omschrijving; korte beschrijving; short desc;"
            " summary short; short summary description; shortsummarydescription;"
            " summary description short summary description; summarydescription shortsummarydescription;"
            " product subtitle; subtitle; teaser; tagline; mini description; intro; postscriptum; short text"
        ),
        usual="bullet points; bullet point 1; highlights; key features; summary; subtitle 1",
        never_with="meta; seo",
    ),
    "tags": Names(
        sure=(
            "tags; tag; etiquettes; etiketten; schlagworter; slagord; znaczniki; stitky; etichette;"
            " product tags; keywords; search keywords; search terms; mots cles; mot cle; schlagworte;"
            " schlagworter; suchbegriffe; palabras clave; etiquetas; parole chiave; klicova slova;"
            " slowa kluczowe; ключевые слова; поисковые запросы; generic keywords; labels; trefwoorden;"
            " keyword; search keyword; product tag 1"
        ),
        usual="facets; badges; labels tags; internal keyword",
        never_with="meta; seo; image; gtm; video; style",
    ),
}
