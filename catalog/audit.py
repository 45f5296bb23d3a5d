"""The acts of the catalogue: changes by hand. What an import did to each product stands in the change log."""

from django.utils.translation import gettext_lazy as _

from core.audit import Act, Category

_PRODUCTS = Category.PRODUCTS
ACTS = (
    Act("product.created", _PRODUCTS, _("Made the product %(subject)s")),
    Act("product.edited", _PRODUCTS, _("Changed the product %(subject)s")),
    Act("product.field_locked", _PRODUCTS, _("Changed the locks of %(subject)s")),
    Act("product.field_released", _PRODUCTS, _("Gave a field of %(subject)s back to its sources")),
    Act("product.field_restored", _PRODUCTS, _("Went back to an earlier value of %(subject)s")),
    Act("product.restored", _PRODUCTS, _("Brought %(subject)s back to an earlier state")),
    Act("product.prices_changed", _PRODUCTS, _("Changed the prices of %(subject)s")),
    Act("product.stocks_changed", _PRODUCTS, _("Changed the stocks of %(subject)s")),
    Act("product.bundle_changed", _PRODUCTS, _("Changed the parts of the bundle %(subject)s")),
    Act("product.axes_changed", _PRODUCTS, _("Changed the axes of the variants of %(subject)s")),
    Act("product.variants_made", _PRODUCTS, _("Made %(count)s variants of %(subject)s")),
    Act("product.variant_attached", _PRODUCTS, _("Made products variants of %(subject)s")),
    Act("product.variant_detached", _PRODUCTS, _("Detached variants from %(subject)s")),
    Act("attribute.created", _PRODUCTS, _("Made the attribute %(subject)s")),
    Act("attribute.changed", _PRODUCTS, _("Changed the attribute %(subject)s")),
    Act("attribute.merged", _PRODUCTS, _("Merged the attribute %(source)s into %(target)s")),
    Act("attribute.deleted", _PRODUCTS, _("Deleted the attribute %(subject)s")),
    Act("family.created", _PRODUCTS, _("Made the family %(subject)s")),
    Act("family.changed", _PRODUCTS, _("Changed the family %(subject)s")),
    Act("family.deleted", _PRODUCTS, _("Deleted the family %(subject)s")),
    Act("products.grouped", _PRODUCTS, _("Made %(count)s products variants by their parent reference")),
    Act("products.status_changed", _PRODUCTS, _("Changed the status of %(count)s products to %(status)s")),
    Act("products.trashed", _PRODUCTS, _("Moved %(count)s products to the trash")),
    Act("products.restored", _PRODUCTS, _("Took %(count)s products out of the trash")),
    Act("products.bulk_edited", _PRODUCTS, _("Changed %(count)s products at once: %(act)s")),
    Act("products.bulk_undone", _PRODUCTS, _("Undid the bulk edit “%(act)s”: %(count)s products")),
    Act("products.bulk_cancelled", _PRODUCTS, _("Cancelled the bulk edit %(subject)s")),
    Act("products.purged", _PRODUCTS, _("Removed %(count)s products from the trash for good")),
)
