"""An expression tried on the first rows of a run's file."""

from dataclasses import dataclass

from imports.errors import ExpressionError
from imports.feeds.expressions import VALUE_COLUMN, compile_expression
from imports.models import ImportRun
from imports.selectors.samples import FileSample, file_sample

SHOWN = 5
_RESULT = "\x00result"


@dataclass(frozen=True)
class ExpressionSample:
    """The first results with their type, or the sentence of the error and its place in the text (from 0)."""

    values: list[str | None]
    type: str = ""
    error: str = ""
    position: int = 0
    suggestion: str = ""


def expression_sample(run: ImportRun, text: str, *, column: str = "") -> ExpressionSample:
    """What the expression gives for the first rows; `value` stands for the cell of `column`, when one is given."""
    sample = file_sample(run) or FileSample([], {}, [])
    has_value = column in sample.cells
    try:
        compiled = compile_expression(
            text, columns=sample.cells, decimal=run.recognition.get("decimal"), value=has_value
        )
    except ExpressionError as error:
        position, suggestion = error.params["position"], error.params.get("suggestion", "")
        return ExpressionSample([], error=str(error), position=position, suggestion=suggestion)
    rows = sample.frame.head(SHOWN)
    rows = rows.with_columns(rows[column].alias(VALUE_COLUMN)) if has_value else rows
    results = rows.with_columns(compiled.as_text().alias(_RESULT))[_RESULT]
    return ExpressionSample(results.to_list(), type=str(compiled.type))
