"""Calls of functions: the function found, its arguments counted, checked and converted."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imports.feeds.expressions.fixed import fixed_value
from imports.feeds.expressions.functions import BY_NAME
from imports.feeds.expressions.nodes import Call, Node
from imports.feeds.expressions.problems import closest, problem, with_suggestion
from imports.feeds.expressions.signatures import FIXED, Accepts, Function
from imports.feeds.expressions.types import Type, Typed, folded

if TYPE_CHECKING:
    from imports.feeds.expressions.compiling import Compiler

_KINDS = {Accepts.TEXT: Type.TEXT, Accepts.NUMBER: Type.NUMBER, Accepts.CONDITION: Type.BOOLEAN}


def call(compiler: "Compiler", node: Call) -> Typed:
    """The call as a typed expression; raises ExpressionError for what is unknown, missing or of a wrong type."""
    function = _found(compiler, node)
    _count(compiler, node, function)
    typed = {
        position: compiler.typed(argument)
        for position, argument in enumerate(node.arguments)
        if function.parameter(position).accepts not in FIXED
    }
    shared = _shared(compiler, node, function, typed)
    arguments = [
        _argument(compiler, node, function, position, typed, shared) for position in range(len(node.arguments))
    ]
    is_constant = all(value.is_constant for value in typed.values())
    return folded(Typed(function.build(*arguments), function.returns or shared, is_constant))


def _found(compiler: "Compiler", node: Call) -> Function:
    function = BY_NAME.get(node.function)
    if function is None:
        suggestion = closest(node.function, BY_NAME)
        sentence = with_suggestion(_("there is no function “%(name)s”.") % {"name": node.function}, suggestion)
        params = {"found": node.function, "expected": list(BY_NAME), "suggestion": suggestion}
        raise problem(compiler.text, node.at, sentence, **params)
    return function


def _count(compiler: "Compiler", node: Call, function: Function) -> None:
    given = len(node.arguments)
    if given >= function.fewest and (function.most is None or given <= function.most):
        return
    reason = ngettext(
        "“%(name)s” was given %(given)s value; it is written %(signature)s.",
        "“%(name)s” was given %(given)s values; it is written %(signature)s.",
        given,
    )
    values = {"name": function.name, "given": given, "signature": function.signature}
    raise problem(compiler.text, node.at, reason % values, found=str(given), expected=function.signature)


def _shared(compiler: "Compiler", node: Call, function: Function, typed: dict[int, Typed]) -> Type:
    """The type that all SAME arguments can have: that of the first which is no cell, cells follow it."""
    places = [place for place in typed if function.parameter(place).accepts is Accepts.SAME]
    kinds = [typed[place].type for place in places]
    decided = [kind for kind in kinds if kind not in (Type.CELL, Type.NOTHING)]
    if not decided:
        return Type.CELL if Type.CELL in kinds else Type.TEXT
    for place, kind in zip(places, kinds, strict=True):
        if kind not in (decided[0], Type.CELL, Type.NOTHING):
            names = {Type.TEXT: _("a text"), Type.NUMBER: _("a number"), Type.BOOLEAN: _("a condition")}
            reason = _("“%(name)s” needs values of one kind: this is %(found)s, another is %(expected)s.")
            words = {"name": function.name, "found": names[kind], "expected": names[decided[0]]}
            raise problem(compiler.text, node.arguments[place].at, reason % words, **words)
    return decided[0]


def _argument(
    compiler: "Compiler", node: Call, function: Function, position: int, typed: dict[int, Typed], shared: Type
) -> Any:
    """What the function's build takes: an expression, or the value that is written out."""
    argument: Node = node.arguments[position]
    parameter = function.parameter(position)
    if parameter.accepts in FIXED:
        try:
            return fixed_value(argument, parameter)
        except ValueError as error:
            reason = _("“%(name)s” of “%(function)s” is %(expected)s, written out.")
            words = {"name": parameter.name, "function": function.name, "expected": str(error)}
            raise problem(compiler.text, argument.at, reason % words, expected=str(error)) from None
    value = typed[position]
    if parameter.accepts is Accepts.ANY:
        return value.expression
    kind = shared if parameter.accepts is Accepts.SAME else _KINDS[parameter.accepts]
    return compiler.converted(value, kind, argument).expression
