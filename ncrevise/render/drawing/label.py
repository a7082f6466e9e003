"""Formulas inside a drawing: one line of text with raised, lowered and slanted runs."""

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
class Run:
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


def runs(node: Node, size: float = 1.0, rise: float = 0.0) -> Iterator[Run]:
    """Yield a formula's runs; what needs two dimensions is written on one line."""
    match node:
        case Id(name, style):
            slanted = style == "auto" and len(name) == 1
            yield Run(name, size, rise, slanted, style == "bold")
        case Op(symbol, form):
            gap = THIN if size == 1.0 else ""
            yield Run(SPACES.get(form, "{1}").format(gap, symbol), size, rise)
        case Num():
            yield from runs(spell(node), size, rise)
        case Digits(text) | Text(text):
            yield Run(text, size, rise)
        case Space():
            yield Run(THIN, size, rise)
        case Row(items):
            for item in items:
                yield from runs(item, size, rise)
        case Fence(opening, body, closing):
            yield from (Run(opening, size, rise), *runs(body, size, rise), Run(closing, size, rise))
        case Script(base, sub, sup) | Limits(base, sub, sup):
            yield from runs(base, size, rise)
            yield from scripts(sub, sup, size, rise)
        case Accent(base, mark):
            first, *others = runs(base, size, rise)
            yield from (replace(first, text=accent(first.text, mark)), *others)
        case Mark(body):
            yield from runs(body, size, rise)
        case _:
            yield Run(write(node), size, rise)


def scripts(sub: Node | None, sup: Node | None, size: float, rise: float) -> Iterator[Run]:
    """Yield a superscript and below it, starting at the same place, a subscript."""
    small = size * SMALLER
    above = list(runs(sup, small, rise + UP * size)) if sup else []
    below = list(runs(sub, small, rise + DOWN * size)) if sub else []
    if above and below:
        below[0] = replace(below[0], back=sum(run.width() for run in above))
    yield from (*above, *below)


def width(node: Node) -> float:
    """Estimate how wide a label is, in the units of the drawing."""
    return SIZE * sum(run.width() for run in runs(node))


def label(node: Node, x: float, y: float, size: float = SIZE, /, **attributes: str | float) -> str:
    """Write a formula centred on a point of its baseline."""
    spans, height = "", 0.0
    for run in runs(node):
        spans += span(run, run.rise - height, size)
        height = run.rise
    look = {"font_size": size} if size != SIZE else {}
    return words(spans, x, y, **look | attributes)


def words(spans: str, x: float, y: float, **attributes: str | float) -> str:
    """Write text centred on a point of its baseline."""
    place: dict[str, str | float] = {"x": x, "y": y, "text_anchor": "middle", "fill": INK}
    return tag("text", spans, **place | attributes)


def span(run: Run, climb: float, size: float = SIZE) -> str:
    """Write a run as an element, with only the attributes it needs."""
    attributes: dict[str, str | float] = {}
    if run.size != 1.0:
        attributes["font_size"] = size * run.size
    if run.slanted:
        attributes["font_style"] = "italic"
    if run.bold:
        attributes["font_weight"] = "bold"
    if abs(climb) > 0.01:
        attributes["dy"] = size * climb
    if run.back:
        attributes["dx"] = -size * run.back
    text = clean(run.text.replace(" ", "\u00a0"))
    return tag("tspan", text, **attributes) if attributes else text
