"""The working of many variants: spelled once a shape, filled once a variant.

Two runs of one solver that apply the same operations to the same shapes differ only in their
numbers. ``signature`` tells such runs apart; the first is spelled with slots and printed, and
every other costs only its numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.maths.slots import Wanted, split
from ncrevise.maths.tree import ABOUT, EQUALS, Num, Slot
from ncrevise.tape.spelling import SlotSpeller
from ncrevise.tape.tape import Algebra, Begin, Line, Remark, TableOf
from ncrevise.tape.value import Value
from ncrevise.working import working

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from ncrevise.document.template import Template
    from ncrevise.document.tree import Block
    from ncrevise.maths.slots import Depends
    from ncrevise.maths.tree import Context, Node, Scalar
    from ncrevise.tape import Tape
    from ncrevise.tape.tape import Cell, Entry

MOST_SHAPES = 512
PLAIN = frozenset({str, int, bool, type(None)})


def signature(tape: Tape) -> Hashable:
    """Describe everything about a run but its numbers."""
    values = tuple(
        (
            value.op and value.op.name,
            tuple([arg.index for arg in value.args]),
            value.symbol,
            value.data.shape if isinstance(value.data, np.ndarray) else None,
            tuple(sorted(value.params.items())) if value.params else (),
        )
        for value in tape.values
    )
    return values, tuple(map(entry_signature, tape.entries))


def entry_signature(entry: Entry) -> Hashable:
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


def cell_signature(cell: Cell) -> Hashable:
    """Describe a table cell: a value by its place, anything else as it is."""
    inner = getattr(cell, "value", cell)
    if isinstance(inner, Value):
        return type(cell).__name__, inner.index
    return repr(cell)


@dataclass(frozen=True, slots=True)
class Printed:
    """A text with gaps, each number and relation in it written once however often it stands.

    Args:
        text: what was printed, with a ``%s`` for every gap.
        numbers: the different numbers wanted.
        relations: the different relations wanted.
        order: for every gap, its place among the numbers, then the relations.
        values: the values that any of them depends on.
    """

    text: str
    numbers: tuple[Wanted, ...]
    relations: tuple[Depends, ...]
    order: tuple[int, ...]
    values: frozenset[int]

    @staticmethod
    def of(printed: str) -> Printed:
        """Take what was printed apart at its marks."""
        pieces, gaps = split(printed)
        numbers = tuple(dict.fromkeys(gap for gap in gaps if isinstance(gap, Wanted)))
        relations = tuple(dict.fromkeys(gap for gap in gaps if not isinstance(gap, Wanted)))
        place = {(type(gap), gap): k for k, gap in enumerate((*numbers, *relations))}
        text = "%s".join(piece.replace("%", "%%") for piece in pieces)
        order = tuple(place[type(gap), gap] for gap in gaps)
        values = frozenset(gap.value for gap in numbers).union(*relations)
        return Printed(text, numbers, relations, order, values)

    def fill(
        self,
        data: Mapping[int, Sequence[Scalar]],
        places: Mapping[int, int | None],
        number: Callable[[Scalar, int | None, Context], str],
        relation: Callable[[str], str],
    ) -> str:
        """Fill the gaps.

        Args:
            data: the entries of every value.
            places: the decimals each value is shown with; None for all of them.
            number: writes one number.
            relation: writes ``=`` or ``≈``.
        """
        filled = [number(data[v][entry], places[v], context) for v, entry, context in self.numbers]
        for depends in self.relations:
            exact = all(places[value] is None for value in depends)
            filled.append(relation(EQUALS if exact else ABOUT))
        return self.text % tuple([filled[k] for k in self.order])


def entries_of(value: Value) -> Sequence[Any]:
    """List a value's entries as Python numbers."""
    data = value.cleared(value.data)
    return data.ravel().tolist() if isinstance(data, np.ndarray) else (data,)


def flatten(part: Any, shape: list[Any], numbers: list[Num]) -> None:  # noqa: ANN401 - any node, inline or block
    """Take a formula or block apart into its shape and its numbers, in order."""
    kind = type(part)
    if kind is Num:
        numbers.append(part)
        shape.append((part.places, part.context))
    elif kind in PLAIN:
        shape.append(part)
    elif kind is tuple:
        shape.append(len(part))
        for item in part:
            flatten(item, shape, numbers)
    elif names := slots(kind):
        shape.append(kind)
        for name in names:
            flatten(getattr(part, name), shape, numbers)
    else:
        shape.append(part)


_SLOTS: dict[type[Any], tuple[str, ...]] = {}


def slots(kind: type[Any]) -> tuple[str, ...]:
    """List the fields of a kind of formula, inline or block; none for anything else."""
    if kind not in _SLOTS:
        _SLOTS[kind] = tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()
    return _SLOTS[kind]


def slotted(part: Any, name: int, taken: list[int]) -> Any:  # noqa: ANN401 - likewise
    """Put slots in place of the numbers of a formula or block."""
    kind = type(part)
    if kind is Num:
        taken[0] += 1
        return replace(part, value=Slot(name, taken[0] - 1))
    if kind is tuple:
        return tuple(slotted(item, name, taken) for item in part)
    if names := slots(kind):
        return kind(*(slotted(getattr(part, f), name, taken) for f in names))
    return part


class Filler:
    """Prints the working and wording of variants in one format.

    Args:
        render: writes blocks as text; a number that is a slot becomes a mark.
        write: writes one number of the same format.
        relation: writes ``=`` or ``≈`` in the same format.
    """

    def __init__(
        self,
        render: Callable[[tuple[Block, ...]], str],
        write: Callable[[Node], str],
        relation: Callable[[str], str] = str,
    ) -> None:
        self.render = render
        self.relation = relation
        self.known: dict[Hashable, Printed] = {}
        self.number = lru_cache(maxsize=1 << 16, typed=True)(
            lambda value, places, context: write(Num(value, places, context))
        )

    def printed(self, key: Hashable, blocks: Callable[[], tuple[Block, ...]]) -> Printed:
        """Print blocks with slots, once a shape."""
        known = self.known.get(key)
        if known is None:
            if len(self.known) >= MOST_SHAPES:
                self.known.clear()
            known = self.known[key] = Printed.of(self.render(blocks()))
        return known

    def working(self, tape: Tape) -> str:
        """Print a run's working, without figures."""
        printed = self.printed(
            signature(tape), lambda: working(tape, SlotSpeller(tape), figures=False)
        )
        used = [tape.values[k] for k in printed.values]
        data = {value.index: entries_of(value) for value in used}
        places = {value.index: None if value.shown_exactly else tape.places for value in used}
        return printed.fill(data, places, self.number, self.relation)

    def wording(self, template: Template, values: Mapping[str, Any]) -> str:
        """Print a prompt or part with its numbers."""
        shape: list[Any] = [template]
        numbers: list[list[Num]] = []
        for name in template.names:
            numbers.append([])
            flatten(values.get(name), shape, numbers[-1])

        def blocks() -> tuple[Block, ...]:
            return template.fill(
                {name: slotted(values[name], k, [0]) for k, name in enumerate(template.names)}
            )

        printed = self.printed(tuple(shape), blocks)
        data: dict[int, list[Any]] = {
            k: [number.value for number in found] for k, found in enumerate(numbers)
        }
        places = {k: found[0].places if found else None for k, found in enumerate(numbers)}
        return printed.fill(data, places, self.number, self.relation)
