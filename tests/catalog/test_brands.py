"""Brands: making, changing, spellings, similar names, merging and going back."""

import pytest

from catalog.errors import BrandInUse, BrandNotFound, BrandTaken, RegroupingAtWork, RegroupingNotUndoable, UnfitValue
from catalog.models import Brand, BrandAlias, Change, Offer, Product, Regrouping
from catalog.selectors import branding, product_list, read_filters
from catalog.selectors.finding import brand_named
from catalog.services import brands as services
from catalog.services.regrouping import execute_regrouping, undo_regrouping
from catalog.services.tags import change_tags
from core.errors import PermissionRefused
from core.models import Tenant
from tests.factories.catalog import merge, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(acme, in_tenant):
    """Three spellings that are three brands, with a product each, and one brand more."""
    merge(
        acme,
        row("A", brand="Bosch", mpn="A-1"),
        row("B", brand="Bosch GmbH", mpn="B-1"),
        row("C", brand="Bsoch"),
        row("D", brand="Makita"),
    )
    return {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.manager}


def brand(name):
    return Brand.objects.get(name=name).pk


def brands_of_products():
    return dict(Product.objects.order_by("title").values_list("title", "brand__name"))


def everything():
    """The state that a merge and its undo must leave as it was."""
    return {
        "products": list(
            Product.objects.order_by("pk").values("pk", "brand_id", "mpn_key", "search_text", "provenance", "locks")
        ),
        "offers": list(Offer.objects.order_by("pk").values()),
        "brands": list(Brand.objects.order_by("pk").values()),
        "aliases": list(BrandAlias.objects.order_by("key").values()),
    }


def test_a_brand_is_made_with_its_spelling(shop):
    pk = services.make_brand({"name": "  Festool  ", "website": "https://festool.example"}, **shop)
    made = branding.brand(pk, tenant_id=shop["tenant_id"])
    assert (made.name, made.website, made.state, brand_named("FESTOOL")) == (
        "Festool",
        "https://festool.example",
        "confirmed",
        pk,
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": " "}, "name"), ({"name": "x" * 201}, "name"), ({"name": "A", "website": "javascript:1"}, "website")],
)
def test_what_does_not_fit_is_refused(shop, values, field):
    with pytest.raises(UnfitValue) as refused:
        services.make_brand(values, **shop)
    assert refused.value.params["field"] == field
    assert Brand.objects.count() == 4


def test_a_spelling_means_one_brand(shop):
    with pytest.raises(BrandTaken) as refused:
        services.make_brand({"name": "BÖSCH"}, **shop)
    assert refused.value.params["brand_id"] == str(brand("Bosch"))
    with pytest.raises(BrandTaken):
        services.add_alias(brand("Makita"), "bosch", **shop)
    assert Brand.objects.count() == 4


def test_a_renamed_brand_is_found_by_its_new_name_and_feeds_by_the_old(shop, acme):
    pk = brand("Makita")
    services.change_brand(pk, {"name": "Nakita"}, **shop)
    found = product_list(shop["tenant_id"], read_filters({"search": "nakita"}, seen_by=None))
    assert [each.title for each in found.items] == ["Product D"]
    assert (brand_named("makita"), brand_named("nakita")) == (pk, pk)
    merge(acme, row("E", brand="MAKITA"))
    assert Product.objects.get(title="Product E").brand_id == pk
    assert not Change.objects.filter(run_id=Regrouping.objects.get().pk).exists()


def test_spellings_come_and_go(shop):
    pk = brand("Makita")
    alias = services.add_alias(pk, "Makita Deutschland", **shop)
    assert brand_named("makita-deutschland") == pk
    services.remove_alias(pk, alias, **shop)
    assert brand_named("makita-deutschland") is None
    with pytest.raises(UnfitValue):
        services.remove_alias(pk, BrandAlias.objects.get(key="makita").pk, **shop)
    with pytest.raises(BrandNotFound):
        services.remove_alias(pk, BrandAlias.objects.get(key="bosch").pk, **shop)


def test_only_a_brand_without_products_is_deleted(shop, in_tenant):
    admin = {**shop, "user": in_tenant.admin}
    with pytest.raises(BrandInUse) as refused:
        services.delete_brand(brand("Makita"), **admin)
    assert refused.value.params["products"] == 1
    pk = services.make_brand({"name": "Empty"}, **shop)
    with pytest.raises(PermissionRefused):
        services.delete_brand(pk, **shop)
    services.delete_brand(pk, **admin)
    assert not Brand.objects.filter(pk=pk).exists()


def test_alike_names_are_proposed_with_the_confirmed_one_first(shop):
    services.check_brands([brand("Bosch")], state="confirmed", **shop)
    (twins,) = branding.brand_twins(tenant_id=shop["tenant_id"])
    assert {each.name for each in twins.brands} == {"Bosch", "Bosch GmbH", "Bsoch"}
    assert twins.brands[0].name == "Bosch"
    assert twins.score >= 0.85


def test_a_merge_moves_products_offers_and_spellings(shop, acme):
    target, sources = brand("Bosch"), [brand("Bosch GmbH"), brand("Bsoch")]
    job = services.merge_brands(sources, into=target, **shop)
    assert (job.status, job.changed, job.offers) == ("completed", 2, 2)
    assert brands_of_products() == {
        "Product A": "Bosch",
        "Product B": "Bosch",
        "Product C": "Bosch",
        "Product D": "Makita",
    }
    assert set(Offer.objects.values_list("brand__name", flat=True)) == {"Bosch", "Makita"}
    assert brand_named("bosch gmbh") == brand_named("Bsoch") == target
    assert not Brand.objects.filter(pk__in=sources).exists()
    change = Change.objects.get(product_id=Product.objects.get(title="Product C").pk, run_id=job.pk)
    assert change.new == {"brand": str(target)}
    merge(acme, row("F", brand="bsoch"))
    assert Product.objects.get(title="Product F").brand_id == target


def test_an_unchanged_feed_changes_nothing_after_a_merge(shop, acme):
    services.merge_brands([brand("Bsoch")], into=brand("Bosch"), **shop)
    again = merge(acme, row("C", brand="Bsoch", price="12.00"))
    assert (again.updated, again.changed_fields) == (1, {"price": 1})


def test_undo_gives_the_state_from_before(shop):
    before = everything()
    job = services.merge_brands([brand("Bosch GmbH"), brand("Bsoch")], into=brand("Bosch"), **shop)
    undone = undo_regrouping(job, user=shop["user"])
    assert (undone.status, undone.changed) == ("completed", 2)
    after = everything()
    for name in before:
        assert after[name] == before[name]
    with pytest.raises(RegroupingNotUndoable):
        undo_regrouping(job, user=shop["user"])


def test_undo_leaves_what_another_act_did_to_the_offers(shop, acme, in_tenant):
    merge(acme, row("C", brand="Bsoch", tags="old"))
    job = services.merge_brands([brand("Bsoch")], into=brand("Bosch"), **shop)
    change_tags(["old"], "new", **{**shop, "user": in_tenant.admin})
    undo_regrouping(job, user=shop["user"])
    offer = Offer.objects.get(key="C")
    assert (offer.brand.name, offer.tags) == ("Bsoch", ["new"])


def test_undo_keeps_what_somebody_changed_since(shop):
    from catalog.services import edit_product

    job = services.merge_brands([brand("Bsoch")], into=brand("Bosch"), **shop)
    edit_product(Product.objects.get(title="Product C").pk, values={"brand": "Makita"}, **shop)
    undone = undo_regrouping(job, user=shop["user"])
    assert undone.outcome["kept"] == 1
    assert brands_of_products()["Product C"] == "Makita"
    assert brand_named("Bsoch") == brand("Bsoch")


def test_a_merge_into_a_brand_that_was_merged_on_is_undone_after_that(shop):
    before = everything()
    first = services.merge_brands([brand("Bsoch")], into=brand("Bosch GmbH"), **shop)
    second = services.merge_brands([brand("Bosch GmbH")], into=brand("Bosch"), **shop)
    assert brand_named("bsoch") == brand("Bosch")
    with pytest.raises(RegroupingNotUndoable):
        undo_regrouping(first, user=shop["user"])
    undo_regrouping(second, user=shop["user"])
    assert brands_of_products()["Product C"] == "Bosch GmbH"
    undo_regrouping(first, user=shop["user"])
    assert everything() == before


def test_many_products_are_moved_by_a_worker_in_batches(shop, monkeypatch):
    monkeypatch.setattr("catalog.services.regrouping.starting.value", lambda key, tenant_id: 0)
    monkeypatch.setattr("catalog.services.regrouping.running.BATCH_PRODUCTS", 1)
    monkeypatch.setattr("core.jobs.machine.enqueue", lambda *args, **named: True)
    job = services.merge_brands([brand("Bosch GmbH"), brand("Bsoch")], into=brand("Bosch"), **shop)
    assert (job.status, job.progress_total) == ("pending", 2)
    done = execute_regrouping(job.pk)
    assert (done.status, done.changed, done.progress_done) == ("completed", 2, 2)
    assert execute_regrouping(job.pk) is None


def test_where_a_merge_is_still_bringing_products_nothing_is_taken_away(shop, in_tenant, monkeypatch):
    monkeypatch.setattr("catalog.services.regrouping.starting.value", lambda key, tenant_id: 0)
    monkeypatch.setattr("core.jobs.machine.enqueue", lambda *args, **named: True)
    empty = services.make_brand({"name": "Festool"}, **shop)
    job = services.merge_brands([brand("Bsoch")], into=empty, **shop)
    before = everything()
    acts = (
        lambda: services.merge_brands([empty], into=brand("Bosch"), **shop),
        lambda: services.merge_brands([brand("Makita")], into=brand("Bsoch"), **shop),
        lambda: services.delete_brand(empty, **{**shop, "user": in_tenant.admin}),
    )
    for act in acts:
        with pytest.raises(RegroupingAtWork, match="still at work"):
            act()
    assert everything() == before
    job = execute_regrouping(job.pk)
    assert brands_of_products()["Product C"] == "Festool"
    onward = services.merge_brands([empty], into=brand("Bosch"), **shop)
    with pytest.raises(RegroupingAtWork):
        undo_regrouping(job, user=shop["user"])
    execute_regrouping(onward.pk)
    assert brands_of_products()["Product C"] == "Bosch"


def test_undoing_an_import_from_before_the_merge_goes_to_what_the_brand_is_now(shop, acme, in_tenant):
    import uuid

    from catalog.acts import Actor
    from catalog.services import undo_run

    run = uuid.uuid4()
    merge(acme, row("C", brand="Makita"), run_id=run)
    services.merge_brands([brand("Bsoch")], into=brand("Bosch"), **shop)
    actor = Actor("user", in_tenant.manager.pk, "Max")
    undo_run(run, tenant_id=shop["tenant_id"], actor=actor, undo_run_id=uuid.uuid4())
    assert brands_of_products()["Product C"] == "Bosch"
    assert Offer.objects.get(key="C").brand.name == "Bosch"


def test_pending_brands_are_merged_into_what_they_most_likely_are(shop):
    services.check_brands([brand("Bosch")], state="confirmed", **shop)
    pending = [brand(name) for name in ("Bosch GmbH", "Bsoch", "Makita")]
    assert services.merge_into_likely(pending, least=0.85, **shop) == 2
    assert set(brands_of_products().values()) == {"Bosch", "Makita"}


def test_who_may_not_write_merges_nothing(shop, in_tenant):
    before = everything()
    viewer = {**shop, "user": in_tenant.viewer}
    for act in (
        lambda: services.merge_brands([brand("Bsoch")], into=brand("Bosch"), **viewer),
        lambda: services.make_brand({"name": "X"}, **viewer),
        lambda: services.change_brand(brand("Bosch"), {"name": "X"}, **viewer),
        lambda: services.add_alias(brand("Bosch"), "X", **viewer),
        lambda: services.check_brands([brand("Bosch")], state="confirmed", **viewer),
    ):
        with pytest.raises(PermissionRefused):
            act()
    assert everything() == before
    job = services.merge_brands([brand("Bsoch")], into=brand("Bosch"), **shop)
    with pytest.raises(PermissionRefused):
        undo_regrouping(job, user=in_tenant.viewer)
    assert not Brand.objects.filter(name="Bsoch").exists()


def test_brands_of_another_organisation_are_not_there(shop, in_tenant):
    other = Tenant.objects.create(name="Other", slug="other")
    with pytest.raises(PermissionRefused):
        services.make_brand({"name": "X"}, tenant_id=other.pk, user=in_tenant.manager)
    with pytest.raises(BrandNotFound):
        branding.brand(brand("Bosch"), tenant_id=other.pk)


def test_pending_brands_get_suggestions_and_are_checked(shop):
    services.check_brands([brand("Bosch")], state="confirmed", **shop)
    found = branding.suggestions(["Bosch Gmbh", "Zzz"], tenant_id=shop["tenant_id"])
    assert [(each.name, each.score) for each in found["Bosch Gmbh"]][:2] == [("Bosch GmbH", 1.0), ("Bosch", 0.9)]
    assert found["Zzz"] == []
    assert services.check_brands([brand("Bsoch"), brand("Bosch")], state="ignored", **shop) == 2
    assert Brand.objects.get(name="Bsoch").state == "ignored"
    with pytest.raises(UnfitValue):
        services.check_brands([brand("Bsoch")], state="wrong", **shop)


@pytest.mark.parametrize("seed", range(3))
def test_merges_one_after_the_other_and_undone_backwards_change_nothing(acme, in_tenant, seed):
    from random import Random

    chance = Random(seed)
    names = [f"Brand {letter}" for letter in "ABCDEF"]
    merge(acme, *(row(str(number), brand=chance.choice(names), mpn=f"M-{number}") for number in range(12)))
    by = {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.manager}
    before, states, jobs = everything(), [], []
    for _turn in range(2):
        left = list(Brand.objects.order_by("name").values_list("pk", flat=True))
        target, *sources = chance.sample(left, k=min(3, len(left)))
        states.append(everything())
        jobs.append(services.merge_brands(sources, into=target, **by))
        assert not Product.objects.filter(brand_id__in=sources).exists()
    for job, state in zip(reversed(jobs), reversed(states), strict=True):
        undo_regrouping(job, user=by["user"])
        assert everything() == state
    assert everything() == before
