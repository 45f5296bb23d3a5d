"""Who may change a setting: its permission in the organisation, or a Super Admin only."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.access import require, within_limits
from core.configuration.registry import Setting
from core.errors import PermissionRefused


def require_change(user: Any, setting: Setting, *, tenant_id: UUID) -> None:
    """Raise PermissionRefused unless the person may change this very setting."""
    if not setting.superuser:
        require(user, setting.permission, tenant_id=tenant_id)
    elif not (user.is_superuser and user.is_active and within_limits(user, setting.permission)):
        message = _("“%(label)s” is changed by a Super Admin only.") % {"label": setting.label}
        raise PermissionRefused(message, field=setting.key)


def may_change(user: Any, setting: Setting, *, tenant_id: UUID) -> bool:
    """Whether `require_change` would let the person pass."""
    try:
        require_change(user, setting, tenant_id=tenant_id)
    except PermissionRefused:
        return False
    return True
