"""What the mapping page shows: lines with samples and results, what is missing, what the source decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.errors import InvalidInput
from imports.errors import ExpressionError
from imports.feeds.expressions import FUNCTIONS, compile_expression
from imports.feeds.filtering import watching
from imports.feeds.layout import IDENTIFYING, data_columns
from imports.feeds.mapping.fields import TARGETS
from imports.feeds.mapping.model import Mapping
from imports.feeds.mapping.reasons import in_words, reason_of
from imports.feeds.transformations import all_transformations, get_transformation
from imports.forms.mapping import FAMILIES, Draft, Line
from imports.forms.policies import DECIMALS, IDENTITIES, MODES, POLICIES, target_groups
from imports.models import ImportRun
from imports.selectors import possible_requests
from imports.selectors.samples import FileSample, file_sample
from imports.selectors.trials import Trial, chain_error, label_of, try_mapping
from imports.views.facts import facts_of
from imports.views.wizard import steps_of
from suppliers.selectors import SourceSettings, source_settings

SAMPLES = 4
NUMERIC = ("price", "cost", "price_promo", "price_list", "vat_rate", "weight", "stock")


@dataclass(frozen=True)
class StepView:
    """A transformation as a chip: its words and the inputs of its parameters."""

    name: str
    label: str
    inputs: list[dict[str, Any]]


@dataclass(frozen=True)
class LineView:
    """A line of the page."""

    number: int
    line: Line
    samples: list[str]
    results: list[str | None]
    evidence: dict[str, Any] | None
    steps: list[StepView]
    error: str
    problems: dict[str, int]
    options: SafeString
    is_open: bool
    is_extra: bool
    needs_name: bool
    has_decimal: bool


def mapping_context(run: ImportRun, draft: Draft, *, posted: QueryDict | None) -> dict[str, Any]:
    """The page's context; a mapping that cannot run says so beside the line that is wrong."""
    sample = file_sample(run) or FileSample([], {}, [])
    columns = data_columns(run.recognition["columns"])
    errors = _errors(draft, columns)
    trial, trial_error = _try(run, draft, sample, broken=errors)
    source = source_settings(run.source_id)
    sent = posted if posted is not None else QueryDict()
    return {
        "run": run,
        "facts": facts_of(run),
        "steps": steps_of(run, current="mapping"),
        "possible": possible_requests(run),
        "lines": list(_lines(run, draft, sample, trial, errors)),
        "trial": trial,
        "trial_error": trial_error,
        "missing": missing_of(draft.fields),
        "unused": draft.unused,
        "palette": [(name, target.label, name in draft.fields) for name, target in TARGETS.items()],
        "helping": draft.helping,
        "doubled": [label_of(name) for name in sorted(draft.doubled)],
        "transformations": [(one.name, one.label) for one in all_transformations()],
        "functions": FUNCTIONS,
        "modes": MODES,
        "decimals": DECIMALS,
        "identities": IDENTITIES,
        "identity": "+".join(draft.identity),
        "policies": _policies(source, sent),
        "error_limit": sent.get("error_limit_percent", source.error_limit_percent),
        "drift": _drift(run, draft, sent) if run.mapping_origin == ImportRun.MappingOrigin.ADAPTED else None,
    }


def missing_of(fields: Iterable[str]) -> list[str]:
    """What still has no column, in words: something that identifies a row, and the title."""
    mapped = set(fields)
    missing = [] if "title" in mapped else [_("Title (new products need one)")]
    if mapped & set(IDENTIFYING) or {"brand", "mpn"} <= mapped:
        return missing
    return [_("Supplier SKU or EAN (what identifies a row)"), *missing]


def _errors(draft: Draft, columns: tuple[str, ...]) -> dict[int, str]:
    """Line number -> what is wrong with its transformations or its name."""
    errors: dict[int, str] = {}
    for number, line in enumerate(draft.lines):
        if line.target in FAMILIES and not line.field:
            errors[number] = _("Give it a name, else it is not imported.")
        elif line.field:
            found = _formula_error(line, columns) or _chain_error(line, columns)
            errors |= {number: found} if found else {}
    return errors


def _formula_error(line: Line, columns: tuple[str, ...]) -> str:
    """Why the formula of a line cannot run, with the place in it; an empty one is not finished."""
    if line.column or line.expression is None:
        return ""
    if not line.expression.strip():
        return _("Write the formula, as in round(price * 1.2, 2).")
    try:
        compile_expression(line.expression, columns=columns)
    except ExpressionError as error:
        return str(error)
    return ""


def _chain_error(line: Line, columns: tuple[str, ...]) -> str:
    entry = {**line.entry(), "column": line.column or columns[0], "expression": None}
    return chain_error(Mapping.from_json({"fields": {line.field: entry}}).fields[line.field], columns)


def _try(run: ImportRun, draft: Draft, sample: FileSample, *, broken: dict[int, str]) -> tuple[Trial, str]:
    sound = Draft([line for number, line in enumerate(draft.lines) if number not in broken], inherit=draft.inherit)
    try:
        mapping = Mapping.from_json(sound.to_json())
        decimal, words = run.recognition.get("decimal"), run.policies.get("value_maps")
        return try_mapping(mapping, sample, identity=draft.identity, decimal=decimal, value_maps=words), ""
    except InvalidInput as error:
        return Trial(), str(error)


def _lines(
    run: ImportRun, draft: Draft, sample: FileSample, trial: Trial, errors: dict[int, str]
) -> Iterable[LineView]:
    guessed = run.mapping_origin in (ImportRun.MappingOrigin.PROPOSED, ImportRun.MappingOrigin.ADAPTED)
    reasons = in_words(run.evidence) if guessed else {}
    seen: set[str] = set()
    options = _options()
    for number, line in enumerate(draft.lines):
        evidence = reasons.get(line.field)
        yield LineView(
            number=number,
            line=line,
            samples=sample.values_of(line.column or "", count=SAMPLES),
            results=_results(line, sample, trial),
            evidence=evidence if evidence and evidence["source"] == line.column else None,
            steps=[_step(name, given, run) for name, given in line.steps],
            error=errors.get(number, ""),
            problems=trial.problems.get(line.field, {}),
            options=_with_chosen(options, line.target),
            is_open=line.is_open,
            is_extra=line.column is None or line.column in seen,
            needs_name=line.target in FAMILIES,
            has_decimal=line.target.removesuffix(":") in NUMERIC,
        )
        seen |= {line.column} if line.column else set()


def _options() -> SafeString:
    """The choices of every line's field: put together once, because a file may have hundreds of columns."""
    groups = [
        (label, format_html_join("", '<option value="{}">{}</option>', choices)) for label, choices in target_groups()
    ]
    return format_html_join("", '<optgroup label="{}">{}</optgroup>', groups)


def _with_chosen(options: SafeString, target: str) -> SafeString:
    if not target:
        return options
    value = format_html('value="{}"', target)
    return mark_safe(options.replace(value, f"{value} selected", 1))  # noqa: S308  both parts are escaped


def _results(line: Line, sample: FileSample, trial: Trial) -> list[str | None]:
    """What the shown samples become: the field's values in the rows they come from."""
    values = trial.results.get(line.field, [])
    if line.column is None:
        return values[: SAMPLES if line.expression else 1]
    cells = sample.cells.get(line.column, [])
    becomes: dict[str, str | None] = {}
    for cell, value in zip(cells, values, strict=False):
        if cell:
            becomes.setdefault(cell, value)
    return list(becomes.values())[:SAMPLES]


def _step(name: str, given: dict[str, Any], run: ImportRun) -> StepView:
    transformation = get_transformation(name)
    columns = data_columns(run.recognition["columns"])
    inputs = [
        {
            "name": parameter.name,
            "label": parameter.label,
            "type": str(parameter.type),
            "required": parameter.required,
            "choices": columns if parameter.type == "column" else parameter.choices,
            "value": _text(given.get(parameter.name)),
        }
        for parameter in transformation.parameters
    ]
    return StepView(name, str(transformation.label), inputs)


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{received} = {wanted}" for received, wanted in value.items())
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _policies(source: SourceSettings, sent: QueryDict) -> list[dict[str, Any]]:
    return [
        {"name": name, "label": label, "choices": choices, "value": sent.get(name, getattr(source, name))}
        for name, (label, choices) in POLICIES.items()
    ]


def _drift(run: ImportRun, draft: Draft, sent: QueryDict) -> dict[str, Any]:
    """How the layout differs from the last one: renames with reason and line, lost fields, new and gone columns."""
    lines: dict[str | None, int] = {}
    for number, line in enumerate(draft.lines):
        if line.field:
            lines.setdefault(line.column, number)
    guesses = {found["source"]: label_of(name) for name, found in run.evidence.items()}
    drift = run.drift
    new = {rename["new"] for rename in drift.get("renames", ())}
    lost = [*drift.get("missing", ()), *(n for n, entry in run.mapping["fields"].items() if entry["column"] in new)]
    return {
        "renames": [
            {
                **rename,
                "reason": reason_of(rename),
                "number": lines.get(rename["new"]),
                "filters": [one.title for one in watching(run.policies.get("filters", ()), rename["old"])],
                "is_same": rename["old"] in sent.getlist("same") or rename["old"] not in sent.getlist("asked"),
            }
            for rename in drift.get("renames", ())
        ],
        "missing": [label_of(name) for name in lost if name not in draft.fields],
        "new": [(name, guesses.get(name, "")) for name in drift.get("new", ())],
        "gone": drift.get("gone", []),
    }
