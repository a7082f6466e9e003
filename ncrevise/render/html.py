"""HTML: one file that needs no network and no script, or a fragment for a learning platform.

Formulas are MathML with their spoken form; the font they need is in the page. Text goes
through ``escape`` and nothing else reaches the page, so a question can't add markup.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from ncrevise.document.figure import GraphFigure, GridFigure
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
    Inlines,
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
from ncrevise.maths.mathml import escape, tag
from ncrevise.maths.mathml import write as mathml
from ncrevise.maths.width import width
from ncrevise.maths.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ncrevise.document.figure import Figure
    from ncrevise.maths.tree import Node

LINE = 38.0  # em a formula may take before it goes on in the next row
PHONE = 17.0  # em that a narrow screen shows of it
SCROLLS = 'tabindex="0" role="group" aria-label="{}"'  # so that keys can scroll it
LABELS = {"answer": "Answer", "note": "Note", "hint": "Hint", "feedback": "Feedback"}
SIDES = {"l": "left", "r": "right", "c": "center"}
JOINER = "&#x2060;"  # keeps a full stop on the line of the formula before it
CLOSING = tuple(".,;:!?)]’”%")
OPENING = tuple("([‘“")


@dataclass(frozen=True, slots=True)
class Check:
    """What a practice page accepts for a part: a number, give or take a tolerance."""

    value: float
    tolerance: float


def render(
    document: Document,
    *,
    standalone: bool = True,
    practice: Sequence[Check | None] | None = None,
) -> str:
    """Write a document as a page.

    Args:
        document: what to show.
        standalone: a whole page in one file; otherwise only its content.
        practice: for a page that checks answers, what each part accepts, in the order of
            the document; None for a part that is not checked. The numbers can be read in
            the page's source.
    """
    if not standalone:
        return fragment(document.blocks)
    body = Page(practice).document(document)
    script = resource("page.js") if practice is not None else ""
    return page(document, body, script)


def fragment(blocks: Iterable[Block], *, maths: Literal["mathml", "tex"] = "mathml") -> str:
    r"""Write blocks for a field of a learning platform: no styles, ids or script.

    Args:
        blocks: what to show.
        maths: MathML, or TeX between ``\(`` and ``\)`` for platforms that typeset it.
    """
    return (Writer() if maths == "mathml" else TexWriter()).blocks(blocks)


class Writer:
    """Writes blocks in plain HTML that reads well without a style sheet."""

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Write blocks, one a line."""
        return "\n".join(self.block(block) for block in blocks)

    def block(self, block: Block) -> str:
        """Write any block."""
        match block:
            case Paragraph(items):
                return tag("p", self.inlines(items))
            case Heading():
                return self.heading(block)
            case Equation(node):
                return self.display(node)
            case Table():
                return self.table(block)
            case Listing(items, ordered):
                return tag("ol" if ordered else "ul", "".join(map(self.item, items)))
            case CodeBlock(text):
                return f"<pre><code>{escape(text)}</code></pre>"
            case Step():
                return self.step(block)
            case Part():
                return self.part(block)
            case Aside(kind, body):
                return self.aside(kind, body)
            case Keep(body):
                return f'<div class="keep">\n{self.blocks(body)}\n</div>'
            case PageBreak():
                return self.page_break()
            case GridFigure() | GraphFigure():
                return self.figure(block)

    def inlines(self, items: Inlines) -> str:
        """Write running text; punctuation stays with the formula it touches."""
        return "".join(self.touching(items))

    def touching(self, items: Inlines) -> Iterator[str]:
        """Yield each inline, a joiner before or after where a line must not break."""
        for k, item in enumerate(items):
            before = items[k - 1] if k else None
            if isinstance(before, Maths) and starts(item, CLOSING):
                yield JOINER
            yield self.inline(item)
            after = items[k + 1] if k + 1 < len(items) else None
            if isinstance(after, Maths) and ends(item, OPENING):
                yield JOINER

    def inline(self, item: Inline) -> str:
        """Write any inline."""
        match item:
            case Words(text):
                return escape(text)
            case Maths(node):
                return self.formula(node)
            case Strong(items):
                return tag("strong", self.inlines(items))
            case Emph(items):
                return tag("em", self.inlines(items))
            case Code(text):
                return tag("code", escape(text))

    def formula(self, node: Node) -> str:
        """Write a formula in running text."""
        return mathml(node)

    def equation(self, node: Node) -> str:
        """Write a formula that stands by itself."""
        return mathml(node, display=True)

    def display(self, node: Node) -> str:
        """Write a formula on lines of its own."""
        return f'<div class="maths">{self.equation(fitted(node))}</div>'

    def figure(self, figure: Figure) -> str:
        """Write a drawing."""
        from ncrevise.render.svg import figure as svg

        return tag("figure", svg(figure))

    def heading(self, heading: Heading) -> str:
        """Write a heading below those that a platform puts around a field."""
        note = f" <small>{escape(heading.note)}</small>" if heading.note else ""
        level = min(heading.level + 2, 6)
        return tag(f"h{level}", self.inlines(heading.items) + note)

    def table(self, table: Table) -> str:
        """Write a table, its caption first."""
        caption = tag("caption", escape(table.caption)) if table.caption else ""
        sides = [SIDES[letter] for letter in table.align]
        head = "".join(
            f'<th scope="col" style="text-align:{side}">{self.inlines(cell)}</th>'
            if cell
            else "<td></td>"
            for side, cell in zip(sides, table.head, strict=True)
        )
        last = len(table.rows) - 1 if table.total else None
        rows = "\n".join(
            self.table_row(row, sides, total=k == last) for k, row in enumerate(table.rows)
        )
        return (
            f"<table>{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
        )

    def table_row(self, row: Iterable[Inlines], sides: Iterable[str], *, total: bool) -> str:
        """Write a row; its first cell names it."""
        cells = [(side, self.inlines(cell)) for side, cell in zip(sides, row, strict=True)]
        (side, first), *others = cells
        name = f'<th scope="row" style="text-align:{side}">{first}</th>'
        rest = "".join(f'<td style="text-align:{side}">{cell}</td>' for side, cell in others)
        kind = ' class="total"' if total else ""
        return f"<tr{kind}>{name}{rest}</tr>"

    def item(self, blocks: tuple[Block, ...]) -> str:
        """Write an item of a list; a single paragraph needs no element."""
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            return tag("li", self.inlines(blocks[0].items))
        return tag("li", self.blocks(blocks))

    def step(self, step: Step) -> str:
        """Write a step of a worked solution."""
        title = tag("strong", f"Step {step.number}.") + f" {self.inlines(step.title)}"
        return f'<div class="step"><p>{title}</p>\n{self.blocks(step.body)}\n</div>'

    def part(self, part: Part) -> str:
        """Write a part of a question, its letter and marks on a line before it."""
        letter = tag("strong", f"({escape(part.letter)})") if part.letter else ""
        head = " ".join(filter(None, (letter, marks(part.marks))))
        return "\n".join(filter(None, (tag("p", head) if head else "", self.blocks(part.body))))

    def aside(self, kind: str, body: tuple[Block, ...]) -> str:
        """Write what is set apart, under its name."""
        label = f"<p><strong>{LABELS[kind]}</strong></p>"
        return f'<div class="{kind}">{label}\n{self.blocks(body)}\n</div>'

    def page_break(self) -> str:
        """Write a division; a fragment has no pages."""
        return "<hr>"


class TexWriter(Writer):
    """Writes formulas as TeX, for platforms that typeset it."""

    def formula(self, node: Node) -> str:
        """Write a formula in running text."""
        from ncrevise.maths.latex import write as latex

        return rf"\({escape(latex(node))}\)"

    def equation(self, node: Node) -> str:
        """Write a formula that stands by itself."""
        from ncrevise.maths.latex import write as latex

        return rf"\[{escape(latex(node, display=True))}\]"


class Page(Writer):
    """Writes blocks for the style sheet of a whole page.

    Args:
        practice: what each part accepts, for a page that checks answers.
    """

    def __init__(self, practice: Sequence[Check | None] | None = None) -> None:
        self.checks = iter(practice or ())
        self.folded = practice is not None
        self.level = 0

    def document(self, document: Document) -> str:
        """Write all blocks, under a title even when they have none."""
        titled = any(isinstance(block, Heading) and block.level == 1 for block in document.blocks)
        title = () if titled else (Heading(1, (Words(document.title),)),)
        return self.blocks((*title, *document.blocks))

    def heading(self, heading: Heading) -> str:
        """Write a heading, never more than one level below the last."""
        self.level = min(heading.level, self.level + 1, 6)
        name = tag(f"h{self.level}", self.inlines(heading.items))
        return f"<hgroup>{name}<p>{escape(heading.note)}</p></hgroup>" if heading.note else name

    def table(self, table: Table) -> str:
        """Write a table in a box that scrolls."""
        name = escape(table.caption or "Table")
        return f'<div class="wide" {SCROLLS.format(name)}>{super().table(table)}</div>'

    def display(self, node: Node) -> str:
        """Write a formula in a box that scrolls, where it may have to."""
        fits = width(node) <= PHONE
        scrolls = "" if fits else " " + SCROLLS.format("Formula")
        return f'<div class="maths"{scrolls}>{self.equation(fitted(node))}</div>'

    def figure(self, figure: Figure) -> str:
        """Write a drawing in a box that scrolls."""
        from ncrevise.render.svg import figure as svg

        return f'<figure tabindex="0">{svg(figure)}</figure>'

    def step(self, step: Step) -> str:
        """Write a step that can be folded away."""
        shown = "" if self.folded else " open"
        number = f'<span class="number">Step {step.number}</span>'
        return (
            f'<details class="step"{shown}><summary>{number} {self.inlines(step.title)}</summary>\n'
            f"{self.blocks(step.body)}\n</details>"
        )

    def part(self, part: Part) -> str:
        """Write a part: its letter, what is asked, its marks, and room for an answer."""
        name = f"Part {part.letter}" if part.letter else "Question"
        letter = f'<p class="letter">({escape(part.letter)})</p>' if part.letter else ""
        worth = f'<p class="marks">{marks(part.marks)}</p>' if part.marks else ""
        asked = f'<div class="asked">\n{self.blocks(part.body)}\n</div>'
        label = f'role="group" aria-label="{escape(name)}"'
        return f'<div class="part" {label}>{letter}{asked}{worth}{self.room(part)}</div>'

    def room(self, part: Part) -> str:
        """Write where the answer goes: a field on screen, lines on paper."""
        check = next(self.checks, None)
        field = FIELD.format(value=check.value, tolerance=check.tolerance) if check else ""
        lines = "<i></i>" * part.space
        return field + (f'<div class="space" aria-hidden="true">{lines}</div>' if lines else "")

    def aside(self, kind: str, body: tuple[Block, ...]) -> str:
        """Write what is set apart in a frame."""
        label = f'<p class="label">{LABELS[kind]}</p>'
        return f'<div class="aside {kind}" role="note">{label}\n{self.blocks(body)}\n</div>'

    def page_break(self) -> str:
        """Write a break that only paper shows."""
        return '<div class="break"></div>'


FIELD = (
    '<form class="check" hidden data-value="{value!r}" data-tolerance="{tolerance!r}">'
    '<label>Your answer <input type="text" autocomplete="off" spellcheck="false" required></label> '
    '<button type="submit">Check</button> <output></output></form>'
)


def marks(number: int) -> str:
    """Say what a part is worth."""
    return f"{number} mark{'' if number == 1 else 's'}" if number else ""


def starts(item: Inline, chars: tuple[str, ...]) -> bool:
    """Say whether an inline begins with one of some characters."""
    return isinstance(item, Words) and item.text.startswith(chars)


def ends(item: Inline, chars: tuple[str, ...]) -> bool:
    """Say whether an inline ends with one of some characters."""
    return isinstance(item, Words) and item.text.endswith(chars)


def fitted(node: Node) -> Node:
    """Break a formula too wide for the page."""
    return wrap(node, LINE, width)


@cache
def resource(name: str) -> str:
    """Read a text file that lies beside this module."""
    return files("ncrevise.render").joinpath(name).read_text("utf-8")


@cache
def style() -> str:
    """Write the style sheet, the font for formulas in it."""
    font = files("ncrevise.render").joinpath("fonts", "ncrevise-math.woff2").read_bytes()
    return resource("page.css").replace("FONT", b64encode(font).decode("ascii"))


def policy(script: str) -> str:
    """Write the rule that lets a page load nothing and run only its own script."""
    code = (
        f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" if script else "'none'"
    )
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; font-src data:; script-src {code}; "
        "base-uri 'none'; form-action 'none'"
    )


def page(document: Document, body: str, script: str) -> str:
    """Put a page together."""
    code = f"<script>{script}</script>\n" if script else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}">\n<head>\n'
        f'<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(script)}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(document.title)}</title>\n<style>\n{style()}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n{code}</body>\n</html>\n"
    )
