"""A bulk edit as a job: few at once, many in the background, once only, cancelled, resumed after a crash, undone."""

import uuid

import pytest

from catalog.errors import TooManyProducts
from catalog.models import BulkEdit, Change, OutboxEvent, Product
from catalog.selectors import undo_kept
from catalog.services import edit_product
from catalog.services.bulk_edits import cancel_bulk, execute_bulk_edit, running, undo_bulk, undoing
from catalog.services.bulk_edits.selection import Selection
from catalog.services.bulk_edits.starting import start_bulk
from core import jobs
from core.access import grants
from core.errors import Conflict, PermissionRefused
from core.models import Notification, User
from tests.factories.catalog import GTIN, merge, row
from tests.factories.configuration import set_setting

pytestmark = pytest.mark.django_db


def test_it_is_one_run_of_the_change_log(bulk_edit, in_tenant):
    edit = bulk_edit("stock", how="set", quantity=3)
    changes = Change.objects.filter(run_id=edit.pk)
    assert {(change.actor_kind, change.actor_label) for change in changes} == {("user", str(in_tenant.manager))}
    assert changes.count() == edit.changed == 3


def test_values_set_in_bulk_survive_imports(bulk_edit, acme, values):
    bulk_edit("price", how="set", amount="7")
    merge(acme, row("A", title="Alpha", price="11.00", stock="5", tags="old", category="Tools"))
    assert values("price")["Alpha"] == 7


def test_a_second_press_of_the_button_does_nothing_more(bulk_edit, values):
    key = uuid.uuid4()
    first = bulk_edit("price", how="percent", amount="10", key=key)
    again = bulk_edit("price", how="percent", amount="10", key=key)
    assert first.pk == again.pk
    assert values("price")["Alpha"] == 11


def test_many_are_changed_in_the_background(bulk_edit, values, goods, in_tenant, queued):
    set_setting(in_tenant.tenant, "catalog.bulk_direct", 2)
    edit = bulk_edit("price", how="set", amount="1")
    assert (edit.status, values("price")["Alpha"]) == ("pending", 10)
    execute_bulk_edit(edit.pk)
    edit.refresh_from_db()
    assert (edit.status, edit.changed, set(values("price").values())) == ("completed", 3, {1})


def test_too_many_are_refused(bulk_edit, values, in_tenant):
    set_setting(in_tenant.tenant, "catalog.bulk_limit", 2)
    with pytest.raises(TooManyProducts, match="3 products are too many"):
        bulk_edit("price", how="set", amount="1")
    assert not BulkEdit.objects.exists()
    assert values("price")["Alpha"] == 10


@pytest.fixture
def queued(monkeypatch):
    """The broker takes everything; nobody works on it."""
    monkeypatch.setattr("core.jobs.machine.enqueue", lambda *args, **options: True)


@pytest.fixture
def waiting(bulk_edit, in_tenant, queued, monkeypatch):
    """A job of three parts of one product each, queued."""
    set_setting(in_tenant.tenant, "catalog.bulk_direct", 0)
    monkeypatch.setattr(running, "PART", 1)
    return bulk_edit("price", how="set", amount="1")


def test_a_cancel_keeps_what_is_done(waiting, values, in_tenant, monkeypatch):
    report = jobs.report_progress

    def cancelled_meanwhile(edit, **changes):
        cancel_bulk(BulkEdit.objects.get(pk=edit.pk), by=in_tenant.manager)
        report(edit, **changes)

    monkeypatch.setattr(jobs, "report_progress", cancelled_meanwhile)
    execute_bulk_edit(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.changed, waiting.progress_done) == ("cancelled", 1, 1)
    assert sorted(map(str, values("price").values())).count("1.0000") == 1
    undo_bulk(waiting, by=in_tenant.manager)
    BulkEdit.objects.filter(act="undo").update(queued_at=waiting.created_at)
    execute_bulk_edit(BulkEdit.objects.get(act="undo").pk)
    assert values("price")["Alpha"] == 10
    assert values("price")["Gamma"] is None


def test_after_a_crash_it_goes_on_behind_the_last_part(bulk_edit, values, in_tenant, queued, monkeypatch):
    set_setting(in_tenant.tenant, "catalog.bulk_direct", 0)
    monkeypatch.setattr(running, "PART", 1)
    edit = bulk_edit("price", how="percent", amount="10")
    report = jobs.report_progress
    monkeypatch.setattr(jobs, "report_progress", lambda edit, **changes: 1 / 0)
    execute_bulk_edit(edit.pk)
    edit.refresh_from_db()
    assert (edit.status, edit.progress_done) == ("failed", 1)
    monkeypatch.setattr(jobs, "report_progress", report)
    jobs.retry(edit)
    execute_bulk_edit(edit.pk)
    edit.refresh_from_db()
    assert (edit.status, edit.progress_done) == ("completed", 3)
    assert values("price") == {"Alpha": 11, "Beta": 22, "Gamma": None}


def test_an_undo_brings_values_and_marks_back(bulk_edit, goods, values, in_tenant):
    alpha = Product.objects.get(title="Alpha")
    edit_product(alpha.pk, tenant_id=goods, user=in_tenant.admin, values={"price": "12"})
    before = values("price"), values("provenance")
    edit = bulk_edit("price", how="percent", amount="50")
    assert values("price")["Alpha"] == 18
    undo = undo_bulk(edit, by=in_tenant.manager)
    assert (undo.status, undo.changed) == ("completed", 2)
    assert (values("price"), values("provenance")) == before
    again = undo_bulk(undo, by=in_tenant.manager)
    assert (again.status, values("price")["Alpha"], values("price")["Beta"]) == ("completed", 18, 30)
    assert values("provenance")["Beta"]["price"]["actor_id"] == str(in_tenant.manager.pk)


def test_an_undo_keeps_what_somebody_changed_since(bulk_edit, goods, values, in_tenant):
    edit = bulk_edit("price", how="set", amount="1")
    alpha = Product.objects.get(title="Alpha")
    edit_product(alpha.pk, tenant_id=goods, user=in_tenant.admin, values={"price": "99"})
    undo = undo_bulk(edit, by=in_tenant.manager)
    assert values("price") == {"Alpha": 99, "Beta": 20, "Gamma": None}
    assert [kept.product_id for kept in undo_kept(undo.pk, tenant_id=goods).items] == [alpha.pk]


def test_a_value_set_while_the_undo_is_at_work_keeps_its_mark(bulk_edit, goods, values, in_tenant, monkeypatch):
    edit = bulk_edit("price", how="set", amount="1")
    alpha = Product.objects.get(title="Alpha")
    undo_all = undoing.undo_run

    def edited_meanwhile(*args, **options):
        result = undo_all(*args, **options)
        edit_product(alpha.pk, tenant_id=goods, user=in_tenant.admin, values={"price": "99"})
        return result

    monkeypatch.setattr(undoing, "undo_run", edited_meanwhile)
    undo_bulk(edit, by=in_tenant.manager)
    assert (values("price")["Alpha"], values("price")["Beta"]) == (99, 20)
    assert values("provenance")["Alpha"]["price"]["actor_id"] == str(in_tenant.admin.pk)
    assert "price" not in values("provenance")["Beta"]


def test_two_products_with_one_key_at_a_supplier_do_not_stop_the_others(bulk_edit, bulk, values, goods, in_tenant):
    who = {"tenant_id": goods, "user": in_tenant.admin}
    edit_product(Product.objects.get(title="Alpha").pk, values={"gtin": GTIN}, **who)
    edit_product(Product.objects.get(title="Beta").pk, values={"sku": GTIN}, **who)
    assert bulk_edit("supplier", how="add", supplier_id=bulk.pk).status == "completed"
    assert sorted(values("offer_count").values()) == [1, 2, 2]


@pytest.mark.parametrize("how", ["add", "remove"])
def test_suppliers_come_back_and_go_again(bulk_edit, acme, bulk, values, in_tenant, how):
    edit = bulk_edit("supplier", how=how, supplier_id=(bulk if how == "add" else acme).pk)
    undo_bulk(edit, by=in_tenant.manager)
    assert set(values("offer_count").values()) == {1}
    assert set(Product.objects.values_list("offers__supplier_id", flat=True)) == {acme.pk}


def test_it_is_undone_once(bulk_edit, in_tenant, values):
    edit = bulk_edit("price", how="set", amount="1")
    undo_bulk(edit, by=in_tenant.manager)
    with pytest.raises(Conflict, match="undone already"):
        undo_bulk(edit, by=in_tenant.manager)
    nothing = bulk_edit("tags", how="remove", tags=["none"])
    with pytest.raises(Conflict, match="changed nothing"):
        undo_bulk(nothing, by=in_tenant.manager)


def test_what_is_at_work_is_not_undone(waiting, in_tenant):
    with pytest.raises(Conflict, match="still at work"):
        undo_bulk(waiting, by=in_tenant.manager)


def test_without_the_right_nothing_changes(bulk_edit, values, in_tenant):
    before = values("price"), values("status")
    edit = bulk_edit("price", how="percent", amount="10")
    undone_by_nobody = values("price")
    for act, options in (("price", {"how": "set", "amount": "1"}), ("trash", {})):
        with pytest.raises(PermissionRefused):
            bulk_edit(act, by=in_tenant.viewer, **options)
    with pytest.raises(PermissionRefused):
        undo_bulk(edit, by=in_tenant.viewer)
    assert values("price") == undone_by_nobody
    assert values("status") == before[1]


def test_a_grant_opens_some_products_only(bulk_edit, foreseen, values, in_tenant):
    alpha = Product.objects.get(title="Alpha")
    person = in_tenant.viewer
    grants.grant(person, ["write:products"], alpha)
    options = {"how": "set", "amount": "1", "by": person}
    assert foreseen("price", **options).left_out == {"no_right": 2}
    edit = bulk_edit("price", **options)
    assert (edit.changed, edit.left_out) == (1, {"no_right": 2})
    assert values("price")["Beta"] == 20


def test_a_grant_on_one_product_undoes_no_suppliers_of_all(bulk_edit, bulk, values, in_tenant):
    edit = bulk_edit("supplier", how="add", supplier_id=bulk.pk)
    grants.grant(in_tenant.viewer, ["write:products"], Product.objects.get(title="Alpha"))
    with pytest.raises(PermissionRefused):
        undo_bulk(edit, by=in_tenant.viewer)
    assert set(values("offer_count").values()) == {2}


def test_undoing_never_puts_into_the_trash_without_that_right(bulk_edit, goods, values, in_tenant):
    for product in Product.objects.all():
        grants.grant(in_tenant.viewer, ["write:products"], product)
    trashed = bulk_edit("trash", by=in_tenant.admin)
    restored = undo_bulk(trashed, by=in_tenant.viewer)
    again = undo_bulk(restored, by=in_tenant.admin)
    back = undo_bulk(again, by=in_tenant.viewer)
    with pytest.raises(PermissionRefused):
        undo_bulk(back, by=in_tenant.viewer)
    bulk_edit("trash", by=in_tenant.admin)
    restored = bulk_edit("restore", by=in_tenant.viewer, params={"status": "trash"})
    with pytest.raises(PermissionRefused):
        undo_bulk(restored, by=in_tenant.viewer)
    assert "trash" not in values("status").values()


def test_without_its_maker_it_changes_nothing(waiting, values):
    BulkEdit.objects.filter(pk=waiting.pk).update(created_by_id=uuid.uuid4())
    execute_bulk_edit(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.error_code, values("price")["Alpha"]) == ("failed", "PERMISSION_DENIED", 10)


def test_a_stranger_changes_nothing(goods, in_tenant, values):
    stranger = User.objects.get(pk=in_tenant.stranger.pk)
    ids = list(Product.objects.values_list("pk", flat=True))
    selection = Selection.of_ids(ids, tenant_id=in_tenant.elsewhere.pk, user=stranger)
    edit = start_bulk(selection, act="price", options={"how": "set", "amount": "1"}, by=stranger)
    assert (edit.progress_total, edit.changed, values("price")["Alpha"]) == (0, 0, 10)


def test_its_maker_hears_of_the_end_only_when_nobody_waited(waiting, bulk_edit, in_tenant):
    execute_bulk_edit(waiting.pk)
    assert Notification.objects.filter(user=in_tenant.manager, kind="bulk_edit_ended").count() == 1
    set_setting(in_tenant.tenant, "catalog.bulk_direct", 1000)
    assert bulk_edit("price", how="set", amount="2").status == "completed"
    assert Notification.objects.filter(user=in_tenant.manager, kind="bulk_edit_ended").count() == 1


def test_the_audit_trail_tells_what_was_done(bulk_edit, in_tenant):
    edit = bulk_edit("price", how="set", amount="1")
    undo_bulk(edit, by=in_tenant.manager)
    acts = [row.payload for row in OutboxEvent.objects.filter(kind="audit.recorded").order_by("id")]
    told = [(act["code"], act["details"].get("count")) for act in acts if act["code"].startswith("products.bulk")]
    assert told == [("products.bulk_edited", 3), ("products.bulk_undone", 3)]
