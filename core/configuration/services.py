"""Changing settings: checked, against a version, told to history, audit trail and subscribers in one transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F

from core.access import require
from core.actor import current_actor
from core.audit import record
from core.configuration import acts
from core.configuration.errors import SettingInvalid, SettingOutdated, UnknownChange, UnknownSetting
from core.configuration.events import SETTING_CHANGED
from core.configuration.kinds import kept_default, parsed
from core.configuration.registry import SETTINGS, Setting
from core.configuration.rights import require_change
from core.configuration.snapshots import Snapshot, stored, written
from core.databases import atomic
from core.encryption import MASK, SecretUnreadable, decrypted
from core.errors import InvalidInput, NotFound
from core.events import Event, publish
from core.models.configuration import SettingChange, StoredSetting
from core.models.people import User
from core.tenancy import current_tenant_id, tenant_scope


@dataclass(frozen=True)
class _Draft:
    """What a setting is to become; None and an empty secret are the default."""

    setting: Setting
    value: Any = None
    secret: str = ""


@dataclass(frozen=True)
class _Step:
    """A draft that differs from what is stored."""

    draft: _Draft
    old: Any
    old_secret: str
    version: int

    @property
    def key(self) -> str:
        return self.draft.setting.key


def change(
    *, by: User, values: Mapping[str, Any], versions: Mapping[str, int] | None = None, tenant_id: UUID | None = None
) -> list[str]:
    """Give settings new values, all of them or none; the keys that really changed.

    None means the default, and so does a value that equals it; the mask leaves a secret as it is. `versions` names the
    versions the editor has seen. Raises PermissionRefused, SettingInvalid (`fields`: key -> sentences) and
    SettingOutdated.
    """
    return _write(_drafts(values), by=by, versions=versions or {}, tenant_id=_tenant(tenant_id))


def reset(*, by: User, key: str, version: int | None = None, tenant_id: UUID | None = None) -> bool:
    """Bring a setting back to its default; whether it was at another value. Refuses like `change`."""
    draft = _Draft(_known(key))
    return bool(_write([draft], by=by, versions=_seen(key, version), tenant_id=_tenant(tenant_id)))


def restore(*, by: User, key: str, change_id: UUID, version: int | None = None, tenant_id: UUID | None = None) -> bool:
    """Bring back the value a setting had after the change of that id; whether it was another one.

    Refuses like `change`; UnknownChange for a change that is not in this setting's history here, SecretUnreadable for a
    secret whose encryption key is gone.
    """
    setting, tenant = _known(key), _tenant(tenant_id)
    with tenant_scope(tenant):
        row = SettingChange.objects.filter(key=key, pk=change_id).first()
    if row is None:
        raise UnknownChange
    draft = _Draft(setting, secret=row.new_secret) if setting.secret else _draft(setting, row.new)
    return bool(_write([draft], by=by, versions=_seen(key, version), tenant_id=tenant))


def _tenant(tenant_id: UUID | None) -> UUID:
    tenant = tenant_id or current_tenant_id()
    if tenant is None:
        raise ValueError("Settings belong to an organisation: name it, or work in its scope.")
    return tenant


def _seen(key: str, version: int | None) -> dict[str, int]:
    return {} if version is None else {key: version}


def _known(key: str) -> Setting:
    if key not in SETTINGS:
        raise UnknownSetting(key=key)
    return SETTINGS[key]


def _drafts(values: Mapping[str, Any]) -> list[_Draft]:
    """The given values as drafts; raises SettingInvalid naming every key that is unknown or has a wrong value."""
    drafts, refused = [], {}
    for key, given in values.items():
        try:
            setting = _known(key)
            if not (setting.secret and given == MASK):
                drafts.append(_draft(setting, given))
        except (InvalidInput, NotFound) as error:
            refused[key] = [str(error)]
    if refused:
        raise SettingInvalid("; ".join(f"{key}: {texts[0]}" for key, texts in refused.items()), fields=refused)
    return drafts


def _draft(setting: Setting, given: Any) -> _Draft:
    if given is None:
        return _Draft(setting)
    kept = parsed(setting, given)
    if setting.secret:
        return _Draft(setting, secret=kept)
    return _Draft(setting, None if kept == kept_default(setting) else kept)


def _write(drafts: Iterable[_Draft], *, by: User, versions: Mapping[str, int], tenant_id: UUID) -> list[str]:
    require(by, "admin:settings", tenant_id=tenant_id)
    with tenant_scope(tenant_id), atomic("core"):
        steps = _steps(drafts, stored(tenant_id))
        for step in steps:
            require_change(by, step.draft.setting, tenant_id=tenant_id)
        _refuse_outdated(steps, versions)
        for step in steps:
            _store(step, by=by, tenant_id=tenant_id)
        if steps:
            written(tenant_id)
    return [step.key for step in steps]


def _steps(drafts: Iterable[_Draft], current: Snapshot) -> list[_Step]:
    """Those that differ from what is stored, by key: two writers take their rows in one order."""
    steps = []
    for draft in sorted(drafts, key=lambda each: each.setting.key):
        old, cipher, version = current.get(draft.setting.key, (None, "", 0))
        step = _Step(draft, old, _readable(cipher), version)
        if old != draft.value or (draft.setting.secret and _differs(cipher, step.old_secret, draft.secret)):
            steps.append(step)
    return steps


def _differs(cipher: str, old: str, new: str) -> bool:
    return old != new or bool(cipher) != bool(new)


def _readable(cipher: str) -> str:
    """The old secret for the history; one whose key is gone cannot be kept, and must not keep a new one out."""
    try:
        return decrypted(cipher)
    except SecretUnreadable:
        return ""


def _refuse_outdated(steps: Iterable[_Step], versions: Mapping[str, int]) -> None:
    outdated = [step.key for step in steps if versions.get(step.key, step.version) != step.version]
    if outdated:
        raise SettingOutdated(fields={key: [str(SettingOutdated.default_message)] for key in outdated})


def _store(step: _Step, *, by: User, tenant_id: UUID) -> None:
    draft = step.draft
    if step.version == 0:
        StoredSetting.objects.bulk_create([StoredSetting(tenant_id=tenant_id, key=step.key)], ignore_conflicts=True)
    row = StoredSetting.objects.filter(key=step.key, version=step.version)
    if not row.update(value=draft.value, secret=draft.secret, version=F("version") + 1):
        raise SettingOutdated(fields={step.key: [str(SettingOutdated.default_message)]})
    SettingChange.objects.create(
        tenant_id=tenant_id,
        key=step.key,
        version=step.version + 1,
        user=by,
        by=current_actor().name or str(by.email),
        old=step.old,
        new=draft.value,
        old_secret=step.old_secret,
        new_secret=draft.secret,
    )
    _tell(step, by=by, tenant_id=tenant_id)


def _tell(step: _Step, *, by: User, tenant_id: UUID) -> None:
    setting = step.draft.setting
    old = _shown(setting, step.old, step.old_secret)
    new = _shown(setting, step.draft.value, step.draft.secret)
    subject = ("setting", setting.key, setting.key)
    record(acts.SETTING_CHANGED, tenant_id=tenant_id, subject=subject, before={"value": old}, after={"value": new})
    payload = {"key": setting.key, "old": old, "new": new, "changed_by": str(by.pk)}
    publish("core", Event(SETTING_CHANGED, tenant_id, tenant_id, payload))


def _shown(setting: Setting, kept: Any, secret: str) -> Any:
    if setting.secret:
        return MASK if secret else ""
    return kept_default(setting) if kept is None else kept
