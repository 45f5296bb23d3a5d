"""The acts of suppliers."""

from django.utils.translation import gettext_lazy as _

from core.audit import Act, Category

ACTS = (
    Act("supplier.created", Category.IMPORTS, _("Added the supplier %(subject)s")),
    Act("supplier.updated", Category.IMPORTS, _("Changed the supplier %(subject)s")),
    Act("source.created", Category.IMPORTS, _("Added the source %(subject)s of %(supplier)s")),
    Act("source.updated", Category.IMPORTS, _("Changed how files of %(supplier)s are taken in (%(subject)s)")),
    Act("mapping.remembered", Category.IMPORTS, _("Remembered a mapping for files of %(subject)s")),
)
