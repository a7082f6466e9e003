"""Formulas on a grid of characters: stacked fractions, tall brackets, second rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.maths.canvas import (
    Box,
    beside,
    blank,
    enclose,
    fill,
    from_line,
    from_text,
    pad,
    place,
    stack,
    tint,
)
from ncrevise.maths.inline import Inline
from ncrevise.maths.runs import measure, plain
from ncrevise.maths.text import COMBINING
from ncrevise.maths.tree import (
    Accent,
    Chain,
    Fence,
    Frac,
    Id,
    Limits,
    Mark,
    Matrix,
    Node,
    Num,
    Root,
    Row,
    Script,
    Space,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.maths.glyphs import Glyphs

SIDE_BY_SIDE = 64  # a derivation wider than this goes one link a row
SHORT = 32


def layout(node: Node, glyphs: Glyphs) -> Box:
    """Draw a formula as it comes, however wide; ``fit`` keeps within a width."""
    return Layout(glyphs).box(node)


class Layout:
    """Draws formulas with one set of characters.

    Args:
        glyphs: the characters there are.
    """

    def __init__(self, glyphs: Glyphs) -> None:
        self.glyphs = glyphs
        self.inline = Inline(glyphs)
        self.small = Inline(glyphs, tight=True)

    def box(self, node: Node) -> Box:
        """Draw a formula."""
        match node:
            case Num():
                return self.box(self.number(node))
            case Row():
                return self.row(node)
            case Fence(opening, body, closing):
                return enclose(opening, self.box(body), closing, self.glyphs)
            case Frac(top, bottom):
                return self.fraction(self.box(top), self.box(bottom))
            case Root(body, index):
                return self.root(node, self.box(body), index)
            case Script(base, low, high):
                return self.script(self.box(base), low, high)
            case Limits(base, under, over):
                return self.limits(self.box(base), under, over)
            case Accent(base, mark):
                return self.accent(base, mark)
            case Matrix():
                return self.matrix(node, [[self.box(cell) for cell in row] for row in node.rows])
            case Mark(body, role):
                return tint(self.box(body), role)
            case Chain(left, links):
                return self.chain(self.box(left), [(rel, self.box(side)) for rel, side in links])
            case Space(em):
                return blank(max(1, round(em * 2)))
            case _:
                return from_line(self.inline.line(node))

    def number(self, node: Num) -> Node:
        """Spell a number."""
        return self.inline.number(node)

    def row(self, node: Row) -> Box:
        """Draw neighbours."""
        boxes: list[Box] = []
        for gap, item in self.inline.spaced(node):
            if gap:
                boxes.append(blank(gap))
            boxes.append(self.box(item))
        return beside(boxes) if boxes else blank(0)

    def fraction(self, top: Box, bottom: Box) -> Box:
        """Draw one box over another; a bar over bars is longer than they are."""
        wide = max(top.width, bottom.width) + 2 * (top.tall or bottom.tall)
        bar = from_text(self.glyphs.text("─") * wide)
        parts = [
            (top, (wide - top.width) // 2, -1 - top.below),
            (bar, 0, 0),
            (bottom, (wide - bottom.width) // 2, 1 + bottom.baseline),
        ]
        return place(parts, tall=True)

    def root(self, node: Root, body: Box, index: Node | None) -> Box:
        """Draw a root: brackets do what the line over it would."""
        if not body.tall and body.height == 1:
            return from_line(self.inline.line(node))
        sign = from_text(self.glyphs.text("√"))
        if index is not None:
            sign = place([(from_line(self.small.line(index)), 0, -1), (sign, 1, 0)])
        return beside([sign, enclose("(", body, ")", self.glyphs)])

    def script(self, base: Box, low: Node | None, high: Node | None) -> Box:
        """Draw scripts: small letters on the line, or full ones on rows of their own."""
        top, bottom = (-base.baseline, base.below) if base.tall else (0, 0)
        parts = [(base, 0, 0)]
        x = base.width
        if low is not None:
            small, line = self.shrunk(low, "_")
            parts.append((line, x, bottom + (0 if small else 1)))
            x += line.width if small else 0
        if high is not None:
            small, line = self.shrunk(high, "^")
            parts.append((line, x, top - (0 if small else 1)))
        return place(parts, tall=base.tall)

    def shrunk(self, node: Node, mark: str) -> tuple[bool, Box]:
        """Write a script, and say whether it is made of small letters."""
        text = plain(self.inline.script(node, mark))
        if text.startswith(mark):
            return False, from_line(self.small.line(node))
        return True, from_text(text)

    def limits(self, base: Box, under: Node | None, over: Node | None) -> Box:
        """Draw what stands below and above, centred."""
        lows = [from_line(self.small.line(under))] if under is not None else []
        highs = [from_line(self.small.line(over))] if over is not None else []
        wide = max(box.width for box in (base, *lows, *highs))
        parts = [(base, (wide - base.width) // 2, 0)]
        parts += [(box, (wide - box.width) // 2, base.below + 1) for box in lows]
        parts += [(box, (wide - box.width) // 2, -base.baseline - 1) for box in highs]
        drawn = place(parts, tall=base.tall or bool(lows and highs))
        return beside([drawn, blank(0)])

    def accent(self, base: Node, mark: str) -> Box:
        """Put a mark over a letter, or over the letter that carries the scripts."""
        if isinstance(base, Script):
            return self.script(self.accent(base.base, mark), base.sub, base.sup)
        body = self.box(base)
        letter = plain(body.rows[0]) + COMBINING[mark]
        if (
            body.height == 1
            and isinstance(base, Id)
            and body.width == 1
            and self.glyphs.can(letter)
        ):
            return from_text(letter)
        sign = "_" if mark == "¯" else {"˙": ".", "→": self.glyphs.text("→")}.get(mark, mark)
        over = from_text(sign * body.width if mark == "¯" else sign)
        x = (body.width - over.width) // 2
        return place([(body, max(0, -x), 0), (over, max(0, x), -1 - body.baseline)], tall=body.tall)

    def matrix(self, node: Matrix, cells: list[list[Box]]) -> Box:
        """Draw a grid of boxes between brackets."""
        table = align(node, cells)
        roomy = node.open == "{" or any(box.tall for row in table for box in row)
        body = stack([spread(row) for row in table], 1 if roomy and len(table) > 1 else 0)
        if node.open == node.close == "":
            return body
        return enclose(node.open, body, node.close, self.glyphs, pad=1)

    def chain(self, left: Box, links: list[tuple[str, Box]]) -> Box:
        """Draw a derivation: short or tall ones across, the others a link a row."""
        relations = [self.relation(rel) for rel, _ in links]
        across = [left]
        for relation, (_, side) in zip(relations, links, strict=True):
            across += [blank(1), relation, blank(1), side]
        wide = sum(box.width for box in across)
        short = len(links) == 2 and wide <= SHORT
        tall = len(links) <= 3 and any(side.tall for _, side in links) and wide <= SIDE_BY_SIDE
        if len(links) < 2 or ((short or tall) and all(rel for rel, _ in links)):
            return beside(across)
        return aligned(left, list(zip(relations, (side for _, side in links), strict=True)))

    def relation(self, symbol: str) -> Box:
        """Write the sign of a link."""
        return from_text(self.glyphs.text(symbol))


def aligned(left: Box, links: list[tuple[Box, Box]]) -> Box:
    """Put links under each other, relations level; tall ones stand apart."""
    x = left.width + (1 if left.width else 0)
    wide = max(relation.width for relation, _ in links)
    rows: list[Box] = []
    for relation, side in links:
        start = [(left, 0, 0)] if left.width and not rows else []
        sign = x + wide - relation.width
        row = place([*start, (relation, sign, 0), (side, x + wide + 1, 0)], tall=side.tall)
        if rows and (rows[-1].tall or row.tall):
            rows.append(blank(0))
        rows.append(row)
    return stack(rows, 0, baseline=rows[0].baseline)


def spread(row: list[Box]) -> Box:
    """Put cells side by side with two blanks between."""
    boxes: list[Box] = []
    for box in row:
        boxes += [blank(2), box] if boxes else [box]
    return beside(boxes)


def align(node: Matrix, table: list[list[Box]]) -> list[list[Box]]:
    """Pad the cells of each column to one width, numbers level at the point."""
    columns = [
        level([row[j] for row in table], node.align, [row[j] for row in node.rows])
        for j in range(max((len(row) for row in table), default=0))
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def level(boxes: list[Box], side: str, nodes: Sequence[Node]) -> list[Box]:
    """Pad one column."""
    if all(is_number(node) for node in nodes) and all(box.height == 1 for box in boxes):
        tails = [fraction_width(plain(box.rows[0])) for box in boxes]
        longest = max(tails)
        boxes = [pad(box, 0, longest - tail) for box, tail in zip(boxes, tails, strict=True)]
        side = "right" if side != "left" else side
    elif side == "right":
        side = "left"  # sums are read from their start
    wide = max(box.width for box in boxes)
    return [fill(box, wide, side) for box in boxes]


def is_number(node: Node) -> bool:
    """Say whether a cell holds a plain number."""
    return is_number(node.body) if isinstance(node, Mark) else isinstance(node, Num)


def fraction_width(text: str) -> int:
    """Count the cells from the decimal point on."""
    return measure(text[text.index(".") :]) if "." in text else 0
