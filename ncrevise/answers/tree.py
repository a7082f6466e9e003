"""The tree of an expression: seven kinds of node, compared by meaning alone.

``at`` is where the node's sign or first character was typed; it takes no part in
comparison, and neither do the decimal places of a number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Number:
    """A number as typed; ``places`` counts its decimals and may be negative (2e3: -3)."""

    value: Fraction
    places: int | None = field(default=None, compare=False)
    at: int = field(default=-1, compare=False, repr=False)

    def __hash__(self) -> int:
        return hash((self.value.numerator, self.value.denominator))  # a Fraction's own is slow


@dataclass(frozen=True, slots=True)
class Constant:
    """``pi`` or ``e``."""

    name: str
    at: int = field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A variable of the question."""

    name: str
    at: int = field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """Minus ``body``."""

    body: Tree
    at: int = field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Percent:
    """A hundredth of ``body``."""

    body: Tree
    at: int = field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """``left op right``, where ``op`` is one of + - * / ^."""

    op: str
    left: Tree
    right: Tree
    at: int = field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function of one or more arguments."""

    name: str
    args: tuple[Tree, ...]
    at: int = field(default=-1, compare=False, repr=False)


Tree: TypeAlias = Number | Constant | Name | Negative | Percent | Binary | Call


def children(tree: Tree) -> tuple[Tree, ...]:
    """Return the parts of a node, left to right."""
    match tree:
        case Negative(body) | Percent(body):
            return (body,)
        case Binary(_, left, right):
            return (left, right)
        case Call(_, args):
            return args
        case _:
            return ()


def walk(tree: Tree) -> Iterator[Tree]:
    """Yield every node, parents before their parts."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))


def size(tree: Tree) -> int:
    """Count the nodes."""
    return sum(1 for _ in walk(tree))


def variables_of(tree: Tree) -> frozenset[str]:
    """Return the names of the variables, constants apart."""
    return frozenset(node.name for node in walk(tree) if isinstance(node, Name))


def decimals_of(tree: Tree) -> int | None:
    """Count the decimals of a number as typed: 2 for ``-0.88``, ``88%`` and ``8.8*10^-1``.

    None when it is not one decimal number, such as ``3/4`` or ``sqrt(2)``.
    """
    places = _places(tree)
    return None if places is None else max(0, places)


def _places(tree: Tree) -> int | None:
    match tree:
        case Number(_, places):
            return places
        case Negative(body):
            return _places(body)
        case Percent(Number(_, places)) if places is not None:
            return places + 2
        case Binary("*", Number(_, places), power) if places is not None:
            shift = _power_of_ten(power)
            return None if shift is None else places - shift
        case _:
            return None


def _power_of_ten(tree: Tree) -> int | None:
    match tree:
        case Binary("^", Number(ten), Number(value)) if ten == 10 and value.denominator == 1:
            return int(value)
        case Binary("^", Number(ten), Negative(Number(value))) if (
            ten == 10 and value.denominator == 1
        ):
            return -int(value)
        case _:
            return None
