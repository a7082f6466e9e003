"""Words and formulas, read without a Markdown parser, which takes longer to load than to ask.

Most prompts, captions and hints have no other markup. What is read here is exactly what the
parser would read; whatever might be anything else is left to it.
"""

from __future__ import annotations

import re

from ncrevise.document.tree import Block, Inline, Inlines, Maths, Paragraph, Words
from ncrevise.errors import RenderError
from ncrevise.maths import tex

MARKUP = re.compile(r"[*_`$\[\\<&!\n\r\t\0]|  ")
FORMULA = re.compile(r"(?<![\w$\\])\$([^\s$](?:[^$\n\r]*[^\s$\\])?)\$(?![\w$])")
OPENING = re.compile(r"[^\W\d_]|[($\ue000-\uf8ff]")  # of a line that can only be a paragraph's


def phrase(text: str) -> Inlines | None:
    """Read a text that is one phrase; None when it may hold other markup."""
    if text.startswith("$") and text[-1].isdigit():  # the parser looks round the corner
        return None
    found: list[Inline] = []
    for k, piece in enumerate(FORMULA.split(text)):
        if k % 2:
            try:
                found.append(Maths(tex.read(piece)))
            except RenderError:
                return None
        elif MARKUP.search(piece):
            return None
        elif piece:
            found.append(Words(piece))
    return tuple(found)


def paragraphs(text: str) -> tuple[Block, ...] | None:
    """Read a text that is paragraphs of words and formulas; None when it may be anything else."""
    blocks: list[Block] = []
    for lines in re.split(r"\n\n+", text.strip("\n")):
        split = lines.split("\n")
        if any(line != line.strip() or not OPENING.match(line) for line in split):
            return None
        read = None if "$$" in lines else joined(split)
        if read is None:
            return None
        blocks.append(Paragraph(read))
    return tuple(blocks)


def joined(lines: list[str]) -> Inlines | None:
    """Read the lines of a paragraph; a formula that goes over the end of one is left."""
    whole = phrase(" ".join(lines))
    counts = sum(line.count("$") % 2 for line in lines)
    return None if counts else whole
