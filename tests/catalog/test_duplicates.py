"""Duplicates: found and proposed, decided by one of two people, undone, merged in bulk."""

import uuid

import pytest

from catalog import tasks
from catalog.errors import DuplicateDecided, DuplicateNotFound
from catalog.models import DuplicatePair, DuplicateRun, Product, ProductMerge
from catalog.selectors.duplicates import next_pair, pair_facts, pairs, waiting_counts
from catalog.services import duplicates, edit_product
from core.errors import InvalidInput, PermissionRefused
from tests.factories.catalog import GTIN, merge, row
from tests.queries import at_most_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(in_tenant):
    return {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.manager}


@pytest.fixture
def goods(acme, bulk):
    """A drill and a lamp, each twice; a saw in two sizes; a chair."""
    merge(
        acme,
        row("1", title="Bosch Professional Drill GSR 18V-55", brand="Bosch", mpn="GSR-18V-55", price="120"),
        row("2", title="Desk lamp Lisbon brass", price="40"),
        row("3", title="Saw blade 190 mm", price="9"),
        row("5", title="Chair Porto", price="80"),
    )
    merge(
        bulk,
        row("1", title="Drill Bosch Professional GSR 18V-55", brand="Bosch", mpn="GSR 18V 55", gtin=GTIN, price="118"),
        row("2", title="Desk lamp Lisbon, brass", price="41"),
        row("4", title="Saw blade 250 mm", price="10"),
    )
    for brand_less in Product.objects.filter(mpn_key="gsr18v55", gtin=None):
        assert brand_less.offer_count == 1


@pytest.fixture
def found(goods, who):
    duplicates.follow_changes(who["tenant_id"])
    return list(DuplicatePair.objects.order_by("-score"))


def titles(pair):
    return {pair.first.title, pair.second.title}


def test_the_same_lamp_is_found_and_another_size_is_not(goods, who):
    assert duplicates.follow_changes(who["tenant_id"]) == DuplicatePair.objects.count()
    proposed = [titles(pair) for pair in DuplicatePair.objects.all()]
    assert {"Desk lamp Lisbon brass", "Desk lamp Lisbon, brass"} in proposed
    assert not any("Saw blade 190 mm" in each or "Chair Porto" in each for each in proposed)
    assert all(pair.first_id < pair.second_id for pair in DuplicatePair.objects.all())


def test_only_what_changed_is_looked_at_again(found, who):
    assert duplicates.follow_changes(who["tenant_id"]) is None
    pk = Product.objects.get(title="Chair Porto").pk
    edit_product(pk, values={"description": "Beech."}, **who)
    assert duplicates.follow_changes(who["tenant_id"]) is None
    edit_product(pk, values={"title": "Desk lamp Lisbon (brass)"}, **who)
    assert duplicates.follow_changes(who["tenant_id"]) == len(found) + 2


def test_a_product_that_became_another_is_no_longer_proposed(found, who):
    lamp = Product.objects.filter(title="Desk lamp Lisbon, brass").get()
    edit_product(lamp.pk, values={"title": "Kettle steel"}, **who)
    duplicates.follow_changes(who["tenant_id"])
    assert not any("Kettle steel" in titles(pair) for pair in DuplicatePair.objects.all())


def test_variants_of_one_model_are_never_proposed(found, who):
    lamps = Product.objects.filter(title__startswith="Desk lamp")
    model = Product.objects.get(title="Chair Porto")
    lamps.update(parent_id=model.pk, kind="variant")
    run = duplicates.start_search(tenant_id=who["tenant_id"], by=who["user"])
    duplicates.execute_run(run.pk)
    assert not any("lamp" in title for pair in DuplicatePair.objects.all() for title in titles(pair))


def test_a_rejected_pair_is_never_proposed_again(found, who):
    pair = found[0]
    duplicates.reject_pair(pair.pk, **who)
    duplicates.execute_run(duplicates.start_search(tenant_id=who["tenant_id"], by=who["user"]).pk)
    pair.refresh_from_db()
    assert pair.state == "rejected"
    assert next_pair(tenant_id=who["tenant_id"]) is None or next_pair(tenant_id=who["tenant_id"]).id != pair.pk


def test_what_was_said_of_an_absorbed_product_counts_for_the_survivor(found, who):
    (lamp_pair,) = [pair for pair in found if "Desk lamp Lisbon brass" in titles(pair)]
    third = Product.objects.get(title="Chair Porto")
    edit_product(third.pk, values={"title": "Desk lamp Lisbon brass gold"}, **who)
    duplicates.follow_changes(who["tenant_id"])
    goes, stays = lamp_pair.first_id, lamp_pair.second_id
    said = DuplicatePair.objects.get(first_id=min(goes, third.pk), second_id=max(goes, third.pk))
    duplicates.reject_pair(said.pk, **who)
    duplicates.accept_pair(lamp_pair.pk, survivor_id=stays, **who)
    duplicates.follow_changes(who["tenant_id"])
    assert not DuplicatePair.objects.filter(
        first_id=min(stays, third.pk), second_id=max(stays, third.pk), state="pending"
    ).exists()


def test_of_two_people_the_first_decides(found, who, in_tenant):
    pair = found[0]
    duplicates.reject_pair(pair.pk, **who)
    with pytest.raises(DuplicateDecided) as refused:
        duplicates.accept_pair(pair.pk, tenant_id=who["tenant_id"], user=in_tenant.admin)
    assert refused.value.params["state"] == "rejected"
    assert not ProductMerge.objects.exists()
    with pytest.raises(DuplicateDecided):
        duplicates.reject_pair(pair.pk, tenant_id=who["tenant_id"], user=in_tenant.admin)


def test_accept_merges_into_the_proposed_product_and_undo_brings_the_pair_back(found, who):
    pair = found[0]
    proposal = pair_facts(pair.pk, tenant_id=who["tenant_id"]).proposal
    made = duplicates.accept_pair(pair.pk, **who)
    assert made.survivor_id == proposal.survivor_id
    assert duplicates.reopen_pair(pair.pk, **who).state == "pending"
    assert Product.objects.filter(pk=made.absorbed_id).exclude(status="trash").exists()
    with pytest.raises(DuplicateDecided):
        duplicates.reopen_pair(pair.pk, **who)


def test_a_failed_merge_leaves_the_pair_undecided(found, who):
    pair = found[0]
    with pytest.raises(InvalidInput, match="one of the two"):
        duplicates.accept_pair(pair.pk, survivor_id=uuid.UUID(int=1), **who)
    Product.objects.filter(pk=pair.first_id).update(parent_id=pair.second_id)
    with pytest.raises(Exception, match="variant of the other"):
        duplicates.accept_pair(pair.pk, **who)
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by_id) == ("pending", None)


def test_who_may_not_write_decides_nothing(found, who, in_tenant):
    refused = {**who, "user": in_tenant.viewer}
    for act in (duplicates.accept_pair, duplicates.reject_pair, duplicates.reopen_pair):
        with pytest.raises(PermissionRefused):
            act(found[0].pk, **refused)
    for start in (duplicates.start_search, lambda **options: duplicates.start_merging(90, **options)):
        with pytest.raises(PermissionRefused):
            start(tenant_id=who["tenant_id"], by=in_tenant.viewer)
    assert not DuplicatePair.objects.exclude(state="pending").exists()
    assert not DuplicateRun.objects.exists()
    with pytest.raises(DuplicateNotFound):
        duplicates.reject_pair(uuid.UUID(int=1), **who)


def test_all_from_a_score_on_are_merged_and_what_cannot_be_is_left_out(found, who):
    DuplicatePair.objects.update(score=95)
    Product.objects.filter(pk=found[0].first_id).update(parent_id=found[0].second_id)
    run = duplicates.start_merging(90, tenant_id=who["tenant_id"], by=who["user"])
    assert duplicates.start_merging(90, tenant_id=who["tenant_id"], by=who["user"]) == run
    done = duplicates.execute_run(run.pk)
    assert (done.status, done.found, done.left_out) == ("completed", len(found) - 1, 1)
    assert ProductMerge.objects.count() == len(found) - 1
    with pytest.raises(InvalidInput, match="80"):
        duplicates.start_merging(50, tenant_id=who["tenant_id"], by=who["user"])


def test_the_queue_goes_from_the_best_pair_on(found, who):
    first = next_pair(tenant_id=who["tenant_id"])
    assert first.score == found[0].score
    second = next_pair(tenant_id=who["tenant_id"], after=first.cursor)
    assert second is None or second.score <= first.score
    assert waiting_counts(who["tenant_id"])[0] == len(found)
    assert next_pair(tenant_id=who["tenant_id"], least_score=101) is None
    with at_most_queries(8):
        listed = pairs(tenant_id=who["tenant_id"])
    assert [each.id for each in listed.items] == [pair.pk for pair in found]


def test_the_tasks_look_now_and_then_and_run_jobs(goods, who):
    assert tasks.look_for_duplicates() == 1
    assert tasks.look_for_duplicates() == 0
    run = duplicates.start_search(tenant_id=who["tenant_id"], by=who["user"])
    tasks.run_duplicates(str(run.pk), str(who["tenant_id"]))
    run.refresh_from_db()
    assert (run.status, run.found) == ("completed", DuplicatePair.objects.count())
