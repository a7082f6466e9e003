"""Fit a formula into a line: long sums, products and lists continue on further rows.

A derivation already has a row a link. A link that is still too wide is cut before its
signs, then before its dots, and inside brackets where nothing looser is left; what is cut
off follows as links with an empty relation. What can't be cut, such as the top of a
fraction, is stacked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from ncrevise.maths.build import TIMES
from ncrevise.maths.number import MINUS
from ncrevise.maths.tree import (
    Bind,
    Chain,
    Context,
    Fence,
    Frac,
    Mark,
    Matrix,
    Node,
    Num,
    Op,
    Root,
    Row,
    Script,
    Space,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Measure: TypeAlias = "Callable[[Node], float]"
Cut: TypeAlias = "Callable[[Node, Node], bool]"
Items: TypeAlias = tuple[Node, ...]

NOTHING = Row(())
SIGNS = frozenset(("+", MINUS, "±", "⊕"))
RELATIONS = frozenset("=≈≠<>≤≥≪≫∈∼∝:→⇒⟹←↦≔≡")
INDENT = Space(1.0)
WIDEST_LEFT = 0.6  # of the line; a longer left side gets a row to itself


def wrap(node: Node, budget: float, measure: Measure) -> Node:
    """Break a formula so that no row is wider than ``budget``.

    Args:
        node: a formula; one that fits comes back as it is.
        budget: the room on a line, in the unit of ``measure``.
        measure: the width of a node as the caller's format prints it.

    Returns:
        The same formula, or a chain whose links fit; pieces that nothing can break, such
        as a matrix of numbers, stay as wide as they are.
    """
    if measure(node) <= budget:
        return node
    cutter = Cutter(measure)
    if isinstance(node, Chain):
        return cutter.chain(node, budget)
    pieces = cutter.split(node, budget)
    if len(pieces) == 1:
        return pieces[0]
    return Chain(NOTHING, tuple(("", piece) for piece in pieces))


@dataclass(frozen=True, slots=True)
class Cutter:
    """Cuts nodes into pieces no wider than some room, as one format measures them."""

    measure: Measure

    def chain(self, chain: Chain, budget: float) -> Chain:
        """Cut every link that is too wide into continuations."""
        taken = self.measure(Row((chain.left, Op("="))))
        if taken <= WIDEST_LEFT * budget:
            return Chain(chain.left, tuple(self.links(chain.links, budget - taken)))
        room = budget - self.measure(Op("="))
        return Chain(NOTHING, tuple(self.links((("", chain.left), *chain.links), room)))

    def links(self, links: Sequence[tuple[str, Node]], room: float) -> Iterator[tuple[str, Node]]:
        """Yield each link's pieces, the first with its relation."""
        for relation, side in links:
            first, *others = self.split(side, room)
            yield relation, first
            yield from (("", piece) for piece in others)

    def split(self, node: Node, room: float) -> list[Node]:
        """Cut a node into pieces, one a row; a node that fits is one piece."""
        if self.measure(node) <= room:
            return [node]
        match node:
            case Row(items, bind) if items:
                return [joined(line, bind) for line in self.lines(items, bind, room)]
            case Fence(opening, body, closing):
                return self.fence(opening, body, closing, room)
            case Mark(body):
                return [replace(node, body=piece) for piece in self.split(body, room)]
            case Script(Fence() as base):
                *others, last = self.split(base, room - self.rest(node, base))
                return [*others, replace(node, base=last)]
            case _:
                return [self.fold(node, room)]

    def lines(self, items: Items, bind: Bind, room: float) -> list[Items]:
        """Pack a row's items into lines, cutting at the loosest place there is."""
        for cut in cuts(bind):
            chunks = list(chunked(items, cut))
            if len(chunks) > 1:
                lead = (TIMES,) if cut is between_factors else ()
                return self.pack(chunks, bind, room, lead)
        return self.hang(items, bind, room)

    def pack(self, chunks: Sequence[Items], bind: Bind, room: float, lead: Items) -> list[Items]:
        """Fill lines with as many chunks as each will hold; ``lead`` starts the later ones."""
        lines: list[Items] = []
        for chunk in chunks:
            longer = (*lines[-1], *chunk) if lines else chunk
            if self.measure(joined(longer, bind)) <= room:
                lines[-1:] = [longer]
                continue
            fresh = (*lead, *chunk) if lines else chunk
            fits = self.measure(joined(fresh, bind)) <= room
            lines.extend([fresh] if fits else self.lines(fresh, bind, room))
        return lines

    def hang(self, items: Items, bind: Bind, room: float) -> list[Items]:
        """Cut inside the widest item; what stands before it goes with its first piece."""
        widest = max(range(len(items)), key=lambda k: self.measure(items[k]))
        before, after = items[:widest], items[widest + 1 :]
        taken = self.measure(joined(before, bind)) + self.measure(joined(after, bind))
        first, *others = self.split(items[widest], room - taken)
        if not others:
            return [(*before, first, *after)]
        return [(*before, first), *((piece,) for piece in others[:-1]), (others[-1], *after)]

    def fence(self, opening: str, body: Node, closing: str, room: float) -> list[Node]:
        """Cut inside brackets: the first piece opens them and the last closes them."""
        taken = self.measure(Row((Fence(opening, NOTHING, closing), INDENT)))
        first, *others = self.split(body, room - taken)
        if not others:
            return [Fence(opening, first, closing)]
        middle = [Row((INDENT, piece)) for piece in others[:-1]]
        return [Fence(opening, first, ""), *middle, Row((INDENT, Fence("", others[-1], closing)))]

    def fold(self, node: Node, room: float) -> Node:
        """Narrow a node that can't be cut by stacking rows inside it."""
        match node:
            case Frac(top, bottom):
                inner = room - self.rest(node, max(top, bottom, key=self.measure))
                return Frac(self.stack(top, inner), self.stack(bottom, inner))
            case Root(body):
                return replace(node, body=self.stack(body, room - self.rest(node, body)))
            case Matrix(rows):
                return replace(node, rows=self.cells(node, rows, room))
            case Chain():
                return self.chain(node, room)
            case _:
                return node

    def cells(self, matrix: Matrix, rows: tuple[Items, ...], room: float) -> tuple[Items, ...]:
        """Share out the room of a matrix among its columns, the narrow ones first."""
        columns = [max(map(self.measure, column)) for column in zip(*rows, strict=True)]
        spare = room - (self.measure(matrix) - sum(columns))
        shares = list(columns)
        for left, (wanted, k) in enumerate(sorted((w, k) for k, w in enumerate(columns))):
            shares[k] = min(wanted, spare / (len(columns) - left))
            spare -= shares[k]
        return tuple(
            tuple(self.stack(cell, share) for cell, share in zip(line, shares, strict=True))
            for line in rows
        )

    def stack(self, node: Node, room: float) -> Node:
        """Put the pieces of a node under each other."""
        pieces = self.split(node, room)
        if len(pieces) == 1:
            return pieces[0]
        return Matrix(tuple((piece,) for piece in pieces), "", "", "left")

    def rest(self, node: Node, part: Node) -> float:
        """Measure what a node takes beside one of its parts."""
        return max(0.0, self.measure(node) - self.measure(part))


def joined(items: Items, bind: Bind) -> Node:
    """Make one node of a line's items."""
    return items[0] if len(items) == 1 else Row(items, bind)


def cuts(bind: Bind) -> tuple[Cut, ...]:
    """List the places where a row may be cut, the loosest first."""
    if bind in {Bind.APPLY, Bind.PREFIX}:
        return ()
    return (*CUTS, between_factors) if bind is Bind.PRODUCT else CUTS


def chunked(items: Items, cut: Cut) -> Iterator[Items]:
    """Yield the runs of items between cuts."""
    start = 0
    for k in range(1, len(items)):
        if cut(items[k - 1], items[k]):
            yield items[start:k]
            start = k
    yield items[start:]


def is_infix(node: Node) -> bool:
    """Say whether a node is an operator between two others."""
    return isinstance(node, Op) and node.form == "infix"


def after_separator(left: Node, _right: Node) -> bool:
    """Cut after a comma."""
    return isinstance(left, Op) and left.form == "separator"


def before_relation(_left: Node, right: Node) -> bool:
    """Cut before an equals sign and its like."""
    return isinstance(right, Op) and right.symbol in RELATIONS and right.form == "infix"


def before_sign(_left: Node, right: Node) -> bool:
    """Cut before a plus or minus, which some numbers bring themselves."""
    if isinstance(right, Num):
        return right.context is Context.TERM
    return isinstance(right, Op) and right.symbol in SIGNS and right.form == "infix"


def before_operator(_left: Node, right: Node) -> bool:
    """Cut before any other operator."""
    return is_infix(right)


def between_factors(left: Node, right: Node) -> bool:
    """Cut between factors that stand side by side."""
    return not isinstance(left, Op | Space | Text) and not isinstance(right, Op | Space | Text)


CUTS: tuple[Cut, ...] = (after_separator, before_relation, before_sign, before_operator)
