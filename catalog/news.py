"""What the catalogue tells people of."""

from django.utils.translation import gettext_lazy as _

from core.notifications import Kind

KINDS = (
    Kind(
        "bulk_edit_ended",
        _("Bulk edit ended"),
        _("A change of many products that ran in the background is at its end."),
        permission="write:products",
    ),
    Kind(
        "regrouping_ended",
        _("Products regrouped"),
        _("A merge of brands, categories or tags that ran in the background is at its end."),
        permission="write:products",
    ),
)
