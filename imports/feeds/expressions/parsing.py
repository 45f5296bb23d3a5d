"""From the text of an expression to its tree, by an LALR parser that builds the tree without recursion."""

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, UnexpectedToken, v_args

from imports.feeds.expressions.nodes import Binary, Call, Literal, Membership, Name, Node, Unary
from imports.feeds.expressions.problems import problem, with_suggestion

MAX_LENGTH = 2_000
MAX_DEPTH = 50
MAX_SIZE = 500
WHOLE_DIGITS, DECIMALS = 14, 10
_GRAMMAR = Path(__file__).with_name("grammar.lark")
_SPELLINGS = {"==": "=", "<>": "!="}
_CONSTANTS = {"true": True, "false": False, "null": None}
_FRENCH = {"et": "and", "ou": "or", "non": "not", "dans": "in", "vrai": "true", "faux": "false"}
_TYPOGRAPHIC = "“”‘’«»„"


class _TooBig(Exception):
    """The tree passes a limit; lark hands exceptions of the builder on as they are."""

    def __init__(self, at: int, reason: str) -> None:
        super().__init__(reason)
        self.at = at


def parse(text: str) -> Node:
    """The tree of the expression; raises ExpressionError with the place, what was found and what was expected."""
    if len(text) > MAX_LENGTH:
        message = _("an expression has at most %(limit)s characters, this one has %(length)s.")
        raise problem(text, MAX_LENGTH, message % {"limit": MAX_LENGTH, "length": len(text)})
    try:
        tree = _parser().parse(text)
    except _TooBig as error:
        raise problem(text, error.at, error) from None
    except UnexpectedInput as error:
        raise _unexpected(text, error) from None
    assert isinstance(tree, Node)
    return tree


@v_args(inline=True)
class _Builder(Transformer[Token, Node]):
    """Makes the nodes, each from those beneath it."""

    def number(self, token: Token) -> Node:
        whole, _point, decimals = token.partition(".")
        if len(whole.lstrip("0")) > WHOLE_DIGITS or len(decimals.rstrip("0")) > DECIMALS:
            message = _("a number has at most %(whole)s digits before the point and %(decimals)s behind it.")
            raise _TooBig(_place(token), message % {"whole": WHOLE_DIGITS, "decimals": DECIMALS})
        return Literal(Decimal(token), at=_place(token))

    def text(self, token: Token) -> Node:
        quote = token[0]
        return Literal(token[1:-1].replace(quote * 2, quote), at=_place(token))

    def constant(self, token: Token) -> Node:
        return Literal(_CONSTANTS[token.lower()], at=_place(token))

    def name(self, token: Token) -> Node:
        return Name(str(token), at=_place(token))

    def bracketed(self, token: Token) -> Node:
        return Name(token[1:-1].replace("]]", "]"), at=_place(token))

    def unary(self, token: Token, operand: Node) -> Node:
        if token.startswith("+"):
            return operand
        return Unary(token.lower(), operand, **_above(_place(token), operand))

    def binary(self, left: Node, token: Token, right: Node) -> Node:
        operator = _SPELLINGS.get(token, token.lower())
        return Binary(operator, left, right, **_above(left.at, left, right))

    def arguments(self, *nodes: Node) -> tuple[Node, ...]:
        return nodes

    def membership(self, operand: Node, _in: Token, items: tuple[Node, ...]) -> Node:
        return Membership(operand, items, **_above(operand.at, operand, *items))

    def exclusion(self, operand: Node, _not: Token, token: Token, items: tuple[Node, ...]) -> Node:
        inner = self.membership(operand, token, items)
        return Unary("not", inner, **_above(operand.at, inner))

    def call(self, token: Token, arguments: tuple[Node, ...] | None) -> Node:
        return Call(token.lower(), arguments or (), **_above(_place(token), *(arguments or ())))


def _above(at: int, *nodes: Node) -> dict[str, int]:
    """Place, depth and size of the node above these."""
    depth = 1 + max((node.depth for node in nodes), default=0)
    size = 1 + sum(node.size for node in nodes)
    if depth > MAX_DEPTH:
        message = _("an expression has at most %(limit)s levels: cut it into several steps.")
        raise _TooBig(at, message % {"limit": MAX_DEPTH})
    if size > MAX_SIZE:
        message = _("an expression has at most %(limit)s parts: cut it into several steps.")
        raise _TooBig(at, message % {"limit": MAX_SIZE})
    return {"at": at, "depth": depth, "size": size}


def _place(token: Token) -> int:
    return token.start_pos or 0


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR.read_text(encoding="utf-8"), parser="lalr", lexer="basic", transformer=_Builder())


def _unexpected(text: str, error: UnexpectedInput) -> Exception:
    if isinstance(error, UnexpectedCharacters):
        return _stray(text, error.pos_in_stream or 0)
    assert isinstance(error, UnexpectedToken)
    token: Any = error.token
    expected = _("a value") if "NAME" in error.expected else _wanted(error.expected)
    if token.type == "$END":
        at, found = len(text), ""
        expected = _("a closing parenthesis") if "RPAR" in error.expected else expected
        reason = _("the expression ends here, but %(expected)s is missing.") % {"expected": expected}
    else:
        at, found = _place(token), str(token)
        reason = _("found “%(found)s”, expected %(expected)s.") % {"found": found[:50], "expected": expected}
    suggestion = _FRENCH.get(found.casefold(), "")
    if found == "," and not suggestion:
        reason = _("%(reason)s Decimals are written with a point.") % {"reason": reason}
    return problem(text, at, with_suggestion(reason, suggestion), found=found, expected=expected, suggestion=suggestion)


def _wanted(expected: set[str]) -> str:
    return _("an opening parenthesis") if "LPAR" in expected else _("an operator or the end")


def _stray(text: str, at: int) -> Exception:
    """A character that begins nothing: mostly a quote or bracket without its end."""
    found = text[at]
    if found in "'\"":
        reason = _("the text that begins here does not end: its closing %(found)s is missing.")
    elif found == "[":
        reason = _("the column name that begins here does not end: its closing ] is missing.")
    elif found in _TYPOGRAPHIC:
        reason = _("“%(found)s” has no meaning here: texts stand in straight quotes, 'like this'.")
    else:
        reason = _("“%(found)s” has no meaning in an expression.")
    return problem(text, at, reason % {"found": found}, found=found)
