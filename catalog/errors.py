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


class BrandNotFound(NotFound):
    """No such brand in this organisation."""

    code = "BRAND_NOT_FOUND"
    default_message = _("This brand does not exist, or not in this organisation.")


class BrandTaken(Conflict):
    """Another brand is written like this already; `brand_id` says which."""

    code = "BRAND_NAME_TAKEN"


class BrandInUse(Conflict):
    """Products have this brand."""

    code = "BRAND_IN_USE"


class CategoryNotFound(NotFound):
    """No such category in this organisation."""

    code = "CATEGORY_NOT_FOUND"
    default_message = _("This category does not exist, or not in this organisation.")


class CategoryTaken(Conflict):
    """There is a category of this name at that place already; `category_id` says which."""

    code = "CATEGORY_TAKEN"


class CategoryInUse(Conflict):
    """Products lie in this category or below it; `products` says how many."""

    code = "CATEGORY_IN_USE"


class CategoryCircle(Conflict):
    """A category would lie in itself."""

    code = "CATEGORY_CONTAINS_ITSELF"
    default_message = _("A category cannot lie in itself or below itself: choose another place.")


class TagNotFound(NotFound):
    """No product has this tag."""

    code = "TAG_NOT_FOUND"
    default_message = _("No product of this organisation has this tag.")


class TaxonomyNotFound(NotFound):
    """No such taxonomy in this organisation."""

    code = "TAXONOMY_NOT_FOUND"
    default_message = _("This taxonomy does not exist, or not in this organisation.")


class TaxonomyTaken(Conflict):
    """There is a taxonomy with this code already."""

    code = "TAXONOMY_CODE_TAKEN"


class TaxonomyUnreadable(InvalidInput):
    """A file that holds no taxonomy, or no categories."""

    code = "TAXONOMY_UNREADABLE"


class MappingNotFound(NotFound):
    """No such mapping in this organisation."""

    code = "CATEGORY_MAPPING_NOT_FOUND"
    default_message = _("This mapping does not exist, or not in this organisation.")


class RegroupingNotFound(NotFound):
    """No such regrouping in this organisation."""

    code = "REGROUPING_NOT_FOUND"
    default_message = _("This change does not exist, or not in this organisation.")


class RegroupingNotUndoable(Conflict):
    """A merge that cannot be undone now."""

    code = "REGROUPING_NOT_UNDOABLE"


class RegroupingAtWork(Conflict):
    """A brand or a category that a merge is still emptying or filling; `regrouping_id` names the merge."""

    code = "REGROUPING_AT_WORK"


class NotMergeable(Conflict):
    """Two products that cannot be made one."""

    code = "PRODUCTS_NOT_MERGEABLE"


class MergeNotFound(NotFound):
    """No such merge of products in this organisation."""

    code = "PRODUCT_MERGE_NOT_FOUND"
    default_message = _("This merge does not exist, or not in this organisation.")


class MergeNotUndoable(Conflict):
    """A merge of products that cannot be taken back now, or never."""

    code = "PRODUCT_MERGE_NOT_UNDOABLE"


class DuplicateNotFound(NotFound):
    """No such pair of products in this organisation."""

    code = "DUPLICATE_NOT_FOUND"
    default_message = _("This pair of products does not exist, or not in this organisation.")


class DuplicateDecided(Conflict):
    """Somebody else has decided about the pair; `state` says how."""

    code = "DUPLICATE_DECIDED"
    default_message = _("Somebody else has decided about this pair meanwhile: look at the next one.")


class ActNotFound(NotFound):
    """No such act that made variants."""

    code = "ACT_NOT_FOUND"
    default_message = _("This act does not exist, or it made no variants.")


class CatalogueBusy(Conflict):
    """Counting takes longer than a page may wait."""

    code = "CATALOGUE_COUNT_TOO_LONG"
    default_message = _("Counting takes too long at the moment: try again in a minute.")
