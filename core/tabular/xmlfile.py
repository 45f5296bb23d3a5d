"""XML feeds: record path from repetition, streaming records as flat text columns."""

import itertools
from collections.abc import Callable, Iterator
from functools import partial

from django.utils.translation import gettext as _
from lxml import etree

from core.tabular.encoding import TextFacts
from core.tabular.errors import UnreadableFile
from core.tabular.recognition import Chunk, Notice, Overrides, Recognition
from core.tabular.records import Framer, choose_columns
from core.tabular.source import Source
from core.tabular.table import decimal_style, refuse_without_rows
from core.tabular.xmlflat import Discriminators, Flattener
from core.tabular.xmlrecords import Census, Names, candidates, take_census
from core.tabular.xmlstream import AMPERSANDS, XmlStream, elements, encoding_of, refuse_entities

SAMPLED = 400
BATCH = 2_000
_ERROR_ROOTS = frozenset({"error", "errors", "fault", "exception", "errorresponse", "problem", "errormessage"})


def recognise(source: Source, overrides: Overrides) -> Recognition:
    """Describe an XML document by the element that repeats like a product."""
    refuse_entities(source)
    facts = encoding_of(source, overrides)
    try:
        return _described(source, overrides, facts, ())
    except UnreadableFile as error:
        if error.code != "malformed_xml":
            raise
        return _described(source, overrides, facts, (AMPERSANDS,))


def _described(source: Source, overrides: Overrides, facts: TextFacts, repairs: tuple[str, ...]) -> Recognition:
    names, stream = Names(), XmlStream(source, facts.encoding, repairs)
    census = take_census(elements(stream, events=("start", "end")), names)
    ranked = candidates(census)
    _refuse_error(census)
    path, reason = _chosen(ranked, overrides)
    discriminators, rows = _sampled(partial(XmlStream, source, facts.encoding, repairs), path)
    refuse_without_rows(bool(rows))
    columns, extra = choose_columns(rows, source.limits)
    decimal, why = decimal_style([value for row in rows[:100] for value in row.values() if value])
    return Recognition(
        format="xml",
        container=source.container,
        member=source.member,
        encoding=facts.encoding,
        bom=facts.bom,
        decimal=overrides.decimal or decimal,
        record_path=path,
        record_path_candidates=tuple(candidate[0] for candidate in ranked[:8]),
        namespaces=census.namespaces,
        discriminators=discriminators,
        repairs=repairs,
        columns=columns,
        reasons={
            "format": _("The content is an XML document."),
            "encoding": facts.reason,
            "record_path": reason,
            "decimal": why,
        },
        notices=(*facts.notices, *_control_notice(stream), *_repair_notice(repairs), *extra),
    )


def _chosen(ranked: list[tuple[str, int, float]], overrides: Overrides) -> tuple[str, str]:
    if overrides.record_path is not None:
        return overrides.record_path, _("You chose this path.")
    if not ranked:
        raise UnreadableFile(
            "no_records",
            _("The XML document holds no repeated element with fields. Send one element for each product."),
        )
    path, count, _rating = ranked[0]
    reason = _("%(count)d elements at this path in the first part of the file hold most of its values.")
    return path, reason % {"count": count}


def _refuse_error(census: Census) -> None:
    local = {name.rpartition(":")[2].lower() for steps in census.paths for name in steps[:3]}
    if census.values < 25 and local & _ERROR_ROOTS:
        raise UnreadableFile(
            "api_error_document",
            _("The file is an error message of a server, not a product list. Check the source or ask the supplier."),
        )


def _control_notice(stream: XmlStream) -> tuple[Notice, ...]:
    if not stream.removed:
        return ()
    message = _("%(count)d control characters that XML does not allow were removed. Check the texts around them.")
    return (Notice("control_characters", message % {"count": stream.removed}),)


def _repair_notice(repairs: tuple[str, ...]) -> tuple[Notice, ...]:
    if not repairs:
        return ()
    return (Notice("repaired_xml", _("The XML holds the sign & unescaped; it was read as plain text.")),)


def _sampled(opened: Callable[[], XmlStream], path: str) -> tuple[dict[str, str], list[dict[str, str | None]]]:
    """Learn the discriminating keys from the first records, then flatten them."""
    names = Names()
    keys = Discriminators(names)
    for record in itertools.islice(_records(opened(), path, names), SAMPLED):
        keys.learn(record)
    found = keys.found()
    flattener = Flattener(names, found)
    records = itertools.islice(_records(opened(), path, names), SAMPLED)
    return found, [flattener.row(record) for record in records]


def _records(stream: XmlStream, path: str, names: Names) -> Iterator[etree._Element]:
    """Yield the complete elements at a record path; each is emptied when the next one is asked for."""
    steps = path.removeprefix("//").split("/")
    anywhere = path.startswith("//")
    for __, element in elements(stream, events=("end",), tag="{*}" + steps[-1].rpartition(":")[2]):
        if _is_at(element, steps, names, anywhere=anywhere):
            yield element
            _release(element)


def _is_at(element: etree._Element, steps: list[str], names: Names, *, anywhere: bool) -> bool:
    if anywhere:
        inner = {names.tag(parent) for parent in element.iterancestors()}
        return names.tag(element) == steps[-1] and steps[-1] not in inner
    node: etree._Element | None = element
    for step in reversed(steps):
        if node is None or names.tag(node) != step:
            return False
        node = node.getparent()
    return node is None


def _release(element: etree._Element) -> None:
    """Free a record and everything before it."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def _resilient_records(source: Source, recognition: Recognition, names: Names) -> Iterator[etree._Element]:
    """Yield the records; at a bare ampersand beyond the sample begin again with repair, behind what was read."""
    encoding, path, done = recognition.encoding or "utf-8", recognition.record_path or "", 0
    try:
        for record in _records(XmlStream(source, encoding, recognition.repairs), path, names):
            done += 1
            yield record
    except UnreadableFile as error:
        if error.code != "malformed_xml" or recognition.repairs:
            raise
        yield from itertools.islice(_records(XmlStream(source, encoding, (AMPERSANDS,)), path, names), done, None)


def read(source: Source, recognition: Recognition) -> Iterator[Chunk]:
    """Yield the records of an XML document as text columns."""
    refuse_entities(source)
    names = Names()
    flattener = Flattener(names, recognition.discriminators)
    records = enumerate(_resilient_records(source, recognition, names), start=1)
    framer = Framer(recognition.columns, source.limits)
    for number in itertools.count():
        batch = [(row, flattener.row(record)) for row, record in itertools.islice(records, BATCH)]
        if not batch and number:
            return
        yield framer.chunk(number, [values for __, values in batch], [row for row, __ in batch], ())
