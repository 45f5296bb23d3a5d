"""What the audit trail says about people, roles and grants."""

from django.utils.translation import gettext_lazy as _

from core.audit.acts import Act, Category

ADMINISTRATION = Category.ADMINISTRATION

ACTS = (
    Act("member.added", ADMINISTRATION, _("Added %(subject)s to the organisation")),
    Act("member.updated", ADMINISTRATION, _("Changed the account of %(subject)s")),
    Act("member.deactivated", ADMINISTRATION, _("Deactivated %(subject)s")),
    Act("member.reactivated", ADMINISTRATION, _("Reactivated %(subject)s")),
    Act("member.removed", ADMINISTRATION, _("Removed %(subject)s from the organisation")),
    Act("role.assigned", ADMINISTRATION, _("Changed the role of %(subject)s")),
    Act("permissions.overridden", ADMINISTRATION, _("Changed single rights of %(subject)s")),
    Act("grant.given", ADMINISTRATION, _("Granted %(permissions)s on %(subject)s to %(person)s")),
    Act("grant.taken", ADMINISTRATION, _("Took %(permissions)s on %(subject)s from %(person)s")),
    Act("role.created", ADMINISTRATION, _("Created the role %(subject)s")),
    Act("role.updated", ADMINISTRATION, _("Changed the role %(subject)s")),
    Act("role.deleted", ADMINISTRATION, _("Deleted the role %(subject)s")),
)
