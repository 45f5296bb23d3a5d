"""The vocabulary of product tables: by which words a header row or a record element is recognised."""

import re
import unicodedata
from functools import lru_cache

_CONCEPTS: dict[str, str] = {
    "code": (
        "ean ean13 ean8 gtin gtin13 gtin14 upc isbn isbn13 isbn10 barcode barcodes strichcode gencod gencode "
        "cip13 kod kreskowy barkod jan asin штрихкод штрих 條碼"
    ),
    "sku": (
        "sku id ref reference references référence article artikel artikelnummer artikelnr artnr art nr no num "
        "numero número number code codes codigo código codice cod kod kód item itemnumber itemid mpn part "
        "partnumber part_number productid product_id artnum symbol indeks index katalog model modell modele "
        "modello referencia riferimento matnr материал артикул код номер pos bestellnummer bestellnr handle "
        "external sap réf clave plu"
    ),
    "title": (
        "title titre titel titulo título titolo name nom nombre nome naam nazwa nazev název naziv denumire "
        "designation désignation bezeichnung benennung libelle libellé intitule product produkt produit producto "
        "prodotto produkte towar tovar zboží denominacion denominación название наименование товар omschrijving "
        "artikelbezeichnung productname product_name item_name beschreibung descrizione"
    ),
    "description": (
        "description descriptif desc descripcion descripción popis opis beskrivning beschrijving описание "
        "short_description details langtext kurztext bullet text texte chapo"
    ),
    "brand": (
        "brand brands marque marca marke marki marka merk manufacturer hersteller fabricant fabrikant fabricante "
        "produttore producent výrobce vyrobce výrobca značka znacka vendor make производитель бренд publisher "
        "author authors fournisseur supplier lieferant proveedor fornitore dostawca editeur éditeur"
    ),
    "price": (
        "price prices prix preis preise precio precios prezzo prezzi prijs cena ceny cenik pris preco preço pvp "
        "pvc ppht ttc ht uvp vk ek msrp rrp retail wholesale cost cout coût tarif tarifa listino netto brutto net "
        "gross amount montant betrag kosten koszt цена стоимость hinta"
    ),
    "tax": ("tax vat tva mwst ust iva dph btw moms taxe steuer ндс"),
    "currency": ("currency devise wahrung währung moneda valuta waluta měna mena валюта"),
    "stock": (
        "stock stocks qty quantity quantite quantité qte qté menge bestand lager lagerbestand cantidad quantita "
        "quantità disponibilite disponibilité availability available verfugbarkeit verfügbarkeit verfugbar "
        "verfügbar sklad stan ilosc ilość skladem dostupnost inventory existencias giacenza disponibilita "
        "voorraad aantal наличие остаток количество кол"
    ),
    "category": (
        "category categories categorie catégorie catégories kategorie kategoria categoria categoría famille "
        "family warengruppe gruppe group groupe rubrique rayon type typ department abteilung sortiment grupa "
        "grupy категория группа раздел taxonomy"
    ),
    "image": (
        "image images img photo photos picture pictures bild bilder imagen imagenes imágenes immagine obrazek "
        "zdjecie zdjęcie foto fotos visuel visuels thumbnail media изображение фото"
    ),
    "url": ("url link lien enlace href www slug permalink ссылка"),
    "weight": ("weight poids gewicht peso waga hmotnost hmotnosť gramme grams kg вес masse"),
    "measure": (
        "size sizes taille grosse größe talla taglia rozmiar velikost color colour couleur farbe barva kolor "
        "length width height depth longueur largeur hauteur profondeur breite hohe höhe lange länge tiefe largo "
        "ancho alto dimension dimensions abmessungen volume volumen unit unite unité einheit unidad unita "
        "jednotka jednostka colisage conditionnement packaging vpe pack packung packungscode packungsgrosse cond "
        "uvc materiau material matiere matière объем упак цвет размер ед minimum moq"
    ),
    "date": ("date datum data fecha dates created updated modified release дата"),
    "status": (
        "status statut state etat état zustand condition active actif aktiv enabled published visibility estado"
    ),
    "attribute": (
        "attribute attribut option options variant variante variants parent locale language lang langue sprache "
        "pays country origin herkunft origine hs douane tariff tags keywords meta seo notes note remarque "
        "bemerkung comment comments value label field position rank sort order gender age season saison "
        "collection serie série warranty garantie delay delai délai lieferzeit delivery shipping rating year "
        "annee année jahr"
    ),
}
_STRONG = (
    "article artikel artikl book catalogline catalogueline entry good item offer polozka prod prodotto product "
    "producto produit produkt shopitem tovar towar tradeitem ware zbozi"
)
_WEAK = (
    "arti artikeldaten component cproduct datensatz deal doc file goods hit isbn items line listing node o object "
    "p part position priceitem pricelistitem product_data products produktdaten produkty r record row satz sku "
    "stock stockitem variant zeile"
)
STRONG_RECORD_NAMES = frozenset(_STRONG.split())
RECORD_NAMES = STRONG_RECORD_NAMES | frozenset(_WEAK.split())
_PIECES = re.compile(r"[^\W\d_]+|\d+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def plain(text: str) -> str:
    """Lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


_CONCEPT_OF = {plain(word): concept for concept, words in _CONCEPTS.items() for word in words.split()}


@lru_cache(maxsize=4096)
def concepts(label: str) -> frozenset[str]:
    """Return the product concepts a short label names; a sentence names none."""
    pieces = _PIECES.findall(plain(_CAMEL.sub(" ", label)))
    words = [piece for piece in pieces if not piece.isdigit()]
    if not words or len(words) > 8 or len(label) > 80:
        return frozenset()
    found = {_CONCEPT_OF[word] for word in words if word in _CONCEPT_OF}
    joined = "".join(pieces)
    if joined in _CONCEPT_OF:
        found.add(_CONCEPT_OF[joined])
    return frozenset(found)


def share_of_known(label: str) -> float:
    """Return which part of the label's words belongs to the vocabulary (0 to 1)."""
    pieces = [piece for piece in _PIECES.findall(plain(_CAMEL.sub(" ", label))) if not piece.isdigit()]
    if not pieces or not concepts(label):
        return 0.0
    known = sum(piece in _CONCEPT_OF for piece in pieces)
    return max(known, 1) / len(pieces)


def names_records(tag: str) -> float:
    """Say how much an element or key name sounds like one product record (0, 1 or 2)."""
    name = plain(_CAMEL.sub("", tag)).replace("_", "").replace("-", "")
    if name in STRONG_RECORD_NAMES:
        return 2.0
    singular = name[:-1] if name.endswith("s") else name
    if name in RECORD_NAMES or singular in STRONG_RECORD_NAMES:
        return 1.0
    endings = ("item", "product", "article", "artikel", "offer", "line", "entry", "record", "row")
    return 1.0 if name.endswith(endings) else 0.0
