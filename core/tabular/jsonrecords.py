"""Where the records of a JSON document are, and the way to them: lists of objects, or objects under keys."""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import ijson
from django.utils.translation import gettext as _

from core.tabular.errors import UnreadableFile
from core.tabular.jsondocument import Utf8Stream, small_document, truncated
from core.tabular.source import Source
from core.tabular.words import concepts, names_records

_ERROR_KEYS = frozenset(
    {"error", "errors", "message", "fault", "exception", "status", "code", "detail", "error_description"}
)
STREAMED_EVENTS = 400_000
ENOUGH_KEYED = 20
KEYED = "{}"


def candidates_of(source: Source, encoding: str) -> dict[str, tuple[int, float]]:
    """Find the lists of objects in the beginning of a document with their length and their rating."""
    if (document := small_document(source, encoding)) is not None:
        found: dict[str, tuple[int, float]] = {}
        _search(document[0], "$", found, 0)
        if not found:
            raise _no_records(document[0])
        return dict(sorted(found.items(), key=lambda item: -item[1][1]))
    return _streamed_candidates(source, encoding)


def _search(value: Any, path: str, found: dict[str, tuple[int, float]], depth: int) -> None:
    if depth > 8:
        return
    if isinstance(value, list):
        objects = [item for item in value if isinstance(item, dict)]
        if objects and len(objects) >= 0.5 * len(value):
            _note(found, f"{path}[]", objects, depth)
            for item in objects[:20]:
                for key, inner in item.items():
                    _search(inner, f"{path}[].{key}", found, depth + 1)
    elif isinstance(value, dict):
        inner_objects = [item for item in value.values() if isinstance(item, dict)]
        if len(inner_objects) > 1 and len(inner_objects) == len(value) and _are_alike(inner_objects):
            _note(found, f"{path}{{}}", inner_objects, depth)
            return
        for key, inner in value.items():
            _search(inner, f"{path}.{key}", found, depth + 1)
        if path == "$" and _is_record(value):
            found["$"] = (1, 2 * max((rating for __, rating in found.values()), default=1.0))


def _note(found: dict[str, tuple[int, float]], path: str, objects: list[dict[str, Any]], depth: int) -> None:
    count = found[path][0] + len(objects) if path in found else len(objects)
    keys = {key for item in objects[:50] for key in item}
    known = len(frozenset().union(*(concepts(key) for key in keys))) if keys else 0
    name = re.sub(r"[\[\]{}$]", "", path.rsplit(".", 1)[-1])
    rating = (1 + known + 2 * names_records(name)) * (1 + min(len(keys), 10) / 10) * (1.5 if len(objects) > 1 else 1)
    rating *= 0.35 ** path[:-2].count("[]") * 0.9**depth
    found[path] = (count, max(rating, found[path][1] if path in found else 0))


def _are_alike(objects: list[dict[str, Any]]) -> bool:
    first = set(objects[0])
    return bool(first) and all(len(first & set(item)) >= 0.5 * len(first) for item in objects[1:20])


def _is_record(value: Mapping[str, Any]) -> bool:
    plain = [key for key, inner in value.items() if not isinstance(inner, dict | list)]
    return len({concept for key in plain for concept in concepts(key)}) >= 3


def _no_records(document: Any) -> UnreadableFile:
    if isinstance(document, dict) and _ERROR_KEYS & {key.lower() for key in document}:
        text = str(document.get("message") or document.get("error") or document.get("errors") or document)[:120]
        return UnreadableFile(
            "api_error_document",
            _("The file is an error message (%(text)s), not a product list. Check the source or ask the supplier.")
            % {"text": text},
        )
    if document == [] or (isinstance(document, dict) and [] in document.values()):
        return UnreadableFile(
            "no_rows", _("The list of records is empty. Nothing was changed; ask the supplier for a complete file.")
        )
    return UnreadableFile(
        "no_records", _("The JSON document holds no list of records. Send a list of objects, one for each product.")
    )


def _streamed_candidates(source: Source, encoding: str) -> dict[str, tuple[int, float]]:
    """Find record lists in a large document: where objects repeat, in its first part."""
    lists, keyed = _Repeated(), _Repeated()
    events = ijson.parse(Utf8Stream(source, encoding), use_float=True)
    try:
        for prefix, event, value in itertools.islice(events, STREAMED_EVENTS):
            _count(prefix, event, value, lists=lists, keyed=keyed)
    except ijson.JSONError as error:
        raise truncated(error) from error
    found: dict[str, tuple[int, float]] = {}
    if keyed.count.get(KEYED, 0) >= ENOUGH_KEYED and not lists.top_level:
        _note(found, "${}", [dict.fromkeys(keyed.keys[KEYED])] * 2, 0)
        return {"${}": (keyed.count[KEYED], found["${}"][1])}
    for prefix, keys in lists.keys.items():
        path = "$" + "".join("[]" if part == "item" else f".{part}" for part in prefix.split("."))
        _note(found, path, [dict.fromkeys(keys)] * 2, 0)
        found[path] = (lists.count[prefix], found[path][1])
    if not found:
        raise _no_records(None)
    return dict(sorted(found.items(), key=lambda item: -item[1][1]))


@dataclass
class _Repeated:
    """How often objects begin under a prefix, and the keys they have."""

    count: dict[str, int] = field(default_factory=dict)
    keys: dict[str, set[str]] = field(default_factory=dict)
    top_level: bool = False


def _count(prefix: str, event: str, value: Any, *, lists: _Repeated, keyed: _Repeated) -> None:
    """Note an object of a list, or one of many objects side by side under keys of their own ("A-1": {...})."""
    if event == "start_array" and "." not in prefix:
        lists.top_level = True
    in_list = prefix == "item" or prefix.endswith(".item")
    place, found = (prefix, lists) if in_list else (KEYED, keyed)
    if not in_list and (not prefix or "." in prefix):
        return
    if event == "start_map":
        found.count[place] = found.count.get(place, 0) + 1
    elif event == "map_key":
        found.keys.setdefault(place, set()).add(value)


def records_of(source: Source, encoding: str, path: str) -> Iterator[Any]:
    """Yield what stands under a record path, in order; large documents are streamed."""
    if (document := small_document(source, encoding)) is not None:
        yield from _walk(document[0], _steps(path))
        return
    steps = _steps(path)
    stream = Utf8Stream(source, encoding)
    prefix = ".".join("item" if step == "[]" else step for step in steps if step != "{}")
    try:
        if steps[-1:] == ["{}"]:
            yield from (record for __, record in ijson.kvitems(stream, prefix, use_float=True))
        else:
            yield from ijson.items(stream, prefix, use_float=True)
    except ijson.JSONError as error:
        raise truncated(error) from error


def _steps(path: str) -> list[str]:
    return [step for part in path.removeprefix("$").split(".") for step in re.findall(r"\[\]|\{\}|[^\[\]{}]+", part)]


def _walk(value: Any, steps: list[str]) -> Iterator[Any]:
    if not steps:
        yield value
    elif steps[0] == "[]":
        for item in value if isinstance(value, list) else ():
            yield from _walk(item, steps[1:])
    elif steps[0] == "{}":
        for item in value.values() if isinstance(value, dict) else ():
            yield from _walk(item, steps[1:])
    elif isinstance(value, dict) and steps[0] in value:
        yield from _walk(value[steps[0]], steps[1:])
