"""The real feeds beside the repository and what a careful reader found in each."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "feeds"
ABSENT = f"the folder of real feeds is not here ({FOLDER})"
_SAME_ENCODING = {
    "ascii": "utf-8",
    "utf-8-sig": "utf-8",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "utf-16-le": "utf-16",
    "utf-16le": "utf-16",
    "utf-16le-bom": "utf-16",
    "utf-16-be": "utf-16",
}


@dataclass(frozen=True)
class Feed:
    """One file with its truth."""

    name: str
    truth: dict[str, Any]

    @property
    def path(self) -> Path:
        """Where the file stands."""
        return FOLDER / self.name

    @property
    def is_readable(self) -> bool:
        """Whether the truth describes a table, so that numbers can be compared."""
        return bool(self.truth["columns"]) and self.truth.get("row_count") is not None

    @property
    def columns(self) -> dict[str, list[str]]:
        """Canonical field -> the names that are right."""
        named = self.truth["columns"].items()
        return {target: names if isinstance(names, list) else [names] for target, names in named}


@dataclass
class Tally:
    """Mapping results over the fields of one or more files; a wrong price or EAN column weighs two."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    total: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of the proposed fields that are right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the fields of the truth that were found."""
        return self.right / self.total if self.total else 1.0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.right + other.right,
            self.wrong + other.wrong,
            self.missed + other.missed,
            self.total + other.total,
            self.notes + other.notes,
        )


def feeds() -> list[Feed]:
    """Every feed of the corpus, empty where the folder is absent."""
    if not (FOLDER / "truth.json").exists():
        return []
    return [Feed(name, truth) for name, truth in json.loads((FOLDER / "truth.json").read_text("utf-8")).items()]


def same_encoding(found: str | None, expected: str | None) -> bool:
    """Whether both names decode these files alike; "ascii (declares 8859_1)" counts as ascii."""

    def family(name: str | None) -> str:
        plain = (name or "").split()[0].lower() if name else ""
        return _SAME_ENCODING.get(plain, plain)

    return family(found) == family(expected)


def judge_mapping(feed: Feed, found: dict[str, str], columns: list[str]) -> Tally:
    """Compare proposed sources with the truth, field by field of the canonical fields."""
    tally = Tally(total=len(feed.columns))
    for target, names in feed.columns.items():
        source = found.get(target)
        if source is None:
            tally.missed += 1
            tally.notes.append(f"- {target}: {names[0]}")
        elif any(_same_column(source, name, columns) for name in names):
            tally.right += 1
        else:
            tally.wrong += 2 if target in ("price", "ean") else 1
            tally.notes.append(f"! {target}: {source} (is {names[0]})")
    for target, source in found.items():
        if target in CANONICAL and target not in feed.columns and target not in feed.truth.get("extra_columns", {}):
            tally.wrong += 2 if target in ("price", "ean") else 1
            tally.notes.append(f"+ {target}: {source} (not in the truth)")
    return tally


CANONICAL = (
    "ean",
    "supplier_sku",
    "title",
    "brand",
    "mpn",
    "price",
    "currency",
    "stock",
    "category",
    "image_url",
    "description",
    "weight",
)


def _same_column(source: str, name: str, columns: list[str]) -> bool:
    name = re.sub(r" \(first of two\)$", "", " ".join(name.split()))
    position = re.fullmatch(r"#(\d+)", name)
    if position and int(position.group(1)) <= len(columns) and columns[int(position.group(1)) - 1] == source:
        return True
    return source.removesuffix("[]") == name.removesuffix("[]")
