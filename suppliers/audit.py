"""The acts of suppliers."""

from django.utils.translation import gettext_lazy as _

from core.audit import Act, Category

ACTS = (
    Act("supplier.created", Category.IMPORTS, _("Added the supplier %(subject)s")),
    Act("supplier.updated", Category.IMPORTS, _("Changed the supplier %(subject)s")),
    Act("suppliers.order_changed", Category.IMPORTS, _("Changed which supplier comes first for %(field)s")),
    Act("source.created", Category.IMPORTS, _("Added the source %(subject)s of %(supplier)s")),
    Act("source.updated", Category.IMPORTS, _("Changed how files of %(supplier)s are taken in (%(subject)s)")),
    Act("source.connection_changed", Category.IMPORTS, _("Changed the connection of %(subject)s of %(supplier)s")),
    Act("source.tested", Category.IMPORTS, _("Tried the connection of %(subject)s of %(supplier)s")),
    Act("source.archived", Category.IMPORTS, _("Archived the source %(subject)s of %(supplier)s")),
    Act("schedule.created", Category.IMPORTS, _("Gave %(source)s of %(supplier)s a schedule")),
    Act("schedule.updated", Category.IMPORTS, _("Changed a schedule of %(source)s of %(supplier)s")),
    Act("schedule.deleted", Category.IMPORTS, _("Removed a schedule of %(source)s of %(supplier)s")),
    Act("mapping.forgotten", Category.IMPORTS, _("Forgot a mapping for files of %(subject)s")),
    Act("template.created", Category.IMPORTS, _("Added the mapping template %(subject)s")),
    Act("template.updated", Category.IMPORTS, _("Changed the mapping template %(subject)s")),
    Act("template.exported", Category.EXPORTS, _("Exported the mapping template %(subject)s")),
    Act("template.deleted", Category.IMPORTS, _("Deleted the mapping template %(subject)s")),
    Act("mapping.remembered", Category.IMPORTS, _("Remembered a mapping for files of %(subject)s")),
    Act("values.confirmed", Category.IMPORTS, _("Gave %(count)s values of suppliers a meaning here")),
    Act("values.removed", Category.IMPORTS, _("Forgot what %(count)s values of suppliers mean here")),
)
