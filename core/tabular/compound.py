"""The container of old workbooks (OLE compound files), looked through before the reader follows its chains for ever."""

from collections.abc import Sequence
from typing import IO

import olefile
from django.utils.translation import gettext as _

from core.tabular.errors import UnreadableFile

UNUSED = 0xFFFFFFFF


def check_compound(stream: IO[bytes], size: int) -> None:
    """Refuse a container whose directory is damaged, whose streams exceed the file, or whose chains run in a circle."""
    try:
        with olefile.OleFileIO(stream, raise_defects=olefile.DEFECT_INCORRECT) as container:
            container.loadminifat()
            entries = [entry for entry in container.direntries if entry is not None]
            too_long = any(entry.size > size for entry in entries)
            chains = (container.fat, container.minifat)
    except (OSError, ValueError, IndexError, TypeError, AttributeError) as error:
        raise damaged() from error
    if too_long or any(_runs_in_a_circle(chain) for chain in chains):
        raise damaged()


def damaged() -> UnreadableFile:
    """Return the refusal of a workbook that no reader opens."""
    return UnreadableFile(
        "damaged_workbook", _("The workbook is damaged or incomplete. Ask the supplier to send it again.")
    )


def _runs_in_a_circle(following: Sequence[int]) -> bool:
    """Whether any sector is reached again from itself; `following` names the sector after each."""
    walked = [0] * len(following)
    for walk, first in enumerate(range(len(following)), start=1):
        place = first
        while place < len(following) and not walked[place] and following[place] != UNUSED:
            walked[place] = walk
            place = following[place]
        if place < len(following) and walked[place] == walk:
            return True
    return False
