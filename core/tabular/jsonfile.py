"""JSON and JSON Lines: where the records are, and their values as flat text columns."""

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

import ijson
import orjson
from django.utils.translation import gettext as _

from core.tabular.blocks import text_of, utf8_blocks
from core.tabular.encoding import decide
from core.tabular.errors import UnreadableFile
from core.tabular.flatten import flat
from core.tabular.limits import Limits
from core.tabular.ndjson import ESCAPED_NUL, text_columns
from core.tabular.recognition import Chunk, Notice, Overrides, Recognition, RowProblem
from core.tabular.records import Framer, choose_columns
from core.tabular.source import BLOCK, Source
from core.tabular.table import decimal_style, refuse_without_rows
from core.tabular.words import concepts, names_records

_ESCAPED_NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
LINES = "lines"
SAMPLED = 1000
BATCH = 5_000
LINES_BLOCK = 4 * BLOCK
IN_MEMORY = 48 * BLOCK
_ERROR_KEYS = frozenset(
    {"error", "errors", "message", "fault", "exception", "status", "code", "detail", "error_description"}
)


def recognise_lines(source: Source, overrides: Overrides) -> Recognition:
    """Describe a JSON Lines file by its first records."""
    facts = decide(source, overrides)
    found = Recognition(format="jsonl", encoding=facts.encoding)
    records = []
    for __, parsed in itertools.islice(_lines(source, found), SAMPLED):
        if isinstance(parsed, dict):
            records.append(parsed)
    columns, decimal, why, extra = _described(records, source.limits)
    return Recognition(
        format="jsonl",
        container=source.container,
        member=source.member,
        encoding=facts.encoding,
        bom=facts.bom,
        decimal=overrides.decimal or decimal,
        record_path=LINES,
        record_path_candidates=(LINES,),
        columns=columns,
        reasons={
            "format": _("Every line is a JSON object of its own."),
            "encoding": facts.reason,
            "record_path": _("Each line is a record."),
            "decimal": why,
        },
        notices=(*facts.notices, *extra),
    )


def recognise(source: Source, overrides: Overrides) -> Recognition:
    """Describe a JSON document by the list in it that holds the products."""
    facts = decide(source, overrides)
    candidates = _candidates(source, facts.encoding)
    path, reason = _chosen(candidates, overrides)
    records = list(itertools.islice(_records(source, facts.encoding, path), SAMPLED))
    refuse_without_rows(bool(records))
    columns, decimal, why, extra = _described([r for r in records if isinstance(r, dict)], source.limits)
    return Recognition(
        format="json",
        container=source.container,
        member=source.member,
        encoding=facts.encoding,
        bom=facts.bom,
        decimal=overrides.decimal or decimal,
        record_path=path,
        record_path_candidates=tuple(candidates),
        columns=columns,
        reasons={
            "format": _("The content is one JSON document."),
            "encoding": facts.reason,
            "record_path": reason,
            "decimal": why,
        },
        notices=(*facts.notices, *extra),
    )


def _described(
    records: list[dict[str, Any]], limits: Limits
) -> tuple[tuple[str, ...], str | None, str, tuple[Notice, ...]]:
    rows = [flat(record, limits.max_depth) for record in records]
    columns, notices = choose_columns(rows, limits)
    decimal, why = decimal_style([value for row in rows[:100] for value in row.values() if value])
    return columns, decimal, why, notices


def _truncated(error: Exception) -> UnreadableFile:
    return UnreadableFile(
        "truncated",
        _("The file is not valid JSON (%(error)s): it is damaged or was cut off. Ask for a complete file.")
        % {"error": str(error)[:120]},
    )


def _candidates(source: Source, encoding: str) -> dict[str, tuple[int, float]]:
    """Find the lists of objects in the beginning of a document with their length and their rating."""
    if (document := _small_document(source, encoding)) is not None:
        found: dict[str, tuple[int, float]] = {}
        _search(document[0], "$", found, 0)
        if not found:
            raise _no_records(document[0])
        return dict(sorted(found.items(), key=lambda item: -item[1][1]))
    return _streamed_candidates(source, encoding)


def _small_document(source: Source, encoding: str) -> tuple[Any] | None:
    """Return the parsed document, wrapped, when it is small enough to be held; None otherwise."""
    content = bytearray()
    for block in utf8_blocks(source, encoding, line_end=None):
        content += block
        if len(content) > IN_MEMORY:
            return None
    return (parsed(bytes(content)),)


def without_nul(content: bytes) -> bytes:
    """Remove escaped NUL characters, which no database takes as text."""
    return _ESCAPED_NUL.sub(rb"\1", content) if ESCAPED_NUL in content else content


def parsed(content: bytes) -> Any:
    """Parse a JSON document; NaN and Infinity, which many exporters write, become null."""
    content = without_nul(content)
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as error:
        text = text_of(content)
        relaxed = re.sub(r"(?<=[:\[,\s])(?:NaN|-?Infinity)(?=\s*[,\]}])", "null", text)
        try:
            return orjson.loads(relaxed)
        except orjson.JSONDecodeError:
            raise _truncated(error) from error


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
    """Find record lists in a large document: the prefixes under which objects begin, in its first part."""
    counts: dict[str, set[str]] = {}
    repeated: dict[str, int] = {}
    events = ijson.parse(_Utf8(source, encoding), use_float=True)
    for prefix, event, value in itertools.islice(events, 400_000):
        if event == "start_map" and (prefix == "item" or prefix.endswith(".item")):
            repeated[prefix] = repeated.get(prefix, 0) + 1
        elif event == "map_key" and (prefix == "item" or prefix.endswith(".item")):
            counts.setdefault(prefix, set()).add(value)
    found: dict[str, tuple[int, float]] = {}
    for prefix, keys in counts.items():
        path = "$" + "".join("[]" if part == "item" else f".{part}" for part in prefix.split("."))
        _note(found, path, [dict.fromkeys(keys)] * 2, 0)
        found[path] = (repeated[prefix], found[path][1])
    if not found:
        raise _no_records(None)
    return dict(sorted(found.items(), key=lambda item: -item[1][1]))


def _chosen(candidates: Mapping[str, tuple[int, float]], overrides: Overrides) -> tuple[str, str]:
    if overrides.record_path is not None:
        return overrides.record_path, _("You chose this path.")
    path = next(iter(candidates))
    reason = _("The list at this path holds %(count)d objects whose keys are those of products.")
    return path, reason % {"count": candidates[path][0]}


class _Utf8:
    """File-like view of a source as UTF-8 for the streaming parser."""

    def __init__(self, source: Source, encoding: str) -> None:
        self._blocks = utf8_blocks(source, encoding, line_end=None, size=BLOCK)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        if not size:
            return b""
        if not self._rest:
            self._rest = next(self._blocks, b"")
            self._rest = without_nul(self._rest)
        part, self._rest = (self._rest[:size], self._rest[size:]) if size > 0 else (self._rest, b"")
        return part


def _records(source: Source, encoding: str, path: str) -> Iterator[Any]:
    """Yield what stands under a record path, in order; large documents are streamed."""
    if (document := _small_document(source, encoding)) is not None:
        yield from _walk(document[0], _steps(path))
        return
    prefix = ".".join("item" if step in ("[]", "{}") else step for step in _steps(path))
    try:
        yield from ijson.items(_Utf8(source, encoding), prefix, use_float=True)
    except ijson.JSONError as error:
        raise _truncated(error) from error


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


def read(source: Source, recognition: Recognition) -> Iterator[Chunk]:
    """Yield the records of a JSON document as text columns."""
    records = _records(source, recognition.encoding or "utf-8", recognition.record_path or "$[]")
    yield from _chunks(enumerate(records, start=1), recognition, source.limits)


def read_lines(source: Source, recognition: Recognition) -> Iterator[Chunk]:
    """Yield the records of a JSON Lines file; a line that is no JSON object is held."""
    framer, row, carry = Framer(recognition.columns, source.limits), 0, b""
    blocks = utf8_blocks(source, recognition.encoding or "utf-8", line_end=None, size=LINES_BLOCK)
    for block in itertools.chain(blocks, [b""]):
        data = carry + block
        end = data.rfind(b"\n") + 1 if block else len(data)
        carry, data = data[end:], data[:end]
        if not data:
            continue
        data = data if data.endswith(b"\n") else data + b"\n"
        if (frame := text_columns(data, source.limits.max_depth)) is not None:
            yield framer.frame(frame, row + 1)
        else:
            numbered = [(row + at, _loaded(line.strip())) for at, line in enumerate(data.split(b"\n"), start=1)]
            yield _chunk(framer, 0, [(at, record) for at, record in numbered if record != b""], source.limits)
        row += data.count(b"\n")


def _lines(source: Source, recognition: Recognition) -> Iterator[tuple[int, Any]]:
    """Yield line numbers with the parsed object, or with the raw bytes where it does not parse."""
    carry, row = b"", 0
    for block in itertools.chain(utf8_blocks(source, recognition.encoding or "utf-8", line_end=None), [b"\n"]):
        lines = (carry + block).split(b"\n")
        carry = lines.pop()
        for line in lines:
            row += 1
            if stripped := line.strip():
                yield row, _loaded(stripped)


def _loaded(line: bytes) -> Any:
    if not line:
        return line
    try:
        return orjson.loads(without_nul(line))
    except orjson.JSONDecodeError:
        return line


def _chunks(records: Iterator[tuple[int, Any]], recognition: Recognition, limits: Limits) -> Iterator[Chunk]:
    framer = Framer(recognition.columns, limits)
    for number in itertools.count():
        batch = list(itertools.islice(records, BATCH))
        if not batch and number:
            return
        yield _chunk(framer, number, batch, limits)


def _chunk(framer: Framer, number: int, batch: list[tuple[int, Any]], limits: Limits) -> Chunk:
    good = [(row, flat(record, limits.max_depth)) for row, record in batch if isinstance(record, dict)]
    problems = [_problem(row, record) for row, record in batch if not isinstance(record, dict)]
    return framer.chunk(number, [values for __, values in good], [row for row, __ in good], problems)


def _problem(row: int, record: Any) -> RowProblem:
    text = text_of(record) if isinstance(record, bytes) else orjson.dumps(record).decode()
    message = _("Line %(row)d is not a JSON object: %(text)s. Ask the supplier to correct it.")
    shown = message % {"row": row, "text": text[:80]}
    return RowProblem(row, "bad_json_line", shown, [text[:10_000]], is_record=False)
