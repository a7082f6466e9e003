"""A formula on one line with small letters where they exist: ``fₜ = σ(W_f xₜ + …)``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.maths.build import bind
from ncrevise.maths.number import spell
from ncrevise.maths.runs import plain, styled
from ncrevise.maths.text import COMBINING
from ncrevise.maths.tree import (
    Accent,
    Bind,
    Chain,
    Digits,
    Fence,
    Frac,
    Id,
    Limits,
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
    from ncrevise.maths.glyphs import Glyphs
    from ncrevise.maths.runs import Line


@dataclass(frozen=True, slots=True)
class Inline:
    """Writes a formula on one line, keeping the roles of its parts.

    Args:
        glyphs: the characters there are.
        tight: leave out the spaces, as scripts do.
    """

    glyphs: Glyphs
    tight: bool = False

    def line(self, node: Node) -> Line:
        """Write a formula."""
        match node:
            case Id(name) | Digits(name) | Text(name):
                return self.word(name)
            case Num():
                return self.line(self.number(node))
            case Op(symbol):
                return self.word(symbol)
            case Space():
                return self.word(" ")
            case Row():
                return self.row(node)
            case Fence(opening, body, closing):
                return (*self.word(opening), *self.line(body), *self.word(closing))
            case Frac(top, bottom):
                stroke = self.word("/")
                return (*self.part(top, Bind.PRODUCT), *stroke, *self.part(bottom, Bind.APPLY))
            case Root(body, index):
                return self.root(body, index)
            case Script(base, low, high) | Limits(base, low, high):
                return (*self.line(base), *self.script(low, "_"), *self.script(high, "^"))
            case Accent(Script(base, low, high), mark):
                return self.line(Script(Accent(base, mark), low, high))
            case Accent(base, mark):
                return self.word(plain(self.line(base)) + COMBINING[mark])
            case Matrix():
                return self.matrix(node)
            case Mark(body, role):
                return styled(self.line(body), role)
            case Chain(left, links):
                return self.chain(left, links)

    def number(self, node: Num) -> Node:
        """Spell a number."""
        return spell(node)

    def word(self, text: str) -> Line:
        """Write characters as they can be written."""
        return ((self.glyphs.text(text), ""),)

    def row(self, node: Row) -> Line:
        """Write neighbours with the spaces that belong between them."""
        line: list[tuple[str, str]] = []
        for gap, item in self.spaced(node):
            if gap:
                line.append((" " * gap, ""))
            line.extend(self.line(item))
        return tuple(line)

    def spaced(self, row: Row) -> list[tuple[int, Node]]:
        """List the items of a row, rows inside it opened, with the space before each."""
        placed: list[tuple[int, Node]] = []
        previous: Node | None = None
        for item in row.items if row.bind is Bind.APPLY else self.opened(row.items):
            placed.append((0 if row.bind is Bind.APPLY else self.gap(previous, item), item))
            previous = item
        return placed

    def opened(self, items: tuple[Node, ...]) -> list[Node]:
        """Put the items of rows in the place of the rows; a function keeps its argument."""
        found: list[Node] = []
        for item in items:
            node = self.number(item) if isinstance(item, Num) else item
            if isinstance(node, Row) and node.bind is not Bind.APPLY:
                found.extend(self.opened(node.items))
            else:
                found.append(node)
        return found

    def gap(self, left: Node | None, right: Node) -> int:
        """Say how much space goes between two neighbours."""
        if left is None or isinstance(left, Space | Text) or isinstance(right, Space | Text):
            return 0
        if isinstance(left, Op) and left.form != "postfix":
            return 0 if left.form == "prefix" else self.air(left)
        if isinstance(right, Op) and right.form != "prefix":
            return self.air(right) if right.form == "infix" else 0
        if isinstance(left, Limits):
            return 1
        if self.tight or (isinstance(left, Digits) and self.is_close(right)):
            return 0
        return 1

    def air(self, operator: Op) -> int:
        """Say how much space an operator has around it; words need some everywhere."""
        return int(not self.tight or operator.symbol.isalpha())

    def is_close(self, node: Node) -> bool:
        """Say whether a node may follow digits without a space, as in ``2p``."""
        if isinstance(node, Script | Accent):
            return self.is_close(node.base)
        if isinstance(node, Id):
            return len(self.glyphs.text(node.name)) == 1
        return isinstance(node, Fence)

    def part(self, node: Node, at_least: Bind) -> Line:
        """Write the top or bottom of a fraction, in brackets where one line needs them."""
        line = self.line(node)
        stroked = at_least > Bind.PRODUCT and "/" in plain(line) and not isinstance(node, Fence)
        return bracketed(line) if stroked or bind(node) < at_least else line

    def root(self, body: Node, index: Node | None) -> Line:
        """Write a root, its index as small figures before the sign."""
        line = self.line(body)
        sign = self.word("√")
        if index is not None:
            written = plain(Inline(self.glyphs, tight=True).line(index))
            small = self.glyphs.superscript(written)
            if small is None:
                return (*bracketed(line), (f"^(1/{written})", ""))
            sign = ((small, ""), *sign)
        letters = plain(line).isalnum() and sign[-1][0] == "√"
        return (*sign, *(line if letters else bracketed(line)))

    def script(self, node: Node | None, mark: str) -> Line:
        """Write a script small, or after a mark when it has no small form."""
        if node is None:
            return ()
        text = plain(Inline(self.glyphs, tight=True).line(node))
        source = plain(self.unspelled(node))
        lift = self.glyphs.subscript if mark == "_" else self.glyphs.superscript
        small = lift(source) or lift(text)
        if small is not None:
            return ((small, ""),)
        return ((mark + (text if text.isalnum() else f"({text})"), ""),)

    def unspelled(self, node: Node) -> Line:
        """Write a script before characters are replaced: its small form may still exist."""
        return Inline(type(self.glyphs)(), tight=True).line(node)

    def matrix(self, node: Matrix) -> Line:
        """Write a matrix with commas along a row and semicolons between rows."""
        line: list[tuple[str, str]] = list(self.word(node.open))
        for i, row in enumerate(node.rows):
            for j, cell in enumerate(row):
                line.append((", " if j else "; " if i else "", ""))
                line.extend(self.line(cell))
        return (*line, *self.word(node.close))

    def chain(self, left: Node, links: tuple[tuple[str, Node], ...]) -> Line:
        """Write a derivation."""
        line = list(self.line(left))
        for relation, side in links:
            line += [(f" {self.glyphs.text(relation)} " if relation else " ", ""), *self.line(side)]
        return tuple(line)


def bracketed(line: Line) -> Line:
    """Put round brackets."""
    return (("(", ""), *line, (")", ""))
