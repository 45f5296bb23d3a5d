"""What the catalogue refuses."""

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, InvalidInput, NotFound


class ProductNotFound(NotFound):
    """No such product in this organisation."""

    code = "PRODUCT_NOT_FOUND"
    default_message = _("This product does not exist, or not in this organisation.")


class ProductChanged(Conflict):
    """Somebody else saved the product first; `version` is the current one."""

    code = "PRODUCT_CHANGED"
    default_message = _("Somebody else changed this product meanwhile: load it again, then repeat your change.")


class IdentifierTaken(Conflict):
    """Another product has this GTIN or SKU."""

    code = "IDENTIFIER_TAKEN"
    default_message = _("Another product has this EAN or SKU: each may be used once. Open that product instead.")


class FieldLocked(Conflict):
    """The field is locked."""

    code = "FIELD_LOCKED"
    default_message = _("This field is locked: unlock it before changing it.")


class UnknownField(InvalidInput):
    """No such field."""

    code = "UNKNOWN_FIELD"


class UnfitValue(InvalidInput):
    """A value that the field cannot hold."""

    code = "VALUE_DOES_NOT_FIT"
