"""Delimited text (CSV, TSV, CIF): recognition from the first part of the file."""

import dataclasses

from django.utils.translation import gettext as _

from core.tabular import dialect as dialects
from core.tabular.dialect import Dialect
from core.tabular.encoding import REPAIR, SAMPLE, TextFacts, decide
from core.tabular.errors import UnreadableFile
from core.tabular.prose import refuse_prose
from core.tabular.recognition import Notice, Overrides, Recognition
from core.tabular.source import Source
from core.tabular.table import Table, decimal_style, describe, refuse_without_rows

HEADER_RECORDS = 120
QUOTED = 256 * 1024
_ERROR_WORDS = ("error", "erreur", "fehler", "denied", "forbidden", "unauthor", "not found", "exception", "unavailable",
                "timeout", "quota", "interdit", "invalid")  # fmt: skip


def sample_text(source: Source, facts: TextFacts, size: int = SAMPLE) -> tuple[str, bool]:
    """Return the first part of a text, cut at a line end unless it is all; and whether it is all."""
    head = source.head(size + 1)
    complete = len(head) <= size
    text = head.decode(facts.encoding, REPAIR if facts.encoding.startswith("utf-8") else "replace")
    text = text.replace("\x00", "").removeprefix("\ufeff")
    if not complete and (cut := max(text.rfind("\n"), text.rfind("\r"))) > 0:
        text = text[: cut + 1]
    return text, complete


def recognise(source: Source, overrides: Overrides) -> Recognition:
    """Describe a delimited text."""
    facts = decide(source, overrides)
    text, complete = sample_text(source, facts)
    _refuse_error_text(text, complete)
    dialect = dialects.detect(text[:QUOTED], forced=overrides.delimiter)
    grid = _clean(dialect.records(text, HEADER_RECORDS))
    refuse_prose(grid, dialect.delimiter)
    table = describe(grid, forced=overrides.header_row, limits=source.limits)
    refuse_without_rows(not complete or any(map(any, grid[table.header.first_data :])))
    return _recognition("csv", source, facts, dialect, table, text, overrides)


def recognise_cif(source: Source, overrides: Overrides) -> Recognition:
    """Describe an Ariba CIF catalogue: header block, FIELDNAMES line, DATA ... ENDOFDATA."""
    facts = decide(source, overrides)
    text, __ = sample_text(source, facts)
    dialect = Dialect(overrides.delimiter or ",", '"', None, _("CIF catalogues are comma-separated."))
    lines = text.splitlines()
    names = next((i for i, line in enumerate(lines) if line.upper().startswith("FIELDNAMES:")), None)
    start = next((i for i, line in enumerate(lines) if line.strip().upper() == "DATA"), None)
    if names is None or start is None:
        raise UnreadableFile(
            "damaged_catalogue",
            _("The CIF catalogue lacks its FIELDNAMES or DATA line. Ask the supplier to send it again."),
        )
    header = [name.strip() for name in lines[names].split(":", 1)[1].split(dialect.delimiter)]
    body = dialect.records("\n".join(lines[start + 1 :]), HEADER_RECORDS)
    table = describe([header, *body], forced=1, limits=source.limits)
    found = _recognition("cif", source, facts, dialect, table, text, overrides)
    return dataclasses.replace(
        found,
        header_row=names + 1,
        header_rows=1,
        first_data_row=start + 2,
        reasons={**found.reasons, "header_row": _("The FIELDNAMES line holds the column names.")},
    )


def _clean(grid: list[list[str]]) -> list[list[str]]:
    if grid and 1 <= len(grid[0]) <= 2 and grid[0][0].lower().startswith("sep="):
        grid[0] = [""]
    return grid


def _recognition(
    name: str, source: Source, facts: TextFacts, dialect: Dialect, table: Table, text: str, overrides: Overrides
) -> Recognition:
    cells = [cell for record in dialect.records(text, HEADER_RECORDS)[table.header.first_data :] for cell in record]
    decimal, why = decimal_style(cells)
    return Recognition(
        format=name,
        container=source.container,
        member=source.member,
        encoding=facts.encoding,
        bom=facts.bom,
        delimiter=dialect.delimiter,
        quote=dialect.quote,
        escape=dialect.escape,
        line_end=dialects.line_end(text),
        decimal=overrides.decimal or decimal,
        header_row=None if table.header.row is None else table.header.row + 1,
        header_rows=table.header.rows,
        first_data_row=table.header.first_data + 1,
        width=table.width,
        min_width=table.min_width,
        columns=table.columns,
        column_positions=table.positions,
        reasons={
            "format": _("The content is text divided into cells."),
            "encoding": facts.reason,
            "delimiter": dialect.reason,
            "header_row": table.header.reason,
            "decimal": why,
        },
        notices=(*facts.notices, *_quote_notice(dialects.unclosed_quotes(text[:QUOTED], dialect))),
    )


def _quote_notice(count: int) -> tuple[Notice, ...]:
    if not count:
        return ()
    message = _("%(count)d cells begin with a quote that is never closed; it was read as an ordinary character.")
    return (Notice("stray_quote", message % {"count": count}),)


def _refuse_error_text(text: str, complete: bool) -> None:
    """A short sentence about an error in place of a table."""
    lines = [line for line in text.splitlines() if line.strip()]
    short = complete and len(lines) <= 3 and not any(mark in line for mark in ";\t|" for line in lines)
    if short and any(word in text.lower() for word in _ERROR_WORDS):
        raise UnreadableFile(
            "api_error_document",
            _("The file is an error message (%(text)s), not a product list. Check the source or ask the supplier.")
            % {"text": " ".join(text.split())[:120]},
        )
