"""Well-known columns that are none of our targets: they win their own columns so that no target takes them."""

from imports.feeds.mapping.synonyms.names import Names

DECOYS: dict[str, Names] = {
    "~location number": Names(
        sure=("gln; auth holder gln; supplier gln; global location number; manufacturer gln; iln; duns")
    ),
    "~meta": Names(
        sure=(
            "meta title; meta description; meta keywords; seo title; seo description; meta titre;"
            " meta beschreibung; meta keyword; page title; url rewritten; seo keywords; titel meta; og title;"
            " og description; html title; metatag; title tag; image alt text; image alt; alt text; image label;"
            " base image label"
        ),
    ),
    "~colour": Names(
        sure=(
            "color; colour; couleur; farbe; colore; color name; barva; kolor; цвет; kleur; 色; main color;"
            " secondary color; colors; colours; color name; couleurs; colour name; couleur uk; color map;"
            " color family"
        )
    ),
    "~size": Names(
        sure=(
            "size; taille; grosse; groesse; größe; talla; taglia; velikost; rozmiar; размер; maat;"
            " サイズ; sizes;"
            " clothing size; size name; shoe size; size type; pointure; screen size; size system"
        )
    ),
    "~material": Names(
        sure=(
            "material; matiere; werkstoff; materiale; material uk; materiau; материал; fabric; composition;"
            " ingredients; ingredients text; zusammensetzung; packaging; verpackung"
        )
    ),
    "~dimension": Names(
        sure=(
            "width; height; depth; length; largeur; hauteur; profondeur; longueur; breite; hohe; hoehe; lange;"
            " laenge; tiefe; ancho; alto; largo; fondo; larghezza; altezza; profondita; lunghezza; sirka;"
            " vyska; delka; szerokosc; wysokosc; glebokosc; ширина; высота; длина; dimensions; dimension;"
            " volume; diameter; product height; product width; product length; item height; abmessungen; masse;"
            " dimensiones; rozmery"
        ),
    ),
    "~date": Names(
        sure=(
            "date; created at; updated at; created; modified; last modified; published at; publication date;"
            " publish date; release date; date added; last update; lastupdate; created t; last modified t;"
            " valid from; valid until; start date; end date; sale price effective date; available on;"
            " available from; availability date; verfugbar ab; date available; expiry date; expiration date;"
            " mindesthaltbarkeit; date de creation; date creation; erstellt am; datum; fecha; data; year;"
            " annee; jahr; original publication year; published date; date start; special price from date;"
            " special price to date; launch date; discontinue on; created on; platnost; дата"
        ),
    ),
    "~flag": Names(
        sure=(
            "product availability; condition; condition type; item condition; is featured; archived; deleted;"
            " gift card; is giftcard; adult; is bundle; bestseller; new; is new; featured; on sale; on sale 0 1;"
            " verweis; variant available; available for order; visibility in catalog; visibilite dans le catalogue;"
            " sichtbarkeit im katalog; visibilidad en el catalogo; visibilita nel catalogo;"
            " zichtbaarheid in catalogus; catalog visibility"
        ),
    ),
    "~order quantity": Names(
        sure=(
            "minimum quantity; minimum order quantity; moq; min qty; minimal quantity; min order qty;"
            " quantity min; min quantity; mindestbestellmenge; mindestmenge; pack size; packing;"
            " packaging unit; pack quantity; quantity per pack; units per pack; case pack; qty per box;"
            " carton qty; multiple; order unit; order multiple; verpackungseinheit; ve; vpe; colisage; pcb;"
            " lot size; units per case; package quantity; packungsgrosse; minimum cart qty; minimum order;"
            " pack; set; content unit; box quantity; quantite minimale; quantite minimum; cantidad minima;"
            " quantita minima; unidades por caja; pezzi per confezione; ilosc w opakowaniu; min cart qty;"
            " quantity interval; lower bound; price quantity; base quantity; packaging quantity;"
            " pallet quantity; serving size; serving quantity"
        ),
    ),
    "~unit": Names(
        sure=(
            "unit; units of measure; unit of measure; uom; measure unit; unity; unite; einheit; mengeneinheit;"
            " unidad; unidad de medida; unita; unita di misura; jednotka; jednostka; единица измерения; ед изм;"
            " eenheid; weight unit; variant weight unit; dimensions unit; unit pricing measure;"
            " unit of measurement; base unit; weight uom; grundeinheit; masseinheit"
        )
    ),
    "~lead time": Names(
        sure=(
            "lead time; leadtime; delivery time; delivery date; delivery; delai; delai livraison;"
            " delai de livraison; lieferzeit; lieferzeit tage; tempo consegna; plazo entrega; plazo de entrega;"
            " dodaci lhuta; czas dostawy; handling time; shipping time; срок поставки; levertijd;"
            " delivery lead time; fulfillment latency; min handling time; delivery days; doba dodania"
        )
    ),
    "~shipping": Names(
        sure=(
            "shipping; shipping cost; shipping price; delivery cost; shipping fee; frais de port;"
            " versandkosten; gastos de envio; spese di spedizione; shipping class; doprava; shipping label;"
            " postage; transport cost; ecotax; eco participation; eco contribution; deee; frais livraison;"
            " additional shipping cost; delivery price; delivery charges; shipping price amount;"
            " shipping country; shipping service"
        )
    ),
    "~supplier": Names(
        sure=(
            "supplier; suppliers; supplier name; fournisseur; lieferant; proveedor; fornitore; dodavatel;"
            " dostawca; поставщик; leverancier; shop; webshop; store; merchant; merchant name; seller;"
            " seller name; shop name; retailer; vendor id; supplier code; website; stores; aussteller;"
            " distributor; marketplace"
        )
    ),
    "~origin": Names(
        sure=(
            "country of origin; country; origin; origin country; pays origine; pays d origine; ursprungsland;"
            " herkunftsland; pais de origen; paese di origine; country code; countries; land; made in;"
            " zeme puvodu; kraj pochodzenia; страна производитель; страна; land van herkomst; hs code;"
            " customs code; tariff number; zolltarifnummer; intrastat; commodity code; nomenclature douaniere;"
            " taric; hs tariff; harmonized system code; variant hs code; mid code; variant mid code;"
            " purchase places; manufacturing places; origins"
        )
    ),
    "~discount": Names(
        sure=(
            "discount; discount percent; discount percentage; discount amount; remise; rabatt; descuento;"
            " sconto; sleva; rabat; скидка; korting; discountpercentage; margin; marge; remise %; rabattgruppe;"
            " discount group; reduction; impact on price; price delta; impact on weight; ratio; discount rate;"
            " taux de remise; rabattsatz"
        )
    ),
    "~rating": Names(
        sure=(
            "rating; ratings; average rating; reviews; review count; rating average; ratings count;"
            " rating count; score; stars; note; books count; reviewcount; rating value; star rating;"
            " number of reviews; work ratings count; likes; sales rank; popularity"
        )
    ),
    "~language": Names(
        sure=(
            "language; lang; language code; locale; langue; sprache; idioma; lingua; jazyk; jezyk; язык;"
            " store view code; channel; store view; taal; market; region; website id; product websites"
        )
    ),
    "~person": Names(
        sure=(
            "gender; age group; agegroup; genre cible; geschlecht; sexe; target gender; target audience;"
            " reviewer; reviewer name; user; email; name user; contact; age"
        )
    ),
    "~option": Names(
        sure=(
            "value; values; option1 name; option1 value; option2 name; option2 value; option3 name;"
            " option3 value;"
            " variant title; option name; option value; attribute name; attribute value; variation name;"
            " variation value; variant option; optiongroups; option groups; optionvalues; option values;"
            " variation theme; color variant name; size variant name; attribute 1 name; attribute 1 value;"
            " type product; barcode type; barcode typ; ean type; external product id type; gtin type;"
            " product id type; attribute set code; attribute family; additional attributes; attributes;"
            " features; param name; param; attribute group; tshirt style; style; pattern; custom label 0;"
            " custom label 1; tax status; merchant product third category"
        ),
    ),
    "~related": Names(
        sure=(
            "related products; cross sells; cross sell; up sells; upsells; crosssells; accessories; related;"
            " similar; grouped products; associated skus; related skus; crosssell skus; upsell skus;"
            " bundle values; alternative; replaces; successor; compatible with; cross selling"
        )
    ),
    "~document": Names(
        sure=(
            "video; video url; pdf; pdf url; manual; manual url; datasheet; data sheet; document; documents;"
            " warranty; guarantee; garantie; return policy; warranty information; warranty time; purchase note;"
            " video 0 url; safety data sheet; energy label; qr code; brand logo; logo; logo url; leaflet;"
            " document url"
        )
    ),
    "~isbn10": Names(sure="isbn 10; isbn10; isbn"),
    "~technical": Names(
        sure=(
            "gpu; cpu; ram; storage; memory; os; operating system; voltage; power; wattage; capacity;"
            " processor; screen; display; resolution; battery; speed; prozessor; speicher"
        )
    ),
    "~external": Names(
        sure=(
            "goodreads book id; best book id; work id; pharmacode; csl; pzn; cnk; external id; shopify id;"
            " store id; position; sort order; sort; rank; row; line; line number; zeile; ligne;"
            " inventory tracker; inventory policy; fulfillment service; brand id; manufacturer id; tax id;"
            " category id parent; admin graphql api id; google category id; image position;"
            " product organization; group number; номер группы; ид группы; shop id; user id; seller id"
        )
    ),
}
