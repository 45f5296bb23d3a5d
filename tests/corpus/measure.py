"""Runs the inspection over the corpus and compares it with the truth."""

import time
from dataclasses import dataclass, field
from typing import Any

from imports.feeds.inspection import inspect
from tests.corpus.truth import Feed, Tally, feeds, judge_mapping, same_encoding

EXACT = ("format", "encoding", "delimiter", "sheet", "header_row", "record_path", "row_count", "valid_gtin_rows")


@dataclass
class Result:
    """One file: what differs, how the mapping fared, how much work it was."""

    feed: Feed
    answer: dict[str, Any]
    seconds: float
    agrees: dict[str, bool] = field(default_factory=dict)
    mapping: Tally = field(default_factory=Tally)


def measure(part: str = "") -> list[Result]:
    """Inspect every feed whose name contains `part`."""
    return [_measure(feed) for feed in feeds() if part in feed.name]


def _measure(feed: Feed) -> Result:
    started = time.process_time()
    answer = inspect(feed.path).to_json()
    result = Result(feed, answer, time.process_time() - started)
    if feed.is_readable:
        result.agrees = {key: _agrees(key, answer[key], feed.truth.get(key)) for key in EXACT}
        found = {target: entry["source"] for target, entry in answer["mapping"].items()}
        result.mapping = judge_mapping(feed, found, answer["columns"])
    return result


def _agrees(key: str, found: Any, expected: Any) -> bool:
    if key == "encoding":
        return same_encoding(found, expected)
    if key == "record_path":
        return (found or "").strip("/") == (expected or "").strip("/")
    return found == expected


def shares(results: list[Result]) -> dict[str, float]:
    """Share of the readable files on which each recognised value is right."""
    readable = [result for result in results if result.agrees]
    return {key: sum(result.agrees[key] for result in readable) / max(len(readable), 1) for key in EXACT}


def total_mapping(results: list[Result]) -> Tally:
    """The mapping over all files."""
    return sum((result.mapping for result in results), Tally())


def print_table(results: list[Result]) -> None:
    """One line per file, its misses below it, the totals at the end."""
    for result in results:
        error = result.answer["error"]
        state = f"refused: {error['code']}" if error else f"{result.answer['row_count']} rows"
        print(
            f"{result.feed.name:52} {result.seconds:5.2f} s  {state:28} {result.mapping.right}/{result.mapping.total}"
        )
        for key, right in result.agrees.items():
            if not right:
                print(f"      {key}: {result.answer[key]!r}, truth {result.feed.truth.get(key)!r}")
        for note in result.mapping.notes:
            print(f"      {note}")
    mapping = total_mapping(results)
    print("\n" + "  ".join(f"{key} {share:.1%}" for key, share in shares(results).items()))
    print(f"mapping: precision {mapping.precision:.3f}  recall {mapping.recall:.3f}  {mapping.right}/{mapping.total}")
