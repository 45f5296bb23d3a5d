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
    Setting(
        key="catalog.languages",
        kind=Kind.LIST,
        default=("fr", "en"),
        maximum=20,
        label=_("Languages of the catalogue"),
        help=_("Codes such as fr or de. The first is the language of the products' own texts."),
        section=Section.CATALOG,
    ),
    Setting(
        key="catalog.bulk_limit",
        kind=Kind.INT,
        default=100_000,
        minimum=1,
        maximum=100_000,
        unit=_("products"),
        label=_("Products in one bulk edit"),
        help=_("A larger selection is refused."),
        section=Section.CATALOG,
    ),
    Setting(
        key="catalog.bulk_direct",
        kind=Kind.INT,
        default=1_000,
        minimum=0,
        maximum=5_000,
        unit=_("products"),
        label=_("Bulk edits done at once"),
        help=_("Up to so many products are changed while you wait; more are changed in the background."),
        section=Section.CATALOG,
    ),
    Setting(
        key="catalog.trash_days",
        kind=Kind.INT,
        default=30,
        minimum=1,
        maximum=365,
        unit=_("days"),
        label=_("Days in the trash"),
        help=_("After so many days products in the trash are removed for good."),
        section=Section.CATALOG,
    ),
)
