"""Pictures made of shades: one path for all pixels that are equally dark."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from math import isfinite
from typing import TYPE_CHECKING

from ncrevise.render.drawing.pen import BLUE, INK, VERMILION, length, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVELS = 20
MINUS = 0.35  # half the length of a minus sign, in pixels


def picture(
    rows: Sequence[Sequence[float]], place: tuple[float, float], side: float, *, signed: bool
) -> str:
    """Draw a picture with its top left corner in a place, pixels so large."""
    runs: dict[tuple[str, int], list[str]] = defaultdict(list)
    for y, row in enumerate(rows):
        x = 0
        for look, same in groupby(row, key=lambda value: shade(value, signed=signed)):
            count = len(list(same))
            runs[look].append(f"M{x} {y}h{count}v1h-{count}z")
            x += count
    body = "".join(
        tag("path", d="".join(paths), fill=colour, fill_opacity=f"{level / LEVELS:g}")
        for (colour, level), paths in sorted(runs.items())
        if level
    )
    move = f"translate({length(place[0])} {length(place[1])}) scale({side:.4g})"
    return tag("g", body, transform=move, shape_rendering="crispEdges") if body else ""


def shade(value: float, *, signed: bool) -> tuple[str, int]:
    """Choose the colour and the strength of a pixel."""
    known = min(1.0, max(-1.0 if signed else 0.0, value)) if isfinite(value) else 0.0
    colour = INK if not signed else VERMILION if known < 0 else BLUE
    level = round(abs(known) * LEVELS)
    return (colour, level) if level else ("", 0)


def minuses(rows: Sequence[Sequence[float]], place: tuple[float, float], side: float) -> str:
    """Mark the pixels that are less than nothing, for those who see no colour."""
    path = "".join(
        f"M{length(place[0] + (x + 0.5 - MINUS) * side)} {length(place[1] + (y + 0.5) * side)}"
        f"h{length(2 * MINUS * side)}"
        for y, row in enumerate(rows)
        for x, value in enumerate(row)
        if shade(value, signed=True)[0] == VERMILION
    )
    return tag("path", d=path, stroke=INK, stroke_width=1.2) if path else ""
