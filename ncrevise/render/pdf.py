"""PDF by Typst: one fixed template walks the document's JSON.

No Typst source is made from text, so nothing a question says can be run. The same
document gives the same bytes: the fonts come with Typst and the date is fixed. Only for
characters that these fonts lack, such as a name in Chinese, the machine's own are asked.
"""

from __future__ import annotations

import json
import re
import threading
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from ncrevise.errors import RenderError
from ncrevise.render.json import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typst import Compiler

    from ncrevise.document.tree import Document

EPOCH = 1_735_689_600  # 2025-01-01: the date of every file
PAPERS = {"a4": ("a4", 41.0), "letter": ("us-letter", 42.0)}  # and a displayed line in em
INSETS = {"step": 1.0, "aside": 2.0, "list": 2.0, "part": 8.0}  # a part's letter and marks

MISSING = "could not be displayed"
UNAVAILABLE = (
    "PDF needs the typst package, which can't be loaded here (it has no wheel for Windows on "
    "Arm or Alpine Linux); use --format html or latex instead."
)

CONTROL = re.compile(r"(?<!\\)((?:\\\\)*)\\u00[01][0-9a-f]|[\x7f-\x9f]")  # as JSON escapes them

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
    above = 0
    for heading in headings(written["blocks"]):
        above = heading["tag"] = min(heading["level"], above + 1)
    return {**written, "title": title or document.title, "paper": size}


def headings(data: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any part of a document
    """Yield every heading in reading order."""
    if isinstance(data, dict):
        if data.get("kind") == "heading":
            yield data
        yield from headings([data[key] for key in ("body", "items") if key in data])
    elif isinstance(data, list):
        for item in data:
            yield from headings(item)


def typeset(data: dict[str, Any], *, ua: bool) -> bytes:
    """Run the template over a document's data, with the machine's fonts only if it must."""
    try:
        return press(data, ua=ua, machine_fonts=False)
    except RenderError as error:
        if MISSING not in str(error):
            raise
    try:
        return press(data, ua=ua, machine_fonts=True)
    except RenderError as error:
        found = re.search(r'the text `"(.+?)"`', str(error))
        which = found[1] if found else "a character"
        raise RenderError(f"No font on this machine can print {which!r}; install one.") from error


def press(data: dict[str, Any], *, ua: bool, machine_fonts: bool) -> bytes:
    """Run the template once."""
    text = CONTROL.sub(r"\1", json.dumps(data, ensure_ascii=False))
    try:
        pdf = compiler(machine_fonts=machine_fonts).compile(
            input=template(),
            format="pdf",
            sys_inputs={"document": text.encode("utf-8", "replace").decode()},
            pdf_standards="ua-1" if ua else [],
            timestamp=EPOCH,
        )
    except RuntimeError as error:
        raise RenderError(f"Typst can't print this document: {error}") from error
    return bytes(pdf)  # type: ignore[arg-type]  # one file, not a list of pages


@cache
def template() -> bytes:
    """Read the template, also from inside a wheel."""
    return (files("ncrevise.render") / "page.typ").read_bytes()


class Presses(threading.local):
    """This thread's compilers: one that is kept prints the next paper faster."""

    def __init__(self) -> None:
        self.kept: dict[bool, Compiler] = {}


presses = Presses()


def compiler(*, machine_fonts: bool) -> Compiler:
    """Return a compiler that knows Typst's own fonts, or the machine's as well."""
    if machine_fonts not in presses.kept:
        try:
            from typst import Compiler
        except ImportError as error:
            raise RenderError(UNAVAILABLE) from error
        presses.kept[machine_fonts] = Compiler(ignore_system_fonts=not machine_fonts)
    return presses.kept[machine_fonts]
