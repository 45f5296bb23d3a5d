"""A small catalogue, delivered by two suppliers through the real merge."""

import uuid
from dataclasses import dataclass
from uuid import UUID

import polars as pl

from catalog.models import Product
from catalog.services import Actor, merge_offers
from core.tenancy import tenant_scope
from suppliers.services import create_supplier, update_supplier
from tests.factories.people import People

DRILL, SAW = "04059952514475", "00088381080361"
TARIF = [
    {
        "key": "BOS-1",
        "supplier_sku": "BOS-1",
        "gtin": DRILL,
        "title": "Perceuse GSR 18V-55",
        "brand": "Bosch",
        "mpn": "06019H5202",
        "category": "Outillage > Perceuses",
        "price": "129.90",
        "currency": "EUR",
        "stock": "84",
        "weight": "1.2",
        "description": "Perceuse-visseuse sans fil, 55 Nm.",
        "image_urls": "https://images.example.com/gsr-1.jpg\nhttps://images.example.com/gsr-2.jpg",
        "attribute:Couleur": "bleu",
        "price:CHF": "139.00",
        "stock:Lyon": "12",
        "raw": '{"Réf.": "BOS-1", "Désignation": "Perceuse GSR 18V-55", "Prix": "129,90 €"}',
    },
    {
        "key": "MAK-2",
        "supplier_sku": "MAK-2",
        "gtin": SAW,
        "title": "Scie circulaire 190 mm",
        "brand": "Makita",
        "category": "Outillage > Scies",
        "price": "214",
        "currency": "EUR",
        "stock": "0",
        "raw": '{"Réf.": "MAK-2"}',
    },
    {
        "key": "LIS-3",
        "supplier_sku": "LIS-3",
        "title": "Chaise « Lisbonne »",
        "price": "89",
        "currency": "EUR",
        "stock": "5",
        "raw": '{"Réf.": "LIS-3"}',
    },
]
RIVAL = [
    {
        "key": "4059952514475",
        "supplier_sku": "W-77",
        "gtin": DRILL,
        "title": "BOSCH GSR18V-55 solo",
        "brand": "BOSCH",
        "price": "118.50",
        "currency": "EUR",
        "stock": "3",
        "raw": '{"sku": "W-77"}',
    }
]


@dataclass(frozen=True)
class Delivered:
    """Two suppliers, what they delivered, and the runs they did it in; the drill is offered by both."""

    martin: UUID
    rival: UUID
    first_run: UUID
    rival_run: UUID
    drill: UUID
    saw: UUID
    chair: UUID


def deliver(rows: list[dict[str, str]], *, tenant_id: UUID, supplier_id: UUID, label: str = "tarif.csv") -> UUID:
    """Merge these rows as one run; returns the run's id."""
    run_id = uuid.uuid4()
    columns = sorted({name for row in rows for name in row})
    frame = pl.DataFrame(
        [{name: row.get(name) for name in columns} for row in rows], schema=dict.fromkeys(columns, pl.String)
    )
    frame = frame.with_columns(pl.int_range(1, frame.height + 1, dtype=pl.UInt32).alias("row"))
    actor = Actor("import", run_id, label)
    result = merge_offers(
        frame, tenant_id=tenant_id, supplier_id=supplier_id, run_id=run_id, batch_number=1, actor=actor
    )
    assert not result.refused, result.refused
    return run_id


def make_catalogue(people: People) -> Delivered:
    """Three products of Outillage Martin; one of them is also offered, cheaper, by a supplier of lower rank."""
    tenant_id = people.tenant.pk
    with tenant_scope(tenant_id):
        martin = create_supplier(by=None, tenant_id=tenant_id, code="MARTIN", name="Outillage Martin")
        rival = create_supplier(by=None, tenant_id=tenant_id, code="WERK", name="Werkzeug Weber")
        update_supplier(by=people.manager, supplier_id=martin, values={"priority": 10})
        first_run = deliver(TARIF, tenant_id=tenant_id, supplier_id=martin)
        rival_run = deliver(RIVAL, tenant_id=tenant_id, supplier_id=rival, label="weber.xlsx")
        products = dict(Product.objects.values_list("title", "pk"))
    return Delivered(
        martin=martin,
        rival=rival,
        first_run=first_run,
        rival_run=rival_run,
        drill=products["Perceuse GSR 18V-55"],
        saw=products["Scie circulaire 190 mm"],
        chair=products["Chaise « Lisbonne »"],
    )
