"""Findings of a run: which rows, which cells, what to do."""

from dataclasses import dataclass
from typing import Any

from core.cutting import list_page
from imports.feeds.explanations import explain
from imports.models import ImportRun, RowIssue


@dataclass(frozen=True)
class IssueRow:
    """One finding, with its sentence in the reader's language."""

    row_number: int
    level: str
    code: str
    field: str
    column: str
    value: str
    message: str
    params: dict[str, Any]


@dataclass(frozen=True)
class IssuePage:
    """One page of findings; `total` is exact, `kept` says how many of them can be paged through."""

    items: list[IssueRow]
    total: int
    kept: int
    page: int
    per_page: int
    next_cursor: str | None = None


def issue_list(
    run: ImportRun, *, level: str = "", code: str = "", sort: str = "row_number", per_page: int = 50, **cut: Any
) -> IssuePage:
    """Findings of a run in the order of its rows, of one level or code if wanted. Two queries.

    `sort` and `cut` (page, after) as `core.cutting.list_page` takes them.
    """
    criteria = {name: value for name, value in {"level": level, "code": code}.items() if value}
    found = RowIssue.objects.filter(run=run, **criteria)
    page = list_page(found, issue_row, sort=sort, per_page=per_page, **cut)
    return IssuePage(page.items, _total(run, level, code), page.total, page.page, per_page, page.next_cursor)


def issue_row(issue: RowIssue) -> IssueRow:
    """A finding as it is shown."""
    return IssueRow(
        row_number=issue.row_number,
        level=issue.level,
        code=issue.code,
        field=issue.field,
        column=issue.column,
        value=issue.value,
        message=explain(
            issue.code,
            row=issue.row_number,
            field=issue.field,
            value=issue.value,
            params={"column": issue.column or issue.field, **issue.params},
        ),
        params=issue.params,
    )


def _total(run: ImportRun, level: str, code: str) -> int:
    levels = [level] if level else list(run.issue_counts)
    return sum(
        number
        for name in levels
        for found, number in run.issue_counts.get(name, {}).items()
        if not code or found == code
    )
