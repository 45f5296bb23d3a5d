"""The people and things of the proofs: seven callers, and an organisation with one of everything an address names."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

from catalog.models import Brand, Category, Regrouping, Taxonomy
from core.access.permissions import CODES
from core.access.roles import PERMISSIONS_OF, Role
from core.databases import aliases, atomic
from core.models import CustomRole, Membership, User
from core.tenancy import tenant_scope
from imports.models import Export, ExportDestination, ExportSchedule, ExportTemplate, Fetch, HeldRow, Sheet
from suppliers.models import MappingTemplate, Schedule, Source
from tests.factories.anything import make_any
from tests.factories.imports import imported
from tests.factories.people import People, UserFactory, member
from tests.factories.products import make_catalogue

BAD = b"SKU;EAN;Nom\nA1;4006381333932;Feutre\n"
# Parameters of addresses -> models of which one row is made.
ADMINISTERED = {"key_id": "ApiKey", "webhook_id": "Webhook", "invitation_id": "Invitation"}
CALLERS = ("superadmin", "admin", "manager", "user", "viewer", "stranger", "anonymous")


@dataclass
class World:
    """Who calls, what each holds in the organisation, and ids for the addresses."""

    people: People
    callers: dict[str, User | None]
    ids: dict[str, Any] = field(default_factory=dict)

    def holds(self, caller: str, right: str) -> bool:
        """Whether the caller has the right by role (the stranger in another organisation)."""
        role = {"superadmin": Role.ADMIN, "stranger": Role.ADMIN}.get(caller, caller)
        return right in CODES and right in PERMISSIONS_OF.get(role, ())

    def value(self, parameter: str) -> str:
        """The id an address gets; a made-up one when nothing of the kind was made."""
        return str(self.ids.get(parameter) or uuid.UUID(int=4))


def make_world(people: People) -> World:
    """An organisation with a catalogue, a run with a held row, a role of its own, and somebody to be managed."""
    boss = UserFactory(is_superuser=True, is_staff=True, name="Sue Super")
    Membership.objects.create(tenant=people.tenant, user=boss, role=Role.ADMIN)
    callers: dict[str, User | None] = {
        "superadmin": boss,
        "admin": people.admin,
        "manager": people.manager,
        "user": member(people.tenant, Role.USER, name="Ute User"),
        "viewer": people.viewer,
        "stranger": people.stranger,
        "anonymous": None,
    }
    catalogue = make_catalogue(people)
    with tenant_scope(people.tenant.pk):
        run = imported(BAD, tenant_id=people.tenant.pk, supplier="MARTIN")
        held, source = HeldRow.objects.get().pk, Source.objects.first()
    ids = {
        "product_id": catalogue.drill,
        "supplier_id": source.supplier.pk,
        "source_id": source.pk,
        "schedule_id": make_any(Schedule, people.tenant, source=source).pk,
        "fetch_id": make_any(Fetch, people.tenant, supplier_id=source.supplier.pk, source_id=source.pk).pk,
        **_sorted_in(people),
        "run_id": run.pk,
        "row_id": held,
        "held_row_id": held,
        "template_id": make_any(MappingTemplate, people.tenant, mapping={"fields": {"title": {"column": "Nom"}}}).pk,
        "user_id": member(people.tenant, Role.VIEWER, name="Otto Other").pk,
        "role_id": CustomRole.objects.create(tenant=people.tenant, name="Buyer", permissions=["read:prices"]).pk,
    }
    return World(people, callers, ids | _exported(people) | _administered(people))


def _exported(people: People) -> dict[str, Any]:
    """One of everything that addresses of exports name; the admin's, and shared."""
    with tenant_scope(people.tenant.pk):
        export = make_any(Export, people.tenant, created_by_id=people.admin.pk)
        columns = [{"source": "title", "header": "title"}]
        return {
            "export_id": export.pk,
            "layout_id": make_any(ExportTemplate, people.tenant, is_shared=True, columns=columns).pk,
            "destination_id": make_any(ExportDestination, people.tenant, kind="webhook").pk,
            "plan_id": make_any(ExportSchedule, people.tenant, layout="standard").pk,
            "sheet_id": make_any(Sheet, people.tenant, created_by_id=people.admin.pk).pk,
        }


def _sorted_in(people: People) -> dict[str, Any]:
    """A brand, a category and a taxonomy of the organisation."""
    with tenant_scope(people.tenant.pk):
        brand, category = Brand.objects.get(name="Bosch"), Category.objects.get(path="Outillage")
    return {
        "brand_id": brand.pk,
        "category_id": category.pk,
        "taxonomy_id": make_any(Taxonomy, people.tenant, kind="google").pk,
        "regrouping_id": make_any(Regrouping, people.tenant, status="completed").pk,
    }


def _administered(people: People) -> dict[str, Any]:
    """Rows of administration that addresses name, each of the organisation."""
    models = {name: apps.get_model("core", model) for name, model in ADMINISTERED.items()}
    rows = {name: make_any(model, people.tenant) for name, model in models.items()}
    delivery = make_any(apps.get_model("core", "WebhookDelivery"), people.tenant, webhook=rows["webhook_id"])
    return {name: row.pk for name, row in rows.items()} | {"delivery_id": delivery.pk}


class _Undo(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside, in all seven databases, never happened."""
    with ExitStack() as stack:
        try:
            for alias in aliases():
                stack.enter_context(_rolled_back("core" if alias == "default" else alias))
            yield
        finally:
            pass


@contextmanager
def _rolled_back(app: str) -> Iterator[None]:
    try:
        with atomic(app):
            yield
            raise _Undo
    except _Undo:
        pass
