"""Small pictures in rows, a caption under each."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from ncrevise.maths.width import letters
from ncrevise.render.drawing.label import words
from ncrevise.render.drawing.pen import BLUE, INK, SIZE, VERMILION, Drawing, clean, line, rectangle
from ncrevise.render.drawing.shades import minuses, picture

if TYPE_CHECKING:
    from ncrevise.document.figure import Gallery, Shaded

SIDE = 84.0  # of a picture, at most
GAP = 16.0
SMALL = 0.87 * SIZE
LEADING = 15.0
WIDEST = 620.0
PLAIN = 8.0  # side of a pixel with room for a minus sign


def draw(gallery: Gallery) -> Drawing:
    """Draw a gallery."""
    size = max((max(len(i.rows), *map(len, i.rows), 1) for i in gallery.images), default=1)
    side = SIDE / size
    captions = [told(image) for image in gallery.images]
    column = max([SIDE, *(SMALL * letters(row) for rows in captions for row in rows)]) + GAP
    count = gallery.beside(int(WIDEST / column))
    high = max((len(image.rows) * side for image in gallery.images), default=0.0)
    pitch = high + LEADING * max(map(len, captions), default=0) + GAP
    body = ""
    for k, (image, rows) in enumerate(zip(gallery.images, captions, strict=True)):
        x, y = (k % count) * column + column / 2, 2 + k // count * pitch
        body += one(image, x, y, side, signed=gallery.signed)
        for j, row in enumerate(rows, 1):
            body += words(clean(row), x, y + high + j * LEADING, font_size=SMALL)
    bottom = 2 + pitch * -(-len(captions) // count)
    if gallery.signed:
        body += key(column / 2 - SIDE / 2, bottom)
        bottom += 1.4 * SIZE
    return Drawing(body, max(count * column, 180.0 if gallery.signed else 0.0), bottom)


def told(image: Shaded) -> list[str]:
    """Break a caption into rows about as long as a picture is wide."""
    return wrap(image.caption, 14, break_long_words=False)


def one(image: Shaded, middle: float, top: float, side: float, *, signed: bool) -> str:
    """Draw a picture and a faint frame."""
    wide = side * max(map(len, image.rows), default=0)
    place = (middle - wide / 2, top)
    body = picture(image.rows, place, side, signed=signed)
    if signed and side >= PLAIN:
        body += minuses(image.rows, place, side)
    frame = (*place, wide, side * len(image.rows))
    return body + rectangle(*frame, stroke=INK, stroke_opacity="0.35", stroke_width=0.8)


def key(x: float, y: float) -> str:
    """Say what the two colours are."""
    body = ""
    for k, (colour, name) in enumerate(((BLUE, "positive"), (VERMILION, "negative"))):
        left = x + 90 * k
        body += rectangle(left, y, 13, 13, fill=colour)
        body += words(name, left + 19, y + 11, text_anchor="start", font_size=SMALL)
    return body + line((x + 93, y + 6.5), (x + 100, y + 6.5), stroke_width=1.2)
