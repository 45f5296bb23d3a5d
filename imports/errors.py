"""What imports refuses, and why a run fails.

Refused
    FileTooLarge            413  the file passes the limit of this installation
    ExpressionError         422  an expression cannot be understood; says where and why
    MappingIncomplete       422  a field without which nothing can be identified has no column
    RecipeInvalid           422  a recipe that is no YAML, or says something nobody understands
    SamplesDiffer           409  a change that makes something else of a template's sample rows
    MappingUnconfirmed      409  the run waits for somebody to confirm the mapping
    SourceBusy              409  another run of the source is paused or waits
    SourceOff               409  the source, or its supplier, is switched off
    FetchRunning            409  the source is being looked at right now
    RunNotFound, HeldRowNotFound, FetchNotFound  404
    NothingToRehearse       409  no file of the feed has come yet
    RunHeld                 409  the brake holds the run: it is approved or refused, not started or changed
    RunNotHeld              409  only a run that the brake holds can be let go on or refused
    RunOutdated             409  a later file of the source came first
    ApprovalNeedsAnother    409  the source wants the approval of another person
    EanTaken                409  another product has the EAN; `product_id` says which
    UndoRefused             409  the run changed nothing, is still at work, or is undone already
Terminal
    TooManyErrors                more rows with errors than the source's policy allows
    CountsDisagree               read rows are not the sum of what became of them: a defect, never accepted silently
"""

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, InvalidInput, NotFound, Terminal


class FileTooLarge(InvalidInput):
    """The file passes the limit of this installation."""

    code = "IMPORT_FILE_TOO_LARGE"
    status = 413


class ExpressionError(InvalidInput):
    """An expression cannot be understood; `line`, `column` and `position` say where."""

    code = "EXPRESSION_INVALID"


class MappingIncomplete(InvalidInput):
    """Without these fields no row can be identified."""

    code = "IMPORT_MAPPING_INCOMPLETE"


class MappingUnconfirmed(Conflict):
    """The run waits for somebody to confirm the mapping."""

    code = "IMPORT_MAPPING_UNCONFIRMED"
    default_message = _("The mapping of this file is only a proposal: confirm or correct it first.")


class RecipeInvalid(InvalidInput):
    """A recipe that is no YAML, or says something nobody understands; `details.path` names the place."""

    code = "RECIPE_INVALID"


class SamplesDiffer(Conflict):
    """The change makes something else of the template's sample rows; `details.differences` says what."""

    code = "TEMPLATE_SAMPLES_DIFFER"


class SourceBusy(Conflict):
    """Another run of the source stands in the way."""

    code = "IMPORT_SOURCE_BUSY"


class SourceOff(Conflict):
    """The source, or its supplier, is switched off."""

    code = "IMPORT_SOURCE_OFF"
    default_message = _("This feed, or its supplier, is switched off: switch it on first.")


class FetchRunning(Conflict):
    """The source is being looked at right now."""

    code = "FETCH_RUNNING"
    default_message = _("The files of this feed are being fetched right now: wait for the end of that.")


class FetchNotFound(NotFound):
    """No such look at a source in this organisation."""

    code = "FETCH_NOT_FOUND"


class RunNotFound(NotFound):
    """No such run in this organisation."""

    code = "IMPORT_NOT_FOUND"


class HeldRowNotFound(NotFound):
    """No such held row in this organisation."""

    code = "HELD_ROW_NOT_FOUND"


class NothingToRehearse(Conflict):
    """No file of the feed has come yet."""

    code = "IMPORT_NO_FILE_YET"
    default_message = _("No file of this feed has come yet: there is nothing to run dry.")


class RunHeld(Conflict):
    """The brake holds the run."""

    code = "IMPORT_HELD"
    default_message = _("This run is held because its file is unusual: approve or refuse it.")


class RunNotHeld(Conflict):
    """The brake does not hold this run (any more)."""

    code = "IMPORT_NOT_HELD"
    default_message = _("This run is not held: it was approved, refused or closed before.")


class RunOutdated(Conflict):
    """A later file of the source is being imported or has been."""

    code = "IMPORT_OUTDATED"
    default_message = _(
        "A later file of this feed is being imported or has been: this one would bring back old values."
    )


class ApprovalNeedsAnother(Conflict):
    """The source wants the approval of another person."""

    code = "IMPORT_NEEDS_ANOTHER_PERSON"
    default_message = _("You started this run or approved it already: this feed wants another person's approval.")


class UndoRefused(Conflict):
    """The run cannot be undone."""

    code = "IMPORT_UNDO_REFUSED"


class TooManyErrors(Terminal):
    """More rows with errors than the source's policy allows; nothing was imported."""

    code = "IMPORT_TOO_MANY_ERRORS"


class CountsDisagree(Terminal):
    """Read rows are not the sum of what became of them."""

    code = "IMPORT_COUNTS_DISAGREE"


class EanTaken(Conflict):
    """Another product has this EAN, or the product cannot take it; `product_id` is the product to open."""

    code = "EAN_TAKEN"
