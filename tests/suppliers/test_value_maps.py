"""What suppliers' words mean here: confirmed, merged, forgotten."""

from uuid import uuid4

import pytest

from core.access import grants
from core.errors import InvalidInput, NotFound, PermissionRefused
from core.tenancy import tenant_scope
from suppliers.folding import value_key
from suppliers.models import Source, ValueMapping
from suppliers.selectors import value_map_fields, value_map_list, value_maps_by_id, value_maps_for
from suppliers.services import Meaning, confirm_values, create_supplier, ensure_source, remove_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant_id(people):
    with tenant_scope(people.tenant.pk):
        yield people.tenant.pk


@pytest.fixture
def source_id(tenant_id):
    return source_named("MARTIN", tenant_id)


def source_named(code, tenant_id):
    return ensure_source(supplier_id=create_supplier(by=None, tenant_id=tenant_id, code=code, name=code))


def confirmed(tenant_id, *meanings, **options):
    return confirm_values(by=None, tenant_id=tenant_id, meanings=[Meaning(*one) for one in meanings], **options)


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("  Épuisé !", "epuise"),
        ("En-Stock", "en stock"),
        ("Maison > Été", "maison ete"),
        ("Œuvre d’art", "oeuvre d art"),
        ("○", "○"),
        ("--", "--"),
        ("æ" * 400, "ae" * 250),
    ],
)
def test_the_key_of_a_word(word, key):
    assert value_key(word) == key


def test_words_of_a_source_win_over_those_of_all(tenant_id, source_id):
    confirmed(tenant_id, ("brand", "H.P.", "HP"), ("stock", "Sur commande", "0"))
    confirmed(tenant_id, ("brand", "h p", "Hewlett-Packard"), source_id=source_id)
    assert value_maps_for(source_id) == {"brand": {"h p": "Hewlett-Packard"}, "stock": {"sur commande": "0"}}
    assert value_maps_for(source_named("OTHER", tenant_id))["brand"] == {"h p": "HP"}


def test_confirming_again_changes_the_meaning_and_counts(tenant_id):
    first = confirmed(tenant_id, ("category", "Lampes", "Maison > Lampes"))
    again = confirmed(tenant_id, ("category", "LAMPES", "Éclairage"), ("category", "lampes", "Maison > Éclairage"))
    assert again == first
    facts = value_maps_by_id(again)[0]
    assert (facts.value, facts.target, facts.times) == ("lampes", "Maison > Éclairage", 2)


@pytest.mark.parametrize(
    ("meaning", "sentence"),
    [
        (("title", "a", "b"), "values are mapped for category, brand, stock, status"),
        (("attribute:", "a", "b"), "values are mapped for"),
        (("brand", " ", "b"), "from 1 to 500 characters"),
        (("brand", "a", "b" * 501), "from 1 to 500 characters"),
        (("brand", "a\0", "b"), "NUL"),
        (("stock", "viel", "many"), "a stock is a whole number"),
        (("stock:Paris", "viel", "-1"), "a stock is a whole number"),
        (("status", "bientôt", "trash"), "a status is one of draft, active, inactive, archived"),
    ],
)
def test_what_cannot_be_kept_is_refused_whole(tenant_id, meaning, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        confirmed(tenant_id, ("brand", "ok", "OK"), meaning)
    assert not ValueMapping.objects.exists()


def test_there_is_a_limit_to_how_many_are_confirmed_at_once(tenant_id):
    for count in (0, 1_001):
        with pytest.raises(InvalidInput, match="From 1 to 1000"):
            confirmed(tenant_id, *[("brand", f"a{number}", "b") for number in range(count)])


def test_the_list_is_searched_and_filtered(tenant_id, source_id):
    confirmed(tenant_id, ("brand", "Boche", "Bosch"), ("stock", "ausverkauft", "0"))
    confirmed(tenant_id, ("attribute:Colour", "rouge vif", "red"), source_id=source_id)
    assert [one.field for one in value_map_list().items] == ["attribute:Colour", "brand", "stock"]
    assert [one.target for one in value_map_list(search="rouge").items] == ["red"]
    assert [one.value for one in value_map_list(field="stock").items] == ["ausverkauft"]
    assert value_map_list(source_id=source_named("OTHER", tenant_id)).total == 2
    assert value_map_fields() == ["attribute:Colour", "brand", "stock"]


def test_forgetting(tenant_id):
    ids = confirmed(tenant_id, ("brand", "Boche", "Bosch"), ("brand", "Makitta", "Makita"))
    assert remove_values(by=None, ids=ids[:1]) == 1
    assert [one.value for one in value_map_list().items] == ["Makitta"]


def test_forgetting_what_is_not_there_forgets_nothing(tenant_id):
    ids = confirmed(tenant_id, ("brand", "Boche", "Bosch"))
    with pytest.raises(NotFound):
        remove_values(by=None, ids=[*ids, uuid4()])
    assert ValueMapping.objects.count() == 1


def test_who_may_only_look_may_not_confirm_or_forget(people, tenant_id, source_id):
    ids = confirmed(tenant_id, ("brand", "Boche", "Bosch"))
    with pytest.raises(PermissionRefused):
        confirm_values(by=people.viewer, tenant_id=tenant_id, meanings=[Meaning("brand", "a", "b")])
    with pytest.raises(PermissionRefused):
        remove_values(by=people.viewer, ids=ids)
    assert ValueMapping.objects.count() == 1


def test_a_right_on_one_source_reaches_its_words_only(people, tenant_id, source_id):
    everybodys = confirmed(tenant_id, ("brand", "Boche", "Bosch"))
    grants.grant(people.viewer, ["write:suppliers"], Source.objects.get(pk=source_id))
    words = [Meaning("brand", "Boche", "Bosch France")]
    ids = confirm_values(by=people.viewer, tenant_id=tenant_id, meanings=words, source_id=source_id)
    with pytest.raises(PermissionRefused):
        remove_values(by=people.viewer, ids=[*ids, *everybodys])
    assert remove_values(by=people.viewer, ids=ids) == 1
    assert [one.id for one in value_map_list().items] == everybodys
