"""What suppliers write for the status of a product: EN, FR, DE, ES, IT, NL, and yes or no."""

from collections.abc import Mapping

from catalog.fields import SAID_STATUSES
from imports.feeds.mapping.words import BOOLEAN_WORDS, STOCK_WORDS
from imports.feeds.wordlists import phrase_set
from suppliers.folding import value_key

STATUS_PHRASES: Mapping[str, frozenset[str]] = {
    "draft": phrase_set(
        """
        draft; pending; pending review; in preparation; not ready; work in progress; brouillon; en brouillon; en
        préparation; en cours de création; à valider; en attente; entwurf; in bearbeitung; in arbeit; in vorbereitung;
        borrador; en preparación; pendiente; pendiente de revisión; bozza; in preparazione; in lavorazione; da
        approvare; concept; ontwerp; in voorbereiding; in behandeling
        """
    ),
    "active": phrase_set(
        """
        active; activated; enabled; enable; published; publish; online; live; visible; on; yes; y; true; 1; 1.0; for
        sale; on sale; released; listed; current; actif; active; activé; activée; publié; publiée; en ligne; en vente;
        oui; vrai; commercialisé; commercialisée; référencé; référencée; aktiv; aktiviert; veröffentlicht;
        freigegeben; sichtbar; freigeschaltet; im sortiment; im verkauf; eingeschaltet; ja; wahr; activo; activa;
        activado; activada; publicado; publicada; habilitado; habilitada; en línea; a la venta; sí; si; verdadero;
        attivo; attiva; attivato; attivata; pubblicato; pubblicata; abilitato; abilitata; visibile; in linea; in
        vendita; sì; vero; actief; geactiveerd; gepubliceerd; zichtbaar; ingeschakeld; te koop; waar
        """
    ),
    "inactive": phrase_set(
        """
        inactive; not active; deactivated; disabled; disable; unpublished; not published; offline; hidden; invisible;
        not visible; private; off; no; n; false; 0; 0.0; suspended; blocked; paused; on hold; unlisted; inactif;
        inactive; non actif; non active; désactivé; désactivée; non publié; non publiée; dépublié; dépubliée; hors
        ligne; masqué; masquée; caché; cachée; non visible; suspendu; suspendue; bloqué; bloquée; en pause; en sommeil;
        privé; non; faux; inaktiv; nicht aktiv; deaktiviert; nicht veröffentlicht; unveröffentlicht; verborgen;
        versteckt; ausgeblendet; unsichtbar; nicht sichtbar; gesperrt; pausiert; ausgeschaltet; privat; nein; falsch;
        inactivo; inactiva; no activo; desactivado; desactivada; deshabilitado; deshabilitada; no publicado; no
        publicada; oculto; oculta; no visible; suspendido; suspendida; bloqueado; bloqueada; pausado; privado; falso;
        inattivo; inattiva; non attivo; non attiva; disattivato; disattivata; disabilitato; disabilitata; non
        pubblicato; non pubblicata; nascosto; nascosta; non visibile; sospeso; sospesa; bloccato; bloccata; in pausa;
        privato; inactief; niet actief; gedeactiveerd; uitgeschakeld; niet gepubliceerd; niet zichtbaar; geblokkeerd;
        gepauzeerd; nee; onwaar
        """
    ),
    "archived": phrase_set(
        """
        archived; archive; discontinued; end of life; end-of-life; eol; obsolete; retired; phased out; phase out;
        delisted; withdrawn; no longer available; no longer sold; no longer produced; deleted; removed; archivé;
        archivée; arrêté; arrêtée; produit arrêté; article arrêté; abandonné; abandonnée; obsolète; fin de série; fin
        de vie; en fin de vie; fin de commercialisation; supprimé; supprimée; retiré; retirée; déréférencé;
        déréférencée; plus fabriqué; plus commercialisé; plus disponible; archiviert; ausgelaufen; auslaufend;
        auslaufartikel; auslaufmodell; auslauf; ausgelistet; eingestellt; gestrichen; außer handel; ausser handel;
        nicht mehr lieferbar; nicht mehr verfügbar; abgekündigt; gelöscht; archivado; archivada; descatalogado;
        descatalogada; descontinuado; descontinuada; discontinuado; discontinuada; obsoleto; obsoleta; fin de serie;
        fuera de catálogo; retirado; retirada; eliminado; eliminada; archiviato; archiviata; fuori produzione; fuori
        catalogo; dismesso; dismessa; fine serie; fine vita; ritirato; ritirata; eliminato; eliminata; gearchiveerd;
        uit productie; uit assortiment; uit het assortiment; uitlopend; vervallen; niet meer leverbaar; verwijderd
        """
    ),
}
"""Phrases by status; "deleted" archives, because no feed puts products in the trash."""
STATUS_OF: Mapping[str, str] = {
    value_key(phrase): status for status in SAID_STATUSES for phrase in STATUS_PHRASES[status]
}
# WooCommerce: published, private, draft are 1, 0 and -1, whose sign the folding takes for punctuation.
SIGNED: Mapping[str, str] = {"-1": "draft"}
TELLING_WORDS = frozenset().union(*STATUS_PHRASES.values()) - BOOLEAN_WORDS - STOCK_WORDS
"""Words that speak of the status and of nothing else."""


def status_of(word: str) -> str | None:
    """The status that a supplier's word means, None for a word that is not known."""
    return SIGNED.get(word.strip()) or STATUS_OF.get(value_key(word))
