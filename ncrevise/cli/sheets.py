"""Printing sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from ncrevise.cli import screen
from ncrevise.cli.choosing import choose, questions_for, read_seed
from ncrevise.cli.files import write_whole
from ncrevise.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ncrevise.document.tree import Document
    from ncrevise.paper import Where

FORMATS = {".pdf": "pdf", ".html": "html", ".htm": "html", ".tex": "latex", ".md": "markdown"}


def page(document: Document, form: str) -> bytes:
    """Write one document in a paper format."""
    from ncrevise import registry

    made = registry.plugin("render", form, "format").render(document)
    return made if isinstance(made, bytes) else str(made).encode()


def write_sheet(
    topics: Sequence[str],
    count: int,
    seed_text: str | None,
    level: int | None,
    output: Path,
    solutions: str,
    title: str,
) -> None:
    """Choose questions, work them out, and print them."""
    from ncrevise.item import draw_solution
    from ncrevise.paper import Paper, paper_documents

    form = FORMATS.get(output.suffix.lower())
    if form is None:
        raise UsageError(f"{output}: the name must end in .pdf, .html, .tex or .md.")
    if not output.parent.is_dir():
        raise UsageError(f"{output.parent}: there is no such folder.")
    seed = read_seed(seed_text)
    chosen = choose(questions_for(topics, level), count, seed)
    paper = Paper(title, [draw_solution(question, drawn) for question, drawn in chosen])
    documents = paper_documents(paper, cast("Where", solutions))
    names = [output, output.with_name(f"{output.stem}-solutions{output.suffix}")]
    for document, name in zip(documents, names, strict=False):
        write_whole(name, page(document, form))
        screen.note(f"Wrote {name}.")
    screen.note(f"The same sheet again: --seed {seed:x}" if seed > 9 else f"Seed {seed}.")
