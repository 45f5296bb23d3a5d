"""Two products that become one: which value each field keeps, which product should remain. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from catalog.fields import dimension_of
from catalog.inheritance import MONEY

Side = Literal["survivor", "absorbed"]
Values = Mapping[str, Any]
# What one of the two products alone can have: the absorbed one gives it up before the survivor takes it.
IDENTIFIERS = ("gtin", "sku")
# Lists are united, the survivor's entries first.
LISTS = ("tags", "image_urls")
# What a product is and who may change it are no values; the parts that belong together travel with the kind.
_STAYS = frozenset({"status", "locks", "kind", "parent", "variant_axes", "further_categories"})
_STRUCTURE = ("kind", "parent", "variant_axes")


@dataclass(frozen=True)
class Union:
    """What is set in the survivor and taken from the absorbed product; `taken`: the names whose value is the latter's.

    `chosen`: the names that a person decided against the default.
    """

    patch: dict[str, Any] = field(default_factory=dict)
    released: dict[str, Any] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    chosen: frozenset[str] = frozenset()


def united(
    survivor: Values,
    absorbed: Values,
    *,
    choices: Mapping[str, Side],
    sources: Values,
    locked: Collection[str] = (),
    unique: Collection[str] = (),
) -> Union:
    """The survivor's values with those of the absorbed product where it has none.

    `sources`: what the offers of both say by the order of suppliers; it decides where the survivor has nothing.
    `choices`: field -> whose value is kept. Locked fields stay. `unique`: names of attributes that one product alone
    can have. Values are those of the change log, without those that are null.
    """
    patch, taken, chosen = dict[str, Any](), set[str](), set[str]()
    for name in dict.fromkeys((*absorbed, *choices)):
        if name in _STAYS or name in locked or not _fits(name, survivor, absorbed):
            continue
        ours, theirs, choice = survivor.get(name), absorbed.get(name), choices.get(name)
        value = _kept(name, ours, theirs, choice=choice, source=sources.get(name))
        if choice is not None and ours != theirs:
            chosen.add(name)
        if value != ours:
            patch[name] = value
        if value == theirs and value != ours:
            taken.add(name)
    if "further_categories" not in locked:
        patch |= _further_categories({**survivor, **patch}, absorbed)
    patch |= _structure(survivor, absorbed)
    released = dict.fromkeys(sorted(taken & {*IDENTIFIERS, *unique}))
    if patch.get("kind") == "variant":
        # In its model each combination exists once, those in the trash included.
        released |= {"kind": None, "parent": None}
    return Union(patch, released, frozenset(taken), frozenset(chosen))


def leading_codes(survivor: Values, absorbed: Values, union: Union) -> list[str]:
    """The codes of both that are not the survivor's own afterwards, and yet have to lead to it."""
    own = {union.patch.get(name, survivor.get(name)) for name in IDENTIFIERS}
    codes = (side.get(name) for side in (survivor, absorbed) for name in IDENTIFIERS)
    return sorted({code for code in codes if code and code not in own})


def _kept(name: str, ours: Any, theirs: Any, *, choice: Side | None, source: Any) -> Any:
    if choice is not None:
        return theirs if choice == "absorbed" else ours
    if name in LISTS and ours and theirs:
        return "\n".join(dict.fromkeys((*str(ours).split("\n"), *str(theirs).split("\n"))))
    if ours is not None:
        return ours
    return theirs if source is None or name in IDENTIFIERS else source


def _fits(name: str, survivor: Values, absorbed: Values) -> bool:
    """Amounts go with their currency; parts go with a bundle."""
    if dimension_of(name) == "bundle":
        return survivor.get("kind") is None or survivor.get("kind") == absorbed.get("kind")
    ours, theirs = survivor.get("currency"), absorbed.get("currency")
    return name not in MONEY or ours is None or theirs is None or ours == theirs


def _further_categories(survivor: Values, absorbed: Values) -> dict[str, Any]:
    own = survivor.get("category")
    before = [each for each in str(survivor.get("further_categories") or "").split("\n") if each]
    added = [absorbed.get("category"), *str(absorbed.get("further_categories") or "").split("\n")]
    after = dict.fromkeys([*before, *(each for each in added if each and each != own)])
    return {"further_categories": "\n".join(after)} if len(after) > len(before) else {}


def _structure(survivor: Values, absorbed: Values) -> dict[str, Any]:
    """A single product becomes what the absorbed one was: a model, a variant, a bundle."""
    if survivor.get("kind") is not None or absorbed.get("kind") is None:
        return {}
    return {name: absorbed[name] for name in _STRUCTURE if absorbed.get(name) is not None}


@dataclass(frozen=True)
class Candidate:
    """What speaks for one of two products as the one that remains."""

    is_active: bool
    has_gtin: bool
    offers: int
    completeness: int
    age: float

    def reasons(self, other: "Candidate") -> list[tuple[str, int]]:
        """(code, whether it speaks for this one (1), the other (-1) or neither (0)), what weighs most first."""
        pairs = (
            ("active", self.is_active, other.is_active),
            ("gtin", self.has_gtin, other.has_gtin),
            ("offers", self.offers, other.offers),
            ("completeness", self.completeness, other.completeness),
            ("age", self.age, other.age),
        )
        return [(code, (mine > theirs) - (mine < theirs)) for code, mine, theirs in pairs]


def proposed(first: Candidate, second: Candidate) -> tuple[bool, str]:
    """Whether the first should remain, and the code of the reason that decides."""
    for code, side in first.reasons(second):
        if side:
            return side > 0, code
    return True, ""
