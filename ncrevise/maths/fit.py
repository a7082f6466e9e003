"""Formulas kept within a width: broken where a person would break them, never cropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.maths.box import Layout, align, aligned, spread
from ncrevise.maths.canvas import (
    Box,
    beside,
    blank,
    enclose,
    fill,
    from_line,
    from_text,
    stack,
    tint,
)
from ncrevise.maths.runs import cut, measure
from ncrevise.maths.text import write
from ncrevise.maths.tree import (
    Chain,
    Fence,
    Frac,
    Limits,
    Mark,
    Matrix,
    Node,
    Op,
    Root,
    Row,
    Script,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ncrevise.maths.glyphs import Glyphs

INDENT = 2  # of a continued line
LEAST = 8  # narrower than this nothing is broken any further
RELATIONS = frozenset("=≈≠<>≤≥≡∼∝→⇒⇔←∈≜≔")
TIMES = "·"

Segment = list[tuple[int, Node]]


def fit(node: Node, width: int, glyphs: Glyphs) -> Box:
    """Draw a formula no wider than ``width``.

    A derivation goes one link a row; a sum breaks before + and −, a product before its
    dot, factors and wide matrices go under each other. What still does not fit is written
    on one line and cut.
    """
    return Fit(glyphs).within(node, max(1, width))


class Fit(Layout):
    """Draws formulas within a width."""

    def within(self, node: Node, width: int) -> Box:
        """Draw a formula no wider than ``width``."""
        box = self.box(node)
        if box.width > width >= LEAST:
            box = self.broken(node, width) or box
        return box if box.width <= width else hard(node, width, self.glyphs)

    def broken(self, node: Node, width: int) -> Box | None:
        """Draw a formula on more rows than it would take, if there is a way."""
        match node:
            case Chain(left, links):
                return self.links(left, links, width)
            case Row():
                return self.lines(self.inline.spaced(node), width)
            case Fence(opening, body, closing):
                return self.held(opening, body, closing, width)
            case Frac(top, bottom):
                return self.fraction(self.within(top, width - 2), self.within(bottom, width - 2))
            case Root(body, None):
                sign = from_text(self.glyphs.text("√"))
                return beside([sign, self.held("(", body, ")", width - sign.width)])
            case Matrix():
                return self.grid(node, width)
            case Mark(body, role):
                return tint(self.within(body, width), role)
            case Script(base, low, high):
                return self.based(base, width, lambda box: self.script(box, low, high))
            case Limits(base, under, over):
                return self.based(base, width, lambda box: self.limits(box, under, over))
            case _:
                return None

    def based(self, base: Node, width: int, dress: Callable[[Box], Box]) -> Box:
        """Draw a base in what room its scripts leave."""
        scripts = dress(blank(0)).width
        return dress(self.within(base, width - scripts))

    def links(self, left: Node, links: tuple[tuple[str, Node], ...], width: int) -> Box:
        """Draw a derivation one link a row, its left side above when that is long."""
        relations = [self.relation(relation) for relation, _ in links]
        sign = max((box.width for box in relations), default=0) + 1
        start = self.within(left, width)
        own_row = start.width > width // 3
        indent = 0 if own_row else start.width + 1
        sides = [self.within(side, width - indent - sign) for _, side in links]
        pairs = list(zip(relations, sides, strict=True))
        if not own_row:
            return aligned(start, pairs)
        return stack([start, aligned(blank(0), pairs)], 0, baseline=start.baseline)

    def held(self, opening: str, body: Node, closing: str, width: int) -> Box:
        """Draw brackets round a broken body."""
        sides = measure(opening) + measure(closing)
        return enclose(opening, self.within(body, width - sides), closing, self.glyphs)

    def lines(self, items: Segment, width: int) -> Box:
        """Break a row before its loosest operators, as few times as will do."""
        segments = segment(items)
        if len(segments) == 1:
            return self.head(items, width)
        rows: list[list[Box]] = []
        for part in segments:
            self.flow(rows, part, width)
        return stack_lines([beside(row) for row in rows])

    def flow(self, rows: list[list[Box]], part: Segment, width: int) -> None:
        """Put a segment after the others, on a new row when this one is full."""
        indent = INDENT if rows else 0
        box = self.beside_all(part)
        if rows and sum(b.width for b in rows[-1]) + 1 + box.width <= width:
            rows[-1] += [blank(part[0][0]), box]
            return
        if box.width > width - indent:
            box = self.lines(part, width - indent)
        rows.append([blank(indent), box] if indent else [box])

    def beside_all(self, part: Segment) -> Box:
        """Draw a segment on one row, without the space before it."""
        boxes: list[Box] = []
        for gap, item in part:
            if gap and boxes:
                boxes.append(blank(gap))
            boxes.append(self.box(item))
        return beside(boxes)

    def head(self, items: Segment, width: int) -> Box:
        """Give what leads a row (a sign, a function's name) its room, and the last the rest."""
        *lead, (gap, last) = items
        if not lead:
            return self.within(last, width)
        start = self.beside_all(lead)
        room = width - start.width - gap
        if room < LEAST:
            return hard(Row(tuple(item for _, item in items)), width, self.glyphs)
        return beside([start, *([blank(gap)] if gap else []), self.within(last, room)])

    def grid(self, node: Matrix, width: int) -> Box:
        """Draw a wide matrix: rows of several lines, or one entry a line."""
        room = width - 2 - measure(node.open) - measure(node.close)
        cells = [[self.box(cell) for cell in row] for row in node.rows]
        widest = max(box.width for row in cells for box in row)
        columns = max(len(row) for row in node.rows)
        if columns == 1:
            rows = [self.within(cell, room) for (cell,) in node.rows]
        elif node.align == "left" or widest * 2 + 4 > room:
            rows = self.entries(node, room)
        else:
            rows = [wrapped(row, room) for row in align(node, cells)]
        spaced = any(box.height > 1 for box in rows)
        body = stack([fill(box, max(b.width for b in rows), "left") for box in rows], int(spaced))
        return enclose(node.open, body, node.close, self.glyphs, pad=1)

    def entries(self, node: Matrix, room: int) -> list[Box]:
        """Draw a matrix entry by entry, each after its row and column."""
        boxes: list[Box] = []
        for i, row in enumerate(node.rows, 1):
            for j, cell in enumerate(row, 1):
                label = from_text(f"{i},{j}: ", "muted")
                boxes.append(beside([label, self.within(cell, room - label.width)]))
        return boxes


def wrapped(cells: list[Box], room: int) -> Box:
    """Lay the entries of one row over several lines, the later ones indented."""
    lines: list[list[Box]] = [[]]
    for cell in cells:
        used = sum(box.width + 2 for box in lines[-1]) + (INDENT if len(lines) > 1 else 0)
        if lines[-1] and used + cell.width > room:
            lines.append([])
        lines[-1].append(cell)
    return stack_lines(
        [beside([blank(INDENT if k else 0), spread(line)]) for k, line in enumerate(lines)]
    )


def stack_lines(rows: Sequence[Box]) -> Box:
    """Put the rows of a broken formula under each other; the first leads."""
    return stack(rows, int(any(row.tall for row in rows)), baseline=rows[0].baseline)


def segment(items: Segment) -> list[Segment]:
    """Cut a row before its loosest operators; factors side by side get a dot between."""
    for cuts in (after_separator, before_relation, before_sign, before_operator):
        parts = cut_at(items, cuts)
        if len(parts) > 1:
            return parts
    return factors(items)


def cut_at(items: Segment, cuts: Callable[[Node | None, Node], bool]) -> list[Segment]:
    """Cut wherever ``cuts`` says so of two neighbours, never before the first."""
    parts: list[Segment] = []
    previous: Node | None = None
    for gap, item in items:
        if not parts or (previous is not None and cuts(previous, item)):
            parts.append([])
        parts[-1].append((gap, item))
        previous = item
    head = parts[0]
    if len(parts) > 1 and len(head) == 1 and isinstance(head[0][1], Op):
        parts[1:2], parts[0] = [], [*head, *parts[1]]
    return parts


def before_relation(_: Node | None, item: Node) -> bool:
    """Say whether a relation comes next."""
    return isinstance(item, Op) and item.symbol in RELATIONS


def after_separator(previous: Node | None, _: Node) -> bool:
    """Say whether a comma or semicolon has just gone by."""
    return isinstance(previous, Op) and previous.form == "separator"


def before_sign(_: Node | None, item: Node) -> bool:
    """Say whether a plus or minus between terms comes next."""
    return isinstance(item, Op) and item.form == "infix" and item.symbol in "+−±"


def before_operator(_: Node | None, item: Node) -> bool:
    """Say whether any operator between two things comes next."""
    return isinstance(item, Op) and item.form == "infix"


def factors(items: Segment) -> list[Segment]:
    """Cut between factors that stand side by side."""
    parts: list[Segment] = []
    for gap, item in items:
        if parts and gap and not isinstance(parts[-1][-1][1], Op | Limits):
            parts.append([(1, Op(TIMES)), (1, item)])
        elif parts:
            parts[-1].append((gap, item))
        else:
            parts.append([(gap, item)])
    return parts


def hard(node: Node, width: int, glyphs: Glyphs) -> Box:
    """Write a formula on one line and cut it before its operators, or anywhere at need."""
    lines = [""]
    for word in words(glyphs.text(write(node))):
        for piece in cut(word, width):
            joined = f"{lines[-1]} {piece}" if lines[-1] else piece
            if measure(joined) <= width:
                lines[-1] = joined
            else:
                lines.append(piece)
    wide = max(measure(line) for line in lines)
    return stack([fill(from_line(((line, ""),)), wide, "left") for line in lines], 0, baseline=0)


def words(text: str) -> list[str]:
    """Cut a line at its spaces; an operator stays with what comes after it."""
    found: list[str] = []
    for word in text.split(" "):
        if found and not any(map(str.isalnum, found[-1])) and len(found[-1]) <= 2:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found
