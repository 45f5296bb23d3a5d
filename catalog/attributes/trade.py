"""Standard attributes of trade: life cycle, ordering, warranty, business customers."""

from django.utils.translation import gettext_lazy as _

from catalog.attributes.model import Kind, Standard

LIFECYCLE = (
    Standard(
        "lifecycle_status",
        _("Phase"),
        "lifecycle",
        Kind.SELECT,
        choices=(
            ("announced", _("Announced")),
            ("new", _("New")),
            ("current", _("Current")),
            ("phasing_out", _("Phasing out")),
            ("ended", _("Ended")),
        ),
    ),
    Standard("release_date", _("Release date"), "lifecycle", Kind.DATE, synonyms=("date de sortie",)),
    Standard("available_from", _("Available from"), "lifecycle", Kind.DATE, synonyms=("availability date",)),
    Standard("preorder", _("Can be ordered in advance"), "lifecycle", Kind.BOOLEAN, synonyms=("précommande",)),
    Standard("discontinued", _("Discontinued"), "lifecycle", Kind.BOOLEAN),
    Standard("end_of_life", _("End of life"), "lifecycle", Kind.DATE, synonyms=("fin de vie", "eol")),
    Standard("replacement_product", _("Replaced by (EAN or SKU)"), "lifecycle", synonyms=("replaced by",)),
)
STOCK = (
    Standard("lead_time", _("Lead time"), "stock", Kind.MEASURE, "d", synonyms=("délai", "délai de livraison")),
    Standard("min_order_quantity", _("Smallest order"), "stock", Kind.INTEGER, synonyms=("moq", "minimum order")),
    Standard("max_order_quantity", _("Largest order"), "stock", Kind.INTEGER, synonyms=("maximum order",)),
    Standard("order_increment", _("Ordered in steps of"), "stock", Kind.INTEGER),
    Standard("backorder", _("Can be ordered when out of stock"), "stock", Kind.BOOLEAN, synonyms=("backorders",)),
    Standard("shipping_class", _("Shipping class"), "stock"),
    Standard("sales_unit", _("Unit of sale"), "stock", synonyms=("unité de vente",)),
)
WARRANTY = (
    Standard("warranty_months", _("Warranty in months"), "warranty", Kind.INTEGER, synonyms=("garantie", "warranty")),
    Standard(
        "warranty_type",
        _("Kind of warranty"),
        "warranty",
        Kind.SELECT,
        choices=(
            ("manufacturer", _("By the manufacturer")),
            ("seller", _("By the seller")),
            ("legal", _("By law")),
            ("extended", _("Extended")),
        ),
    ),
    Standard("returns_allowed", _("Can be returned"), "warranty", Kind.BOOLEAN),
    Standard("return_days", _("Days to return it"), "warranty", Kind.INTEGER),
    Standard("spare_parts_years", _("Years with spare parts"), "warranty", Kind.INTEGER),
    Standard("warranty_terms", _("Terms of the warranty"), "warranty", Kind.URL),
)
B2B = (
    Standard("b2b_only", _("For businesses only"), "b2b", Kind.BOOLEAN),
    Standard("requires_quote", _("Price on request"), "b2b", Kind.BOOLEAN),
    Standard("minimum_margin", _("Smallest margin"), "b2b", Kind.MEASURE, "%"),
    Standard("customer_group", _("Customer groups"), "b2b"),
)
