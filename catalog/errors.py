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


class FamilyNotFound(NotFound):
    """No such family in this organisation."""

    code = "FAMILY_NOT_FOUND"
    default_message = _("This family does not exist, or not in this organisation.")


class ValueTaken(Conflict):
    """Another product has this value of a unique attribute."""

    code = "ATTRIBUTE_VALUE_TAKEN"
    default_message = _("Another product has this value already: it may be used once.")


class StatusNotAllowed(Conflict):
    """A product cannot get that status from the one it has."""

    code = "STATUS_NOT_ALLOWED"


class AttributeNotFound(NotFound):
    """No such attribute in this organisation."""

    code = "ATTRIBUTE_NOT_FOUND"
    default_message = _("This attribute does not exist, or not in this organisation.")


class AttributeTaken(Conflict):
    """There is an attribute, a choice or a family with this name already."""

    code = "ATTRIBUTE_NAME_TAKEN"


class AttributeInUse(Conflict):
    """Products have values of it."""

    code = "ATTRIBUTE_IN_USE"


class AttributesDiffer(Conflict):
    """Two attributes that cannot be made one."""

    code = "ATTRIBUTES_DIFFER"


class IdentifierMissing(InvalidInput):
    """A product lacks what identifies it."""

    code = "IDENTIFIER_MISSING"
    default_message = _("A product needs a title and an EAN or an SKU: write one of both.")


class PricesOverlap(Conflict):
    """Two prices of one kind, currency and quantity would count on the same day; `other` is the one that is there."""

    code = "PRICES_OVERLAP"
    default_message = _(
        "Another price of this kind, currency and quantity is valid on some of these days: choose other days, or "
        "change that price."
    )


class BundleCircle(Conflict):
    """A bundle would contain itself."""

    code = "BUNDLE_CONTAINS_ITSELF"
    default_message = _("A bundle cannot contain itself, not even through another bundle: leave this part out.")


class NotPossibleForKind(Conflict):
    """A product of that kind cannot do this."""

    code = "NOT_POSSIBLE_FOR_THIS_KIND"


class CombinationTaken(Conflict):
    """The model has a variant with these values already."""

    code = "COMBINATION_TAKEN"
    default_message = _("The model has a variant with these values already: each combination exists once.")


class TooManyProducts(InvalidInput):
    """More products than one bulk edit may change; `limit` is how many may be."""

    code = "TOO_MANY_PRODUCTS"


class BulkEditNotFound(NotFound):
    """No such bulk edit in this organisation."""

    code = "BULK_EDIT_NOT_FOUND"
    default_message = _("This bulk edit does not exist, or not in this organisation.")


class BulkEditNotUndoable(Conflict):
    """The bulk edit cannot be undone now, or never."""

    code = "BULK_EDIT_NOT_UNDOABLE"


class PriceNotFound(NotFound):
    """The product has no such price."""

    code = "PRICE_NOT_FOUND"
    default_message = _("The product has no such price.")
