"""A catalogue in French and English, with its words learnt."""

import pytest

from catalog.models import Product
from catalog.search.upkeep import follow_changes
from catalog.services import set_status
from tests.factories.catalog import merge, row

GTIN, UPC = "04059952514475", "00012345678905"


@pytest.fixture
def shop(acme, bulk, in_tenant):
    """The id of the tenant; two suppliers deliver furniture and tools, one product is in the trash."""
    merge(
        acme,
        row("C-1", title="Chaise de bureau ergonomique", brand="Kinnarps", category="Meubles > Chaises"),
        row("C-2", title="Lot de 4 chaises pliantes", brand="Lafuma", category="Meubles > Chaises"),
        row("C-3", title="Table basse avec chaise assortie", brand="Lafuma", category="Meubles > Tables"),
        row("P-1", title="Perceuse visseuse GSR 18V-55", brand="Bosch", mpn="06019H5202", gtin=GTIN),
        row("P-2", title="Perceuse à percussion filaire", brand="Makita", mpn="HP2050"),
        row("P-3", title="Coffret pour perceuse Bosch", brand="Stanley", supplier_sku="ST-77", asin="B08N5WRWNW"),
        row("K-1", title="Crème brûlée au café", brand="L'Oréal", gtin=UPC, tags="bio\nneuf"),
    )
    merge(
        bulk,
        row("D-1", title="Cordless drill with two batteries", brand="Bosch"),
        row("D-2", title="Drills set for metal", brand="Irwin"),
        row("D-3", title="Battery charger", brand="Makita"),
        row("S-1", title="Running shoes", brand="Nike"),
        row("S-2", title="Chaussures de randonnée", brand="Nikewear"),
        row("X-1", title="Perceuse jetée", brand="Bosch"),
    )
    gone = Product.objects.get(title="Perceuse jetée")
    set_status([gone.pk], tenant_id=in_tenant.tenant.pk, user=in_tenant.admin, status="trash")
    follow_changes(in_tenant.tenant.pk)
    return in_tenant.tenant.pk
