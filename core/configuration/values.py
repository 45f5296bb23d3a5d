"""The door to values: a key goes in, the typed value of the organisation comes out."""

import logging
from typing import Any
from uuid import UUID

from core.configuration.kinds import kept_default, parsed, typed
from core.configuration.registry import Setting, setting_of
from core.configuration.snapshots import snapshot
from core.encryption import decrypted
from core.errors import InvalidInput
from core.tenancy import current_tenant_id

logger = logging.getLogger(__name__)


def value(key: str, tenant_id: UUID | None = None) -> Any:
    """The setting's value in the organisation (the current one when none is given), typed as its `Kind` says.

    Outside of any organisation it is the default. A change is seen by all processes within a second. Raises ValueError
    for an unknown key, and SecretUnreadable for a secret whose encryption key is gone.
    """
    setting = setting_of(key)
    tenant = tenant_id or current_tenant_id()
    if tenant is None:
        return setting.default
    kept, cipher, _version = snapshot(tenant).get(key, (None, "", 0))
    if setting.secret:
        return decrypted(cipher)
    return typed(setting, still_good(setting, kept))


def still_good(setting: Setting, kept: Any) -> Any:
    """The kept value, or the default where there is none or where today's limits would refuse it."""
    if kept is None:
        return kept_default(setting)
    try:
        return parsed(setting, kept)
    except InvalidInput as error:
        logger.warning("the stored value of %s is ignored, the default counts: %s", setting.key, error)
        return kept_default(setting)
