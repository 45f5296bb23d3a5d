"""How a service is walked: by page, offset, cursor, the next address in the answer or in the header Link."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suppliers.errors import AnswerUnusable
from suppliers.fetchers.base import Connection, ConnectionField, InputType
from suppliers.fetchers.records import Records, value_at

NONE, PAGE, OFFSET, CURSOR, LINK = "none", "page", "offset", "cursor", "link"
_NEXT = re.compile(r'<([^>]*)>[^,]*;\s*rel="?next"?', re.I)
PAGING_FIELDS = (
    ConnectionField(
        "paging",
        gettext_lazy("Pages"),
        InputType.CHOICE,
        default=NONE,
        choices=(
            (NONE, gettext_lazy("One answer has everything")),
            (PAGE, gettext_lazy("By number of the page")),
            (OFFSET, gettext_lazy("By number of the first record")),
            (CURSOR, gettext_lazy("By a cursor or address in the answer")),
            (LINK, gettext_lazy("By the header Link")),
        ),
    ),
    ConnectionField(
        "page_parameter", gettext_lazy("Parameter of the page"), default="page", shown_for=("paging", (PAGE,))
    ),
    ConnectionField(
        "first_page",
        gettext_lazy("Number of the first page"),
        InputType.NUMBER,
        default=1,
        least=0,
        shown_for=("paging", (PAGE,)),
    ),
    ConnectionField(
        "offset_parameter", gettext_lazy("Parameter of the offset"), default="offset", shown_for=("paging", (OFFSET,))
    ),
    ConnectionField(
        "cursor_parameter", gettext_lazy("Parameter of the cursor"), default="cursor", shown_for=("paging", (CURSOR,))
    ),
    ConnectionField(
        "cursor_path",
        gettext_lazy("Where the next cursor is"),
        required=True,
        shown_for=("paging", (CURSOR,)),
        help=gettext_lazy("Such as paging.next; an address there is followed as it is."),
    ),
    ConnectionField(
        "size_parameter",
        gettext_lazy("Parameter of the page size"),
        default="limit",
        shown_for=("paging", (PAGE, OFFSET, CURSOR)),
    ),
    ConnectionField(
        "page_size",
        gettext_lazy("Records a page"),
        InputType.NUMBER,
        default=100,
        most=100_000,
        shown_for=("paging", (PAGE, OFFSET, CURSOR)),
    ),
    ConnectionField(
        "most_pages",
        gettext_lazy("At most so many pages"),
        InputType.NUMBER,
        default=1000,
        most=100_000,
        shown_for=("paging", (PAGE, OFFSET, CURSOR, LINK)),
    ),
)


@dataclass(frozen=True)
class Asked:
    """What the next page is asked with."""

    url: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A page that came."""

    records: Records
    document: Any
    headers: Mapping[str, str]


class Pager:
    """Leads from page to page until there is none; never twice to the same.

    A page that is shorter than asked for is no end: services give fewer than asked, and an end taken too early loses
    products silently. The end is an empty page, no further cursor, or (by number) a page the service does not have.
    """

    def __init__(self, connection: Connection) -> None:
        """Begin in front of the first page."""
        self._connection, self._way = connection, connection.text("paging") or NONE
        self._taken = self._offset = 0
        self._following: Asked | None = Asked(connection.text("url"), self._first())
        self._seen: dict[str, int] = {}
        self._cursors: set[str] = set()

    @property
    def may_end_missing(self) -> bool:
        """Whether a page that is not there is the end."""
        return self._way == PAGE and self._taken > 0

    def next_request(self) -> Asked | None:
        """What to ask now; None at the end. Raises AnswerUnusable when there are more pages than allowed."""
        most = self._connection.number("most_pages", 1000)
        if self._following is not None and self._taken >= most:
            message = _(
                "There are more than %(most)d pages: raise that number in the connection, or ask for larger ones."
            )
            raise AnswerUnusable(message % {"most": most})
        return self._following

    def took(self, page: Page) -> None:
        """Find what comes behind this page; raises AnswerUnusable when it came before."""
        self._taken += 1
        self._offset += len(page.records)
        if self._way != NONE and page.records:
            self._refuse_repetition(page)
        self._following = self._behind(page)

    def _behind(self, page: Page) -> Asked | None:
        if self._way in (PAGE, OFFSET):
            return Asked(self._connection.text("url"), self._numbered()) if page.records else None
        if self._way == CURSOR:
            return self._by_cursor(value_at(page.document, self._connection.text("cursor_path")))
        if self._way == LINK:
            found = _NEXT.search(page.headers.get("Link", ""))
            return self._by_address(found.group(1)) if found else None
        return None

    def _first(self) -> dict[str, Any]:
        return self._sized() if self._way in (CURSOR, NONE, LINK) else self._numbered()

    def _numbered(self) -> dict[str, Any]:
        values = self._connection.values
        if self._way == PAGE:
            first = int(values["first_page"]) if values.get("first_page") is not None else 1
            return {**self._sized(), self._connection.text("page_parameter") or "page": first + self._taken}
        return {**self._sized(), self._connection.text("offset_parameter") or "offset": self._offset}

    def _sized(self) -> dict[str, Any]:
        name = self._connection.text("size_parameter")
        is_asked = name and self._way in (PAGE, OFFSET, CURSOR)
        return {name: self._connection.number("page_size", 100)} if is_asked else {}

    def _by_cursor(self, cursor: Any) -> Asked | None:
        if cursor in (None, "", False):
            return None
        text = str(cursor)
        if text.startswith(("http://", "https://", "/", "?")):
            return self._by_address(text)
        self._refuse_cursor(text)
        name = self._connection.text("cursor_parameter") or "cursor"
        return Asked(self._connection.text("url"), {**self._sized(), name: text})

    def _by_address(self, address: str) -> Asked:
        """The next page at an address of the same server: names and keys go nowhere else."""
        base = self._connection.text("url")
        url = urljoin(base, address)
        if urlsplit(url)[:2] != urlsplit(base)[:2]:
            message = _("%(host)s names a next page at another server (%(other)s): it is not followed.")
            raise AnswerUnusable(message % {"host": urlsplit(base).hostname, "other": urlsplit(url).hostname})
        self._refuse_cursor(url)
        return Asked(url)

    def _refuse_cursor(self, cursor: str) -> None:
        if cursor in self._cursors:
            self._refuse(self._taken)
        self._cursors.add(cursor)

    def _refuse_repetition(self, page: Page) -> None:
        digest = hashlib.sha256(orjson.dumps(page.records)).hexdigest()
        if digest in self._seen:
            self._refuse(self._seen[digest])
        self._seen[digest] = self._taken

    def _refuse(self, earlier: int) -> None:
        message = _(
            "Page %(number)d is the same as page %(earlier)d: the service does not understand the way of paging. Check "
            "the names of the parameters in the connection."
        )
        raise AnswerUnusable(message % {"number": self._taken, "earlier": earlier})
