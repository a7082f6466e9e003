"""Writing SVG: elements, lengths, colours, and text that can't break out of its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

FONT = "New Computer Modern, Latin Modern Roman, Latin Modern Math, STIX Two Text, serif"
SIZE = 15.0  # of letters; every other length is chosen to go with it
INK = "currentColor"  # black on paper, light on a dark page

AMBER, TEAL, GREEN, RED = "#d08a00", "#0f8b8d", "#2e8b3d", "#d1495b"
COLOURS = {
    "window": AMBER,
    "kernel": TEAL,
    "result": GREEN,
    "goal": GREEN,
    "trap": RED,
    "wall": INK,
}

# told apart with any kind of colour vision, on white and on black, and white reads on each
BLUE, VERMILION, PINE, PURPLE, OCHRE = "#2f76b8", "#c2500a", "#1b8061", "#96478a", "#8a6a00"
SERIES = (BLUE, VERMILION, PINE, PURPLE, OCHRE, INK)
SKY = "#4a97dc"  # behind numbers
DASHES = ("", "8 3.5", "2 3", "9 3 2 3", "4 3", "11 3 2 3 2 3")

FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished picture: its elements and the room they take."""

    body: str
    width: float
    height: float


def clean(text: str) -> str:
    """Escape text and drop the characters that XML can't hold."""
    return escape(FORBIDDEN.sub("\ufffd", text))


def length(value: float) -> str:
    """Write a length with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0").replace("-0", "0" if value > -0.05 else "-0")


def tag(name: str, body: str = "", /, **attributes: str | float) -> str:
    """Write an element; ``stroke_width`` becomes ``stroke-width``."""
    written = "".join(
        f" {key.replace('_', '-')}={quoteattr(value if isinstance(value, str) else length(value))}"
        for key, value in attributes.items()
    )
    return f"<{name}{written}>{body}</{name}>" if body else f"<{name}{written}/>"


def svg(drawing: Drawing, alt: str) -> str:
    """Write the whole picture, with its description for those who do not see it."""
    wide, high = max(1.0, drawing.width), max(1.0, drawing.height)
    return tag(
        "svg",
        f"<title>{clean(alt)}</title>{drawing.body}" if alt else drawing.body,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        viewBox=f"0 0 {length(wide)} {length(high)}",
        width=wide,
        height=high,
        fill="none",
        stroke_linecap="round",
        font_family=FONT,
        font_size=SIZE,
    )


def rectangle(x: float, y: float, width: float, height: float, /, **attributes: str | float) -> str:
    """Draw a rectangle."""
    return tag("rect", x=x, y=y, width=width, height=height, **attributes)


def line(*points: tuple[float, float], **attributes: str | float) -> str:
    """Draw straight lines through points."""
    path = "M" + "L".join(f"{length(x)} {length(y)}" for x, y in points)
    look: dict[str, str | float] = {"stroke": INK}
    return tag("path", d=path, **look | attributes)
