"""Rich text: the little HTML that descriptions may hold; everything else is taken out before it is stored."""

import nh3

TAGS = frozenset({"p", "br", "strong", "em", "u", "a", "ul", "ol", "li", "h1", "h2", "h3"})
SCHEMES = frozenset({"http", "https", "mailto"})
# What makes a text HTML: the beginning of a tag, of an end tag, of a comment. "5 < 7" is none.
MARKUP = r"<[A-Za-z/!?]"


def sanitised(html: str) -> str:
    """The HTML with the allowed tags and links only; scripts go with their content, other tags leave their text."""
    return nh3.clean(html, tags=set(TAGS), attributes={"a": {"href", "title"}}, url_schemes=set(SCHEMES))
