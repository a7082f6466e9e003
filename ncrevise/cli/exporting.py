"""Exporting, with a progress bar on stderr."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ncrevise.cli import screen
from ncrevise.cli.seeds import read_seed
from ncrevise.errors import UsageError
from ncrevise.study.choosing import questions_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path


@contextmanager
def progress(total: int, what: str) -> Iterator[Callable[[int], None]]:
    """Show a bar where somebody can see it; give what tells it how far it is."""
    if not sys.stderr.isatty() or screen.is_dumb():
        yield lambda _done: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


def write_export(
    target: str,
    topics: Sequence[str],
    number: int,
    seed_text: str | None,
    level: int | None,
    jobs: int,
    output: Path,
) -> None:
    """Export variants, and report what could not be."""
    from ncrevise.export.making.batch import Batch

    if not output.parent.is_dir():
        raise UsageError(f"{output.parent}: there is no such folder.")
    seed = read_seed(seed_text if seed_text is not None else "0")
    questions = questions_for(screen.bank(), topics, level)
    screen.note_faults(topics)
    folders = tuple(map(str, screen.folders()))
    own = str(screen.OPTIONS.families or "")
    batch = Batch(target, questions, number, seed, folders, jobs, families=own)
    with progress(number, f"{target} export") as told:
        batch.told = told
        try:
            written = batch.write(output)
        except KeyboardInterrupt:
            screen.note(f"Stopped. The same command goes on where {output.name}.part ends.")
            raise
    for name, count in batch.short.items():
        screen.note(f"{name}: only {count} different variants found within its ranges.")
    for name, why in batch.skipped.items():
        screen.note(f"{name}: left out, because {why}.")
    for name, said in batch.remarks.items():
        if name not in batch.skipped:
            screen.note(f"{name}: {said}.")
    screen.note(f"Wrote {written} variants to {output}.")
