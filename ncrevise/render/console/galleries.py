"""Small pictures in characters: two pixels to a cell where there is colour."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from ncrevise.document.axes import pooled
from ncrevise.maths.runs import measure, width
from ncrevise.render.console.legends import Key, below
from ncrevise.render.console.paint import Canvas
from ncrevise.render.console.prose import wrap
from ncrevise.render.console.shades import BLUE, ORANGE, colour, fullness, shade, sign

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ncrevise.document.figure import Gallery
    from ncrevise.maths.canvas import Box
    from ncrevise.maths.glyphs import Glyphs
    from ncrevise.maths.inline import Inline
    from ncrevise.maths.runs import Line

    Rows = Sequence[Sequence[float]]
    Painter = Callable[[Rows, bool, int, Glyphs], list[Line]]

GAP = 3
CAPTION = 14  # cells that a caption may have under a smaller picture
COARSE, FINE = 20, 40  # widest picture with two characters a pixel, with colour and without


def draw(gallery: Gallery, room: int, inline: Inline) -> Box | None:
    """Draw pictures in characters that are more or less full."""
    words = [Key((("+", "letter"),), "positive")]
    words += [Key(((inline.glyphs.text("−"), "letter"),), "negative")]
    return laid(gallery, room, inline, characters, words)


def tint(gallery: Gallery, room: int, inline: Inline) -> Box | None:
    """Draw pictures in shades of colour."""
    if not inline.glyphs.can("▀"):
        return draw(gallery, room, inline)
    words = [
        Key((("  ", f"on{colour(1.0, ink)}"),), name)
        for ink, name in ((BLUE, "positive"), (ORANGE, "negative"))
    ]
    return laid(gallery, room, inline, blocks, words)


def laid(gallery: Gallery, room: int, inline: Inline, paint: Painter, words: list[Key]) -> Box:
    """Lay pictures out in rows, each over its caption."""
    signed = gallery.signed
    pictures = [paint(image.rows, signed, room, inline.glyphs) for image in gallery.images]
    captions = [inline.glyphs.text(image.caption) for image in gallery.images]
    wide = max((width(row) for picture in pictures for row in picture), default=0)
    column = min(room, max(wide, min(CAPTION, max(map(measure, captions), default=0))))
    count = gallery.beside((room + GAP) // (column + GAP))
    canvas = Canvas(inline.glyphs)
    y = 0
    for k in range(0, len(pictures), count):
        told = [wrap(((text, ""),), column) if text else [] for text in captions[k : k + count]]
        shown = pictures[k : k + count]
        for j, (picture, lines) in enumerate(zip(shown, told, strict=True)):
            left = j * (column + GAP)
            for i, row in enumerate(picture):
                canvas.put_line(left + (column - width(row)) // 2, y + i, row)
            for i, line in enumerate(lines, len(picture)):
                canvas.put_line(left + (column - width(line)) // 2, y + i, line)
        y += max(len(p) + len(lines) for p, lines in zip(shown, told, strict=True)) + 1
    for row in below(words, room, inline) if signed else ():
        canvas.put_line(0, y, row)
        y += 1
    return canvas.box()


def characters(rows: Rows, signed: bool, room: int, glyphs: Glyphs) -> list[Line]:
    """Write a picture with two characters a pixel, or one for two pixels when it is large."""
    wide = max(map(len, rows), default=0)
    if signed:
        small = shrunk(rows, room // 2)
        texts = ["".join(sign(v, glyphs) + fullness(abs(v), glyphs) for v in row) for row in small]
    elif 2 * wide <= min(room, FINE):
        texts = ["".join(fullness(value, glyphs) * 2 for value in row) for row in rows]
    else:
        small = pooled(shrunk(rows, room), 2, 1)
        texts = ["".join(fullness(value, glyphs) for value in row) for row in small]
    return [((text, ""),) for text in texts]


def blocks(rows: Rows, signed: bool, room: int, _glyphs: Glyphs) -> list[Line]:
    """Colour a picture: a square of two cells a pixel, or half a cell when it is large."""
    wide = max(map(len, rows), default=0)
    if 2 * wide <= min(room, COARSE):
        return [tuple(("  ", f"on{shade(v, signed=signed)}") for v in row) for row in rows]
    small = shrunk(rows, room)
    none: list[float] = []  # below the last row, when their number is odd
    return [
        tuple(
            ("▀", f"{shade(up, signed=signed)} on{shade(down, signed=signed)}")
            for up, down in zip_longest(upper, lower, fillvalue=0.0)
        )
        for upper, lower in zip(small[::2], [*small[1::2], none], strict=False)
    ]


def shrunk(rows: Rows, room: int) -> list[list[float]]:
    """Make a picture small enough for a room."""
    by = -(-max(map(len, rows), default=0) // max(1, room)) or 1
    return pooled(rows, by, by)
