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


def operation(tree: Tree) -> str:
    """Say what a node does: one operation on its parents by its sign, more by their formula."""
    parts = children(tree)
    simple = all(isinstance(part, Name) for part in parts) and len(set(parts)) == len(parts)
    match tree:
        case Binary(sign) | Call(sign) if simple and sign != "^":
            return SIGNS.get(sign, sign)
        case Negative() if simple:
            return "−"
        case _:
            return text.write(spell(tree))


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
    trees = {node.name: node.tree for node in program.nodes}
    vertices = tuple(
        Vertex(
            name,
            tex.read(name_tex(name)),
            operation(trees[name]) if name in trees else "",
            values.get(name),
            found.get(name),
        )
        for name in (*program.inputs, *trees)
    )
    edges = tuple((p, node.name) for node in program.nodes for p in program.parents(node))
    return GraphFigure(vertices, edges, told(program, vertices))


def told(program: Program, vertices: tuple[Vertex, ...]) -> str:
    """Tell a graph in sentences."""
    formulas = {node.name: f" = {text.write(spell(node.tree))}" for node in program.nodes}
    lines = []
    for vertex in vertices:
        value = f" = {text.write(vertex.above)}" if vertex.above is not None else ""
        signal = f", error signal {text.write(vertex.below)}" if vertex.below is not None else ""
        kind = "Node" if vertex.key in formulas else "Input"
        label = text.write(vertex.label)
        lines.append(f"{kind} {label}{formulas.get(vertex.key, '')}{value}{signal}.")
    return " ".join(lines)
