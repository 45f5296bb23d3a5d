"""Grants: a permission of one user on one object, kept by django-guardian. Only this module uses guardian's rows.

A grant on a supplier, source, channel or category reaches everything that belongs to it: few grants, many objects.
Guardian's own functions ask for a permission declared on the object's model; a grant on a wider object (write:products
on a category) is not, so the rows are written and read here, always in db_core first, the objects' databases after.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Exists, OuterRef

from core.access.permissions import CODES
from core.databases import CORE, alias_of, atomic

# Fields of an object that name a wider one, on which a grant counts too.
SCOPE_FIELDS = {
    "supplier_id": "suppliers.Supplier",
    "source_id": "suppliers.Source",
    "category_id": "catalog.Category",
    "channel_id": "imports.Channel",
}
# Where a grant may be given; a grant on a single product is possible, one on its supplier or category is better.
GRANTABLE = (
    "suppliers.Supplier",
    "suppliers.Source",
    "catalog.Category",
    "catalog.Product",
    "imports.Channel",
    "imports.ImportRun",
)

Grants = dict[str, dict[str, set[str]]]


def grant(user: Any, permissions: Iterable[str], obj: models.Model) -> int:
    """Give the user the permissions on the object; returns how many are new.

    Raises ValueError for a code that is not one of the 62 and for an object no grant can be given on.
    """
    codes = _known(permissions)
    if obj._meta.label not in GRANTABLE:
        raise ValueError(f"no grant can be given on a {obj._meta.label}")
    kept = set(_rows(obj).filter(user=user).values_list("permission__codename", flat=True))
    ids = dict(Permission.objects.filter(codename__in=set(codes) - kept).values_list("codename", "pk"))
    new = [_row(user, permission_id, obj) for permission_id in ids.values()]
    with atomic("core"):
        # Two at once: the unique key of guardian's table keeps one.
        _model().objects.bulk_create(new, ignore_conflicts=True)
    _forget_cached(user)
    return len(new)


def revoke(user: Any, permissions: Iterable[str], obj: models.Model) -> int:
    """Take the permissions on the object from the user; returns how many were there."""
    count, _each = _rows(obj).filter(user=user, permission__codename__in=_known(permissions)).delete()
    _forget_cached(user)
    return count


def revoke_all(user: Any, *, tenant_id: UUID) -> int:
    """Take everything granted to the user on objects of the tenant; returns how many grants there were."""
    removed = 0
    rows = _model().objects.filter(user=user)
    for type_id in rows.order_by().values_list("content_type_id", flat=True).distinct():
        model = ContentType.objects.get_for_id(type_id).model_class()
        of_type = rows.filter(content_type_id=type_id)
        keys = set(of_type.values_list("object_pk", flat=True))
        owned = _existing(model, keys, tenant_id=tenant_id) if model else set()
        removed += of_type.filter(object_pk__in=owned).delete()[0]
    _forget_cached(user)
    return removed


def forget(obj: models.Model) -> int:
    """Remove all grants on an object that is being deleted; guardian does not do it by itself."""
    count, _each = _rows(obj).delete()
    return count


def sweep() -> int:
    """Remove grants whose object is gone; returns how many."""
    removed = 0
    for type_id in _model().objects.order_by().values_list("content_type_id", flat=True).distinct():
        model = ContentType.objects.get_for_id(type_id).model_class()
        rows = _model().objects.filter(content_type_id=type_id)
        keys = set(rows.values_list("object_pk", flat=True))
        gone = keys if model is None else keys - _existing(model, keys)
        removed += rows.filter(object_pk__in=gone).delete()[0]
    return removed


def holds(user: Any, permission: str, obj: Any) -> bool:
    """Whether a grant on the object, or on a wider one it belongs to, gives the user the permission."""
    of_permission = _grants_of(user).get(permission)
    if not of_permission:
        return False
    return any(str(key) in of_permission.get(label, ()) for label, key in _scopes(obj))


def has_any(user: Any, permission: str) -> bool:
    """Whether the user was granted the permission on any object."""
    return bool(_grants_of(user).get(permission))


def granted_ids(user: Any, permission: str, model_label: str) -> list[UUID]:
    """Ids of the objects of that model on which the user was granted the permission."""
    return [UUID(key) for key in sorted(_grants_of(user).get(permission, {}).get(model_label, ()))]


def granted_keys(user: Any, permission: str, model_label: str) -> set[str]:
    """The same ids as text and in no order: for conditions on long lists."""
    return _grants_of(user).get(permission, {}).get(model_label, set())


def any_of_user() -> Exists:
    """For a query of memberships: whether their user was granted anything."""
    return Exists(_model().objects.filter(user_id=OuterRef("user_id")))


def grants_on(obj: models.Model) -> dict[UUID, list[str]]:
    """User id -> codes granted on this very object. One query."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for user_id, code in _rows(obj).order_by("permission_id").values_list("user_id", "permission__codename"):
        found[user_id].append(code)
    return dict(found)


def grants_of(user: Any) -> Grants:
    """All grants of a user: code -> model label -> ids as text. One query, kept on the user object."""
    return _grants_of(user)


def _scopes(obj: Any) -> Iterator[tuple[str, Any]]:
    yield obj._meta.label, obj.pk
    for field, label in SCOPE_FIELDS.items():
        if getattr(obj, field, None):
            yield label, getattr(obj, field)
    if hasattr(obj, "access_scopes"):
        yield from obj.access_scopes()


def _grants_of(user: Any) -> Grants:
    if getattr(user, "_has_no_grants", False):
        return {}
    if not hasattr(user, "_object_grants"):
        found: Grants = defaultdict(dict)
        rows = (
            _model().objects.filter(user_id=user.pk).order_by().values_list("permission__codename", "content_type_id")
        )
        for code, type_id, keys in rows.annotate(keys=ArrayAgg("object_pk")):
            model = ContentType.objects.get_for_id(type_id).model_class()
            if model is not None:
                found[code][model._meta.label] = set(keys)
        user._object_grants = dict(found)
    return user._object_grants


def _forget_cached(user: Any) -> None:
    user.__dict__.pop("_object_grants", None)
    user.__dict__.pop("_has_no_grants", None)


def _known(permissions: Iterable[str]) -> list[str]:
    codes = list(permissions)
    unknown = set(codes) - set(CODES)
    if unknown:
        raise ValueError(f"{sorted(unknown)} are no permissions: core.access.permissions lists them.")
    return codes


def _rows(obj: models.Model) -> Any:
    return _model().objects.filter(content_type=_type_of(obj), object_pk=str(obj.pk))


def _row(user: Any, permission_id: int, obj: models.Model) -> Any:
    return _model()(user=user, permission_id=permission_id, content_type=_type_of(obj), object_pk=str(obj.pk))


def _type_of(obj: models.Model) -> ContentType:
    return ContentType.objects.db_manager(CORE).get_for_model(obj)


def _existing(model: type[models.Model], keys: set[str], **criteria: Any) -> set[str]:
    rows = model._base_manager.using(alias_of(model._meta.app_label)).filter(pk__in=keys, **criteria)
    return {str(key) for key in rows.values_list("pk", flat=True)}


def _model() -> Any:
    """Our grant model; core.models imports core.access, so it is asked for when it is needed."""
    return apps.get_model("core", "UserGrant")
