"""Shades: characters that are more or less full, and colours for terminals that have them.

Colours are styles such as ``#rrggbb`` for ink and ``on#rrggbb`` for what is behind it.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ncrevise.maths.glyphs import Glyphs

LEVELS = 15
DARK, LIGHT = (0x1C, 0x1C, 0x1C), (0xF0, 0xF0, 0xF0)  # a lit screen: paper is dark
BLUE, ORANGE = (0x5C, 0xB8, 0xFF), (0xFF, 0x9C, 0x3A)
HALF = 0.5


def fullness(share: float | None, glyphs: Glyphs) -> str:
    """Choose a character for a share of ink, 0 to 1; a cross where there is no number."""
    if share is None or not isfinite(share):
        return glyphs.pick("×", "x")
    ramp = glyphs.pick(" ░▒▓█", " .:-=+*#%@")
    return ramp[round(min(1.0, max(0.0, share)) * (len(ramp) - 1))]


def sign(share: float, glyphs: Glyphs) -> str:
    """Choose the sign of a shade; a dot where there is hardly any."""
    if not isfinite(share) or fullness(abs(share), glyphs) == " ":
        return glyphs.pick("·", ".")
    return "+" if share > 0 else glyphs.text("−")


def colour(share: float | None, ink: tuple[int, int, int]) -> str:
    """Mix paper and ink to one of a few colours."""
    known = share if share is not None and isfinite(share) else 0.0
    level = round(min(1.0, max(0.0, known)) * LEVELS) / LEVELS
    mixed = (round(dark + level * (lit - dark)) for dark, lit in zip(DARK, ink, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def shade(share: float, *, signed: bool) -> str:
    """Choose the colour of a pixel; with ``signed`` one hue stands for less than nothing."""
    if not signed:
        return colour(share, LIGHT)
    return colour(abs(share), BLUE if share > 0 else ORANGE)


def legible(share: float | None) -> str:
    """Choose the colour of a number on a blue shade."""
    return "#000000" if share is not None and share > HALF else "#f0f0f0"
