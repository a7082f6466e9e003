"""Words and formulas, read without a Markdown parser, which takes longer to load than to ask.

Most prompts, captions and hints have no other markup. What is read here is exactly what the
parser would read; whatever might be anything else is left to it, and so are faulty formulas,
of which it knows the line.
"""

from __future__ import annotations

import re

from ncrevise.document.tree import Block, Equation, Inline, Inlines, Maths, Paragraph, Words
from ncrevise.maths import tex

MARKUP = re.compile(r"[*_`$\[\\<&!\r\t\0]")
FORMULA = re.compile(r"(?<![\w$\\])\$([^\s$](?:[^$\n\r]*[^\s$\\])?)\$(?![\w$])")
DISPLAY = re.compile(r"\$\$([^$\n\r\t\0]*[^$\s\\])\$\$")
PARAGRAPH = re.compile(r"[^\W\d_]|[($\ue000-\uf8ff]")  # how no other block starts a line


def phrase(text: str) -> Inlines | None:
    """Read running text; None when it may hold other markup."""
    if text.startswith("$") and text[-1].isdigit():  # the parser looks round the corner here
        return None
    found: list[Inline] = []
    for k, piece in enumerate(FORMULA.split(text)):
        if k % 2:
            found.append(Maths(tex.read(piece)))
        elif MARKUP.search(piece):
            return None
        elif piece:
            found.append(Words(piece.replace("\n", " ")))
    return tuple(found)


def paragraphs(text: str) -> tuple[Block, ...] | None:
    """Read paragraphs and displayed formulas; None when there may be anything else."""
    blocks: list[Block] = []
    for part in re.split(r"\n\n+", text.strip("\n")):
        block = paragraph(part)
        if block is None:
            return None
        blocks.append(block)
    return tuple(blocks)


def paragraph(text: str) -> Block | None:
    """Read what stands between two empty lines."""
    display = DISPLAY.fullmatch(text)
    if display:
        return Equation(tex.read(display[1]))
    plain = all(line == line.strip() and PARAGRAPH.match(line) for line in text.split("\n"))
    read = phrase(text) if plain else None
    return None if read is None else Paragraph(read)
