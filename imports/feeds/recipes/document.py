"""A recipe as a YAML document: written without anything secret, read with one clear sentence for every fault."""

from collections.abc import Mapping as Table
from dataclasses import dataclass
from typing import Any

import yaml

from imports.feeds.recipes import parsing
from imports.feeds.recipes.faults import Place
from imports.feeds.recipes.reading import read_content
from imports.feeds.recipes.samples import Sample, read_samples

VERSION = 1
KEYS = (
    "recipe",
    "name",
    "description",
    "reading",
    "columns",
    "identity",
    "mapping",
    "inherit",
    "rules",
    "filters",
    "value_maps",
    "samples",
)


@dataclass(frozen=True)
class Recipe:
    """A name, and the values of a template (see suppliers.services.templates.CONTENT)."""

    name: str
    description: str
    content: dict[str, Any]


def write_recipe(recipe: Recipe) -> str:
    """The document: everything a template decides; connection and secrets belong to a source and are never part."""
    content = recipe.content
    mapping = content["mapping"]
    document = {
        "recipe": VERSION,
        "name": recipe.name,
        "description": recipe.description,
        "reading": content["reading"],
        "columns": content["columns"],
        "identity": content["identity"],
        "mapping": {name: _compact(entry) for name, entry in mapping["fields"].items()},
        "inherit": mapping.get("inherit"),
        **{name: content[name] for name in ("rules", "filters", "value_maps")},
        "samples": [_sample(sample) for sample in read_samples(content["samples"])],
    }
    filled = {name: value for name, value in document.items() if value or name in ("recipe", "name", "mapping")}
    return yaml.safe_dump(filled, allow_unicode=True, sort_keys=False, width=110)


def read_recipe(text: str) -> Recipe:
    """Read a document; raises RecipeInvalid naming the place, what stands there, and what is allowed."""
    document = parsing.parse(text)
    root = Place()
    root.refuse_unknown(document.typed, KEYS)
    if document.typed.get("recipe") != VERSION:
        raise root.at("recipe").fault(document.typed.get("recipe"), str(VERSION))
    texts = document.texts
    name = root.at("name").text(texts.get("name"), longest=200, required=True)
    description = root.at("description").text(texts.get("description"), longest=5_000)
    return Recipe(name.strip(), description, read_content(document, root))


def _compact(entry: Table[str, Any]) -> dict[str, Any]:
    """Only what is said: no empty chains, no usual modes."""
    usual = {"mode": "always"}
    return {key: value for key, value in entry.items() if value not in (None, [], "") and usual.get(key) != value}


def _sample(sample: Sample) -> dict[str, Any]:
    outcome = sample.outcome
    told = {"imported": outcome.fields, "held": list(outcome.reasons), "filtered": True}[outcome.state]
    return {"row": sample.row, outcome.state: told}
