"""Settings as people and programs see them: value, default, who changed it when; the history of one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from core.configuration.errors import UnknownSetting
from core.configuration.kinds import in_words, kept_default
from core.configuration.registry import SETTINGS, Section, Setting
from core.configuration.rights import may_change
from core.configuration.snapshots import stored
from core.configuration.values import still_good
from core.cutting import ListPage, list_page
from core.encryption import MASK
from core.models.configuration import SettingChange
from core.models.people import User
from core.tenancy import current_tenant_id


@dataclass(frozen=True)
class SettingState:
    """A setting in the current organisation; `value` as JSON holds it, a secret as mask or empty text."""

    setting: Setting
    value: Any
    is_default: bool
    version: int
    changed_at: datetime | None
    changed_by: str
    may_change: bool

    @property
    def key(self) -> str:
        return self.setting.key

    @property
    def anchor(self) -> str:
        """The setting's id on its page."""
        return self.key.replace(".", "-")

    @property
    def default(self) -> Any:
        return kept_default(self.setting)

    @property
    def words(self) -> str:
        return in_words(self.setting, self.value)

    @property
    def default_words(self) -> str:
        return in_words(self.setting, self.default)


@dataclass(frozen=True)
class ChangeFacts:
    """One change: values as JSON holds them (secrets as mask), and in words; the default where there was none."""

    id: UUID
    key: str
    version: int
    at: datetime
    by: str
    old: Any
    new: Any
    old_words: str
    new_words: str


def settings_for(user: User, *, section: str = "") -> list[SettingState]:
    """The registered settings (of one section) in the order of the sections, as of now; two queries."""
    tenant = _tenant()
    rows = stored(tenant)
    latest = SettingChange.objects.defer("old_secret", "new_secret").order_by("key", "-version").distinct("key")
    changes = {each.key: each for each in latest}
    order = list(Section)
    known = [each for each in SETTINGS.values() if section in ("", each.section)]
    known.sort(key=lambda setting: order.index(Section(setting.section)))
    return [_state(user, each, rows.get(each.key), changes.get(each.key), tenant=tenant) for each in known]


def setting_for(user: User, key: str) -> SettingState:
    """One setting; raises UnknownSetting."""
    if key not in SETTINGS:
        raise UnknownSetting(key=key)
    tenant = _tenant()
    latest = SettingChange.objects.filter(key=key).defer("old_secret", "new_secret").order_by("-version").first()
    return _state(user, SETTINGS[key], stored(tenant).get(key), latest, tenant=tenant)


def history_of(key: str, *, sort: str = "-version", page: int = 1, per_page: int = 20) -> ListPage[ChangeFacts]:
    """The changes of one setting, by `version` (the order they were made in); raises UnknownSetting."""
    if key not in SETTINGS:
        raise UnknownSetting(key=key)
    setting = SETTINGS[key]
    found = _with_flags(SettingChange.objects.filter(key=key))
    return list_page(found, lambda row: _facts(setting, row), sort=sort, page=page, per_page=per_page)


def _tenant() -> UUID:
    tenant = current_tenant_id()
    if tenant is None:
        raise ValueError("Settings belong to an organisation: work in its scope.")
    return tenant


def _state(user: User, setting: Setting, row: Any, change: SettingChange | None, *, tenant: UUID) -> SettingState:
    kept, cipher, version = row or (None, "", 0)
    if setting.secret:
        value: Any = MASK if cipher else ""
        is_default = not cipher
    else:
        value = still_good(setting, kept)
        is_default = value == kept_default(setting)
    return SettingState(
        setting=setting,
        value=value,
        is_default=is_default,
        version=version,
        changed_at=change.at if change else None,
        changed_by=change.by if change else "",
        may_change=may_change(user, setting, tenant_id=tenant),
    )


def _with_flags(found: QuerySet[SettingChange]) -> QuerySet[SettingChange]:
    """Whether there was a secret, without reading it."""
    flags = {name: ExpressionWrapper(~Q(**{f"{name}_secret": ""}), BooleanField()) for name in ("old", "new")}
    return found.defer("old_secret", "new_secret").annotate(had_secret=flags["old"], got_secret=flags["new"])


def _facts(setting: Setting, row: Any) -> ChangeFacts:
    default = kept_default(setting)
    old, new = (default if each is None else each for each in (row.old, row.new))
    if setting.secret:
        old, new = (MASK if each else "" for each in (row.had_secret, row.got_secret))
    return ChangeFacts(
        id=row.pk,
        key=row.key,
        version=row.version,
        at=row.at,
        by=row.by,
        old=old,
        new=new,
        old_words=in_words(setting, old),
        new_words=in_words(setting, new),
    )
