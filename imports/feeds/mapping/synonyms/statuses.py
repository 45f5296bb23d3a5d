"""Names of the status of a product: active, published, visible, life cycle."""

from imports.feeds.mapping.synonyms.names import Names

STATUSES: dict[str, Names] = {
    "status": Names(
        sure=(
            "product status; publishing status; publication status; publish status; published status; item status;"
            " article status; listing status; catalog status; active status; status active; active flag; is active;"
            " active; enabled; is enabled; published; is published; publish; online; is online; product online;"
            " visible; is visible; visibility; lifecycle; life cycle; lifecycle status; life cycle status;"
            " product lifecycle; lifecycle stage; product life cycle status;"
            # FR
            " actif; actif 0 1; est actif; publie; statut produit; statut du produit; statut article;"
            " statut de l article; statut publication; statut de publication; statut commercial; etat de publication;"
            " etat publication; en ligne; cycle de vie; statut cycle de vie;"
            # DE
            " aktiv; aktiv 0 1; ist aktiv; artikelstatus; produktstatus; status artikel; artikel aktiv;"
            " produkt aktiv; veroffentlicht; freigegeben; sichtbar; sichtbarkeit; lebenszyklus; lebenszyklusstatus;"
            # ES, IT
            " activo; publicado; habilitado; estado producto; estado del producto; estado articulo;"
            " estado del articulo; estado de publicacion; ciclo de vida; attivo; pubblicato; abilitato; visibile;"
            " stato prodotto; stato del prodotto; stato articolo; stato pubblicazione; ciclo di vita;"
            # NL
            " actief; gepubliceerd; zichtbaar; productstatus; status product; levenscyclus"
        ),
        weak="status; statut; etat; estado; stato; state; zustand; toestand; etat produit; etat article",
        never_with=(
            "stock; availability; inventory; order; orders; tax; delivery; payment; price; prices; promo; sale;"
            " image; images; sync; review; reviews; ean; date; from; until; since; ingredient; ingredients;"
            " substance; featured; wirkstoff; individually"
        ),
    ),
}
