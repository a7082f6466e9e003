"""Showing a question from its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise import registry
from ncrevise.cli import screen

if TYPE_CHECKING:
    from ncrevise.document.tree import Document


def in_format(document: Document, form: str, *, plain: bool = False) -> str:
    """Write a document in a text format."""
    if form == "terminal":
        from ncrevise.render.terminal import render

        return render(
            document,
            width=screen.width(),
            colour=screen.coloured(),
            encoding=screen.encoding(),
            plain=plain or screen.OPTIONS.plain,
        )
    return str(registry.plugin("render", form, "format").render(document))


def show_code(code: str, *, solved: bool, form: str, plain: bool) -> None:
    """Print a question, and its working when wanted."""
    from ncrevise.item import draw_solution
    from ncrevise.paper import question_document

    question, seed = screen.bank().open(code)
    solution = draw_solution(question, seed)
    screen.out(in_format(question_document(solution, solved=solved), form, plain=plain))
    if form == "terminal" and not solved and screen.interactive():
        screen.note(f"Next: ncrevise show {solution.item.code} --solution")
