"""One XML record as flat columns: `PRICE/AMOUNT`, `@id`, `param[@name='Colour']`; lists are joined."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from core.tabular.flatten import merged
from core.tabular.xmlrecords import Names

_HTML_TAGS = "p br b em strong ul ol li div span h1 h2 h3 h4 h5 h6 table font sub sup hr"
_HTML = frozenset(_HTML_TAGS.split())
_KEY_NAME = re.compile(
    r"(type|code|name|key|lang|language|qualifier|scheme|role|id|label|title|kind|purpose)$", re.IGNORECASE
)
_SHORT_CODE = re.compile(r"^[A-Za-z0-9]{1,4}$")
MOST_VALUES = 300
LONGEST_KEY = 60


class Flattener:
    """Turns records into flat rows; `discriminators` says which key tells repeated elements apart."""

    def __init__(self, names: Names, discriminators: Mapping[str, str]) -> None:
        self._names = names
        self._discriminators = discriminators

    def row(self, record: etree._Element) -> dict[str, str | None]:
        """Return the values of one record by record-relative path."""
        found: dict[str, list[str]] = {}
        lists: set[str] = set()
        self._attributes(record, "", "", found)
        self._children(record, "", "", found, lists)
        if not len(record) and (text := (record.text or "").strip()):
            found.setdefault("text()", []).append(text)
        return {path: _one(values, plain=path in lists) for path, values in found.items()}

    def _attributes(self, element: etree._Element, path: str, keyed: str, found: dict[str, list[str]]) -> None:
        for name, value in self._names.attributes(element):
            self._put(found, _join(path, name), _join(keyed, name), value.strip())

    def _put(self, found: dict[str, list[str]], path: str, keyed: str, value: str) -> None:
        values = found.setdefault(path, [])
        if value:
            values.append(value)
        if keyed != path and value:
            found.setdefault(keyed, []).append(value)

    def _children(
        self, element: etree._Element, path: str, keyed: str, found: dict[str, list[str]], lists: set[str]
    ) -> None:
        tags = Counter(child.tag for child in element) if len(element) > 1 else {}
        for child in element:
            if not isinstance(child.tag, str):
                continue
            name = self._names.tag(child)
            inner = _join(path, name)
            inner_keyed = _join(keyed, name) + self._predicate(child, inner)
            self._attributes(child, inner, inner_keyed, found)
            if not len(child) or is_markup(child):
                self._put(found, inner, inner_keyed, text_of(child))
                if tags and tags[child.tag] > 1 and not child.attrib:
                    lists.add(inner)
            else:
                self._children(child, inner, inner_keyed, found, lists)

    def _predicate(self, element: etree._Element, path: str) -> str:
        key = self._discriminators.get(path)
        if key is None or not (value := key_value(element, key, self._names)):
            return ""
        mark = '"' if "'" in value else "'"
        return f"[{key}={mark}{value}{mark}]"


def _join(path: str, name: str) -> str:
    return f"{path}/{name}" if path else name


def _one(values: list[str], *, plain: bool) -> str | None:
    if len(values) < 2:
        return values[0] if values else None
    return merged(values, plain=plain)


def is_markup(element: etree._Element) -> bool:
    """Tell a text with tags in it (XHTML description) from a structure of fields."""
    if (element.text and element.text.strip()) or any(child.tail and child.tail.strip() for child in element):
        return True
    return all(isinstance(child.tag, str) and etree.QName(child).localname.lower() in _HTML for child in element)


def text_of(element: etree._Element) -> str:
    """Return the text of a leaf; of a marked-up text the markup too."""
    if not len(element):
        return (element.text or "").strip()
    inner = [element.text or ""]
    inner += [etree.tostring(child, encoding="unicode", with_tail=True) for child in element]
    return re.sub(r'\sxmlns(:\w+)?="[^"]*"', "", "".join(inner)).strip()


def key_value(element: etree._Element, key: str, names: Names) -> str:
    """Return the value that tells this element from its siblings."""
    if key.startswith("@"):
        return next((value.strip() for name, value in names.attributes(element) if name == key), "")
    return next(((child.text or "").strip() for child in element if names.tag(child) == key), "")


@dataclass
class _KeyFacts:
    """How one possible key of one repeated element behaves over the sample."""

    present: int = 0
    unique: int = 0
    groups: int = 0
    values: Counter[str] = field(default_factory=Counter)


@dataclass
class Discriminators:
    """Learns from sample records which key (`@name`, `ProductIDType`) tells repeated elements apart."""

    names: Names
    records: int = 0
    instances: Counter[str] = field(default_factory=Counter)
    keys: dict[tuple[str, str], _KeyFacts] = field(default_factory=dict)

    def learn(self, record: etree._Element) -> None:
        """Look at one record."""
        self.records += 1
        groups: dict[str, list[etree._Element]] = {}
        self._collect(record, "", groups)
        for path, group in groups.items():
            if len(group) > 1:
                self._count(path, group)

    def _collect(self, element: etree._Element, path: str, groups: dict[str, list[etree._Element]]) -> None:
        for child in element:
            if isinstance(child.tag, str):
                inner = _join(path, self.names.tag(child))
                groups.setdefault(inner, []).append(child)
                if len(child) and not is_markup(child):
                    self._collect(child, inner, groups)

    def _count(self, path: str, group: list[etree._Element]) -> None:
        self.instances[path] += len(group)
        seen: dict[str, list[str]] = {}
        for element in group:
            for key, value in self._keys_of(element):
                seen.setdefault(key, []).append(value)
        for key, values in seen.items():
            facts = self.keys.setdefault((path, key), _KeyFacts())
            facts.present += len(values)
            facts.groups += 1
            facts.unique += len(set(values)) == len(values)
            facts.values.update(values)

    def _keys_of(self, element: etree._Element) -> Iterable[tuple[str, str]]:
        pairs = [*self.names.attributes(element)]
        if len(element) and not is_markup(element):
            first = next((child for child in element if isinstance(child.tag, str)), None)
            pairs += [
                (self.names.tag(child), (child.text or "").strip())
                for child in element
                if isinstance(child.tag, str)
                and not len(child)
                and (child is first or _KEY_NAME.search(str(child.tag)))
            ]
        return [(key, value) for key, value in pairs if value and len(value) <= LONGEST_KEY and "\n" not in value]

    def found(self) -> dict[str, str]:
        """Return the best key per path."""
        best: dict[str, tuple[float, str]] = {}
        for (path, key), facts in self.keys.items():
            if (rating := self._rate(path, key, facts)) > best.get(path, (0.0, ""))[0]:
                best[path] = (rating, key)
        return {path: key for path, (__, key) in best.items()}

    def _rate(self, path: str, key: str, facts: _KeyFacts) -> float:
        if facts.present < 0.95 * self.instances[path] or facts.unique < 0.6 * facts.groups:
            return 0.0
        if not 1 < len(facts.values) <= MOST_VALUES:
            return 0.0
        named = bool(_KEY_NAME.search(key))
        coded = all(_SHORT_CODE.match(value) for value in facts.values)
        recurring = facts.groups > 2 and len(facts.values) < 0.5 * facts.present
        if not (named or (coded and not key.startswith("@")) or (recurring and key.startswith("@"))):
            return 0.0
        return facts.unique / facts.groups + named + coded * 0.5 + recurring
