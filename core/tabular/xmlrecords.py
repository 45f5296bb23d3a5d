"""Which element of an XML document is the product record: repetition, coverage, names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from core.tabular.words import concepts, names_records

SOAP = frozenset({"http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"})
SAMPLED_ELEMENTS = 60_000
_NAME_FACTOR = {0.0: 1.0, 1.0: 1.8, 2.0: 2.6}


class Names:
    """Element and attribute names as people write them: with the document's own prefixes.

    The SOAP envelope is written without prefix, because that prefix changes with the server's software.
    """

    def __init__(self) -> None:
        self._tags: dict[str, str] = {}

    def tag(self, element: etree._Element) -> str:
        """Return `prefix:local` or `local`."""
        tag = str(element.tag)
        if (name := self._tags.get(tag)) is None:
            local = tag.rpartition("}")[2]
            soap = tag[1:].partition("}")[0] in SOAP
            name = local if soap or not element.prefix else f"{element.prefix}:{local}"
            self._tags[tag] = name
        return name

    def attributes(self, element: etree._Element) -> Iterator[tuple[str, str]]:
        """Yield `@name` and value of the attributes that carry data."""
        for key, value in element.attrib.items():
            name = str(key)
            if not name.startswith("{"):
                yield f"@{name}", str(value)
            elif name.startswith("{http://www.w3.org/XML/1998/namespace}"):
                yield f"@xml:{name.rpartition('}')[2]}", str(value)
            elif "XMLSchema-instance" not in name:
                yield f"@{self._prefixed(element, name)}", str(value)

    def _prefixed(self, element: etree._Element, name: str) -> str:
        uri, __, local = name[1:].partition("}")
        prefix = next((p for p, u in element.nsmap.items() if u == uri and p), None)
        return f"{prefix}:{local}" if prefix else local


@dataclass
class PathFacts:
    """What was seen of the elements at one path."""

    count: int = 0
    values: int = 0
    fields: set[str] = field(default_factory=set)


@dataclass
class Census:
    """Counts per element path over the beginning of a document."""

    paths: dict[tuple[str, ...], PathFacts] = field(default_factory=dict)
    values: int = 0
    namespaces: dict[str, str] = field(default_factory=dict)
    root: str = ""
    elements: int = 0


def take_census(events: Iterator[tuple[str, etree._Element]], names: Names) -> Census:
    """Count elements and values per path over the first elements."""
    census = Census()
    stack: list[str] = []
    for event, element in events:
        if event == "start":
            _enter(census, stack, element, names)
        else:
            if not len(element) and element.text and element.text.strip():
                _count_value(census, stack, stack[-1])
            stack.pop()
            element.clear(keep_tail=True)
        if census.elements >= SAMPLED_ELEMENTS:
            break
    return census


def _enter(census: Census, stack: list[str], element: etree._Element, names: Names) -> None:
    stack.append(names.tag(element))
    census.elements += 1
    census.root = census.root or stack[0]
    for prefix, uri in element.nsmap.items():
        census.namespaces.setdefault(prefix or "", uri)
    facts = census.paths.setdefault(tuple(stack), PathFacts())
    facts.count += 1
    for name, __ in names.attributes(element):
        facts.fields.add(name)
        _count_value(census, stack, name, attribute=True)


def _count_value(census: Census, stack: list[str], name: str, *, attribute: bool = False) -> None:
    """Count a value for every element that encloses it."""
    census.values += 1
    for depth in range(1, len(stack) + (1 if attribute else 0)):
        facts = census.paths[tuple(stack[:depth])]
        facts.values += 1
        if len(facts.fields) < 60:
            facts.fields.add(name if depth >= len(stack) - 1 else "/".join(stack[depth:]))


def candidates(census: Census) -> list[tuple[str, int, float]]:
    """Return record paths with count and rating, best first."""
    rated = []
    for steps, facts in _merged_recursions(census.paths).items():
        if len(steps) > 1 and facts.fields:
            rated.append(("/".join(steps) if steps[0] else f"//{steps[-1]}", facts.count, _rate(steps, facts, census)))
    if not rated and census.root:
        facts = census.paths[(census.root,)]
        if len(facts.fields) > 2:
            rated.append((census.root, 1, 1.0))
    return sorted(rated, key=lambda item: -item[2])


def _merged_recursions(paths: Mapping[tuple[str, ...], PathFacts]) -> dict[tuple[str, ...], PathFacts]:
    """Add `//name` for an element that occurs at several depths of a hierarchy which contains itself."""
    merged = dict(paths)
    by_ending: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for steps in paths:
        if len(steps) > 2:
            by_ending.setdefault(steps[-2:], []).append(steps)
    for ending, found in by_ending.items():
        shortest = min(found, key=len)
        nested = any(other[: len(shortest)] == shortest for other in found if other != shortest)
        recursive = any(other[: len(shortest) - 1] == shortest[:-1] for other in found if other != shortest)
        if len(found) > 1 and recursive and not nested:
            parts = [paths[steps] for steps in found]
            fields = set().union(*(part.fields for part in parts))
            merged[("", ending[1])] = PathFacts(sum(p.count for p in parts), sum(p.values for p in parts), fields)
            for steps in found:
                del merged[steps]
    return merged


def _rate(steps: tuple[str, ...], facts: PathFacts, census: Census) -> float:
    coverage = facts.values / max(census.values, 1)
    known = len(frozenset().union(*(concepts(_last(name)) for name in facts.fields)))
    richness = min(len(facts.fields), 6) / 6
    repeated = 2.0 if facts.count > 1 else 1.0
    name = _NAME_FACTOR[names_records(steps[-1].rpartition(":")[2])]
    return coverage * richness * repeated * name * (1 + min(known, 6) / 6)


def _last(name: str) -> str:
    return name.rpartition("/")[2].rpartition(":")[2].removeprefix("@")
