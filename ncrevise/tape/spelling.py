"""Spelling the values of a tape: in symbols, in numbers, entry by entry."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from ncrevise.maths import tex
from ncrevise.maths.build import listed
from ncrevise.maths.slots import mark_relation
from ncrevise.maths.tree import (
    ABOUT,
    EQUALS,
    Digits,
    Fence,
    Frac,
    Limits,
    Mark,
    Matrix,
    Node,
    Num,
    Root,
    Row,
    Scalar,
    Script,
    Slot,
    column,
)
from ncrevise.tape.arrays import aligned
from ncrevise.tape.primitive import spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ncrevise.tape.tape import Tape
    from ncrevise.tape.value import Index, Value

MOST_LOOKED_AT = 36  # entries, to find the one to work out in full


class Speller:
    """Spells the values of one tape."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape

    def exact(self, value: Value) -> bool:
        """Say whether a value is shown as it is, without rounding."""
        return value.shown_exactly

    def places(self, value: Value) -> int | None:
        """Give the decimals a value is shown with; None for its shortest exact form."""
        return None if self.exact(value) else self.tape.places

    def number(self, value: Value, index: Index = ()) -> Num:
        """Show one entry as a number."""
        data: Scalar = (
            value.data[index].item()
            if index and value.data.dtype != object
            else (value.data[index] if index else value.data)
        )
        return Num(value.cleared(data), self.places(value))

    def relation(self, values: Iterable[Value]) -> str:
        """Choose ``=`` when everything used is shown exactly, else ``≈``."""
        return EQUALS if all(self.exact(value) for value in values) else ABOUT

    def whole(self, value: Value) -> Node:
        """Show a whole value: a number, a column or a matrix."""
        if not value.shape:
            return self.number(value)
        return self.array(value, lambda index: self.number(value, index))

    def array(self, value: Value, entry: Callable[[Index], Node]) -> Node:
        """Lay entries out as the value's shape asks."""
        if value.ndim == 1:
            return column([entry((i,)) for i in range(value.shape[0])])
        if value.ndim == 2:
            rows, columns = value.shape
            return Matrix(tuple(tuple(entry((i, j)) for j in range(columns)) for i in range(rows)))
        if value.ndim == 3:
            deep, rows, columns = value.shape
            return listed(
                tuple(
                    Matrix(
                        tuple(tuple(entry((k, i, j)) for j in range(columns)) for i in range(rows))
                    )
                    for k in range(deep)
                )
            )
        return Digits(f"array of shape {' × '.join(map(str, value.shape))}")

    def symbol(self, value: Value) -> Node:
        """Spell a named value by its name."""
        return tex.read(value.symbol)

    def symbols(self, value: Value, *, top: bool = True, meant: bool = False) -> Node:
        """Spell a value's formula down to named values; with ``meant``, what names stand for."""
        if value.op is None:
            return self.symbol(value) if value.symbol else self.whole(value)
        if value.symbol and not top:
            return self.symbol(value)
        op = spelled(value.op)
        spell = (meant and op.means) or op.spell
        nodes = (self.symbols(arg, top=False, meant=meant) for arg in value.args)
        return spell(*nodes, **value.params)

    def has_meaning(self, value: Value, *, top: bool = True) -> bool:
        """Say whether a value's formula names something that has a formula of its own."""
        if value.op is None or (value.symbol and not top):
            return False
        means = spelled(value.op).means
        return means is not None or any(self.has_meaning(a, top=False) for a in value.args)

    def numbers(
        self, value: Value, index: Index, used: list[Value], *, depth: int = 99, top: bool = True
    ) -> Node:
        """Spell one entry with numbers for names, going ``depth`` operations deep."""
        if value.op is None or is_read_off(value, top=top) or depth == 0:
            used.append(value)
            return self.number(value, index)

        def at(k: int, place: Index) -> Node:
            return self.numbers(value.args[k], place, used, depth=depth - 1, top=False)

        op = spelled(value.op)
        if op.entry is not None:
            return op.entry(index, at, *value.args, **value.params)
        nodes = (at(k, aligned(index, arg.shape)) for k, arg in enumerate(value.args))
        return op.spell(*nodes, **value.params)


def is_read_off(value: Value, *, top: bool) -> bool:
    """Say whether a formula takes a value as a number: not its own, and not a constant's."""
    named = value.key is not None or (value.op is not None and spelled(value.op).at_once)
    return named and not top and not is_constant(value)


def is_constant(value: Value) -> bool:
    """Say whether a value is an operation without arguments, whatever it is called."""
    if value.op is not None and value.op.name == "same":
        return is_constant(value.args[0])
    return value.op is not None and not value.args


def indices(value: Value) -> list[Index]:
    """List the places of a value's entries, row by row."""
    return list(product(*map(range, value.shape)))


def leaves(node: Node | None) -> int:
    """Count the numbers in a formula: how long it is, whatever their digits."""
    match node:
        case Num() | Digits():
            return 1
        case Row(items):
            return sum(map(leaves, items))
        case Fence(_, body, _) | Mark(body) | Root(body):
            return leaves(body)
        case Frac(top, bottom):
            return max(leaves(top), leaves(bottom))
        case Script(base, _, sup) | Limits(base, _, sup):
            return leaves(base) + leaves(sup)
        case _:
            return 0


class SlotSpeller(Speller):
    """Spells a tape with slots for all its numbers, to be filled for each variant."""

    def number(self, value: Value, index: Index = ()) -> Num:
        """Leave a slot for an entry."""
        place = 0
        for i, n in zip(index, value.shape, strict=True):
            place = place * n + i
        return Num(Slot(value.index, place))

    def relation(self, values: Iterable[Value]) -> str:
        """Leave a slot for a relation."""
        return mark_relation(value.index for value in values)


def fullest(value: Value) -> Index:
    """Choose the entry to work out in full: the first with the most to show.

    At the edge of a map, where padding leaves terms out, there would be little to see.
    """
    speller = Speller(value.tape)
    best, most = indices(value)[0], -1
    for index in indices(value)[:MOST_LOOKED_AT]:
        used: list[Value] = []
        speller.numbers(value, index, used)
        if len(used) > most:
            best, most = index, len(used)
    return best
