"""What core itself has to be found: people, pages of one's own and of the administration."""

from django.utils.translation import gettext_lazy as _

from core.palette.commands import Command
from core.palette.registry import Kind

PAGES = Kind(
    "page", _("Go to"), _("Page"), "arrow-right", "core.palette.commands.find_commands", is_data=False, of_nothing=True
)
PEOPLE = Kind("user", _("Users"), _("User"), "circle-user", "core.palette.people.find_people")
COMMANDS = (
    Command(_("Profile"), "signin:profile", "circle-user", words=_("my account name e-mail password")),
    Command(_("Security"), "signin:security", "shield-check", words=_("second factor sessions")),
    Command(_("Preferences"), "preferences", "settings", words=_("language theme time zone")),
    Command(_("Notifications"), "notifications:notifications", "bell"),
    Command(_("Users"), "people:users", "users", permission="admin:users", words=_("people members team")),
    Command(_("New user"), "people:add", "user-plus", permission="admin:user_create", words=_("add invite")),
    Command(_("Invitations"), "signin:invitations", "mail", permission="admin:users"),
    Command(_("Roles"), "people:roles", "shield", permission="admin:access", words=_("rights permissions")),
    Command(_("API keys"), "api-keys:keys", "key-round", permission="admin:access", words=_("token program")),
    Command(_("Webhooks"), "webhooks:webhooks", "webhook", permission="read:integrations"),
    Command(_("SMS and chat"), "messaging:providers", "send", permission="manage:integrations"),
    Command(_("Settings"), "configuration:home", "sliders-horizontal", permission="admin:settings"),
)
