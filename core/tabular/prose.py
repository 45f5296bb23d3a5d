"""Texts that hold no table though they could be cut at some comma: program text, mark-up, letters."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.tabular.errors import UnreadableFile

_LOOKED_AT = 80
_ENOUGH_LINES = 4
_PROGRAM = re.compile(
    r"""^\s*(?:
        //|/\*|\*/|\*\s|\#!|\#include\b|<\?php|@media\b|```
        |(?:const|let|var|return|import|export|function|async|await|def|class|public|private|static|package|using)\b
            .*[;{}():]\s*$
        |(?:if|for|while|switch|elif|else|try|catch|with)\b.*[{:]\s*$
        |(?:INSERT\s+INTO|CREATE\s+TABLE|SELECT\s+.*\bFROM|DROP\s+TABLE|ALTER\s+TABLE)\b
        |[{}()\[\]]+[;,)]*\s*$
        |.*[({\[]\s*$
        |.*\)\s*;\s*$
        |\$\w+\s*=
        |</?[A-Za-z][^>]*>
    )""",
    re.VERBOSE,
)
_CELL_LENGTH = 80
_MANY_WORDS = 8


def refuse_prose(records: Sequence[Sequence[str]], delimiter: str) -> None:
    """Refuse program text, mark-up, and lines of sentences that no delimiter divides.

    Whole records are looked at, so that mark-up inside the quoted cells of a table is none of these.
    """
    lines = [line for record in records if (line := " ".join(delimiter.join(record).split()))][:_LOOKED_AT]
    if len(lines) >= _ENOUGH_LINES and sum(map(_is_program, lines)) > len(lines) / 3:
        raise UnreadableFile(
            "unknown_format",
            _("The file is program text or mark-up, not a product list. Send CSV, Excel, ODS, XML or JSON."),
        )
    if all(len(record) <= 1 for record in records) and sum(map(_is_sentence, lines)) > len(lines) / 3:
        raise UnreadableFile(
            "no_table",
            _("No delimiter divides the lines of the file into columns. Send CSV, Excel, ODS, XML or JSON."),
        )


def _is_program(line: str) -> bool:
    return _PROGRAM.match(line) is not None


def _is_sentence(line: str) -> bool:
    return len(line) > _CELL_LENGTH or len(line.split()) > _MANY_WORDS
