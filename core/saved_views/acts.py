"""What the audit trail tells about saved views."""

from django.utils.translation import gettext_lazy as _

from core.audit import Act, Category

ACTS = (
    Act("view.saved", Category.PRODUCTS, _("Saved the view %(subject)s")),
    Act("view.deleted", Category.PRODUCTS, _("Removed the view %(subject)s")),
)
