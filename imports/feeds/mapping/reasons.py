"""Why columns are taken for fields, and renamed ones for the old ones, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from imports.feeds.mapping.footprints import KINDS
from imports.feeds.mapping.why import SENTENCES, Why

RENAMED = "renamed"
_WORTH_TELLING = 20
_NAME_FITS = 50


def in_words(evidence: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The evidence that a run keeps, its reasons as sentences."""
    return {name: {**found, "reason": _said(found.get("reason"))} for name, found in evidence.items()}


def _said(reason: Any) -> str:
    """A code of another version stands for itself."""
    if not isinstance(reason, dict):
        return str(reason or "")
    if reason.get("code") == RENAMED:
        return reason_of(reason)
    why = Why.from_json(reason)
    return str(why) if why.code in SENTENCES else why.code


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
