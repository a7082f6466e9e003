"""A whole page in one file: it needs no network, and no script to be read."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from ncrevise.document.tree import Document, Heading, Part, Step, Table, Words
from ncrevise.maths.mathml import escape, tag
from ncrevise.maths.width import width
from ncrevise.render.web.blocks import LABELS, Writer, fitted, marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.document.figure import Figure
    from ncrevise.document.tree import Block
    from ncrevise.maths.tree import Node

PHONE = 17.0  # em that a narrow screen shows of a formula
SCROLLS = 'tabindex="0" role="group" aria-label="{}"'  # so that keys can scroll it
FIELD = (
    '<form class="check" hidden data-value="{value!r}" data-tolerance="{tolerance!r}">'
    '<label>Your answer <input type="text" autocomplete="off" spellcheck="false" required></label> '
    '<button type="submit">Check</button> <output></output></form>'
)


@dataclass(frozen=True, slots=True)
class Check:
    """What a practice page accepts for a part: a number, give or take a tolerance."""

    value: float
    tolerance: float


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


def page(document: Document, practice: Sequence[Check | None] | None = None) -> str:
    """Put a page together."""
    body = Page(practice).document(document)
    script = resource("page.js") if practice is not None else ""
    code = f"<script>{script}</script>\n" if script else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(script)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(document.title)}</title>\n<style>\n{style()}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n{code}</body>\n</html>\n"
    )
