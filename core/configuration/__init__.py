"""Central settings of each organisation: a typed registry, values with history; everybody reads one by `value`."""

from core.configuration.registry import SETTINGS, Kind, Section, Setting, register
from core.configuration.values import value

__all__ = ["SETTINGS", "Kind", "Section", "Setting", "register", "value"]
