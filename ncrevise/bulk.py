"""The working of many variants: spelled once a shape, filled once a variant.

Two runs of one solver that apply the same operations to the same shapes differ only in their
numbers. ``signature`` tells such runs apart; the first is spelled with slots and printed, and
every other costs only its numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ncrevise.maths.slots import Wanted, split
from ncrevise.maths.tree import ABOUT, EQUALS, Num
from ncrevise.tape.rounding import is_shown_exactly
from ncrevise.tape.spelling import SlotSpeller
from ncrevise.tape.tape import Algebra, Begin, Line, Remark, TableOf
from ncrevise.tape.value import Value
from ncrevise.working import working

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from ncrevise.document.tree import Block
    from ncrevise.maths.slots import Depends
    from ncrevise.maths.tree import Context, Node, Scalar
    from ncrevise.tape import Tape

MOST_SHAPES = 512


def signature(tape: Tape) -> Hashable:
    """Describe everything about a run but its numbers."""
    values = tuple(
        (
            value.op and value.op.name,
            tuple([arg.index for arg in value.args]),
            value.symbol,
            value.data.shape if hasattr(value.data, "shape") else type(value.data),
            tuple(sorted(value.params.items())) if value.params else (),
        )
        for value in tape.values
    )
    return values, tuple(map(entry_signature, tape.entries))


def entry_signature(entry: Any) -> Hashable:  # noqa: ANN401
    """Describe a line, remark or table."""
    match entry:
        case Line(value, say):
            return value.index, say
        case Remark(text) | Begin(text) | Algebra(text):
            return text
        case TableOf(head, rows, align, caption, total):
            cells = tuple(tuple(map(cell_signature, row)) for row in rows)
            return head, cells, align, caption, total
        case _:
            return None


def cell_signature(cell: Any) -> Hashable:  # noqa: ANN401
    """Describe a table cell: a value by its place, anything else as it is."""
    inner = getattr(cell, "value", cell)
    if isinstance(inner, Value):
        return type(cell).__name__, inner.index
    return repr(cell)


@dataclass(frozen=True, slots=True)
class Printed:
    """A text with gaps: ``pieces`` with ``wanted`` between them."""

    pieces: list[str]
    wanted: list[Wanted | Depends]

    def fill(self, tape: Tape, number: Callable[[Scalar, int | None, Context], str]) -> str:
        """Fill the gaps from a run of the same shape."""
        data, places = entries_of(tape)
        text = [self.pieces[0]]
        for wanted, piece in zip(self.wanted, self.pieces[1:], strict=True):
            if isinstance(wanted, Wanted):
                value, entry, context = wanted
                text.append(number(data[value][entry], places[value], context))
            else:
                exact = all(places[value] is None for value in wanted)
                text.append(EQUALS if exact else ABOUT)
            text.append(piece)
        return "".join(text)


def entries_of(tape: Tape) -> tuple[list[Any], list[int | None]]:
    """List every value's entries as Python numbers, and the places they are shown with."""
    data = []
    places: list[int | None] = []
    for value in tape.values:
        plain = value.data
        data.append(plain.ravel().tolist() if hasattr(plain, "ravel") else (plain,))
        places.append(None if is_shown_exactly(value, tape.places) else tape.places)
    return data, places


class Filler:
    """Prints the working of runs in one format.

    Args:
        render: writes blocks as text; a number that is a slot becomes a mark.
        write: writes one number of the same format.
    """

    def __init__(
        self, render: Callable[[tuple[Block, ...]], str], write: Callable[[Node], str]
    ) -> None:
        self.render = render
        self.known: dict[Hashable, Printed] = {}
        self.number = lru_cache(maxsize=1 << 16)(
            lambda value, places, context: write(Num(value, places, context))
        )

    def working(self, tape: Tape) -> str:
        """Print a run's working, without figures."""
        key = signature(tape)
        printed = self.known.get(key)
        if printed is None:
            if len(self.known) >= MOST_SHAPES:
                self.known.clear()
            blocks = working(tape, SlotSpeller(tape), figures=False)
            printed = self.known[key] = Printed(*split(self.render(blocks)))
        return printed.fill(tape, self.number)
