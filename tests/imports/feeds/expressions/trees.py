"""Random expressions that are well typed, as trees, and random frames of cells for them."""

from decimal import Decimal

from hypothesis import strategies as st

from imports.feeds.expressions.nodes import Binary, Call, Literal, Membership, Name, Node, Unary

COLUMNS = ("prix", "stock", "Nom du produit")
_LETTERS = "aB é>-"
_names = st.sampled_from(COLUMNS).map(Name)
_decimals = st.sampled_from(("0", "1", "2", "2.5", "19.99", "0.005", "0.0000000001", "99999999999999", "1.2"))
_numbers = _decimals.map(Decimal).map(Literal)
_texts = st.text(_LETTERS, min_size=1, max_size=4).map(Literal)
_small = st.integers(0, 4).map(Decimal).map(Literal)
_places = st.sampled_from(("1", "2")).map(Decimal).map(Literal)
_cells = st.one_of(
    st.none(),
    st.sampled_from(("", " ", "0", "7", "-3", "12.5", "19,99", "abc", "a>b", "Bé ", "99999999999999")),
    st.text(_LETTERS, max_size=5),
)
frames = st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, _cells)), min_size=1, max_size=4)


def _call(name: str, *arguments: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.tuples(*arguments).map(lambda given: Call(name, given))


def _calls(names: tuple[str, ...], *arguments: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(Call, st.sampled_from(names), st.tuples(*arguments))


def _binary(signs: tuple[str, ...], operand: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(Binary, st.sampled_from(signs), operand, operand)


def _listed(operand: st.SearchStrategy[Node], items: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(Membership, operand, st.lists(items, min_size=1, max_size=3).map(tuple))


numbers: st.SearchStrategy[Node] = st.deferred(
    lambda: st.one_of(
        _numbers,
        _names,
        st.builds(Unary, st.just("-"), numbers),
        _binary(("+", "-", "*", "/", "%"), numbers),
        _calls(("floor", "ceil", "abs", "round"), numbers),
        _call("round", numbers, _small),
        _calls(("min", "max"), numbers, numbers),
        _call("first", numbers, numbers),
        _call("if", conditions, numbers, numbers),
        _call("len", texts),
    )
)
texts: st.SearchStrategy[Node] = st.deferred(
    lambda: st.one_of(
        _texts,
        _names,
        st.builds(Binary, st.just("&"), texts, st.one_of(texts, numbers, conditions)),
        _calls(("upper", "lower", "trim", "text"), texts),
        _calls(("left", "right"), texts, _small),
        _call("mid", texts, _places, _small),
        _call("replace", texts, _texts, _texts),
        _call("split", texts, _texts, _places),
        _call("join", _texts, texts, texts),
        _call("concat", texts, numbers),
        _call("first", texts, texts),
        _call("if", conditions, texts),
    )
)
conditions: st.SearchStrategy[Node] = st.deferred(
    lambda: st.one_of(
        st.booleans().map(Literal),
        st.builds(Unary, st.just("not"), conditions),
        _binary(("and", "or"), conditions),
        _binary(("=", "!=", "<", "<=", ">", ">="), numbers),
        _binary(("=", "!="), _names),
        st.builds(Binary, st.sampled_from(("=", "!=")), st.one_of(texts, numbers), st.just(Literal(None))),
        st.builds(Binary, st.sampled_from(("=", "!=", "<", ">=")), texts, _texts),
        _calls(("contains", "starts_with", "ends_with"), texts, texts),
        _call("is_empty", st.one_of(texts, numbers)),
        _listed(texts, st.one_of(_texts, st.just(Literal("")))),
        _listed(numbers, _numbers),
    )
)
trees = st.one_of(numbers, texts, conditions)
