"""Going back to an earlier state of a product; whatever is done, the log and the product say the same."""

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.acts import Actor
from catalog.bulk import fetch
from catalog.errors import IdentifierTaken, ProductChanged, UnfitValue
from catalog.models import Brand, Change, Product
from catalog.services import (
    create_product,
    edit_product,
    entry_on,
    foresee_return,
    lock_field,
    restore_field,
    restore_product,
    undo_run,
    unlock_field,
)
from catalog.services.state import CURRENT
from core.errors import PermissionRefused
from tests.factories.catalog import GTIN, merge, row

pytestmark = pytest.mark.django_db
STAYS = ("status", "locks")
_STATE = f"SELECT {CURRENT}::text FROM catalog_product AS p WHERE p.id = %(id)s"


def state(product_id):
    ((text,),) = fetch(_STATE, {"id": product_id})
    return json.loads(text)


def replayed(product_id, until=None):
    """The values as the log tells them, from the beginning (up to an entry)."""
    values: dict = {}
    for change in Change.objects.filter(product_id=product_id).order_by("seq"):
        if until is not None and change.seq > until:
            break
        values |= change.new or {}
    return {name: value for name, value in values.items() if value is not None}


def latest(product_id):
    return Change.objects.filter(product_id=product_id).latest("seq").seq


@pytest.fixture
def who(in_tenant):
    return {"tenant_id": in_tenant.tenant.pk, "user": in_tenant.manager}


@pytest.fixture
def made(who):
    values = {"title": "Saw", "sku": "S", "price": "9", "attribute:color": "red", "tags": ["a"], "price:USD": "10"}
    return create_product(values=values, **who)


def test_a_product_goes_back_to_an_entry_and_that_is_taken_back(made, who):
    first, before = latest(made), state(made)
    edit_product(made, values={"title": "Axe", "attribute:color": None, "attribute@fr:color": "rouge"}, **who)
    edit_product(made, values={"price": "8", "price:USD": None, "tags": ["b"]}, **who)
    second, after = latest(made), state(made)
    restore_product(made, seq=first, **who)
    assert state(made) == before
    assert Product.objects.get(pk=made).search_text == "saw"
    restore_product(made, seq=second, **who)
    assert state(made) == after == replayed(made)


def test_what_would_change_is_foreseen_and_locked_fields_stay(made, who):
    first = latest(made)
    edit_product(made, values={"title": "Axe", "price": "8"}, **who)
    lock_field(made, field="price", **who)
    foreseen = foresee_return(made, seq=first, **who)
    assert dict(foreseen.changes) == {"title": ("Axe", "Saw")}
    assert dict(foreseen.locked) == {"price": ("8", "9")}
    restore_product(made, seq=first, version=foreseen.version, **who)
    assert (state(made)["title"], state(made)["price"]) == ("Saw", "8")


def test_a_product_is_seen_as_of_a_day(made, who):
    edit_product(made, values={"title": "Axe"}, **who)
    Change.objects.filter(seq=latest(made)).update(at=timezone.now() + timedelta(days=2))
    assert entry_on(made, timezone.now() + timedelta(days=1), tenant_id=who["tenant_id"]) < latest(made)
    with pytest.raises(UnfitValue, match="begins later"):
        entry_on(made, timezone.now() - timedelta(days=1), tenant_id=who["tenant_id"])


def test_refusals_change_nothing(made, who, in_tenant):
    first = latest(made)
    edit_product(made, values={"title": "Axe", "sku": "S2"}, **who)
    create_product(values={"title": "Other", "sku": "S"}, **who)
    before = state(made)
    viewer = {"tenant_id": who["tenant_id"], "user": in_tenant.viewer}
    for error, act in (
        (IdentifierTaken, lambda: restore_product(made, seq=first, **who)),
        (ProductChanged, lambda: restore_product(made, seq=first, version=1, **who)),
        (UnfitValue, lambda: restore_product(made, seq=10**9, **who)),
        (PermissionRefused, lambda: restore_product(made, seq=first, **viewer)),
    ):
        with pytest.raises(error):
            act()
    assert state(made) == before


def test_a_brand_that_is_gone_does_not_come_back(made, who):
    edit_product(made, values={"brand": "Bosch"}, **who)
    seq = latest(made)
    edit_product(made, values={"brand": None}, **who)
    Brand.objects.all().delete()
    restore_product(made, seq=seq, **who)
    assert "brand" not in state(made)


FIELDS = ("title", "price", "stock", "tags", "attribute:color", "attribute@fr:color", "price:USD", "stock:Paris")
VALUES = {
    "title": st.sampled_from(["Saw", "Axe", "Scie"]),
    "price": st.sampled_from(["1", "2.5", None]),
    "stock": st.sampled_from([0, 7, None]),
    "tags": st.sampled_from([["a"], ["a", "b"], None]),
    "attribute:color": st.sampled_from(["red", "blue", None]),
    "attribute@fr:color": st.sampled_from(["rouge", "bleu", None]),
    "price:USD": st.sampled_from(["3", "4.25", None]),
    "stock:Paris": st.sampled_from(["5", "6", None]),
}
STEPS = st.lists(
    st.one_of(
        st.sampled_from(FIELDS).flatmap(lambda name: st.tuples(st.just("edit"), st.just(name), VALUES[name])),
        st.tuples(st.sampled_from(["lock", "unlock"]), st.sampled_from(FIELDS), st.none()),
        st.tuples(st.just("field"), st.sampled_from(FIELDS), st.integers(0, 9)),
        st.tuples(st.just("product"), st.none(), st.integers(0, 9)),
        st.tuples(st.just("feed"), st.none(), st.sampled_from(["1", "2", "3"])),
        st.tuples(st.just("undo"), st.none(), st.integers(0, 9)),
    ),
    min_size=1,
    max_size=9,
)


class Story:
    """A product to which things happen, and what has to be true after each."""

    def __init__(self, source, who, number):
        self.source, self.who, self.key, self.runs = source, who, f"K{number}", []
        self.feed("0")
        self.pk = Product.objects.get(offers__key=self.key).pk
        self.seqs = [latest(self.pk)]

    def feed(self, word):
        self.runs.append(uuid.uuid4())
        named = {"attribute:color": f"feed {word}", "price:USD": word} if word != "0" else {}
        merge(self.source, row(self.key, stock=word, **named), run_id=self.runs[-1])

    def step(self, kind, name, value):
        getattr(self, f"_{kind}")(name, value)
        self.seqs = list(Change.objects.filter(product_id=self.pk).order_by("seq").values_list("seq", flat=True))

    def _edit(self, name, value):
        if name in Product.objects.get(pk=self.pk).locks:
            return
        edit_product(self.pk, values={name: value}, **self.who)
        expected = "\n".join(value) if isinstance(value, list) else value
        assert state(self.pk).get(name) == expected

    def _lock(self, name, _value):
        lock_field(self.pk, field=name, **self.who)

    def _unlock(self, name, _value):
        unlock_field(self.pk, field=name, **self.who)

    def _field(self, name, place):
        entries = list(Change.objects.filter(product_id=self.pk, old__has_key=name).order_by("seq"))
        if not entries or name in Product.objects.get(pk=self.pk).locks:
            return
        entry = entries[place % len(entries)]
        restore_field(self.pk, field=name, seq=entry.seq, **self.who)
        assert state(self.pk).get(name) == entry.old[name]

    def _product(self, _name, place):
        seq, locked = self.seqs[place % len(self.seqs)], Product.objects.get(pk=self.pk).locks
        now, then = state(self.pk), replayed(self.pk, until=seq)
        restore_product(self.pk, seq=seq, **self.who)
        stays = {*STAYS, *locked}
        assert state(self.pk) == {
            **{name: value for name, value in then.items() if name not in stays},
            **{name: value for name, value in now.items() if name in stays},
        }

    def _feed(self, _name, word):
        self.feed(word)

    def _undo(self, _name, place):
        if len(self.runs) < 2:
            return
        run = self.runs.pop(1 + place % (len(self.runs) - 1))
        undo_run(run, tenant_id=self.who["tenant_id"], actor=Actor("undo"), undo_run_id=uuid.uuid4())


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_story_ends_in_what_the_log_tells(acme, who, steps):
    story = Story(acme, who, uuid.uuid4())
    for step in steps:
        story.step(*step)
        assert state(story.pk) == replayed(story.pk)


def test_a_merge_with_a_gtin_finds_the_product_made_by_hand(acme, who):
    made = create_product(values={"title": "By hand", "gtin": GTIN}, **who)
    merge(acme, row(gtin=GTIN, title="From the feed", price="5"))
    assert Product.objects.get().pk == made
    assert (state(made)["title"], state(made)["price"]) == ("By hand", "5")
