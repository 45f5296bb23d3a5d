"""JSON and JSON Lines: where the records are, and their values as flat text columns."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from django.utils.translation import gettext as _

from core.tabular.blocks import repaired, text_of, utf8_blocks
from core.tabular.encoding import decide
from core.tabular.flatten import flat
from core.tabular.jsondocument import without_nul
from core.tabular.jsonrecords import candidates_of, records_of
from core.tabular.limits import Limits
from core.tabular.ndjson import text_columns
from core.tabular.recognition import Chunk, Notice, Overrides, Recognition, RowProblem
from core.tabular.records import Framer, choose_columns
from core.tabular.source import BLOCK, Source
from core.tabular.table import decimal_style, refuse_without_rows

LINES = "lines"
SAMPLED = 1000
BATCH = 5_000
LINES_BLOCK = 4 * BLOCK


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
    candidates = candidates_of(source, facts.encoding)
    path, reason = _chosen(candidates, overrides)
    records = list(itertools.islice(records_of(source, facts.encoding, path), SAMPLED))
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


def _chosen(candidates: Mapping[str, tuple[int, float]], overrides: Overrides) -> tuple[str, str]:
    if overrides.record_path is not None:
        return overrides.record_path, _("You chose this path.")
    path = next(iter(candidates))
    reason = _("The list at this path holds %(count)d objects whose keys are those of products.")
    return path, reason % {"count": candidates[path][0]}


def read(source: Source, recognition: Recognition) -> Iterator[Chunk]:
    """Yield the records of a JSON document as text columns."""
    records = records_of(source, recognition.encoding or "utf-8", recognition.record_path or "$[]")
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
        lines = data.count(b"\n")
        if (frame := text_columns(data, source.limits.max_depth, lines=lines)) is not None:
            yield framer.frame(frame, row + 1)
        else:
            numbered = [(row + at, _loaded(line.strip())) for at, line in enumerate(data.split(b"\n"), start=1)]
            yield _chunk(framer, 0, [(at, record) for at, record in numbered if record != b""], source.limits)
        row += lines


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
        return orjson.loads(without_nul(repaired(line)))
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
