"""Pictures of computation graphs: a vertex for every input and line of a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.answers.spelling import name_tex, spell
from ncrevise.answers.tree import Binary, Call, Name, Negative, children
from ncrevise.document.figure import GraphFigure, Vertex
from ncrevise.maths import tex, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ncrevise.answers import Tree
    from ncrevise.maths.tree import Num
    from ncrevise.models.graph import Program

SIGNS = {"-": "−", "*": "×", "/": "÷", "sigmoid": "σ", "relu": "ReLU", "sqrt": "√"}


def sign_of(tree: Tree) -> str:
    """Give the sign of a single operation on different parents; empty for more."""
    parts = children(tree)
    simple = all(isinstance(part, Name) for part in parts) and len(set(parts)) == len(parts)
    match tree:
        case Binary(sign) | Call(sign) if simple and sign != "^":
            return SIGNS.get(sign, sign)
        case Negative() if simple:
            return "−"
        case _:
            return ""


def drawn(
    program: Program, values: Mapping[str, Num], signals: Mapping[str, Num] | None = None
) -> GraphFigure:
    """Draw a program.

    Args:
        program: the graph.
        values: numbers to show by name; the others are left open.
        signals: error signals to show by name.
    """
    found = signals or {}
    signs = {node.name: sign_of(node.tree) for node in program.nodes}
    formulas = {node.name: text.write(spell(node.tree)) for node in program.nodes}
    vertices = tuple(
        Vertex(
            name,
            tex.read(name_tex(name)),
            signs.get(name) or formulas.get(name, ""),
            values.get(name),
            found.get(name),
            told=not signs.get(name, " "),
        )
        for name in (*program.inputs, *signs)
    )
    edges = tuple((p, node.name) for node in program.nodes for p in program.parents(node))
    return GraphFigure(vertices, edges, in_words(vertices, formulas))


def in_words(vertices: tuple[Vertex, ...], formulas: Mapping[str, str]) -> str:
    """Tell a graph in sentences."""
    lines = []
    for vertex in vertices:
        value = f" = {text.write(vertex.above)}" if vertex.above is not None else ""
        signal = f", error signal {text.write(vertex.below)}" if vertex.below is not None else ""
        kind = "Node" if vertex.key in formulas else "Input"
        formula = f" = {formulas[vertex.key]}" if vertex.key in formulas else ""
        lines.append(f"{kind} {text.write(vertex.label)}{formula}{value}{signal}.")
    return " ".join(lines)
