"""Why a renamed column is taken for the old one, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from imports.feeds.mapping.footprints import KINDS

_WORTH_TELLING = 20
_NAME_FITS = 50


def reason_of(told: Mapping[str, Any]) -> str:
    """The sentences of a rename as it is kept with a run: kind of values, range, shared values, name."""
    parts = [_kind(told)] if "kind" in told else []
    if told.get("overlap", 0) >= _WORTH_TELLING:
        parts.append(_("%(share)s %% of the values are the same as before.") % {"share": told["overlap"]})
    if told.get("name", 0) >= _NAME_FITS:
        parts.append(_("The name fits too.") if parts else _("The name fits."))
    return " ".join(parts)


def _kind(told: Mapping[str, Any]) -> str:
    values = {"share": told["share"], "kind": KINDS.get(told["kind"], told["kind"])}
    if told.get("same_range"):
        return _("Same kind of values: %(share)s %% %(kind)s, same range.") % values
    return _("Same kind of values: %(share)s %% %(kind)s.") % values
