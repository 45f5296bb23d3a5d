"""Tables written piece by piece, in constant memory: CSV, XLSX, JSON, JSON Lines."""

from core.tabular.output.base import KINDS, Field, Notes, Options, Sheet, Sink
from core.tabular.output.opening import FORMATS, open_sink

__all__ = ["FORMATS", "KINDS", "Field", "Notes", "Options", "Sheet", "Sink", "open_sink"]
