"""Wrapping: every row fits, and nothing is lost, added or put elsewhere."""

from __future__ import annotations

import pytest

from ncrevise.maths.build import add, call, divide, multiply, negate, power
from ncrevise.maths.text import write
from ncrevise.maths.tree import (
    Chain,
    Fence,
    Frac,
    Id,
    Mark,
    Matrix,
    Node,
    Num,
    Op,
    Root,
    Row,
    Space,
)
from ncrevise.maths.width import width
from ncrevise.maths.wrap import wrap
from tests.sample_documents import ATTENTION, CASES, GATE, LONG_SUM, SOFTMAX, VECTOR_GATE

SUM = add(*(multiply(Num(k - 4), Id(f"w{k}")) for k in range(12)))
LONG = {
    "chain": LONG_SUM,
    "sum": SUM,
    "product": multiply(*(Fence("(", add(Id("a"), Num(k)), ")") for k in range(12))),
    "call": call("σ", SUM),
    "call of call": call("tanh", call("σ", SUM)),
    "negative": negate(Fence("(", SUM, ")")),
    "power": power(SUM, Num(2)),
    "mark": Mark(SUM, "window"),
    "list": Row(tuple(x for k in range(20) for x in (Num(k), Op(",", "separator")))),
    "equations": Row((Id("y"), Op("="), SUM, Op("="), SUM)),
    "scaled call": add(Id("a"), multiply(Id("b"), call("f", SUM)), Id("c")),
    "wide left": Chain(SUM, (("=", Num(3)), ("≈", SUM))),
}
STACKED = {
    "fraction": Frac(SUM, Id("n")),
    "root": Root(SUM),
    "cell": Matrix(((SUM, Id("b")), (Id("c"), SUM))),
}


def rows(node: Node) -> list[Node]:
    """List what stands on each row, a chain's left side first."""
    if not isinstance(node, Chain):
        return [node]
    return [node.left, *(Row((Op(rel) if rel else Space(0), side)) for rel, side in node.links)]


def signs(node: Node) -> str:
    """Write a formula without spaces."""
    return "".join(write(row) for row in rows(node)).replace(" ", "")


@pytest.mark.parametrize("node", [GATE, VECTOR_GATE, SOFTMAX, CASES, ATTENTION])
def test_what_fits_comes_back_as_it_is(node: Node) -> None:
    assert wrap(node, 60.0, width) is node


@pytest.mark.parametrize("budget", [12.0, 20.0, 30.0])
@pytest.mark.parametrize("name", LONG | STACKED)
def test_every_row_fits(name: str, budget: float) -> None:
    wrapped = wrap((LONG | STACKED)[name], budget, width)

    assert width(wrapped) <= budget + 1e-9


@pytest.mark.parametrize("budget", [12.0, 20.0, 30.0])
@pytest.mark.parametrize("name", sorted(set(LONG) - {"product", "scaled call"}))
def test_nothing_is_lost(name: str, budget: float) -> None:
    assert signs(wrap(LONG[name], budget, width)) == signs(LONG[name])


def test_a_call_with_a_factor_gets_no_more_than_a_dot() -> None:
    plain, wrapped = LONG["scaled call"], wrap(LONG["scaled call"], 20.0, width)

    assert signs(wrapped).replace("·", "") == signs(plain)


def test_factors_a_row_apart_get_a_dot() -> None:
    wrapped = wrap(LONG["product"], 20.0, width)

    assert isinstance(wrapped, Chain)
    later = [write(side) for _, side in wrapped.links[1:]]
    assert later
    assert all(row.strip().startswith("·") for row in later)


def test_relations_stay_where_they_are() -> None:
    wrapped = wrap(LONG_SUM, 20.0, width)

    assert isinstance(wrapped, Chain)
    assert [rel for rel, _ in wrapped.links if rel] == [rel for rel, _ in LONG_SUM.links]
    assert wrapped.links[0][0] == "="


def test_an_unknown_relation_passes_through() -> None:
    wrapped = wrap(Chain(Id("y"), (("\x00slot", SUM),)), 20.0, width)

    assert isinstance(wrapped, Chain)
    assert wrapped.links[0][0] == "\x00slot"


def test_sums_are_cut_before_products() -> None:
    wrapped = wrap(SUM, 12.0, width)

    assert isinstance(wrapped, Chain)
    assert all(write(side).strip()[0] in "+−" for _, side in wrapped.links)


def test_brackets_open_on_the_first_row_and_close_on_the_last() -> None:
    wrapped = wrap(call("σ", SUM), 15.0, width)

    assert isinstance(wrapped, Chain)
    written = [write(side) for _, side in wrapped.links]
    assert written[0].startswith("σ(")
    assert written[-1].endswith(")")
    assert sum(row.count("(") - row.count(")") for row in written) == 0


def test_a_fraction_stacks_its_top() -> None:
    wrapped = wrap(divide(SUM, Id("n")), 15.0, width)

    assert isinstance(wrapped, Frac)
    assert isinstance(wrapped.top, Matrix)
    assert (wrapped.top.open, wrapped.top.close) == ("", "")


@pytest.mark.parametrize("budget", [0.0, 1.0, -5.0])
def test_no_room_at_all_still_gives_every_sign(budget: float) -> None:
    assert signs(wrap(LONG_SUM, budget, width)) == signs(LONG_SUM)
