"""An import from upload to undoing, edits and held rows: each act in the trail, in the right name; the events told."""

import pytest
from django.urls import reverse

from analytics.models import AuditEntry
from catalog.models import OutboxEvent as CatalogEvent
from catalog.models import Product
from catalog.selectors import changes_since
from catalog.services import edit_product, lock_field, restore_products, set_status
from core.actor import Actor, acting_as
from core.events import relay
from core.jobs import JobStatus
from core.tenancy import every_tenant, tenant_scope
from imports.models import HeldRow, ImportRun
from imports.models import OutboxEvent as ImportEvent
from imports.services import (
    cancel_run,
    correct_held_row,
    delete_run,
    discard_held_rows,
    execute_run,
    start_dry_run,
    start_run,
    undo_run,
)
from suppliers.models import OutboxEvent as SupplierEvent
from suppliers.models import Source
from suppliers.services import create_supplier, set_policies, update_supplier
from tests.factories.imports import confirmed, feed_csv, imported, uploaded

BAD_ROW = b"REF-BAD;12;Sans prix;;;gratuit;;;;;;;;;;;;;;\n"


def trail(*codes):
    with every_tenant():
        for app_label in ("core", "suppliers", "imports", "catalog"):
            relay(app_label)
    return list(AuditEntry.objects.filter(code__in=codes).order_by("id"))


def codes_of(prefix):
    trail()
    return [entry.code for entry in AuditEntry.objects.filter(code__startswith=prefix).order_by("at")]


@pytest.fixture
def manager(people, tenant_id):
    """The manager at work."""
    with acting_as(Actor("person", people.manager.pk, people.manager.email, "192.0.2.1", "Browser", "request-1")):
        yield people.manager


def test_an_import_from_upload_to_undoing(manager, tenant_id):
    run = confirmed(uploaded(feed_csv(5), tenant_id=tenant_id, by=manager))
    start_dry_run(run, by=manager)
    start_run(run, by=manager)
    done = execute_run(run.pk)
    execute_run(undo_run(done, by=manager).pk)
    assert codes_of("import.") == [
        "import.uploaded",
        "import.mapping_saved",
        "import.dry_run",
        "import.started",
        "import.completed",
        "import.undo_started",
        "import.undone",
    ]
    (completed,) = trail("import.completed")
    assert (completed.actor_kind, completed.actor_id, completed.actor_name) == ("job", manager.pk, manager.email)
    assert (completed.subject_id, completed.details["created"]) == (str(run.pk), 5)
    (started,) = trail("import.started")
    assert (started.actor_kind, started.address) == ("person", "192.0.2.1")


def test_the_events_of_a_run_carry_the_documented_facts(manager, tenant_id):
    run = confirmed(uploaded(feed_csv(5) + BAD_ROW, tenant_id=tenant_id, by=manager, supplier="MARTIN"))
    start_run(run, by=manager)
    execute_run(run.pk)
    started, completed = (
        event for event in ImportEvent.objects.filter(aggregate_id=run.pk).order_by("id") if "import" in event.kind
    )
    assert (started.kind, completed.kind) == ("import.started", "import.completed")
    facts = completed.payload
    assert (facts["job_id"], facts["supplier_id"]) == (str(run.pk), str(run.supplier_id))
    assert (facts["supplier_name"], facts["import_type"], facts["started_by"]) == ("MARTIN", "partial", manager.email)
    assert facts["stats"] == {"total_products": 6, "created": 5, "updated": 0, "errors": 1}
    assert (facts["status"], facts["error"], facts["duration_seconds"] >= 0) == ("completed", None, True)


def test_a_failed_run_says_why(manager, tenant_id, monkeypatch):
    run = confirmed(uploaded(feed_csv(5), tenant_id=tenant_id, by=manager))
    start_run(run, by=manager)
    monkeypatch.setattr("imports.services.work.perform", lambda run: 1 / 0)
    execute_run(run.pk)
    (failed,) = trail("import.failed")
    assert (failed.actor_kind, failed.actor_id, failed.details["error_code"]) == ("job", manager.pk, "UNEXPECTED")
    event = ImportEvent.objects.get(kind="import.failed")
    assert event.payload["error"]["code"] == "UNEXPECTED"
    assert event.payload["error"]["message"]


def test_a_run_stopped_on_request(manager, tenant_id):
    run = confirmed(uploaded(feed_csv(5), tenant_id=tenant_id, by=manager))
    start_run(run, by=manager)
    ImportRun.objects.filter(pk=run.pk).update(cancel_requested=True)
    execute_run(run.pk)
    run.refresh_from_db()
    assert run.status == JobStatus.CANCELLED
    (stopped,) = trail("import.stopped")
    assert stopped.details["supplier"] == "ACME"
    assert ImportEvent.objects.get(kind="import.failed").payload["error"]["code"] == "CANCELLED"


def test_cancelled_and_deleted(manager, tenant_id):
    run = confirmed(uploaded(feed_csv(2), tenant_id=tenant_id, by=manager))
    run_id = run.pk
    cancel_run(run, by=None)
    delete_run(run, by=None)
    (deleted,) = trail("import.deleted")
    assert (deleted.subject_id, deleted.details["file"]) == (str(run_id), "feed.csv")


def test_what_is_refused_is_no_act(people, tenant_id):
    run = confirmed(uploaded(feed_csv(2), tenant_id=tenant_id))
    with pytest.raises(Exception, match="start:imports"):
        start_run(run, by=people.viewer)
    assert trail("import.started") == []


def test_held_rows(manager, tenant_id):
    imported(feed_csv(2) + BAD_ROW, tenant_id=tenant_id)
    row = HeldRow.objects.get()
    column = next(name for name, value in row.raw.items() if value == "gratuit")
    correct_held_row(row.pk, values={column: "12.50"}, by=manager)
    discard_held_rows([row.pk], tenant_id=tenant_id, by=manager)
    corrected, discarded = trail("held_row.corrected", "held_rows.discarded")
    assert (corrected.before, corrected.after) == ({column: "gratuit"}, {column: "12.50"})
    assert discarded.details["count"] == 1


def test_suppliers_and_their_sources(manager, people, tenant_id):
    supplier_id = create_supplier(by=manager, tenant_id=tenant_id, code="ALPHA", name="Alpha")
    update_supplier(by=manager, supplier_id=supplier_id, values={"name": "Beta", "code": "ALPHA"})
    created, updated = SupplierEvent.objects.filter(kind__startswith="supplier.").order_by("id")
    assert (created.kind, created.payload["created_by"]) == ("supplier.created", manager.email)
    assert (created.payload["name"], created.payload["import_type"]) == ("Alpha", "upload")
    assert updated.payload["changes"] == {"name": {"old": "Alpha", "new": "Beta"}}
    assert (updated.kind, updated.payload["updated_by"]) == ("supplier.updated", manager.email)
    imported(feed_csv(1), tenant_id=tenant_id, supplier="ALPHA")
    set_policies(by=manager, source_id=Source.objects.get(supplier_id=supplier_id).pk, values={"duplicates": "hold"})
    policy = trail("source.updated")[-1]
    assert (policy.before, policy.after) == ({"duplicates": "last"}, {"duplicates": "hold"})
    assert policy.details["supplier"] == "Beta"
    assert len(trail("source.created")) == 1


@pytest.fixture
def product(tenant_id):
    imported(feed_csv(3), tenant_id=tenant_id)
    return Product.objects.order_by("pk").first()


def test_edits_of_a_product(manager, tenant_id, product):
    values = {"title": "Perceuse", "brand": "Peugeot"}  # no brand of the feed: whichever product it is, it changes
    edit_product(product.pk, tenant_id=tenant_id, user=manager, values=values)
    lock_field(product.pk, tenant_id=tenant_id, user=manager, field="title")
    edited, locked = trail("product.edited", "product.field_locked")
    assert (edited.subject, edited.after["title"], edited.after["brand"]) == ("Perceuse", "Perceuse", "Peugeot")
    assert edited.before["title"] == product.title
    assert locked.after == {"locks": ["title"]}


def test_many_products_are_one_act(manager, people, tenant_id, product):
    ids = list(Product.objects.values_list("pk", flat=True))
    set_status(ids, tenant_id=tenant_id, user=people.admin, status="trash")
    restore_products(ids, tenant_id=tenant_id, user=people.admin)
    trashed, restored = trail("products.trashed", "products.restored")
    assert (trashed.details["count"], restored.details["count"]) == (3, 3)
    assert set(trashed.details["products"]) == {str(pk) for pk in ids}


def test_an_event_of_the_catalogue_names_its_part_of_the_change_log(manager, tenant_id, product):
    edit_product(product.pk, tenant_id=tenant_id, user=manager, values={"title": "Perceuse"})
    merge, edit = (
        event.payload for event in CatalogEvent.objects.filter(kind="catalog.products_changed").order_by("id")
    )
    assert (merge["created"], merge["changes"], merge["actor_kind"]) == (3, 3, "import")
    assert (edit["updated"], edit["changes"], edit["actor"]) == (1, 1, str(manager))
    for told in (merge, edit):
        changes, cursor = changes_since(told["after_seq"], tenant_id=tenant_id, limit=told["changes"])
        assert (len(changes), cursor) == (told["changes"], told["last_seq"])
    assert edit["after_seq"] >= merge["last_seq"]


def test_an_undoing_names_its_part_too(manager, tenant_id, product):
    run = ImportRun.objects.get()
    execute_run(undo_run(run, by=None).pk)
    told = CatalogEvent.objects.filter(kind="catalog.products_changed").latest("id").payload
    changes, cursor = changes_since(told["after_seq"], tenant_id=tenant_id, limit=told["changes"])
    assert (cursor, {change.kind for change in changes}) == (told["last_seq"], {"removed"})
    assert told["undone_run_id"] == str(run.pk)


def test_the_acts_stay_with_their_tenant(people, manager, tenant_id, product):
    trail()
    with tenant_scope(people.elsewhere.pk):
        assert not AuditEntry.objects.exists()


def test_files_taken_home_are_acts(client, people, tenant_id):
    run = imported(feed_csv(2) + BAD_ROW, tenant_id=tenant_id, supplier="MARTIN")
    client.force_login(people.manager)
    addresses = {
        "import.file_taken": reverse("imports:source-file", args=[run.pk]),
        "import.report_taken": reverse("imports:report", args=[run.pk, "json"]),
        "held_rows.taken": reverse("imports:held-download", args=["csv"]),
    }
    for code, address in addresses.items():
        assert client.get(address).status_code == 200
        (entry,) = trail(code)
        assert (entry.category, entry.actor_id, entry.request_id != "") == ("exports", people.manager.pk, True)
