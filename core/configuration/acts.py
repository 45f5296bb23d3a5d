"""What the audit trail knows of settings."""

from django.utils.translation import gettext_lazy as _

from core.audit import Act, Category

SETTING_CHANGED = "setting.changed"
PREFERENCES_CHANGED = "preferences.changed"
KEYS_ROTATED = "encryption.rotated"
KEYS_RETIRED = "encryption.retired"

ACTS = (
    Act(SETTING_CHANGED, Category.ADMINISTRATION, _("Changed the setting %(subject)s")),
    Act(PREFERENCES_CHANGED, Category.ADMINISTRATION, _("Changed the preferences of %(subject)s")),
    Act(KEYS_ROTATED, Category.SYSTEM, _("Renewed the encryption of %(renewed)s secrets")),
    Act(KEYS_RETIRED, Category.SYSTEM, _("Dropped old encryption keys")),
)
