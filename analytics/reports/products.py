"""What reports tell of products: growth, distribution, coverage, quality."""

from django.utils.translation import gettext as _

from analytics.charts import Pie, Series, of_days
from analytics.charts.model import row
from analytics.home.metrics import slices_of
from analytics.reports.model import Column, Figure, Kind, Question, Section
from analytics.selectors.figures import carried, running_level, series
from catalog.selectors.figures import BOUNDS, Catalogue, Share

_CHANGES = ("products.created", "products.updated", "products.deleted")


def figures(question: Question, counted: Catalogue) -> list[Figure]:
    """Size, active products, and what was done in the period. One query, two when compared."""
    now = counted.levels
    sums = _sums(question)
    before = _sums_before(question) if question.compares else {}
    found = [
        Figure(_("Products"), now["total"]),
        Figure(_("Active products"), now["active"]),
        Figure(_("Products created"), sums["products.created"], before=before.get("products.created")),
        Figure(_("Products changed"), sums["products.updated"], before=before.get("products.updated")),
        Figure(_("Products deleted"), sums["products.deleted"], before=before.get("products.deleted")),
    ]
    if "completeness" in now:
        found.append(Figure(_("Mean completeness"), now["completeness"] / 100, Kind.SHARE))
    return found


def growth(question: Question) -> Section:
    """Products made, changed and deleted by day, and how many were active. One query."""
    days = question.period.days
    found = series([*_CHANGES, "products.active_net", "catalogue.active"], days)
    lines = [
        Series(_("Created"), row(days, found["products.created"]), "success"),
        Series(_("Changed"), row(days, found["products.updated"]), "accent"),
        Series(_("Deleted"), row(days, found["products.deleted"]), "danger"),
    ]
    known = carried(found["catalogue.active"], days)
    last = known[days[-1]]
    active = running_level(round(last), found["products.active_net"], days) if last is not None else {}
    charts = [of_days(_("Changes of products"), days, lines=lines)]
    if active:
        charts.append(of_days(_("Active products"), days, lines=[Series(_("Active products"), list(active.values()))]))
    return Section(_("Growth"), charts=charts)


def coverage(counted: Catalogue) -> Section:
    """How many products have what a product needs."""
    now, total = counted.levels, counted.levels["total"]
    names = {
        "with_gtin": _("With EAN"),
        "with_price": _("With a price"),
        "with_image": _("With an image"),
        "with_category": _("With a category"),
        "with_brand": _("With a brand"),
        "in_stock": _("In stock"),
    }
    rows = [(text, now[name], total - now[name], now[name] / total if total else None) for name, text in names.items()]
    columns = [
        Column(_("Products")),
        Column(_("With"), Kind.NUMBER),
        Column(_("Without"), Kind.NUMBER),
        Column(_("Share"), Kind.SHARE),
    ]
    return Section(_("Coverage"), columns, rows)


def quality(counted: Catalogue) -> Section:
    """Products by completeness; nothing where they are not scored."""
    found = counted.grades
    if not found:
        return Section(_("Quality"))
    total = sum(found.values())
    rows = [
        (f"{low}–{low + 19 if low < 80 else 100}\u00a0%", found[low], found[low] / total) for low in reversed(BOUNDS)
    ]
    columns = [Column(_("Completeness")), Column(_("Products"), Kind.NUMBER), Column(_("Share"), Kind.SHARE)]
    return Section(_("Quality"), columns, rows)


def spread_by(by: str, shares: list[Share]) -> Section:
    """How products spread over statuses, suppliers, categories or brands. A query for the names of suppliers."""
    titles = {
        "status": (_("Products by status"), _("Status")),
        "supplier": (_("Products by supplier"), _("Supplier")),
        "category": (_("Products by category"), _("Category")),
        "brand": (_("Products by brand"), _("Brand")),
    }
    title, head = titles[by]
    slices = slices_of(shares, by)
    total = sum(each.value for each in slices)
    rows = [(str(each.name), each.value, each.value / total if total else None) for each in slices]
    columns = [Column(head), Column(_("Products"), Kind.NUMBER), Column(_("Share"), Kind.SHARE)]
    pies = [Pie(title, slices, rest=_("Others"))] if slices else []
    return Section(title, columns, rows, charts=pies, urls=[each.url for each in slices])


def _sums(question: Question) -> dict[str, float]:
    return {name: sum(values.values()) for name, values in series(_CHANGES, question.period.days).items()}


def _sums_before(question: Question) -> dict[str, float]:
    return {name: sum(values.values()) for name, values in series(_CHANGES, question.period.before.days).items()}
