"""Formulas inside a drawing: one line of text with raised, lowered and slanted stretches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ncrevise.maths.number import spell
from ncrevise.maths.text import accent, write
from ncrevise.maths.tree import (
    Accent,
    Digits,
    Fence,
    Id,
    Limits,
    Mark,
    Node,
    Num,
    Op,
    Row,
    Script,
    Space,
    Text,
)
from ncrevise.maths.width import letters
from ncrevise.render.drawing.pen import INK, SIZE, clean, tag

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALLER = 0.72
DOWN, UP = 0.22, -0.38  # of the size of the base
THIN = "\u2005"
SPACES = {"infix": "{0}{1}{0}", "separator": "{1}{0}"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Letters of one size on one height; ``back`` starts them further left. All in em."""

    text: str
    size: float = 1.0
    rise: float = 0.0
    slanted: bool = False
    bold: bool = False
    back: float = 0.0

    def width(self) -> float:
        """Estimate the room it takes."""
        return letters(self.text) * self.size - self.back


def stretches(node: Node, size: float = 1.0, rise: float = 0.0) -> Iterator[Stretch]:
    """Yield a formula's stretches; what needs two dimensions is written on one line."""
    match node:
        case Id(name, style):
            slanted = style == "auto" and len(name) == 1
            yield Stretch(name, size, rise, slanted, style == "bold")
        case Op(symbol, form):
            gap = THIN if size == 1.0 else ""
            yield Stretch(SPACES.get(form, "{1}").format(gap, symbol), size, rise)
        case Num():
            yield from stretches(spell(node), size, rise)
        case Digits(text) | Text(text):
            yield Stretch(text, size, rise)
        case Space():
            yield Stretch(THIN, size, rise)
        case Row(items):
            for item in items:
                yield from stretches(item, size, rise)
        case Fence(opening, body, closing):
            yield from (
                Stretch(opening, size, rise),
                *stretches(body, size, rise),
                Stretch(closing, size, rise),
            )
        case Script(base, sub, sup) | Limits(base, sub, sup):
            yield from stretches(base, size, rise)
            yield from scripts(sub, sup, size, rise)
        case Accent(base, mark):
            first, *others = stretches(base, size, rise)
            yield from (replace(first, text=accent(first.text, mark)), *others)
        case Mark(body):
            yield from stretches(body, size, rise)
        case _:
            yield Stretch(write(node), size, rise)


def scripts(sub: Node | None, sup: Node | None, size: float, rise: float) -> Iterator[Stretch]:
    """Yield a superscript and below it, starting at the same place, a subscript."""
    small = size * SMALLER
    above = list(stretches(sup, small, rise + UP * size)) if sup else []
    below = list(stretches(sub, small, rise + DOWN * size)) if sub else []
    if above and below:
        below[0] = replace(below[0], back=sum(each.width() for each in above))
    yield from (*above, *below)


def width(node: Node) -> float:
    """Estimate how wide a label is, in the units of the drawing."""
    return SIZE * sum(each.width() for each in stretches(node))


def label(node: Node, x: float, y: float, size: float = SIZE, /, **attributes: str | float) -> str:
    """Write a formula centred on a point of its baseline."""
    spans, height = "", 0.0
    for each in stretches(node):
        spans += span(each, each.rise - height, size)
        height = each.rise
    look = {"font_size": size} if size != SIZE else {}
    return words(spans, x, y, **look | attributes)


def words(spans: str, x: float, y: float, **attributes: str | float) -> str:
    """Write text centred on a point of its baseline."""
    place: dict[str, str | float] = {"x": x, "y": y, "text_anchor": "middle", "fill": INK}
    return tag("text", spans, **place | attributes)


def span(stretch: Stretch, climb: float, size: float = SIZE) -> str:
    """Write a stretch as an element, with only the attributes it needs."""
    attributes: dict[str, str | float] = {}
    if stretch.size != 1.0:
        attributes["font_size"] = size * stretch.size
    if stretch.slanted:
        attributes["font_style"] = "italic"
    if stretch.bold:
        attributes["font_weight"] = "bold"
    if abs(climb) > 0.01:
        attributes["dy"] = size * climb
    if stretch.back:
        attributes["dx"] = -size * stretch.back
    text = clean(stretch.text.replace(" ", "\u00a0"))
    return tag("tspan", text, **attributes) if attributes else text
