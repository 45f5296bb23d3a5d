"""Names of codes and references: EN, FR, DE, ES, IT, then CZ/SK, PL, RU/UK, NL, JA, and the standard formats."""

from imports.feeds.mapping.synonyms.names import Names

IDENTITY: dict[str, Names] = {
    "ean": Names(
        sure=(
            "ean; ean 13; ean13; ean code; ean13 code; ean upc; ean upcs; ean number; ean no; ean nr; ean/upc;"
            " ean 8; eans;"
            " gtin; gtin 13; gtin13; gtin 14; gtin14; gtin 12; gtin 8; gtin code; gtins; gtin ean; ean gtin;"
            " ean13 gtin;"
            " gtin upc ean; gtin upc; barcode; bar code; barcodes; bar codes; barcode ean; ean barcode;"
            " product barcode;"
            " isbn 13; isbn13; isbn ean; ean isbn; isbn13 ean;"
            " product gtin; item gtin; global trade item number; european article number;"
            " international article number;"
            " gtin isbn upc ean; ean isbn upc; upc ean isbn; manufacturer barcode; retail barcode;"
            # FR
            " code ean; code ean13; code barre; code barres; code a barre; code a barres; code-barres;"
            " codebarre; gencod; gencode;"
            " code gencod; ean article; code gtin; cip13; code cip13;"
            # DE
            " ean code; eancode; ean nummer; strichcode; barcode nummer; hersteller barcode; gtin nummer;"
            " gtin ean nummer; europaeische artikelnummer;"
            # ES, IT, PT
            " codigo ean; cod ean; codigo de barras; codigo barras; cod barras; codice ean; codice a barre;"
            " cod a barre; codice barre; barre;"
            " cod barre; codbarre; codigo ean13;"
            # CZ, PL, HU, RO, RU, NL, JA, TR
            " ean kod; carovy kod; carkod; kod ean; kod kreskowy; kod paskowy; vonalkod; cod de bare; cod bare;"
            " штрих код; штрихкод;"
            " streepjescode; ean code; janコード; jan code; jan; バーコード; barkod;"
            " 条形码; 条码; 国际条码; 條碼; 國際條碼; 바코드; γραμμωτος κωδικος; κωδικος ean;"
            " κωδικος barcode; ברקוד;"
            " الباركود; باركود; баркод; штрих код ean; штрихкоды; barkod; barkod ean; bar kod;"
            " crtni kod; bar kodas;"
            " ribakood; triipkood; ma vach; viivakoodi; strekkode; streckkod;"
            # standard formats
            " international pid; standard item identification id; standarditemidentification id;"
            " product identifier 15 id value; productidentifier 15 idvalue;"
            " product identifier 03 id value; productidentifier 03 idvalue; productidentifier 03 b244;"
            " productidentifier 15 b244; external product id; upc or ean; ean upc value;"
            " ean13 barcode; ean code ean; eancode ean; trade item gtin; barcode value; product code ean;"
            " upc ean code; ean id; item ean"
        ),
        usual=(
            "upc; upc code; upc a; upc number; upca; code upc; isbn; isbn number; isbn 13 code; gs1; gs1 code;"
            " plu ean;"
            " bar; code; ean codes; global unique id; gtin upc ean or isbn; gtin upc ean ou isbn;"
            " gps global trade item number; product upc ean; product upc; upcs; code13; universal product code;"
            " product ean; ean box; product isbn; variant ean; variant barcode; barcode number"
        ),
        weak=(
            "barcode 1; ean 1; ean1; ean 2; product code type; identifier; isbn 10; isbn10; identificatore;"
            " codigo; codice"
        ),
        never_with=(
            "type; typ; status; image; url; format; palette; pallet; carton; case; box; umkarton; master;"
            " inner; outer; supplier; gln; alt; colis; kolli;"
            " child; children; next; lower"
        ),
    ),
    "supplier_sku": Names(
        sure=(
            "sku; supplier sku; vendor sku; variant sku; item sku; product sku; seller sku; merchant sku;"
            " sku code; sku id; sku number; sku no; sku nr; sku#; sku value;"
            " supplier reference; supplier ref; supplier part id; supplier part number; supplier aid;"
            " supplier pid; supplier article number;"
            " supplier product code; supplier code article; supplier item number; supplier item code;"
            " vendor product code; vendor part number; vendor code;"
            " vendorcode; merchant product id; aw product id; internal reference; internal ref; internal code;"
            " default code; stock keeping unit; skus; wholesaler sku;"
            # FR
            " ugs; ref fournisseur; reference fournisseur; refciale; reference commerciale; ref ciale;"
            " reference article; code article fournisseur; reference produit; ref produit; ref article;"
            " reference article; code article;"
            " code produit; reference interne; num article; numero article; no article; n article; ref prod;"
            # DE
            " artikelnummer; artikel nummer; artikelnummer im shop; ordernumber; pzn; artikelnr im shop;"
            " product number; custom sku; custom label; customlabel; artikelnr; artikel nr; art nr; artnr;"
            " artnum; artikel no; bestellnummer; bestell nr; bestellnr; lieferantenartikelnummer;"
            " lieferanten artikelnummer; sachnummer; materialnummer; produktnummer; verkaufer sku;"
            " lieferanten artnr;"
            # ES, IT, PT
            " referencia; cod art; codigo articulo; cod articulo; codigo producto; ref proveedor;"
            " referencia proveedor; codice articolo; cod articolo; codice prodotto; cod prodotto;"
            " riferimento; codice fornitore; codigo produto; codigo do produto; referencia interna; cod;"
            " articulo codigo; ref articulo;"
            # CZ/SK, PL, RU/UK, HU, RO, NL, JA, SE/DK/NO/FI
            " kod; kod zbozi; kod produktu; kod produkta; katalogove cislo; kat cislo; kod towaru; symbol;"
            " indeks; numer katalogowy; nr katalogowy; index; артикул; код товара;"
            " код; артикул товара; код товару; cikkszam; cod produs; artikelcode; bestelcode; productcode;"
            " artikelnummer leverancier; 商品コード; 品番; 商品番号; 商品id;"
            " artikelnr; varenummer; varenr; varunummer; tuotenumero; tuotekoodi; urun kodu; stok kodu;"
            " 商品编码; 商品编号; 货号; 商品編號; 貨號; 상품코드; 상품번호; 제품코드; 품번;"
            " κωδικος; κωδικος προιοντος;"
            " κωδικος ειδους; κωδικος αποθηκης; מקט; מק ט; קוד מוצר; קוד פריט; كود المنتج;"
            " رقم المنتج; رمز المنتج;"
            " الكود; الرمز; รหัสสินค้า; код продукта; каталожен номер; код артикула; артикул поставщика; sifra;"
            " sifra artikla; prekes kodas; toote kood; ma san pham; ma hang; kode produk; kode barang; phar;"
            " retailer id; id prod; id articolo; id prodotto; id articulo; content id; offer sku;"
            # standard formats
            " sellers item identification id; sellersitemidentification id;"
            " additional trade item identification; additionaltradeitemidentification; record reference; a001;"
            " recordreference;"
            " additionaltradeitemidentification value; suppliers article number; supplier assigned number;"
            " item id; offer id; offerid"
        ),
        usual=(
            "reference; ref; ref no; refs; product code; item code; item number; item no; item nr; itemno;"
            " article number; article no; article code; article; article id;"
            " product reference; product number; product no; part number; part no; part nr; stock code;"
            " stockcode; stock no; catalog number; catalogue number; cat no; catalog no;"
            " material number; material; model code; style number; style code; listing id; product key;"
            " variation sku; variant id; unique id; uniq id; asin sku; prod id; products id; id product; g id;"
            " prodid;"
            " order number; order code; order no; artikel; art; zulassungsnummer; produkt nr; products model;"
            " kodas; external id; swmc authnr; registration number"
        ),
        weak=(
            "product id; productid; id product; variant id; listing id; unique id; uniq id; prod id;"
            " products id; prodid; produkt id; id produit; id produkt; id; identifier; identifiant; ident; nr;"
            " no; num; number; numero; nummer; cislo; numer; code; pid; book id; uid; key;"
            " handle code; model number; model; cod;"
            " codigo; codice; 番号; номер; pharmacode; entity id"
        ),
        never_with=(
            "parent; eltern; group; groupe; category; categorie; categories; kategorie; type; brand; shop;"
            " store; website; tax; manufacturer; hersteller; image; parents; family;"
            " variation; attribute; set; template; supplier; order; option; collection; google; barcode; ean;"
            " gtin; customs; hs; tariff; color; country; currency; language; page; seller;"
            " goodreads; work; best; user; customer; bundle; status; class; unspsc; discount; postal; zip; url;"
            " cross; related; upsell; upsells; crosssell; accessories; subcategory; department; master"
        ),
    ),
    "mpn": Names(
        sure=(
            "mpn; sku manufacturer; manufacturer part number; manufacturer part no; manufacturer partnumber;"
            " manufacturer part id; manufacturer product number; manufacturer number; manufacturer sku;"
            " manufacturer code; manufacturer reference; manufacturer item number; mfr part number;"
            " mfr part no; mfr no; mfr number; mfg part number; mfg part no; mfg number; mfgpartno; mfpn;"
            " oem number; oem part number; oem;"
            " manufacturer aid; manufacturer pid; manufacturers item identification id;"
            " manufacturersitemidentification id; manufacturer model number; product mpn; variant mpn;"
            " google shopping mpn;"
            " mpn code; manufacturer article number; part number manufacturer; brand sku; vendor mpn;"
            " suppliernumber; supplier number mpn; manufacturer part;"
            # FR
            " reference fabricant; ref fabricant; reference constructeur; ref constructeur; code fabricant;"
            " ref marque; reference marque; numero de piece fabricant;"
            # DE
            " hans; han code; herstellernummer; hersteller nummer; hersteller nr; herstellernr;"
            " hersteller artikelnummer;"
            " hersteller art nr; herstellerartikelnummer; han; herstellerteilenummer; hersteller teilenummer;"
            " hersteller artikel nr; herst nr; herst art nr; werksnummer;"
            # ES, IT, PT
            " referencia fabricante; ref fabricante; codigo fabricante; codice produttore; codice costruttore;"
            " cod produttore; riferimento produttore; numero parte; codice fabbricante;"
            # CZ, PL, RU, NL
            " kod vyrobce; katalogove cislo vyrobce; kat cislo vyrobce; cislo vyrobce; vyrobni cislo;"
            " kod producenta; numer producenta; nr producenta; numer czesci; артикул производителя;"
            " код производителя; партномер; part номер; модель производителя; artikelnummer fabrikant;"
            " fabrikantcode; 型番; メーカー型番; productno"
        ),
        usual=(
            "part number; partnumber; part no; part nr; part num; model number; model no; modelnumber;"
            " modell nummer; model nr; model code; モデル番号; productno; номер модели"
        ),
        weak="reference; model; modele; modell; modello; modelo; модель; product reference; prod id; model id; part",
        never_with="type; status; supplier; vendor name; parent; name; year; year from; size",
    ),
    "asin": Names(
        sure="asin; asin 1; asin1; amazon asin; asin code; product asin; asin isbn", never_with="parent; type"
    ),
    "parent_ref": Names(
        sure=(
            "parent; parent sku; parent id; parent ref; parent reference; parent code; parent product;"
            " parent asin; item group id; itemgroup id; itemgroupid; group id; product group id; handle;"
            " product handle; url handle; url key;"
            " slug; parent article; elternartikel; vaterartikel; hauptartikel; master sku; master id;"
            " master product; master article; article parent; reference parent; sku parent; produit parent;"
            " padre; articulo padre; articolo padre; parent item; style id; group code; variant group;"
            " mainnumber; ubergeordnetes produkt; uebergeordnetes produkt; produit parent;"
            " parent article number; variant of; configurable sku; model group; parent product id;"
            " parent unique id; primary variant"
        ),
        usual="group sku; style number; stylecode; style code; permalink; parent sku code; family code",
        weak="spu; groupid",
        never_with="category; categorie; kategorie; catalog; catalogue; feature; features; reference; system",
    ),
}
