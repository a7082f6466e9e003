"""Answers as they are printed, whatever their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.document.tree import Block, Equation, Maths, Paragraph, Words
from ncrevise.formulas import Formulas
from ncrevise.maths import tex
from ncrevise.maths.build import listed
from ncrevise.maths.tree import Matrix, Node, Row, Text
from ncrevise.results.kinds import kind_of
from ncrevise.tape.value import Value, raw

if TYPE_CHECKING:
    from ncrevise.maths.tree import Chain
    from ncrevise.results.form import Form
    from ncrevise.results.values import Answer
    from ncrevise.tape import Tape


def printed(tape: Tape, value: Answer, form: Form, label: str = "") -> tuple[Block, ...]:
    """Print a result after a label.

    Args:
        tape: the run it comes from, which says how numbers are shown.
        value: the result, as it stands on the tape.
        form: its meaning and names.
        label: ``"(a) "``, or nothing.
    """
    return kind_of(raw(value)).blocks(tape, value, form, label)


def equation(label: str, node: Chain) -> tuple[Block, ...]:
    """Print an equation after a label; a matrix is displayed on its own."""
    words = (Words(label),) if label else ()
    if is_wide(node.links[-1][1]):
        return (*((Paragraph(words),) if label else ()), Equation(node))
    return (Paragraph((*words, Maths(node))),)


def is_wide(node: Node) -> bool:
    """Say whether a result is displayed on its own, as matrices are."""
    return isinstance(node, Matrix) or (isinstance(node, Row) and any(map(is_wide, node.items)))


def name_of(value: object, meaning: str) -> Node:
    """Spell what a result is called: its symbol, or what it means where it has none."""
    symbol = value.symbol if isinstance(value, Value | Formulas) else ""
    return tex.read(symbol) if symbol else Text(meaning)


def name_node(name: str) -> Node:
    """Spell a name or word: ``$s_1$`` as maths, ``left`` as a word."""
    if name.startswith("$") and name.endswith("$") and name.count("$") == 2:
        return tex.read(name.strip("$"))
    return Text(name)


def row(nodes: tuple[Node, ...]) -> Node:
    """Spell nodes with commas between them, words as they stand in a sentence."""
    joined: list[Node] = []
    for node in nodes:
        last = joined[-1] if joined else None
        if isinstance(node, Text) and isinstance(last, Text):
            joined[-1] = Text(f"{last.text}, {node.text}")
        else:
            joined.append(node)
    return listed(tuple(joined))


def titled(meaning: str) -> str:
    """Begin a caption with a capital letter."""
    return meaning[:1].upper() + meaning[1:]
