"""Words that stand for a stock level or a yes/no in supplier files: EN, FR, DE, ES, IT, CZ, PL, RU, NL, JA."""

from imports.feeds.wordlists import phrase_set, word_set

IN_STOCK_WORDS = phrase_set(
    """
    in stock; in_stock; instock; in-stock; available; available now; yes; y; true; on stock; limited; limited
    availability; low stock; low; few left; last items;
    limitedavailability; https://schema.org/instock; http://schema.org/instock; en stock;
    disponible; dispo; oui; stock limité; disponible immédiatement; vrai; en stock fournisseur; auf lager;
    lieferbar; sofort lieferbar; verfügbar; vorrätig; ja; wahr; lagernd; ab lager; kurzfristig lieferbar; sofort
    verfügbar; en existencia; en existencias; disponible en stock; si; sí; verdadero; in magazzino; disponibile; sì;
    disponibilità immediata; vero; em stock; disponível; sim; skladem; na sklade; dostupné; ano; na skladě;
    dostępny; dostepny; tak; na stanie; w magazynie; в наличии; есть; есть в наличии; да; є в наявності; в
    наявності; op voorraad; beschikbaar; leverbaar; raktáron; în stoc; på lager; i lager; varastossa; 在庫あり; あり; ○
    """
)
OUT_OF_STOCK_WORDS = phrase_set(
    """
    out of stock; out_of_stock; outofstock; out-of-stock; oos; unavailable; not available; no; n; false; sold out;
    soldout; discontinued; preorder; pre-order; backorder; on order; on request; temporarily out of stock; not in
    stock; https://schema.org/outofstock; rupture; en rupture; rupture de stock; épuisé; indisponible; non
    disponible; non; faux; sur commande; hors stock; arrêté; précommande; plus disponible; nicht auf lager; nicht
    lieferbar; nicht verfügbar; ausverkauft; vergriffen; nein; falsch; auf anfrage; auf bestellung; außer handel;
    ausser handel; nicht vorrätig; vorbestellbar; ausgelistet; gestrichen; eingestellt; agotado; sin stock; sin
    existencias; no disponible; falso; bajo pedido; esaurito; non in stock; su ordinazione; su richiesta; terminato;
    esgotado; não; vyprodáno; není skladem; nedostupné; ne; na objednávku; niedostępny; niedostepny; brak; nie; na
    zamówienie; нет в наличии; нет; под заказ; немає в наявності; ожидается; niet op voorraad; uitverkocht; niet
    leverbaar; elfogyott; stoc epuizat; udsolgt; slut i lager; 在庫なし; なし; 売り切れ; 品切れ; ×
    """
)
_NO_STOCK_MEANING = word_set(
    """
    yes no y n true false oui non ja nein si sí sì vrai faux ano ne tak nie да нет wahr falsch vero falso verdadero
    sim não
    """
)
PRODUCT_KINDS = word_set(
    """
    simple configurable bundle grouped virtual downloadable variable variation external giftcard gift_card standard
    parent child article product hardgood softgood new used refurbished bazar novy neu nuovo nuevo neuf
    """
)
"""How shop systems call the technical kind of a product; these are no categories."""
STOCK_WORDS = (IN_STOCK_WORDS | OUT_OF_STOCK_WORDS) - _NO_STOCK_MEANING
BOOLEAN_WORDS = _NO_STOCK_MEANING | {"0", "1"}
