"""The pure rules: which value a product gets."""

import polars as pl
import pytest

from catalog.merging import accepted, base, changed_fields, decide, new, theirs, winners


def golden(ours, before, after, *, locks=None, kind=None):
    provenance = f'{{"title": {{"kind": "{kind}"}}}}' if kind else "{}"
    columns = {"product_id": "p", "locks": locks, "provenance": provenance, "title": ours}
    columns |= {base("title"): before, theirs("title"): after}
    return pl.DataFrame({name: [value] for name, value in columns.items()}, schema=dict.fromkeys(columns, pl.String))


CASES = {
    "source changes": ("a", "a", "b", None, None, "b"),
    "nothing changes": ("a", "a", "a", None, None, "a"),
    "source goes blank": ("a", "a", None, None, None, "a"),
    "first value": (None, None, "b", None, None, "b"),
    "never a value": (None, None, None, None, None, None),
    "edited, source changes": ("mine", "a", "b", None, "manual", "mine"),
    "edited, source as before": ("mine", "a", "a", None, "manual", "mine"),
    "blanked by hand": (None, "a", "b", None, "manual", None),
    "filled by hand where no source spoke": ("mine", None, "b", None, "manual", "mine"),
    "edited, source had agreed": ("a", "a", "b", None, "manual", "b"),
    "set by a rule": ("ours", "a", "b", None, "rule", "ours"),
    "written by AI, a source speaks": ("ai", None, "b", None, "ai", "b"),
    "locked": ("a", "a", "b", "title", None, "a"),
    "locked blank": (None, None, "b", "title", None, None),
    "another field locked": ("a", "a", "b", "price\nstock", None, "b"),
    "source value kept when it differed": ("old", "x", "y", None, None, "y"),
}


@pytest.mark.parametrize(("ours", "before", "after", "locks", "kind", "expected"), CASES.values(), ids=CASES)
def test_decision(ours, before, after, locks, kind, expected):
    decided = decide(golden(ours, before, after, locks=locks, kind=kind), ["title"])
    assert decided[new("title")].item() == expected
    assert changed_fields(decided, ["title"]) == ({"title": 1} if expected != ours else {})


def offers(*rows):
    names = ("product_id", "offer_id", "priority", "first_seen_at", "title", "price", "currency")
    return pl.DataFrame(rows, schema={n: pl.Int32 if n == "priority" else pl.String for n in names}, orient="row")


WINNERS = {
    "priority": ([("p", "1", 20, "1", "b", None, None), ("p", "2", 10, "2", "a", None, None)], ("a", None, None)),
    "age among equals": (
        [("p", "1", 10, "2", "b", None, None), ("p", "2", 10, "1", "a", None, None)],
        ("a", None, None),
    ),
    "next when blank": (
        [("p", "1", 10, "1", None, None, None), ("p", "2", 20, "2", "b", None, None)],
        ("b", None, None),
    ),
    "currency goes with its price": (
        [("p", "1", 10, "1", "a", None, "USD"), ("p", "2", 20, "2", "b", "5", "EUR")],
        ("a", "5", "EUR"),
    ),
    "no currency rather than a stranger's": (
        [("p", "1", 10, "1", "a", "5", None), ("p", "2", 20, "2", "b", "6", "EUR")],
        ("a", "5", None),
    ),
    "alone": ([("p", "1", 10, "1", "a", "5", "EUR")], ("a", "5", "EUR")),
}


@pytest.mark.parametrize(("rows", "expected"), WINNERS.values(), ids=WINNERS)
def test_winners(rows, expected):
    assert winners(offers(*rows), ["title", "price", "currency"]).rows() == [("p", *expected)]


ACCEPTED = {
    "always": ("always", True, "in", "was", "golden", "in"),
    "always, blank": ("always", True, None, "was", "golden", None),
    "not mapped": ("always", False, None, "was", "golden", "was"),
    "only new": ("only_new", True, "in", "was", "golden", "was"),
    "only if empty, filled": ("only_if_empty", True, "in", "was", "golden", "was"),
    "only if empty, empty": ("only_if_empty", True, "in", None, None, "in"),
}


@pytest.mark.parametrize(("mode", "mapped", "incoming", "was", "current", "expected"), ACCEPTED.values(), ids=ACCEPTED)
def test_accepted(mode, mapped, incoming, was, current, expected):
    rows = pl.DataFrame(
        {"title": [incoming], "title:was": [was], "title:golden": [current]},
        schema=dict.fromkeys(("title", "title:was", "title:golden"), pl.String),
    )
    said = accepted(rows, present=["title"] if mapped else [], modes={"title": mode}, fields=["title"])
    assert said["title"].item() == expected
