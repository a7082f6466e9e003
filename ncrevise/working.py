"""From a tape to a document: every line as *symbols = numbers = value*.

What is built here depends on the shape of the run alone. Numbers enter at leaves and
relations (``=`` where what stands on the right is exact, ``≈`` where something was rounded),
so that the working of a thousand variants is spelled once and filled a thousand times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ncrevise.document.markdown import read, read_inline
from ncrevise.document.tree import Block, Equation, Inlines, Maths, Paragraph, Step, Table, Words
from ncrevise.maths.build import subscript
from ncrevise.maths.tree import EQUALS, Bind, Chain, Digits, Node, Num, Row
from ncrevise.tape.spelling import Speller, fullest, indices, leaves
from ncrevise.tape.tape import Algebra, Begin, Drawing, Formula, Line, Remark, TableOf
from ncrevise.tape.value import Index, Value

if TYPE_CHECKING:
    from ncrevise.tape import Tape
    from ncrevise.tape.tape import Cell

Link: TypeAlias = tuple[list[Value], Node]
"""A step of a derivation, and the values it shows."""

SHORT = 4  # numbers in an entry that still fits into a matrix
MOST_TOGETHER = 9  # entries of one matrix of formulas
FEW = 4  # entries that are all worked out one by one


def entry_links(speller: Speller, value: Value, index: Index) -> list[Link]:
    """Give an entry's links: its formula in numbers, its last step, its value."""
    links: list[Link] = []
    used: list[Value] = []
    node = speller.numbers(value, index, used)
    if value.op is not None and value.args and not is_bare(node):
        links.append((used, node))
        if value.op.pauses and any(arg.op is not None and not arg.key for arg in value.args):
            used = []
            node = speller.numbers(value, index, used, depth=1)
            links.append((used, node))
    rounded = links[-1][0] if links else []  # 3 · 0.3333 ≈ 1, though a third is exact here
    links.append(([*rounded, value], speller.number(value, index)))
    return links


def is_bare(node: Node) -> bool:
    """Say whether a formula in numbers is no more than a number, perhaps with its sign turned."""
    if isinstance(node, Row) and node.bind is Bind.PREFIX:
        return is_bare(node.items[-1])
    return isinstance(node, Num | Digits)


def in_symbols(speller: Speller, value: Value) -> list[tuple[str, Node]]:
    """Give the links in symbols: the formula, and what a name such as ``σ′(z)`` in it means."""
    if not value.args:
        return []
    links = [(EQUALS, speller.symbols(value))]
    if speller.has_meaning(value):
        links.append((EQUALS, speller.symbols(value, meant=True)))
    return links


def related(speller: Speller, links: list[Link]) -> tuple[tuple[str, Node], ...]:
    """Put a relation before each link: ``=`` when all that it shows is exact."""
    return tuple((speller.relation(used), node) for used, node in links)


def equations(speller: Speller, value: Value) -> list[Chain]:
    """Write a named value's line as one derivation, or one an entry when they are long."""
    name = speller.symbol(value)
    spelled = in_symbols(speller, value)
    if value.op is None or not value.shape:
        return [Chain(name, (*spelled, *related(speller, entry_links(speller, value, ()))))]
    places = indices(value)
    last = (speller.relation([value]), speller.whole(value))
    if len(places) > MOST_TOGETHER:
        return entry_by_entry(speller, value, name, spelled, [fullest(value)], last)
    links = {index: entry_links(speller, value, index) for index in places}
    longest = max(leaves(node) for parts in links.values() for _, node in parts)
    if longest <= SHORT:
        return [Chain(name, (*spelled, *related(speller, together(speller, value, links)), last))]
    shown = places if len(places) <= FEW else [fullest(value)]
    return entry_by_entry(speller, value, name, spelled, shown, last)


def together(speller: Speller, value: Value, links: dict[Index, list[Link]]) -> list[Link]:
    """Join the links of all entries but their values; one without a formula stands as it is."""
    joined: list[Link] = []
    for k in range(max(map(len, links.values())) - 1):
        column = {index: parts[min(k, len(parts) - 1)] for index, parts in links.items()}
        used = [each for part, _ in column.values() for each in part]
        nodes = {index: node for index, (_, node) in column.items()}
        joined.append((used, speller.array(value, nodes.__getitem__)))
    return joined


def entry_by_entry(
    speller: Speller,
    value: Value,
    name: Node,
    spelled: list[tuple[str, Node]],
    shown: list[Index],
    last: tuple[str, Node],
) -> list[Chain]:
    """Write the formula, some entries in full, then the whole."""
    single = [
        Chain(entry_name(name, i), related(speller, entry_links(speller, value, i))) for i in shown
    ]
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


def cell(speller: Speller, content: Cell) -> Inlines:
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


def step_numbers(tape: Tape) -> dict[str, int]:
    """Give the number of the step that each named line stands in."""
    found: dict[str, int] = {}
    steps, filled = 0, False
    for entry in tape.entries:
        if isinstance(entry, Begin) or (isinstance(entry, Line) and entry.say):
            steps, filled = steps + filled, False
        if not isinstance(entry, Begin | Drawing):
            filled = True
        if isinstance(entry, Line) and entry.value.key:
            found[entry.value.key] = steps + 1
    return found


def working(
    tape: Tape, speller: Speller | None = None, *, figures: bool = True
) -> tuple[Block, ...]:
    """Write a run as numbered steps.

    Args:
        tape: the run.
        speller: spells its values; one that leaves slots for numbers, in bulk.
        figures: whether drawings are wanted.
    """
    speller = speller or Speller(tape)
    steps: list[Block] = []
    title: Inlines = ()
    body: list[Block] = []

    def close() -> None:
        if body:
            steps.append(Step(len(steps) + 1, title, tuple(body)))
            body.clear()

    for entry in tape.entries:
        if isinstance(entry, Line):
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
        elif isinstance(entry, Algebra):
            body.extend(entry.build())
        elif isinstance(entry, Drawing) and figures:
            body.append(entry.draw())
    close()
    return tuple(steps)
