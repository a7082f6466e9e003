"""Legends: what each sign of a drawing stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.maths.runs import width
from ncrevise.render.console.prose import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ncrevise.maths.inline import Inline
    from ncrevise.maths.runs import Line

GAP = 3


@dataclass(frozen=True, slots=True)
class Key:
    """A sign and what it stands for."""

    sign: Line
    name: str


def below(keys: Iterable[Key], room: int, inline: Inline) -> list[Line]:
    """Set keys in rows; one that is longer than a row goes on under its name."""
    rows: list[Line] = []
    for key in keys:
        indent = width(key.sign) + 1
        name = ((inline.glyphs.text(key.name), ""),)
        first, *more = wrap(name, max(1, room - indent))
        entry = (*key.sign, (" ", ""), *first)
        if rows and width(rows[-1]) + GAP + width(entry) <= room and not more:
            rows[-1] = (*rows[-1], (" " * GAP, ""), *entry)
        else:
            rows.append(entry)
        rows += [((" " * indent, ""), *line) for line in more]
    return rows
