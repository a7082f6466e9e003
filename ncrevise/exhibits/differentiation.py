"""The working of a differentiation: which rule was used on which term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.answers.algebra import standard
from ncrevise.answers.spelling import name_tex, spell
from ncrevise.document.tree import Equation, Inlines, Maths, Table, Words
from ncrevise.maths import tex
from ncrevise.maths.build import call, listed
from ncrevise.maths.tree import EQUALS, Chain, Fence, Id, Node, Num
from ncrevise.models.calculus import CALCULUS, steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.answers import Tree
    from ncrevise.formulas import Formulas
    from ncrevise.maths.tree import Scalar
    from ncrevise.models.calculus import Applied, Calculus


def rules_table(f: Tree, name: str) -> tuple[Table]:
    """Tell how a function is differentiated by one variable, term by term."""
    calculus = CALCULUS.for_writing(f)
    used = steps(standard(f), frozenset({name}), calculus)
    rows = tuple(
        ((Maths(spell(each.tree)),), rule_cell(each, name), result_cell(each, calculus))
        for each in used
    )
    head: tuple[Inlines, ...] = (
        (Words("term"),),
        (Words("rule"),),
        (Words("derivative"),),
    )
    return (Table(head, rows, "lll", caption="Term by term"),)


def gradient_line(formula: Formulas) -> tuple[Equation]:
    """Show a gradient as a formula."""
    name = tex.read(formula.symbol)
    arguments = (tex.read(name_tex(each)) for each in formula.variables)
    return (Equation(Chain(call(name, *arguments), ((EQUALS, formula.spell()),))),)


def rule_cell(used: Applied, name: str) -> Inlines:
    """Name a rule, with the inner derivative of the chain rule."""
    if used.rule == "constant":
        return (Words("no "), Maths(tex.read(name_tex(name))))
    if used.inner is None:
        return (Words(used.rule),)
    inner = Chain(Id("u"), ((EQUALS, spell(used.parts[0])),))
    slope = Chain(tex.read("u'"), ((EQUALS, spell(used.inner)),))
    return (Words(f"{used.rule}, "), Maths(inner), Words(", "), Maths(slope))


def result_cell(used: Applied, calculus: Calculus) -> Inlines:
    """Write what a rule gives, and that tidied up."""
    first, last = spell(used.raw), spell(calculus.tidied(used.raw))
    return (Maths(first if first == last else Chain(first, ((EQUALS, last),))),)


def signature(names: tuple[str, ...]) -> Node:
    """Spell the function with its variables, ``f(x, y)``."""
    return call("f", *(tex.read(name_tex(name)) for name in names))


def coordinates(names: tuple[str, ...]) -> Node:
    """Spell the variables as a point, ``(x, y)``; one stands alone."""
    nodes = tuple(tex.read(name_tex(name)) for name in names)
    return nodes[0] if len(nodes) == 1 else Fence("(", listed(nodes), ")")


def point(values: Sequence[Scalar]) -> Node:
    """Spell a point, ``(1, −2)``; one coordinate stands alone."""
    nodes = tuple(Num(value) for value in values)
    return nodes[0] if len(nodes) == 1 else Fence("(", listed(nodes), ")")


def gradient_tex(names: tuple[str, ...]) -> str:
    """Write the symbol of a function's gradient, or derivative."""
    return "f'" if len(names) == 1 else r"\nabla f"


def partial_tex(name: str, names: tuple[str, ...]) -> str:
    """Write a derivative in TeX."""
    d = "d" if len(names) == 1 else r"\partial "
    return rf"\frac{{{d}f}}{{{d}{name_tex(name)}}}"
