"""Printing sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from ncrevise.cli import screen
from ncrevise.cli.files import form_of, page, write_whole
from ncrevise.cli.seeds import read_seed
from ncrevise.study.choosing import choose, questions_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ncrevise.paper import Where


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

    form = form_of(output)
    seed = read_seed(seed_text)
    chosen = choose(questions_for(screen.bank(), topics, level), count, seed)
    screen.note_faults(topics)
    paper = Paper(title, [draw_solution(question, drawn) for question, drawn in chosen])
    documents = paper_documents(paper, cast("Where", solutions))
    names = [output, output.with_name(f"{output.stem}-solutions{output.suffix}")]
    for document, name in zip(documents, names, strict=False):
        write_whole(name, page(document, form))
        screen.note(f"Wrote {name}.")
    screen.note(f"The same sheet again: --seed {seed:x}" if seed > 9 else f"Seed {seed}.")
