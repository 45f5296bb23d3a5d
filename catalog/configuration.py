"""The settings of the catalogue."""

from django.utils.translation import gettext_lazy as _

from core.configuration import Kind, Section, Setting

DEFINITIONS = (
    Setting(
        key="catalog.low_stock_threshold",
        kind=Kind.INT,
        default=5,
        minimum=0,
        maximum=1_000_000,
        unit=_("pieces"),
        label=_("Low stock"),
        help=_("Who wants to know is told when the stock of a product falls below it; 0 tells nobody."),
        section=Section.CATALOG,
    ),
)
