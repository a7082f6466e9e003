r"""LaTeX: one file that any installation compiles, for those who want to edit the source.

Pictures are drawn with ``array`` and rules, so no package beyond amsmath is needed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ncrevise.document.figure import GridFigure
from ncrevise.document.tree import (
    Aside,
    Block,
    Code,
    CodeBlock,
    Document,
    Emph,
    Equation,
    Heading,
    Inline,
    Keep,
    Listing,
    Maths,
    PageBreak,
    Paragraph,
    Part,
    Step,
    Strong,
    Table,
    Words,
)
from ncrevise.maths import latex
from ncrevise.maths.latex_glyphs import prose
from ncrevise.maths.tree import Chain, Op, Row, Text
from ncrevise.maths.width import width
from ncrevise.maths.wrap import wrap
from ncrevise.render.telling import told
from ncrevise.render.tex.grids import grids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.maths.tree import Node

ROOM = 40.0  # of a line, in em
COLUMN_GAP = 1.1  # between the columns of a table
PREAMBLE = r"""\documentclass[11pt,a4paper]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{textcomp}
\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\usepackage[margin=2.2cm]{geometry}
\usepackage{array}
\usepackage{amsmath,amssymb}

\setlength{\parindent}{0pt}
\setlength{\parskip}{0.6em plus 0.2em}
\setlength{\fboxsep}{2pt}
\setlength{\jot}{6pt}
\setlength{\emergencystretch}{3em}
\renewcommand{\arraystretch}{1.15}
\allowdisplaybreaks
\raggedbottom
\newcolumntype{L}[1]{>{\raggedright\arraybackslash}p{#1}}

% a formula in running text may break after a comma
\mathchardef\comma="613B
{\catcode`\,=\active \gdef,{\comma\penalty700 }}
\AtBeginDocument{\mathcode`\,="8000 }

% text at the right margin, on the same line if there is room
\newcommand{\atright}[1]{{\unskip\nobreak\hfil\penalty50\hskip1em\null\nobreak\hfil
  \mbox{#1}\parfillskip=0pt \finalhyphendemerits=0 \par}}
\newcommand{\heading}[2]{\par\pagebreak[2]\vspace{1.2em plus 0.4em}{#1\bfseries #2\par}\nopagebreak}
\newcommand{\note}[1]{\atright{\normalfont\small #1}}
\newcommand{\worth}[1]{\atright{[#1]}}
\newcommand{\step}[2]{\par\pagebreak[1]\medskip\textbf{#1.} #2\nopagebreak}

% ruled lines to write on
\newcount\linesleft
\newcommand{\answerlines}[1]{\par\linesleft=#1
  \loop\ifnum\linesleft>0 \vspace{7mm}\rule{\linewidth}{0.2pt}\par
  \advance\linesleft by -1 \repeat}

\newenvironment{keep}{\par\begin{minipage}{\linewidth}\parskip=0.6em\relax}{\end{minipage}\par}
\newenvironment{subquestion}[1]{\begin{list}{#1}{\leftmargin=2.2em \labelwidth=1.6em
  \labelsep=0.6em \itemsep=0pt \topsep=0.4em \parsep=0.6em}\item{}}{\end{list}}
\newenvironment{aside}[1]{\begin{quote}\textbf{#1.} }{\end{quote}}
\newenvironment{code}{\begin{quote}\ttfamily\raggedright}{\end{quote}}
"""


def render(document: Document) -> str:
    """Write a document as a LaTeX file."""
    body = Renderer().blocks(document.blocks)
    return f"{PREAMBLE}\n\\begin{{document}}\n\n{body}\n\n\\end{{document}}\n"


class Renderer:
    """Writes blocks. Give it another ``writer`` to leave gaps for numbers."""

    def __init__(self, writer: latex.Writer | None = None) -> None:
        self.writer = writer or latex.Writer()

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Write blocks; a displayed formula belongs to the paragraph before it."""
        text = ""
        before: Block | None = None
        for block in blocks:
            joint = (
                "\n" if isinstance(before, Paragraph) and isinstance(block, Equation) else "\n\n"
            )
            text += (joint if text else "") + self.block(block)
            before = block
        return text

    def block(self, block: Block) -> str:
        """Write one block."""
        match block:
            case Paragraph(items):
                return self.inlines(items)
            case Heading():
                return self.heading(block)
            case Equation(node):
                return self.equation(node)
            case Table():
                return self.table(block)
            case Listing(items, ordered):
                entries = "\n".join(rf"\item{{}} {self.blocks(item)}" for item in items)
                return environment("enumerate" if ordered else "itemize", entries)
            case CodeBlock(text):
                return environment("code", "\n".join(map(code_line, text.split("\n"))))
            case Step(number, title, body):
                head = rf"\step{{{number}}}{{{self.inlines(title)}}}"
                joint = "\n" if body and isinstance(body[0], Equation) else "\n\n"
                return f"{head}{joint}{self.blocks(body)}"
            case Part():
                return self.part(block)
            case Aside(kind, body):
                return environment("aside", self.blocks(body), f"{{{kind.capitalize()}}}")
            case Keep(body):
                return environment("keep", self.blocks(body))
            case PageBreak():
                return r"\clearpage"
            case GridFigure():
                return grids(block, self.writer)
            case _:
                return self.blocks(told(block))

    def heading(self, heading: Heading) -> str:
        """Write a heading, with its note at the right margin."""
        size = {1: r"\LARGE", 2: r"\large"}.get(heading.level, r"\normalsize")
        parts = [prose(part) for part in re.split(r"\s{2,}", heading.note) if part]
        note = "\\note{" + r"\quad ".join(parts) + "}" if parts else ""
        return rf"\heading{{{size}}}{{{self.inlines(heading.items)}{note}}}"

    def equation(self, node: Node) -> str:
        """Write a displayed formula, broken where it is too wide; pages may end inside it."""
        if node == Row(()):
            return ""
        shown = wrap(node, ROOM, width)
        if isinstance(shown, Chain) and len(shown.links) > 1:
            return self.writer.derivation(shown, "align*")
        return f"\\[\n{self.writer.node(shown)}\n\\]"

    def part(self, part: Part) -> str:
        """Write a part of a question, its marks at the right and room to answer."""
        *before, last = part.body or (Paragraph(()),)
        text = self.blocks(part.body)
        plural = "" if part.marks == 1 else "s"
        marks = rf"\worth{{{part.marks} mark{plural}}}"
        ends_in_words = isinstance(last, Paragraph) and (before or last.items)
        text += marks if ends_in_words else f"\n\n\\mbox{{}}{marks}"
        if part.space:
            text += f"\n\\answerlines{{{part.space}}}"
        label = f"({part.letter})" if part.letter else ""
        return environment("subquestion", text, f"{{{label}}}") if label else text

    def table(self, table: Table) -> str:
        """Write a table between rules."""
        rows = [[self.inlines(cell) for cell in row] for row in table.rows]
        head = [rf"\textbf{{{self.inlines(cell)}}}" for cell in table.head]
        lines = [r"\hline", row_of(head), r"\hline", *map(row_of, rows), r"\hline"]
        if table.total:
            lines.insert(len(lines) - 2, r"\hline")
        grid = environment("tabular", "\n".join(lines), f"{{{columns(table)}}}")
        caption = f"\\textbf{{{prose(table.caption)}}}\\\\[0.4em]\n" if table.caption else ""
        return environment("center", caption + grid)

    def inlines(self, items: Sequence[Inline]) -> str:
        """Write running text."""
        return "".join(map(self.inline, items))

    def inline(self, item: Inline) -> str:
        """Write one piece of running text."""
        match item:
            case Words(text):
                return prose(text)
            case Maths(node):
                return f"${self.writer.formula(node)}$" if node != Row(()) else ""
            case Strong(items):
                return rf"\textbf{{{self.inlines(items)}}}"
            case Emph(items):
                return rf"\emph{{{self.inlines(items)}}}"
            case Code(text):
                return rf"\texttt{{{code(text)}}}"


def environment(name: str, body: str, argument: str = "") -> str:
    """Put a body into an environment."""
    return f"\\begin{{{name}}}{argument}\n{body}\n\\end{{{name}}}"


def row_of(cells: Sequence[str]) -> str:
    """Write a row of a table; a bracket at its start is no option of the row before."""
    return "{}" + " & ".join(cells) + r" \\"


def columns(table: Table) -> str:
    """Align columns; when they don't fit, those of words share what room the longest leave."""
    cells = list(zip(table.head, *table.rows, strict=True))
    wanted = [max(map(length, column)) for column in cells]
    spare = ROOM - sum(wanted) - COLUMN_GAP * len(wanted)
    if spare >= 0:
        return table.align
    least = [
        max(map(longest_word, column)) if letter == "l" else wide
        for letter, column, wide in zip(table.align, cells, wanted, strict=True)
    ]
    spare = max(0.0, ROOM - sum(least) - COLUMN_GAP * len(least))
    shares = sum(wanted) - sum(least) or 1.0
    return "".join(
        rf"L{{{few + spare * (wide - few) / shares:.1f}em}}" if letter == "l" else letter
        for letter, few, wide in zip(table.align, least, wanted, strict=True)
    )


def longest_word(cell: Sequence[Inline]) -> float:
    """Measure what can't be broken in a cell, in em: words, and formulas between relations."""
    pieces: list[Inline] = []
    for item in cell:
        match item:
            case Words(text):
                pieces += map(Words, text.split())
            case Maths(Chain(left, links)):
                starts = (left, *(node for _, node in links[:-1]))
                pieces += (Maths(Row((n, Op(r)))) for n, (r, _) in zip(starts, links, strict=True))
                pieces += (Maths(node) for _, node in links[-1:])
            case _:
                pieces.append(item)
    return 1.15 * max((length([piece]) for piece in pieces), default=0.0)


def length(cell: Sequence[Inline]) -> float:
    """Estimate how wide a cell is, in em."""
    total = 0.0
    for item in cell:
        match item:
            case Maths(node):
                total += width(node)
            case Words(text) | Code(text):
                total += width(Text(text))
            case Strong(items) | Emph(items):
                total += length(items)
    return total


def code(text: str) -> str:
    """Write typed text: no quotes are curled, no spaces lost."""
    plain = prose(text).replace("  ", "~~").replace("'", r"\textquotesingle{}")
    return plain.replace(" ~", "~~")


def code_line(line: str) -> str:
    """Write a line of code, its indentation kept."""
    body = line.lstrip(" ")
    return rf"\mbox{{}}{'~' * (len(line) - len(body))}{code(body)}\\"
