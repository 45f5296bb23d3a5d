"""Use cases of API keys: make, change, rotate, switch, remove; know the caller by one."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import permissions_of, require
from core.access.permissions import CODES
from core.apikeys.errors import ApiKeyAddressRefused, ApiKeyInvalid, ApiKeyNotFound
from core.apikeys.secrets import SHAPE, digest_of, new_key, prefix_of
from core.apikeys.usage import note_use
from core.databases import atomic
from core.errors import InvalidInput
from core.models import ApiKey, Membership, User
from core.people.services.limits import refuse_beyond

MANAGE = "admin:access"
EDITABLE = frozenset({"name", "scopes", "networks", "rate_limit_per_minute", "expires_at"})
LONGEST_OVERLAP_HOURS = 168


@dataclass(frozen=True)
class NewKey:
    """A key just made: the only moment at which `secret` is known."""

    id: UUID
    secret: str


def create_key(
    *, by: User, tenant_id: UUID, name: str, scopes: list[str], mode: str = ApiKey.Mode.LIVE, **limits: Any
) -> NewKey:
    """Make a key that acts as its maker, within the scopes; `limits`: networks, rate_limit_per_minute, expires_at.

    Raises PermissionRefused without `admin:access`, InvalidInput for an unknown scope, one the maker does not hold, an
    address that is none, or an expiry in the past.
    """
    require(by, MANAGE, tenant_id=tenant_id)
    values = _known({"name": name, "scopes": scopes, **limits})
    checked = _checked(values, by=by, tenant_id=tenant_id)
    secret = new_key(ApiKey.Mode(mode))
    with atomic("core"):
        key = ApiKey.objects.create(
            tenant_id=tenant_id, user=by, mode=mode, prefix=prefix_of(secret), digest=digest_of(secret), **checked
        )
        audit.record("api_key.created", subject=key, after={**checked, "mode": mode})
    return NewKey(id=key.pk, secret=secret)


def update_key(*, by: User, tenant_id: UUID, key_id: UUID, values: Mapping[str, Any]) -> None:
    """Change name, scopes, addresses, limit or expiry.

    Raises what `create_key` raises, ApiKeyNotFound, and BeyondOwnRights for a key that does what `by` may not.
    """
    key = _key_within(tenant_id, key_id, by=by)
    checked = _checked(_known(values), by=by, tenant_id=tenant_id)
    before, after = audit.changes({name: getattr(key, name) for name in checked}, checked)
    if not after:
        return
    with atomic("core"):
        ApiKey.objects.filter(pk=key.pk).update(**after, updated_at=timezone.now())
        audit.record("api_key.changed", subject=key, before=before, after=after)


def rotate_key(*, by: User, tenant_id: UUID, key_id: UUID, overlap_hours: int = 0) -> NewKey:
    """Give the key a new secret; the old one still works for the overlap, so that programs can be moved in peace.

    Raises PermissionRefused, ApiKeyNotFound, InvalidInput for an overlap outside 0 to 168 hours, and BeyondOwnRights
    for a key that does what `by` may not: the new secret would give it.
    """
    key = _key_within(tenant_id, key_id, by=by)
    if not 0 <= overlap_hours <= LONGEST_OVERLAP_HOURS:
        message = _("The old key can go on for 0 to %(most)s hours, not for %(given)s.")
        values = {"most": LONGEST_OVERLAP_HOURS, "given": overlap_hours}
        raise InvalidInput(message % values, field="overlap_hours")
    secret, now = new_key(key.mode), timezone.now()
    changes = {"prefix": prefix_of(secret), "digest": digest_of(secret), "rotated_at": now}
    overlap = {
        "previous_digest": key.digest if overlap_hours else None,
        "previous_until": now + timedelta(hours=overlap_hours) if overlap_hours else None,
    }
    with atomic("core"):
        # Two at once: only the one that still sees the old secret gives the key its new one.
        if not ApiKey.objects.filter(pk=key.pk, digest=key.digest).update(**changes, **overlap, updated_at=now):
            raise ApiKeyNotFound(_("The key was changed by somebody else in the meantime: look at it again."))
        audit.record("api_key.rotated", subject=key, overlap_hours=overlap_hours)
    return NewKey(id=key.pk, secret=secret)


def switch_key(*, by: User, tenant_id: UUID, key_id: UUID, active: bool) -> None:
    """Switch the key on or off; raises PermissionRefused, ApiKeyNotFound."""
    key = _key(tenant_id, key_id, by=by)
    with atomic("core"):
        if ApiKey.objects.filter(pk=key.pk, is_active=not active).update(is_active=active, updated_at=timezone.now()):
            audit.record("api_key.switched_on" if active else "api_key.switched_off", subject=key)


def delete_key(*, by: User, tenant_id: UUID, key_id: UUID) -> None:
    """Remove the key for good; raises PermissionRefused, ApiKeyNotFound."""
    key = _key(tenant_id, key_id, by=by)
    with atomic("core"):
        audit.record("api_key.deleted", subject=key, before={"scopes": key.scopes, "mode": key.mode})
        key.delete()


def key_behind(secret: str, *, address: str) -> ApiKey:
    """The key, with its person, that a program shows; one query, and once a minute one write of its last use.

    Raises ApiKeyInvalid, ApiKeyAddressRefused.
    """
    if not SHAPE.fullmatch(secret):
        raise ApiKeyInvalid
    now, digest = timezone.now(), digest_of(secret)
    current = Q(digest=digest) | Q(previous_digest=digest, previous_until__gt=now)
    usable = Q(is_active=True, user__is_active=True, tenant__is_active=True)
    belongs = Membership.objects.filter(user=OuterRef("user"), tenant=OuterRef("tenant"), is_active=True)
    at_home = Exists(belongs) | Q(user__is_superuser=True)
    key = ApiKey.objects.select_related("user").filter(at_home, current, usable).first()
    if key is None or key.has_expired:
        raise ApiKeyInvalid
    if key.networks and not _is_in(address, key.networks):
        raise ApiKeyAddressRefused(address=address)
    note_use(key, address=address, now=now)
    return key


def _key(tenant_id: UUID, key_id: UUID, *, by: User) -> ApiKey:
    require(by, MANAGE, tenant_id=tenant_id)
    key = ApiKey.objects.filter(pk=key_id, tenant_id=tenant_id).first()
    if key is None:
        raise ApiKeyNotFound
    return key


def _key_within(tenant_id: UUID, key_id: UUID, *, by: User) -> ApiKey:
    key = _key(tenant_id, key_id, by=by)
    if key.user_id != by.pk:
        refuse_beyond(by, key.scopes, tenant_id=tenant_id)
    return key


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - EDITABLE
    if unknown:
        message = _("%(given)s: unknown; allowed are %(allowed)s.")
        raise InvalidInput(message % {"given": ", ".join(sorted(unknown)), "allowed": ", ".join(sorted(EDITABLE))})
    return dict(values)


def _checked(values: Mapping[str, Any], *, by: User, tenant_id: UUID) -> dict[str, Any]:
    checked = dict(values)
    if "name" in checked:
        checked["name"] = _name(checked["name"])
    if "scopes" in checked:
        checked["scopes"] = _scopes(checked["scopes"], held=permissions_of(by, tenant_id=tenant_id))
    if "networks" in checked:
        checked["networks"] = [_network(text) for text in checked["networks"]]
    expires_at = checked.get("expires_at")
    if expires_at is not None and expires_at <= timezone.now():
        raise InvalidInput(_("The key would expire in the past: choose a later day."), field="expires_at")
    return checked


def _name(text: str) -> str:
    if not text.strip():
        raise InvalidInput(_("Give the key a name that says which program uses it."), field="name")
    return text.strip()


def _scopes(scopes: list[str], *, held: frozenset[str]) -> list[str]:
    unknown = sorted(set(scopes) - set(CODES))
    if unknown or not scopes:
        message = _("%(given)s: no permissions; choose among those that /api/v1/permissions lists.")
        raise InvalidInput(message % {"given": ", ".join(unknown) or "-"}, field="scopes")
    missing = sorted(set(scopes) - held)
    if missing:
        message = _("A key can do no more than you: you do not hold %(permissions)s.")
        raise InvalidInput(message % {"permissions": ", ".join(missing)}, field="scopes")
    return [code for code in CODES if code in set(scopes)]


def _network(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text.strip(), strict=False))
    except ValueError as error:
        message = _("%(given)s is no address: write one like 203.0.113.7 or a network like 203.0.113.0/24.")
        raise InvalidInput(message % {"given": text}, field="networks") from error


def _is_in(address: str, networks: list[str]) -> bool:
    try:
        caller = ipaddress.ip_address(address)
    except ValueError:
        return False
    caller = getattr(caller, "ipv4_mapped", None) or caller
    return any(caller in ipaddress.ip_network(network) for network in networks)
