"""Trees of categories in files: the text that Google publishes, and tables with paths or with names of parents."""

import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from catalog.errors import TaxonomyUnreadable
from core.tabular import UnreadableFile, read_chunks, recognise

MOST_ROWS, MOST_BYTES, LONGEST_PATH, DEEPEST = 100_000, 20 * 1024**2, 500, 20
_GOOGLE = re.compile(rb"^\s*(?:\xef\xbb\xbf)?#\s*Google_Product_Taxonomy_Version")
_LINE = re.compile(r"^\s*(?:(\d{1,20})\s+-\s+)?(.+?)\s*$")
# Names that heads of columns have, folded.
_COLUMNS = {
    "path": {"path", "chemin", "full path", "full_path", "category path", "complete_name", "category"},
    "name": {"name", "nom", "category name", "title"},
    "parent": {"parent_name", "parent", "parent name", "parent category", "parent_id/name", "categorie parente"},
    "id": {"id", "external_id", "code", "category_id", "category id"},
    "parent_id": {"parent_id", "parent id", "id_parent", "parent_id/id"},
}


@dataclass(frozen=True)
class Node:
    """A category by its names from the top down, and its id in the file ("" when it has none)."""

    parts: tuple[str, ...]
    external_id: str = ""

    @property
    def path(self) -> str:
        return " > ".join(self.parts)


def read_tree(content: bytes, *, known: Mapping[str, tuple[str, ...]] | None = None) -> list[Node]:
    """The categories of a file, each once, in its order; raises TaxonomyUnreadable saying what is wrong.

    `known`: folded name -> names from the top of a category that parents in the file may mean.
    """
    if len(content) > MOST_BYTES:
        message = _("The file is larger than %(most)s MB: leave out what is not needed.")
        raise TaxonomyUnreadable(message % {"most": MOST_BYTES // 1024**2})
    nodes = _lines(content) if _is_lines(content) else _table(content, known or {})
    distinct = {each.path.casefold(): each for each in nodes}
    if not distinct:
        raise TaxonomyUnreadable(_("The file holds no category."))
    return list(distinct.values())


def _is_lines(content: bytes) -> bool:
    """Google's own text, or a text of paths without a head."""
    beginning = content[:4_000].splitlines()
    return bool(_GOOGLE.match(content)) or any(re.match(rb"^\d+ - .+", line) for line in beginning[:3])


def _lines(content: bytes) -> Iterable[Node]:
    for line in content.decode("utf-8-sig", errors="replace").splitlines():
        found = _LINE.match(line)
        if found is None or line.lstrip().startswith("#"):
            continue
        yield _node(found[2], external_id=found[1] or "")


def _table(content: bytes, known: Mapping[str, tuple[str, ...]]) -> list[Node]:
    rows = _rows(content)
    heads = {name.strip().casefold(): name for row in rows[:1] for name in row}
    found = {what: next((heads[each] for each in heads if each in words), "") for what, words in _COLUMNS.items()}
    if found["path"] and not (found["name"] and found["parent"]):
        return [_node(row[found["path"]], external_id=_cell(row, found["id"])) for row in rows if row[found["path"]]]
    if not found["name"]:
        message = _("The file has the columns %(found)s: “path”, or “name” and “parent_name”, are needed.")
        raise TaxonomyUnreadable(message % {"found": ", ".join(heads.values()) or "–"})
    return _by_parents(rows, found, known)


def _rows(content: bytes) -> list[dict[str, str]]:
    with tempfile.NamedTemporaryFile(suffix=".csv") as kept:
        kept.write(content)
        kept.flush()
        path = Path(kept.name)
        rows: list[dict[str, str]] = []
        try:
            for chunk in read_chunks(path, recognise(path)):
                frame = chunk.frame.drop("_row", strict=False)
                rows += [{name: (cell or "").strip() for name, cell in row.items()} for row in frame.to_dicts()]
                if len(rows) > MOST_ROWS:
                    message = _("The file has more than %(most)s categories: cut it into parts.")
                    raise TaxonomyUnreadable(message % {"most": MOST_ROWS})
        except UnreadableFile as error:
            raise TaxonomyUnreadable(str(error)) from error
    return rows


def _by_parents(
    rows: list[dict[str, str]], columns: Mapping[str, str], known: Mapping[str, tuple[str, ...]]
) -> list[Node]:
    by_id = {_cell(row, columns["id"]): row for row in rows if _cell(row, columns["id"])}
    by_name = {row[columns["name"]].casefold(): row for row in reversed(rows)}
    named: list[Node] = []
    for row in rows:
        if not row[columns["name"]]:
            continue
        parts, seen, at = [row[columns["name"]]], {id(row)}, row
        while above := _cell(at, columns["parent_id"]) or _cell(at, columns["parent"]):
            parent = by_id.get(above) if columns["parent_id"] else by_name.get(above.casefold())
            if parent is None:
                parts = [*_outside(above, known), *parts]
                break
            if id(parent) in seen:
                message = _("“%(name)s” lies in itself: correct its parent in the file.")
                raise TaxonomyUnreadable(message % {"name": row[columns["name"]]})
            seen.add(id(parent))
            parts, at = [parent[columns["name"]], *parts], parent
        named.append(_node(" > ".join(parts), external_id=_cell(row, columns["id"])))
    return named


def _outside(parent: str, known: Mapping[str, tuple[str, ...]]) -> list[str]:
    """A parent that has no row of its own: a category that there is already, or a path."""
    return list(known.get(parent.casefold(), ())) or [part.strip() for part in parent.split(">")]


def _node(path: str, *, external_id: str = "") -> Node:
    parts = tuple(part for part in (" ".join(part.split()) for part in path.replace("\0", "").split(">")) if part)
    if len(" > ".join(parts)) > LONGEST_PATH or len(parts) > DEEPEST:
        message = _("“%(path)s” lies too deep: at most %(depth)s levels and %(most)s characters are allowed.")
        raise TaxonomyUnreadable(message % {"path": path[:80], "depth": DEEPEST, "most": LONGEST_PATH})
    return Node(parts, external_id[:100])


def _cell(row: Mapping[str, str], column: str) -> str:
    return row.get(column, "") if column else ""
