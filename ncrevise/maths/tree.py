"""The presentation tree: what a formula looks like, whichever way it is printed.

The nodes follow MathML Core, with two additions. ``Num`` is a number that is not yet
digits: it knows its value, how many places to show and where it stands, so that a
negative number gets brackets as a factor and merges its sign as a term. ``Chain`` is a
derivation, ``left = a = b ≈ c``, one link a row.

Characters are plain Unicode (``α``, ``∑``, ``⊙``), never names from another system, so
that no printer can drift from the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence


class Bind(IntEnum):
    """How tightly a row holds together; a looser row inside a tighter one gets brackets."""

    RELATION = 0
    SUM = 10
    PRODUCT = 20
    PREFIX = 25
    APPLY = 30
    ATOM = 100


class Context(IntEnum):
    """Where a number stands, which decides how its sign is written."""

    PLAIN = 0  # −3
    TERM = 1  # after the first of a sum: − 3
    FACTOR = 2  # after the first of a product, or as an argument of minus: (−3)
    BASE = 3  # under an exponent: (−3), (1/2)
    BELOW = 4  # under a fraction bar: bare, but in brackets where a stroke takes its place


@dataclass(frozen=True, slots=True)
class Slot:
    """A number to be filled in later: entry ``entry`` of value ``value`` on a tape.

    A line spelled with slots is the same for every variant of a question, so it is
    printed once and then only filled.
    """

    value: int
    entry: int


Scalar: TypeAlias = int | float | Fraction


@dataclass(frozen=True, slots=True)
class Id:
    """A symbol: one letter is italic, a longer name (``tanh``) upright."""

    name: str
    style: Literal["auto", "upright", "bold"] = "auto"


@dataclass(frozen=True, slots=True)
class Digits:
    """A numeral, as it is to be printed, without a sign."""

    text: str


@dataclass(frozen=True, slots=True)
class Num:
    """A number by value.

    Args:
        value: the number, or a slot for one.
        places: decimals to show, or None for the shortest exact form.
        context: where it stands; set by the builders, never by hand.
    """

    value: Scalar | Slot
    places: int | None = None
    context: Context = Context.PLAIN


@dataclass(frozen=True, slots=True)
class Op:
    """An operator, relation or separator. A prefix has no space after it."""

    symbol: str
    form: Literal["infix", "prefix", "postfix", "separator"] = "infix"


@dataclass(frozen=True, slots=True)
class Text:
    """Words inside a formula."""

    text: str


@dataclass(frozen=True, slots=True)
class Space:
    """Horizontal space, in em."""

    em: float = 0.5


@dataclass(frozen=True, slots=True)
class Row:
    """Nodes side by side. Two neighbours with no operator between are multiplied."""

    items: tuple[Node, ...]
    bind: Bind = Bind.RELATION


@dataclass(frozen=True, slots=True)
class Fence:
    """Brackets that grow with what they hold; either side may be empty."""

    open: str
    body: Node
    close: str


@dataclass(frozen=True, slots=True)
class Frac:
    """A fraction. One line of text writes it with a stroke and adds brackets."""

    top: Node
    bottom: Node


@dataclass(frozen=True, slots=True)
class Root:
    """A square root, or an n-th root when ``index`` is given."""

    body: Node
    index: Node | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """A base with a subscript, a superscript or both."""

    base: Node
    sub: Node | None = None
    sup: Node | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """A base with something below or above it: a sum's range, ``max`` over actions."""

    base: Node
    under: Node | None = None
    over: Node | None = None


@dataclass(frozen=True, slots=True)
class Accent:
    """A mark over a base: ``¯`` bar, ``^`` hat, ``~`` tilde, ``˙`` dot, ``→`` vector."""

    base: Node
    mark: Literal["¯", "^", "~", "˙", "→"]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A grid of nodes between brackets. Numbers align right, cases align left."""

    rows: tuple[tuple[Node, ...], ...]
    open: str = "["
    close: str = "]"
    align: Literal["right", "left", "centre"] = "right"


@dataclass(frozen=True, slots=True)
class Mark:
    """A part that plays a role; colour and weight show it, meaning never rests on them."""

    body: Node
    role: Literal["window", "kernel", "result", "muted"]


@dataclass(frozen=True, slots=True)
class Chain:
    """A derivation: a left side and its links, each a relation and a right side.

    An empty relation continues the link above on a new row.
    """

    left: Node
    links: tuple[tuple[str, Node], ...]


Node: TypeAlias = (
    Id
    | Digits
    | Num
    | Op
    | Text
    | Space
    | Row
    | Fence
    | Frac
    | Root
    | Script
    | Limits
    | Accent
    | Matrix
    | Mark
    | Chain
)

EQUALS = "="
ABOUT = "≈"


def row(*items: Node) -> Row:
    """Put nodes side by side, without brackets."""
    return Row(items)


def column(entries: Sequence[Node]) -> Matrix:
    """Write a vector as a column."""
    return Matrix(tuple((entry,) for entry in entries))
