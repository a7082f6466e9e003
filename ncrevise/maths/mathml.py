"""MathML Core, which browsers typeset without a script.

Three rules keep the spacing right: brackets stretch only around what is tall, a minus in
front says so, and operators in scripts stand close. Only attributes of MathML Core are
relied on; ``columnalign`` is there for the older readers that know nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape as html_escape
from typing import TYPE_CHECKING
from unicodedata import name as unicode_name
from unicodedata import normalize

from ncrevise.maths.number import spell
from ncrevise.maths.tree import (
    Accent,
    Bind,
    Chain,
    Context,
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
    Slot,
    Space,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

APPLIED = "\u2061"  # what readers aloud need between a function and its argument
TIMES = "\u2062"  # … and between two factors
THIN = "0.1667em"
LARGE = frozenset("∑∏∫∐⋃⋂⨁⨂")  # their own spacing, and taller in a display
SIGNS = frozenset("−+±∓¬∇")  # a browser already sets these close when in front
PRIMES = "′″‴"
BOLD = ' mathvariant="bold" style="font-weight:bold;text-transform:none"'
HATS = {"^": "ˆ", "~": "˜"}  # the marks alone, not the keys of a keyboard
CHAIN = ' displaystyle="true" columnalign="right center left" columnspacing="0" intent=":lines"'
UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ASTRAL = re.compile(r"[\U00010000-\U0010ffff]")


def write(node: Node, *, display: bool = False, alt: bool = True) -> str:
    """Write a formula as one ``<math>`` element.

    Args:
        node: the formula; a chain shown as a display has a row a link.
        display: on a line of its own.
        alt: also say it in words, for readers that do not know MathML.
    """
    return Writer().formula(node, display=display, alt=alt)


def escape(text: str) -> str:
    """Make text safe between tags and in quoted attributes; drop what XML can't hold."""
    return html_escape(UNPRINTABLE.sub("", text))


@dataclass(frozen=True, slots=True)
class Place:
    """Where an element stands: in a script, in a display, at an end of its row."""

    script: bool = False
    display: bool = False
    edge: bool = False


INLINE = Place()


class Writer:
    """Prints nodes. Override ``number`` to leave gaps, and ``spoken`` to say them."""

    def formula(self, node: Node, *, display: bool = False, alt: bool = True) -> str:
        """Write a whole ``<math>`` element."""
        block = ' display="block"' if display else ""
        said = f' alttext="{escape(self.spoken(node))}"' if alt else ""
        return f"<math{block}{said}>{self.node(node, Place(display=display))}</math>"

    def spoken(self, node: Node) -> str:
        """Say a formula in words."""
        from ncrevise.maths.speech import speak

        return speak(node)

    def number(self, num: Num, at: Place = INLINE) -> str:
        """Write a number."""
        return self.node(spell(num), at)

    def node(self, node: Node, at: Place = INLINE) -> str:
        """Write any node as one element."""
        match node:
            case Id(name, style):
                return identifier(name, style)
            case Digits(text):
                return f"<mn>{escape(text)}</mn>"
            case Num():
                return self.number(node, at)
            case Op():
                return operator(node, at)
            case Text(text):
                return words(text)
            case Space(em):
                return f'<mspace width="{em:g}em"/>'
            case Row(items, strength):
                return self.row(items, strength, at)
            case Fence():
                return self.fence(node, at)
            case Frac(top, bottom):
                inner = replace(at, display=False)
                return tag("mfrac", self.node(top, inner) + self.node(bottom, inner))
            case Root(body, None):
                return tag("msqrt", self.node(body, at))
            case Root(body, index):
                return tag("mroot", self.node(body, at) + self.small(index))
            case Script(base, sub, sup):
                parts = self.node(base, at) + self.small(sub) + self.small(sup)
                return tag(f"m{'sub' if sub else ''}{'sup' if sup else ''}", parts)
            case Limits():
                return self.limits(node, at)
            case Accent(base, mark):
                return self.accent(base, mark, at)
            case Matrix():
                return self.matrix(node, replace(at, display=False))
            case Mark(body, role):
                return f'<mrow class="mark-{role}">{self.node(body, at)}</mrow>'
            case Chain(left, links):
                return self.chain(left, links, at)

    def small(self, node: Node | None) -> str:
        """Write a script, if there is one."""
        return self.node(node, Place(script=True)) if node else ""

    def row(self, items: Sequence[Node], strength: Bind, at: Place) -> str:
        """Write neighbours, with what is understood between them."""
        solid = [k for k, item in enumerate(items) if not isinstance(item, Space)] or [0]
        text = ""
        for k, item in enumerate(items):
            if k:
                text += between(items[k - 1], item, strength, at)
            text += self.node(item, replace(at, edge=k in {solid[0], solid[-1]}))
        return text if len(items) == 1 else tag("mrow", text)

    def fence(self, fence: Fence, at: Place) -> str:
        """Write brackets; they stretch only around what is tall."""
        fixed = "" if self.is_tall(fence.body, at) else ' stretchy="false"'
        body = self.node(fence.body, replace(at, edge=False))
        return bracketed(fence.open, body, fence.close, fixed)

    def limits(self, limits: Limits, at: Place) -> str:
        """Write what stands below and above; in running text it moves to the side."""
        base, under, over = limits.base, limits.under, limits.over
        named = isinstance(base, Id) and is_wordy(base)
        head = named_operator(base) if named and isinstance(base, Id) else self.node(base, at)
        kind = f"m{'under' if under else ''}{'over' if over else ''}"
        return tag(kind, head + self.small(under) + self.small(over))

    def accent(self, base: Node, mark: str, at: Place) -> str:
        """Put a mark over a letter, or stretch it over something wider."""
        fixed = ' stretchy="false"' if isinstance(base, Id | Digits) else ""
        if fixed and mark == "→":
            fixed += ' style="font-size:60%"'
        over = f"<mo{fixed}>{HATS.get(mark, mark)}</mo>"
        return f'<mover accent="true">{self.node(base, at)}{over}</mover>'

    def matrix(self, matrix: Matrix, at: Place) -> str:
        """Write a grid between brackets, its cells aligned one way."""
        align, side = ("", "center") if matrix.align == "centre" else (matrix.align,) * 2
        intent = ":piecewise" if matrix.open == "{" and not matrix.close else ":matrix"
        rows = (
            "".join(cell(self.node(entry, at), align) for entry in entries)
            for entries in matrix.rows
        )
        attributes = f' columnalign="{side}" intent="{intent}"'
        if matrix.open:  # the first column has its own margin
            attributes += ' style="margin:0 -0.25em"'
        return bracketed(matrix.open, table(rows, attributes), matrix.close)

    def chain(self, left: Node, links: tuple[tuple[str, Node], ...], at: Place) -> str:
        """Write a derivation: a row a link in a display, otherwise all in one line."""
        at = replace(at, edge=False)
        if not at.display or len(links) == 1:
            sides = "".join(relation(rel) + self.node(side, at) for rel, side in links)
            return tag("mrow", self.node(left, at) + sides)
        heads = (self.node(left, at), *[""] * (len(links) - 1))
        rows = (
            link(head, relation(rel), self.node(right, at))
            for head, (rel, right) in zip(heads, links, strict=True)
        )
        return table(rows, CHAIN)

    def is_tall(self, node: Node, at: Place) -> bool:
        """Say whether brackets around a node must grow."""
        match node:
            case Frac() | Matrix():
                return True
            case Num(Slot()):
                return False
            case Num():
                return self.is_tall(spell(node), at)
            case Limits():
                return at.display
            case Row(items):
                return any(self.is_tall(item, at) for item in items)
            case Fence(_, body) | Root(body) | Mark(body) | Accent(body) | Script(body):
                return self.is_tall(body, at)
            case _:
                return False


def tag(name: str, content: str) -> str:
    """Put content into an element."""
    return f"<{name}>{content}</{name}>"


def plain_letters(name: str) -> tuple[str, bool]:
    """Fold mathematical alphabets into ordinary letters; say whether they were bold.

    Characters outside the basic plane are lost by some learning platforms.
    """
    folded = ASTRAL.sub(lambda found: normalize("NFKC", found[0]), name)
    bold = folded != name and any("BOLD" in unicode_name(letter, "") for letter in name)
    return folded, bold


def identifier(name: str, style: str) -> str:
    """Write a symbol; primes are drawn raised, so they follow on the line."""
    folded, bold = plain_letters(name)
    stem = folded.rstrip(PRIMES)
    letters = stem or folded
    variant = BOLD if bold or style == "bold" else ""
    if style == "upright" and len(letters) == 1:
        variant = ' mathvariant="normal"'
    written = f"<mi{variant}>{escape(letters)}</mi>"
    if not stem or stem == folded:
        return written
    return tag("mrow", f'{written}<mo lspace="0" rspace="0">{folded[len(stem) :]}</mo>')


def words(text: str) -> str:
    """Write words; spaces at their ends count."""
    stripped = text.strip(" ")
    lead = "\u00a0" * (len(text) - len(text.lstrip(" ")))
    tail = "\u00a0" * (len(text) - len(text.rstrip(" "))) if stripped else ""
    return tag("mtext", escape(lead + stripped + tail))


def operator(op: Op, at: Place) -> str:
    """Write an operator, with its spacing wherever a browser would choose another."""
    form, symbol = op.form, op.symbol
    attributes = ""
    if form in {"prefix", "postfix"} or (form == "infix" and at.edge):
        attributes = f' form="{form}"'
    if form == "separator":
        attributes = ' separator="true"'
    close = form == "postfix" or (form == "prefix" and symbol not in SIGNS | LARGE)
    if at.script or close:
        attributes += ' lspace="0" rspace="0"'
    if symbol in "|‖∣∥":  # a browser takes these for brackets
        attributes += ' stretchy="false"'
    return f"<mo{attributes}>{escape(symbol)}</mo>"


def named_operator(name: Id) -> str:
    """Write ``max`` or ``argmin`` so that what is below it moves aside in running text."""
    spaces = f'lspace="{THIN}" rspace="{THIN}"'
    return f'<mo form="prefix" movablelimits="true" {spaces}>{escape(name.name)}</mo>'


def relation(symbol: str) -> str:
    """Write a relation; an empty one keeps its place."""
    return f"<mo>{html_escape(symbol)}</mo>" if symbol else ""


def bracketed(opening: str, body: str, closing: str, attributes: str = "") -> str:
    """Put brackets around an element; either may be missing."""
    before = f'<mo{attributes} form="prefix">{escape(opening)}</mo>' if opening else ""
    after = f'<mo{attributes} form="postfix">{escape(closing)}</mo>' if closing else ""
    return tag("mrow", before + body + after) if before or after else body


def cell(content: str, side: str = "", padding: str = "") -> str:
    """Write a cell; Chromium moves what is in it only at its own name for the side."""
    align = f"text-align:{side};text-align:-webkit-{side}" if side else ""
    style = ";".join(filter(None, (align, padding and f"padding:{padding}")))
    return f'<mtd style="{style}">{content}</mtd>' if style else f"<mtd>{content}</mtd>"


def link(left: str, sign: str, right: str) -> str:
    """Write a row of a derivation; a sign alone in its cell gets no space by itself."""
    middle = cell(sign, padding="0.5ex 0.2778em")
    return cell(left, "right", "0.5ex 0") + middle + cell(right, "left", "0.5ex 0")


def table(rows: Iterable[str], attributes: str) -> str:
    """Write rows of cells."""
    return f"<mtable{attributes}>{''.join(tag('mtr', row) for row in rows)}</mtable>"


def is_wordy(node: Node, end: int = -1) -> bool:
    """Say whether a node ends in a long name, which must stand free; begins, at ``0``."""
    if isinstance(node, Script | Limits):
        return is_wordy(node.base, end)
    if isinstance(node, Row) and node.items:
        return is_wordy(node.items[end], end)
    return isinstance(node, Id) and len(node.name.rstrip(PRIMES)) > 1


def between(left: Node, right: Node, strength: Bind, at: Place) -> str:
    """Write what is understood between two neighbours, and keep names apart."""
    apart = Op | Space | Text
    if isinstance(left, apart) or isinstance(right, apart) or is_term(right):
        return ""
    spaced = not at.script and (
        (is_wordy(left) and not isinstance(right, Fence | Matrix)) or is_wordy(right, 0)
    )
    symbol = {Bind.APPLY: APPLIED, Bind.PRODUCT: TIMES}.get(strength, "")
    if symbol:
        space = f' lspace="0" rspace="{THIN}"' if spaced else ""
        return f"<mo{space}>&#x{ord(symbol):x};</mo>"
    return f'<mspace width="{THIN}"/>' if spaced else ""


def is_term(node: Node) -> bool:
    """Say whether a number brings its own operator."""
    return isinstance(node, Num) and node.context is Context.TERM
