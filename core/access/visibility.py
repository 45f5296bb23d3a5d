"""Which rows of a list a user may see: all of them by role, else those granted."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

from core.access import allowed, grants, membership_of
from core.access.grants import SCOPE_FIELDS
from core.tenancy import current_tenant_id

M = TypeVar("M", bound=models.Model)


@models.TextField.register_lookup
@models.UUIDField.register_lookup
class AnyOf(models.Lookup):
    """`field__any=[ids]` as `field = ANY(array)`: four times faster than IN for long lists of ids."""

    lookup_name = "any"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        # One text: a list of a thousand would be adapted element by element.
        return "%s", ["{" + ",".join(map(str, value)) + "}"]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.get_db_prep_lookup(self.rhs, connection)
        array = f"{self.lhs.output_field.db_type(connection)}[]"
        return f"{left} = ANY({right}::{array})", [*left_params, *right_params]


def visible(
    rows: "models.QuerySet[M]", user: Any, permission: str, *, through: Mapping[str, str] | None = None
) -> "models.QuerySet[M]":
    """The rows of the current tenant on which the user holds the permission: untouched for those who hold it by role.

    Grants count on the rows themselves and on the suppliers, sources, channels, categories their fields name;
    `through` gives further paths, model label -> lookup (`{"suppliers.Supplier": "offers__supplier_id"}`).
    """
    if allowed(user, permission):
        return rows
    if membership_of(user, current_tenant_id()) is None or not grants.has_any(user, permission):
        return rows.none()
    model = rows.model
    fields = {field.attname: field for field in model._meta.concrete_fields}
    paths = {model._meta.label: "pk"}
    paths |= {label: _path(fields[name]) for name, label in SCOPE_FIELDS.items() if name in fields}
    paths |= through or {}
    granted = {path: grants.granted_ids(user, permission, label) for label, path in paths.items()}
    conditions = [Q(**{f"{path}__any": ids}) for path, ids in granted.items() if ids]
    if not conditions:
        return rows.none()
    condition = conditions[0]
    for other in conditions[1:]:
        condition |= other
    return rows.filter(condition)


def _path(field: "models.Field[Any, Any]") -> str:
    return f"{field.name}__pk" if field.is_relation else field.attname
