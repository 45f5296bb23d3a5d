"""The limits of a source's brake: their names, usual values and bounds."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import InvalidInput

# A change may be many times the usual; a share ends at 100, and a limit beyond that would never hold anything.
MOST_CHANGE, MOST_SHARE = 10_000, 100
CHANGES = frozenset({"rows_more", "price", "price_jump"})


@dataclass(frozen=True)
class BrakeLimits:
    """What a file may differ by, in percent or in points of a share; a source overrules each of them."""

    rows_fewer: int = 30
    rows_more: int = 200
    held: int = 20
    blanks: int = 25
    gtin: int = 30
    price: int = 40
    stock_zero: int = 40
    price_jump: int = 50
    price_jumps: int = 20
    stock_to_zero: int = 50
    below_cost: int = 20
    missing: int = 20

    @classmethod
    def of(cls, chosen: Mapping[str, Any]) -> "BrakeLimits":
        """The defaults with a source's own limits laid over them; what is no limit is passed over."""
        return cls(**{name: int(value) for name, value in chosen.items() if name in LABELS and value is not None})

    def widened(self, factor: float) -> "BrakeLimits":
        """The limits for a source of which little is known; a loss of 90 % of the rows always counts."""
        wide = {name: round(value * factor) for name, value in asdict(self).items()}
        fewer = max(self.rows_fewer, min(90, wide["rows_fewer"]))
        return BrakeLimits(**{**wide, "rows_fewer": fewer})


LABELS: dict[str, Any] = {
    "rows_fewer": gettext_lazy("Fewer rows than usual (%)"),
    "rows_more": gettext_lazy("More rows than usual (%)"),
    "held": gettext_lazy("More rows with errors (points)"),
    "blanks": gettext_lazy("More empty cells in a field (points)"),
    "gtin": gettext_lazy("Fewer valid EANs (points)"),
    "price": gettext_lazy("Shift of the middle prices (%)"),
    "stock_zero": gettext_lazy("More products without stock (points)"),
    "price_jump": gettext_lazy("A price that moves by more than this is a jump (%)"),
    "price_jumps": gettext_lazy("Share of known products whose price jumps (%)"),
    "stock_to_zero": gettext_lazy("Share of known products whose stock falls to zero (%)"),
    "below_cost": gettext_lazy("Share of changed products sold below their purchase price (%)"),
    "missing": gettext_lazy("Full import: share of the products that would be missing (%)"),
}


def most_of(name: str) -> int:
    """The highest value that a limit may have."""
    return MOST_CHANGE if name in CHANGES else MOST_SHARE


def usual_of(name: str) -> int:
    """The value of a limit that a source does not overrule."""
    return int(getattr(BrakeLimits(), name))


def no_such_limit(name: Any) -> str:
    """The sentence for a name that is no limit."""
    return _("The brake has no limit “%(received)s”; it has: %(allowed)s.") % {
        "received": name,
        "allowed": ", ".join(LABELS),
    }


def check_limits(chosen: Any) -> None:
    """Raise InvalidInput for a name that is no limit, or a value that is none; None stands for the usual one."""
    if not isinstance(chosen, Mapping):
        raise _refusal(_("The limits of the brake are an object (name: number)."))
    for name, value in chosen.items():
        if name not in LABELS:
            raise _refusal(no_such_limit(name))
        most = most_of(name)
        if value is not None and (type(value) is not int or not 0 <= value <= most):
            values = {"name": name, "received": value, "most": most}
            sentence = _("The limit “%(name)s” of the brake is a whole number from 0 to %(most)s, not “%(received)s”.")
            raise _refusal(sentence % values)


def _refusal(sentence: str) -> InvalidInput:
    return InvalidInput(sentence, fields={"brake": [sentence]})
