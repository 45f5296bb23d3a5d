"""Whatever is merged, and in whatever order: undone in turn, every product is as it was."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from catalog.errors import NotMergeable
from catalog.models import Offer, Product
from catalog.services import edit_product
from catalog.services.changing import hold
from catalog.services.merging_products import merge_products, undo_merge
from core.databases import atomic
from tests.factories.catalog import GTIN, OTHER_GTIN, merge, row

pytestmark = pytest.mark.django_db
TEXTS = st.sampled_from(["one", "two", "three"])
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "description": TEXTS,
        "short_description": TEXTS,
        "brand": TEXTS,
        "category": TEXTS,
        "mpn": TEXTS,
        "cost": st.sampled_from(["5", "7.5"]),
        "weight": st.sampled_from(["1", "2.25"]),
        "tags": st.lists(TEXTS, min_size=1, max_size=3, unique=True),
        "image_urls": st.lists(
            st.sampled_from(["https://a.example/1", "https://a.example/2"]), min_size=1, unique=True
        ),
        "attribute:Colour": TEXTS,
        "attribute@fr:Colour": TEXTS,
        "attribute:url_slug": TEXTS,
        "price:CHF": st.sampled_from(["11", "12"]),
        "stock:Paris": st.sampled_from(["3", "4"]),
    },
)
CHOICES = st.dictionaries(
    st.sampled_from(["title", "description", "brand", "gtin", "sku", "tags", "attribute:Colour"]),
    st.sampled_from(["survivor", "absorbed"]),
    max_size=3,
)
STEPS = st.lists(st.tuples(st.permutations(range(3)), CHOICES), min_size=1, max_size=3)


@pytest.fixture
def three(acme, bulk, in_tenant):
    """Three products of two suppliers; two have an EAN."""
    merge(acme, row("A", title="A", gtin=GTIN, price="10"), row("B", title="B", price="11"))
    merge(bulk, row("C", title="C", gtin=OTHER_GTIN, price="12"))
    return list(Product.objects.order_by("title").values_list("pk", flat=True))


class _Over(Exception):
    """Ends an example: nothing of it stays."""


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
    database=None,
)
@given(values=st.tuples(VALUES, VALUES, VALUES), steps=STEPS)
def test_undone_in_turn_everything_is_as_it_was(three, in_tenant, values, steps):
    with suppress(_Over), atomic("catalog"):
        _merge_and_undo(three, values, steps, who={"tenant_id": in_tenant.tenant.pk, "user": in_tenant.manager})
        raise _Over


def _merge_and_undo(products, values, steps, *, who):
    for number, (pk, said) in enumerate(zip(products, values, strict=True)):
        own = {"attribute:url_slug": f"slug-{number}"} if "attribute:url_slug" in said else {}
        edit_product(pk, values={**said, **own, "sku": f"S-{number}"}, **who)
    states = [everything(products, who["tenant_id"])]
    merges = []
    for order, choices in steps:
        with suppress(NotMergeable):
            merges.append(merge_products(products[order[0]], products[order[1]], choices=choices, **who))
            states.append(everything(products, who["tenant_id"]))
    for made, state in zip(reversed(merges), reversed(states[:-1]), strict=True):
        assert undo_merge(made.pk, **who).kept == 0
        for now, then in zip(everything(products, who["tenant_id"]), state, strict=True):
            assert now == then


def everything(ids, tenant_id):
    """Values, marks and derived columns of each product; whose every offer is."""
    with atomic("catalog"):
        held = hold(sorted(ids), tenant_id=tenant_id)
    columns = ("pk", "offer_count", "search_text", "mpn_key", "status_before_trash")
    return (
        {pk: (product.values, product.provenance) for pk, product in held.items()},
        sorted(Product.objects.values_list(*columns)),
        sorted(Offer.objects.values_list("key", "product_id", "changed_run_id")),
    )
