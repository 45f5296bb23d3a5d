"""The words of the catalogue are learnt along the change log and counted anew at night."""

from catalog.models import LogCursor, Product, SearchWord
from catalog.search.upkeep import READER, count_again, follow_changes
from catalog.services import edit_product
from catalog.tasks import count_all_words, count_words
from core.events import relay
from core.tenancy import tenant_scope
from tests.factories.catalog import merge, row


def words():
    return dict(SearchWord.objects.values_list("word", "products"))


def test_words_of_new_products_are_learnt_once(acme, in_tenant):
    merge(acme, row("1", title="Drill and drill x200", brand="Bosch"), row("2", title="A drill", mpn="AB12"))
    assert follow_changes(in_tenant.tenant.pk) == 3
    assert words() == {"drill": 2, "and": 1, "bosch": 1}
    assert follow_changes(in_tenant.tenant.pk) == 0
    assert words() == {"drill": 2, "and": 1, "bosch": 1}
    merge(acme, row("3", title="Drill"))
    follow_changes(in_tenant.tenant.pk)
    assert words()["drill"] == 3


def test_a_new_title_brings_its_words_and_the_night_forgets_the_old_ones(acme, in_tenant, only_product):
    merge(acme, row("1", title="Saw"))
    follow_changes(in_tenant.tenant.pk)
    edit_product(only_product().pk, tenant_id=in_tenant.tenant.pk, user=in_tenant.admin, values={"title": "Säge"})
    assert follow_changes(in_tenant.tenant.pk) == 1
    assert set(words()) == {"saw", "sage"}
    assert count_again(in_tenant.tenant.pk) == 0
    assert words() == {"sage": 1}


def test_what_changes_no_word_is_passed(acme, in_tenant, only_product):
    merge(acme, row("1", title="Saw"))
    follow_changes(in_tenant.tenant.pk)
    edit_product(only_product().pk, tenant_id=in_tenant.tenant.pk, user=in_tenant.admin, values={"price": "3"})
    before = LogCursor.objects.get(reader=READER).seq
    assert follow_changes(in_tenant.tenant.pk) == 0
    assert LogCursor.objects.get(reader=READER).seq > before


def test_counting_learns_what_was_there_before(acme, in_tenant):
    merge(acme, row("1", title="Saw"), row("2", title="Old saw"))
    Product.objects.filter(title="Old saw").update(status="trash")
    assert count_again(in_tenant.tenant.pk) == 1
    assert words() == {"saw": 1}
    assert follow_changes(in_tenant.tenant.pk) == 0


def test_tenants_have_words_of_their_own(acme, in_tenant):
    merge(acme, row("1", title="Saw"))
    follow_changes(in_tenant.tenant.pk)
    assert count_again(in_tenant.elsewhere.pk) == 0
    with tenant_scope(in_tenant.elsewhere.pk):
        assert words() == {}


def test_a_merge_teaches_its_words_and_the_night_counts_them(acme, in_tenant):
    merge(acme, row("1", title="Saw"))
    relay("catalog")
    assert words() == {"saw": 1}
    SearchWord.objects.update(products=7)
    assert count_all_words() == 1
    count_words(str(in_tenant.tenant.pk))
    assert words() == {"saw": 1}
