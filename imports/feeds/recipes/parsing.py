"""YAML of a stranger: no objects, no references that swell, no second entry of a name, limited in size and depth."""

from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _

from imports.errors import RecipeInvalid

LONGEST = 2_000_000
DEEPEST, MOST_NODES = 12, 100_000


@dataclass(frozen=True)
class Document:
    """The same document twice: with numbers and flags read as such, and with every scalar as the text it is."""

    typed: dict[str, Any]
    texts: dict[str, Any]


class _Unrepeated:
    """Refuses a name that stands twice: YAML itself would let the later one win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise _refusal(_("“%s” stands twice in one object.") % key.value, key.start_mark)
            seen.add(key.value if isinstance(key, yaml.ScalarNode) else None)
        return super().construct_mapping(node, deep=deep)  # type: ignore[misc]


class _Typed(_Unrepeated, yaml.SafeLoader):
    pass


class _Texts(_Unrepeated, yaml.BaseLoader):
    pass


def parse(text: str) -> Document:
    """The document; raises RecipeInvalid with line and column for what is no YAML, or more than a recipe needs."""
    if len(text) > LONGEST:
        message = _("A recipe has at most %(limit)s characters; %(size)s were received.")
        raise RecipeInvalid(message % {"limit": LONGEST, "size": len(text)}, path="")
    try:
        _survey(text)
        typed = yaml.load(text, Loader=_Typed)  # noqa: S506  a SafeLoader
        texts = yaml.load(text, Loader=_Texts)  # noqa: S506  gives texts only
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or str(error)
        raise _refusal(_("This is not YAML: %s.") % problem, getattr(error, "problem_mark", None)) from error
    except ValueError as error:
        raise _refusal(_("This is not YAML: %s.") % error, None) from error
    if not isinstance(typed, dict) or not isinstance(texts, dict):
        raise RecipeInvalid(_("A recipe is an object with “recipe”, “name” and “mapping”."), path="")
    return Document(typed, texts)


def _survey(text: str) -> None:
    """Walk the events before anything is built."""
    depth = 0
    for nodes, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if isinstance(event, yaml.AliasEvent):
            raise _refusal(_("References (*name) are not allowed in a recipe: write the values out."), event.start_mark)
        if depth > DEEPEST or nodes > MOST_NODES:
            raise _refusal(_("The document is deeper or longer than a recipe can be."), event.start_mark)


def _refusal(reason: str, mark: Any) -> RecipeInvalid:
    if mark is None:
        return RecipeInvalid(reason, path="")
    values = {"reason": reason, "line": mark.line + 1, "column": mark.column + 1}
    message = _("%(reason)s (line %(line)s, column %(column)s)") % values
    return RecipeInvalid(message, path="", line=mark.line + 1, column=mark.column + 1)
