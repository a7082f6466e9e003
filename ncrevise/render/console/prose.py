"""Running text as styled runs, and its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.document.tree import Code, Emph, Inlines, Maths, Strong, Words
from ncrevise.maths.runs import cut, measure, plain, styled, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.maths.inline import Inline
    from ncrevise.maths.runs import Line, Run

GLUED = 24  # a formula shorter than this is not broken at a line's end
NO_BREAK = "\xa0"


def runs(items: Inlines, inline: Inline) -> Line:
    """Write inlines on one endless line."""
    line: list[Run] = []
    for item in items:
        match item:
            case Words(text):
                line.append((inline.glyphs.text(text), ""))
            case Code(text):
                line.append((inline.glyphs.text(text), "code"))
            case Maths(node):
                line.extend(formula(glued(inline.line(node))))
            case Strong(inner):
                line.extend(styled(runs(inner, inline), "strong"))
            case Emph(inner):
                line.extend(styled(runs(inner, inline), "emph"))
    return tuple(line)


def formula(line: Line) -> Line:
    """Slant a formula; a bare number stays upright."""
    return styled(line, "maths") if any(map(str.isalpha, plain(line))) else line


def glued(line: Line) -> Line:
    """Keep a short formula together."""
    if width(line) > GLUED:
        return line
    return tuple((text.replace(" ", NO_BREAK), style) for text, style in line)


def wrap(line: Line, room: int) -> list[Line]:
    """Fill lines of at most ``room`` cells; a word longer than a line is cut."""
    lines: list[list[Run]] = [[]]
    used = 0
    for word in words(line):
        for piece in [word] if width(word) <= room else pieces(word, room):
            size = width(piece)
            if lines[-1] and used + 1 + size > room:
                lines.append([])
                used = 0
            if lines[-1]:
                lines[-1].append((" ", joint(lines[-1][-1][1], piece[0][1])))
                used += 1
            lines[-1].extend(piece)
            used += size
    return [tuple(line) for line in lines]


def joint(left: str, right: str) -> str:
    """Choose the style of the space between two words."""
    return left if left == right else ""


def words(line: Line) -> Iterator[Line]:
    """Cut a line at its spaces."""
    word: list[Run] = []
    for text, style in line:
        first, *others = text.split(" ")
        if first:
            word.append((first, style))
        for part in others:
            if word:
                yield tuple(word)
            word = [(part, style)] if part else []
    if word:
        yield tuple(word)


def pieces(word: Line, room: int) -> list[Line]:
    """Cut a word that is longer than a line."""
    lines: list[list[Run]] = [[]]
    for text, style in word:
        for letter in cut(text, 1):
            if lines[-1] and width(lines[-1]) + measure(letter) > room:
                lines.append([])
            lines[-1].append((letter, style))
    return [tuple(line) for line in lines]
