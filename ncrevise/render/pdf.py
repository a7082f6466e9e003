"""PDF by Typst: one fixed template walks the document's JSON.

No Typst source is made from text, so nothing a question says can be run. The same
document gives the same bytes: fonts come with Typst, and the date is fixed.
"""

from __future__ import annotations

import json
import threading
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from ncrevise.errors import RenderError
from ncrevise.render.json import Writer

if TYPE_CHECKING:
    from typst import Compiler

    from ncrevise.document.tree import Document

EPOCH = 1_735_689_600  # 2025-01-01: the date of every file
PAPERS = {"a4": ("a4", 41.0), "letter": ("us-letter", 42.0)}  # and a displayed line in em
INSETS = {"step": 1.0, "aside": 2.0, "list": 2.0, "part": 8.0}  # a part's letter and marks

Paper = Literal["a4", "letter"]


def render(
    document: Document, *, title: str | None = None, ua: bool = True, paper: Paper = "a4"
) -> bytes:
    """Print a document as PDF.

    Args:
        document: what to print.
        title: the file's title and running head, if not the document's own.
        ua: whether to write PDF/UA-1: tagged, every formula and figure with its words.
        paper: the size of the page.
    """
    return typeset(source(document, title, paper), ua=ua)


def source(document: Document, title: str | None, paper: Paper) -> dict[str, Any]:
    """Make the data that the template walks."""
    size, line = PAPERS[paper]
    written = Writer(room=line, insets=INSETS).document(document)
    return {**written, "title": title or document.title, "paper": size}


def typeset(data: dict[str, Any], *, ua: bool) -> bytes:
    """Run the template over a document's data."""
    press = compiler()
    try:
        pdf = press.compile(
            input=template(),
            format="pdf",
            sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
            pdf_standards="ua-1" if ua else [],
            timestamp=EPOCH,
        )
    except RuntimeError as error:
        raise RenderError(f"Typst can't print this document: {error}") from error
    return bytes(pdf)


@cache
def template() -> bytes:
    """Read the template, also from inside a wheel."""
    return (files("ncrevise.render") / "page.typ").read_bytes()


presses = threading.local()  # a compiler is not to be used by two threads at once


def compiler() -> Compiler:
    """Return this thread's compiler; one that is kept prints the next paper faster."""
    if not hasattr(presses, "compiler"):
        try:
            from typst import Compiler
        except ImportError as error:
            raise RenderError(
                "PDF needs the typst package, which can't be loaded here (it has no wheel for "
                "Windows on Arm or Alpine Linux); use --format html or latex instead."
            ) from error
        presses.compiler = Compiler(ignore_system_fonts=True)
    found: Compiler = presses.compiler
    return found
