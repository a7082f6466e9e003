"""A computation graph as a little program: ``z = w*x + b; y = sigmoid(z); L = (y - t)^2/2``.

Lines stand between semicolons or on lines of their own, then with braces around them all. Each
names a new value by a formula of inputs and of the values before it; the last is the output.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from ncrevise.answers import Tree, names_in, read_expression
from ncrevise.answers.spelling import name_tex, spell
from ncrevise.answers.tree import Binary, Call, Constant, Name, Number, size, walk
from ncrevise.answers.vocabulary import GREEK_NAMES, bare
from ncrevise.errors import AnswerError
from ncrevise.maths import tex
from ncrevise.maths.tree import Matrix, Op, Row
from ncrevise.models.graph import OPERATIONS, Node, Program

if TYPE_CHECKING:
    from ncrevise.givens.declare import Given
    from ncrevise.maths import tree

__all__ = ["LIFTED", "Program", "coerce", "read", "show", "write"]

LIFTED = False
MOST_TEXT = 1_000
MOST_NODES = 30
POWERS = tuple(Number(Fraction(n)) for n in range(2, 10))
LETTER = re.compile(r"([^\W\d_]|[A-Za-z]+?)_?\d*")


def read(text: str, given: Given) -> Program:  # noqa: ARG001
    """Read a program."""
    return parsed(text)


@lru_cache(maxsize=256)
def parsed(text: str) -> Program:
    """Read a program, line by line.

    Raises:
        AnswerError: naming the line that is at fault.
    """
    if len(text) > MOST_TEXT:
        raise AnswerError(f"A program may take {MOST_TEXT} characters, not {len(text)}.")
    lines = [line for line in re.split(r"[;\n]", text.strip().strip("{}")) if line.strip()]
    if not lines:
        raise AnswerError("A program has at least one line, such as y = w*x + b.")
    heads = [named(number, line) for number, line in enumerate(lines, 1)]
    names = [name for name, _ in heads]
    nodes: list[Node] = []
    for number, (name, formula) in enumerate(heads, 1):
        if name in names[: number - 1]:
            raise AnswerError(f"Line {number} computes {name} again: give it another name.")
        tree = formula_of(number, formula, names[: number - 1])
        late = [used for used in names[number - 1 :] if used in names_used(tree)]
        if late:
            raise AnswerError(f"Line {number} uses {late[0]} before it is computed.")
        nodes.append(Node(name, tree))
    return sized(Program(tuple(nodes)))


def named(number: int, line: str) -> tuple[str, str]:
    """Part a line into the name it gives and its formula."""
    head, equals, formula = line.partition("=")
    if not equals:
        raise AnswerError(f"Line {number}, {line.strip()!r}, is not of the form name = formula.")
    return name_of(head, f"Line {number}"), formula.strip()


def name_of(text: str, where: str) -> str:
    """Read a name: a letter, Latin or Greek, perhaps with a number."""
    name = bare(text.strip())
    letters = name.rstrip("0123456789")
    if (len(letters) != 1 and letters not in GREEK_NAMES) or not LETTER.fullmatch(name):
        raise AnswerError(
            f"{where}: {text.strip()!r} is no name. Use a letter, perhaps with a number: "
            "z, w1, theta."
        )
    return name


def formula_of(number: int, text: str, before: list[str]) -> Tree:
    """Read the formula of a line; a letter that no line computes is an input."""
    try:
        tree = read_expression(text, dict.fromkeys((*before, *names_in(text))))
    except AnswerError as error:
        raise AnswerError(f"Line {number}: {error}", error.text, error.position) from error
    for node in walk(tree):
        if message := objection(node):
            raise AnswerError(f"Line {number}: {message}", text, node.at)
    return tree


def objection(node: Tree) -> str:
    """Say what can't be differentiated in a formula; empty when all can."""
    match node:
        case Call(name) if name not in OPERATIONS:
            return f"{name} is not differentiated here."
        case Binary("^", _, power) if power not in POWERS:
            return "an exponent may be 2 to 9; write 1/x, sqrt(x) or exp(x) for others."
        case _:
            return ""


def names_used(tree: Tree) -> set[str]:
    """List the names in a formula; ``e`` may be meant as one that is computed later."""
    return {node.name for node in walk(tree) if isinstance(node, Name | Constant)}


def sized(program: Program) -> Program:
    """Refuse programs that are too large, and nodes that lead nowhere."""
    operations = sum(
        max(1, size(node.tree) - sum(isinstance(n, Name | Number) for n in walk(node.tree)))
        for node in program.nodes
    )
    if operations > MOST_NODES:
        raise AnswerError(
            f"That is {operations} operations; {MOST_NODES} is the most worked out here."
        )
    used = {name for node in program.nodes for name in program.parents(node)}
    for node in program.nodes[:-1]:
        if node.name not in used:
            output = program.nodes[-1].name
            raise AnswerError(
                f"{node.name} is computed but not used; the last line, {output}, is the output."
            )
    if not program.inputs:
        raise AnswerError("The program has no inputs: use letters for the numbers it starts from.")
    return program


def coerce(value: object, given: Given) -> Program:
    """Take a program as text."""
    if not isinstance(value, str):
        raise AnswerError(f"A program is needed here, not {value!r}.")
    return read(value, given)


def write(value: Program) -> str:
    """Write it to be typed again."""
    return str(value)


def show(value: Program) -> tree.Node:
    """Show the lines below each other."""
    rows = tuple(
        (Row((tex.read(name_tex(node.name)), Op("="), spell(node.tree))),) for node in value.nodes
    )
    return Matrix(rows, "", "", "left")
