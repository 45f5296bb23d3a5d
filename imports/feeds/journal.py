"""The run's log: lines with a stable code and values; the sentence is made in the reader's language."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.configuration.formats import written_number
from core.databases import atomic
from imports.models import ImportRun, RunLogLine

Level = RunLogLine.Level

SENTENCES: dict[str, Any] = {
    "uploaded": _("%(name)s received: %(size)s bytes."),
    "recognised": _("Read as %(format)s with %(columns)s columns."),
    "template_taken": _("The mapping is that of the template “%(name)s”."),
    "layout_harmless": _(
        "The columns differ harmlessly from those of the last file, the mapping is used again."
        " New: %(new)s; gone: %(gone)s."
    ),
    "filters_wait": _("Filters look at columns that this file does not have: %(columns)s. The run waits."),
    "filters_follow": _("Filters look at renamed columns from now on: %(renames)s."),
    "layout_waits": _(
        "The layout has changed and waits for confirmation."
        " Probably renamed: %(renames)s; without a column now: %(missing)s."
    ),
    "refused": _("The file was refused: %(message)s"),
    "mapped": _("%(fields)s fields are mapped (%(origin)s)."),
    "values_confirmed": _("%(count)s values of the file were given a meaning."),
    "started": _("The work began."),
    "resumed": _("The work goes on after chunk %(chunk)s."),
    "waiting": _("Another run of this feed is at work: this one waits for its end."),
    "staged": _("%(rows)s rows read in %(seconds)s s."),
    "staged_before": _("%(rows)s rows were read before; the file is not read again."),
    "prepared": _("%(valid)s rows are valid, %(held)s are held; checked in %(seconds)s s."),
    "deduplicated": _("%(losers)s rows repeat the key of another row of the file."),
    "merged": _("Chunk %(chunk)s: %(created)s created, %(updated)s updated, %(unchanged)s unchanged."),
    "too_few_rows": _(
        "The file has %(rows)s rows, usually %(usual)s: less than %(percent)s %%. It is taken for incomplete, and "
        "nothing counts as missing."
    ),
    "keyless_rows": _(
        "%(keyless)s of %(rows)s rows cannot be told to be any product: they may be those that seem to be missing, so "
        "nothing counts as missing."
    ),
    "no_rows": _("No row of the file can be imported: nothing counts as missing."),
    "retired": _("%(missing)s products of this feed are not in the file; %(retired)s are no longer delivered."),
    "braked": _("Held before anything was merged: the file is not like those before."),
    "approved": _("Approved by %(name)s."),
    "released": _("Let go on by %(name)s."),
    "turned_down": _("Refused by %(name)s: nothing was imported."),
    "obsolete": _("Closed: a newer file of this feed has been imported."),
    "helped": _("A further worker did %(chunks)s chunks."),
    "dry_run_done": _("The dry run ended after %(seconds)s s."),
    "paused": _("Paused on request."),
    "cancelled": _("Cancelled on request; what was imported before stays and can be undone."),
    "completed": _("Completed in %(seconds)s s."),
    "failed": _("Failed: %(message)s"),
    "will_retry": _("It will be tried again: %(message)s"),
    "undone": _(
        "%(restored)s products restored, %(removed)s removed, %(kept)s values kept because they changed since."
    ),
    "taken_over": _("Another worker has taken over."),
}


def note(run: ImportRun, code: str, *, level: str = Level.INFO, **params: Any) -> None:
    """Add a line to the run's log."""
    with atomic("imports"):
        RunLogLine.objects.create(job=run, level=level, code=code, message=sentence(code, params), params=params)


def sentence(code: str, params: dict[str, Any]) -> str:
    """The line's text in the language of the moment; a code of an older version falls back on itself."""
    template = SENTENCES.get(code)
    return str(template) % {name: _written(value) for name, value in params.items()} if template else code


def _written(value: Any) -> Any:
    """Numbers as the reader writes them; a mapping's or a layout's names as they are."""
    return written_number(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
