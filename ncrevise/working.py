"""From a tape to a document: every line as *symbols = numbers = value*.

What is built here depends on the shape of the run alone. Numbers enter at leaves and
relations (``=`` where what stands on the right is exact, ``≈`` where something was rounded),
so that the working of a thousand variants is spelled once and filled a thousand times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.document.markdown import read, read_inline
from ncrevise.document.tree import Block, Equation, Inlines, Maths, Paragraph, Step, Table, Words
from ncrevise.maths.build import listed, subscript
from ncrevise.maths.tree import EQUALS, Chain, Digits, Fence, Node, Num, Text
from ncrevise.tape.spelling import Speller, fullest, indices, leaves
from ncrevise.tape.tape import Begin, Drawing, Formula, Line, Remark, TableOf
from ncrevise.tape.value import Index, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.tape import Tape

SHORT = 4  # numbers in an entry that still fits into a matrix
MOST_TOGETHER = 9  # entries of one matrix of formulas
FEW = 4  # entries that are all worked out one by one


def entry_links(speller: Speller, value: Value, index: Index) -> list[tuple[str, Node]]:
    """Give an entry's links: its formula in numbers, its last step, its value."""
    links: list[tuple[str, Node]] = []
    if value.op is not None and not is_plain(value):
        used: list[Value] = []
        node = speller.numbers(value, index, used)
        links.append((speller.relation(used), node))
        if value.op.pauses and any(arg.op is not None and not arg.key for arg in value.args):
            used = []
            node = speller.numbers(value, index, used, depth=1)
            links.append((speller.relation(used), node))
    links.append((speller.relation([value]), speller.number(value, index)))
    return links


def is_plain(value: Value) -> bool:
    """Say whether a value is only another under a new name."""
    return value.op is not None and value.op.name == "same"


def equations(speller: Speller, value: Value) -> list[Chain]:
    """Write a named value's line as one derivation, or one an entry when they are long."""
    name = speller.symbol(value)
    spelled = [] if value.op is None else [(EQUALS, speller.symbols(value))]
    if value.op is None or not value.shape:
        return [Chain(name, (*spelled, *entry_links(speller, value, ())))]
    places = indices(value)
    last = (speller.relation([value]), speller.whole(value))
    if len(places) > MOST_TOGETHER:
        return entry_by_entry(speller, value, name, spelled, [fullest(value)], last)
    links = {index: entry_links(speller, value, index) for index in places}
    longest = max(leaves(node) for parts in links.values() for _, node in parts)
    if longest <= SHORT:
        count = len(next(iter(links.values())))
        joined = [
            (links[places[0]][k][0], speller.array(value, lambda index, k=k: links[index][k][1]))
            for k in range(count - 1)
        ]
        return [Chain(name, (*spelled, *joined, last))]
    shown = places if len(places) <= FEW else [fullest(value)]
    return entry_by_entry(speller, value, name, spelled, shown, last)


def entry_by_entry(
    speller: Speller,
    value: Value,
    name: Node,
    spelled: list[tuple[str, Node]],
    shown: list[Index],
    last: tuple[str, Node],
) -> list[Chain]:
    """Write the formula, some entries in full, then the whole."""
    single = [Chain(entry_name(name, i), tuple(entry_links(speller, value, i))) for i in shown]
    return [*([Chain(name, tuple(spelled))] if spelled else []), *single, Chain(name, (last,))]


def entry_name(name: Node, index: Index) -> Node:
    """Write an entry's name, counting from one."""
    return subscript(name, *(Digits(str(k + 1)) for k in index))


def blocks_of(speller: Speller, line: Line) -> tuple[Block, ...]:
    """Give the equations of a line, with a word where entries are left to the reader."""
    chains = equations(speller, line.value)
    size = len(indices(line.value))
    if len(chains) == 3 and size > FEW:
        rest = Paragraph((Words("The other entries in the same way:"),))
        return (Equation(chains[0]), Equation(chains[1]), rest, Equation(chains[2]))
    return tuple(Equation(chain) for chain in chains)


def cell(speller: Speller, content: Any) -> Inlines:  # noqa: ANN401
    """Give a table cell: Markdown, a value, or a value's formula in numbers."""
    if isinstance(content, str):
        return read_inline(content)
    if isinstance(content, Formula):
        if not isinstance(content.value, Value):
            return (Maths(Num(content.value)),)
        return (Maths(speller.numbers(content.value, (), [])),)
    if isinstance(content, Value):
        return (Maths(speller.whole(content)),)
    return (Maths(Num(content)),)


def table(speller: Speller, entry: TableOf) -> Table:
    """Set a table of a tape."""
    rows = tuple(tuple(cell(speller, c) for c in row) for row in entry.rows)
    head = tuple(read_inline(c) for c in entry.head)
    return Table(head, rows, entry.align, entry.total, entry.caption)


def working(tape: Tape, names: Sequence[str] | None = None) -> tuple[Block, ...]:
    """Write a run as numbered steps.

    Args:
        tape: the run.
        names: only these lines, with what belongs to them; all by default.
    """
    speller = Speller(tape)
    steps: list[Block] = []
    title: Inlines = ()
    body: list[Block] = []

    def close() -> None:
        if body:
            steps.append(Step(len(steps) + 1, title, tuple(body)))
            body.clear()

    for entry in tape.entries:
        if isinstance(entry, Line):
            if names is not None and entry.value.key not in names:
                continue
            if entry.say:
                close()
                title = read_inline(entry.say)
            body.extend(blocks_of(speller, entry))
        elif isinstance(entry, Begin):
            close()
            title = read_inline(entry.say)
        elif isinstance(entry, Remark):
            body.extend(read(entry.text))
        elif isinstance(entry, TableOf):
            body.append(table(speller, entry))
        elif isinstance(entry, Drawing):
            body.append(entry.draw())
    close()
    return tuple(steps)


def answer(tape: Tape, value: Any, meaning: str) -> Chain:  # noqa: ANN401
    """Write a result: its symbol, or what it means where it has none, and its value."""
    speller = Speller(tape)
    if not isinstance(value, Value):
        return Chain(Text(meaning), ((EQUALS, Num(value)),))
    name = speller.symbol(value) if value.key else Text(meaning)
    plain = value.key is None and value.ndim == 1
    shown = (
        Fence("(", listed(tuple(speller.number(value, i) for i in indices(value))), ")")
        if plain
        else speller.whole(value)
    )
    return Chain(name, ((speller.relation([value]), shown),))
