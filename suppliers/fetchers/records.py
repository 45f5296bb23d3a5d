"""Where the records are in a JSON document."""

from typing import Any

from django.utils.translation import gettext as _

from suppliers.errors import AnswerUnusable

Records = list[dict[str, Any]]
MOST_NAMED = 8


def records_at(document: Any, path: str, *, host: str) -> Records:
    """The records below the path (names with dots); without one the document itself, or its one list of records.

    Raises AnswerUnusable when there is no list of records, naming what there is.
    """
    found = value_at(document, path) if path else _only_list(document)
    if found is None and path and _has(document, path):
        return []
    if not isinstance(found, list):
        raise AnswerUnusable(_nothing_there(document, path, host))
    if not all(isinstance(record, dict) for record in found):
        message = _("%(host)s lists something else than records at “%(path)s”: name the list of products.")
        raise AnswerUnusable(message % {"host": host, "path": path or "-"})
    return found


def value_at(document: Any, path: str) -> Any:
    """What stands at the path; None when there is nothing. A number names a place in a list."""
    for name in path.split("."):
        if isinstance(document, dict):
            document = document.get(name)
        elif isinstance(document, list) and name.isdigit() and int(name) < len(document):
            document = document[int(name)]
        else:
            return None
    return document


def _has(document: Any, path: str) -> bool:
    above, _dot, last = path.rpartition(".")
    parent = value_at(document, above) if above else document
    return isinstance(parent, dict) and last in parent


def _only_list(document: Any) -> Any:
    if isinstance(document, dict):
        lists = [value for value in document.values() if isinstance(value, list)]
        return lists[0] if len(lists) == 1 else None
    return document


def _nothing_there(document: Any, path: str, host: str) -> str:
    named = {"host": host, "path": path, "known": ", ".join(_lists(document)) or "-"}
    if path:
        return _("%(host)s has no list of records at “%(path)s”; there are lists at: %(known)s.") % named
    return _("%(host)s answers with several parts: name where the records are. There are lists at: %(known)s.") % named


def _lists(document: Any, path: str = "", depth: int = 4) -> list[str]:
    """Paths that lead to lists."""
    if isinstance(document, list):
        return [path or "-"]
    if not isinstance(document, dict) or depth == 0:
        return []
    below = (_lists(value, f"{path}.{name}".lstrip("."), depth - 1) for name, value in document.items())
    return [each for found in below for each in found][:MOST_NAMED]
