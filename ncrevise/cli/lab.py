"""Running experiments, with a bar that shows how far and how good."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from math import isfinite
from typing import TYPE_CHECKING

from ncrevise import registry
from ncrevise.cli import screen
from ncrevise.cli.files import form_of, page, write_whole
from ncrevise.cli.screen import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.progress import TaskID

    from ncrevise.lab.experiment import Told

BARS = "▁▂▃▄▅▆▇█"
TIME_AND_LOSS = 24  # columns of what stands beside the name, the bar and the curve


def list_experiments(*, as_json: bool) -> None:
    """List the experiments with the claim each puts to the test."""
    from ncrevise.document.tree import Document
    from ncrevise.lab.report import table

    labs = [(name, registry.experiment(name)) for name in registry.experiment_names()]
    if as_json:
        listed = [{"lab": n, "title": lab.title, "claim": lab.claim} for n, lab in labs]
        screen.out(screen.dump(listed) + "\n")
        return
    rows = [(f"`{name}`", lab.title) for name, lab in labs]
    screen.show(Document("Experiments", (table(("experiment", "to see"), rows, "ll", ""),)))
    screen.note("Run one: ncrevise lab NAME   keep it: -o report.html")


def use_one_thread() -> None:
    """Multiply in one thread unless told otherwise: for matrices this small, more are slower.

    NumPy's libraries read this when they are loaded, which is later.
    """
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")


def run(
    name: str,
    seed: str,
    rounds: int | None,
    data: Path | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Run one experiment, and show or write its report."""
    use_one_thread()
    from ncrevise.lab.experiment import Bench
    from ncrevise.lab.report import document, record

    form = form_of(output) if output else ""
    lab = registry.experiment(name)
    bench = Bench(name, seed, rounds, data)
    lab.check(bench)
    try:
        with watching() as bench.told:
            findings = lab.run(bench)
    except KeyboardInterrupt:
        screen.note("Stopped.")
        raise
    report = document(lab, bench, findings)
    if output is not None:
        write_whole(output, page(report, form))
        screen.note(f"Wrote {output}.")
    if as_json:
        screen.out(screen.dump(record(lab, bench, findings)) + "\n")
    elif output is None:
        screen.show(report)


@contextmanager
def watching() -> Iterator[Told]:
    """Show the stage at work, the loss and its curve where somebody can see them."""
    if not sys.stderr.isatty() or screen.is_dumb():
        yield lambda _stage, _done, _total, _loss: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.table import Column

    console = Console(stderr=True)
    wide = min(24, console.width // 7)  # of the bar, and of the curve
    name = Column(no_wrap=True, max_width=max(8, console.width - 2 * wide - TIME_AND_LOSS))
    columns = (
        TextColumn("{task.description}", table_column=name, markup=False),
        BarColumn(wide),
        TimeElapsedColumn(),
        TextColumn("{task.fields[said]}", table_column=Column(no_wrap=True), markup=False),
    )
    losses: dict[str, list[float]] = {}
    with Progress(*columns, console=console, transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def told(stage: str, done: int, total: int, loss: float | None) -> None:
            if stage not in tasks:
                for other in tasks.values():
                    bar.update(other, visible=False)
                tasks[stage] = bar.add_task(stage, total=total, said="")
            seen = losses.setdefault(stage, [])
            if loss is not None and isfinite(loss):
                seen.append(loss)
            said = f"loss {seen[-1]:.3g} {curve(seen, wide, console.encoding)}" if seen else ""
            bar.update(tasks[stage], completed=done, said=said)

        yield told


def curve(losses: list[float], room: int, encoding: str) -> str:
    """Draw the losses so far as a row of bars."""
    if encoding.lower().replace("-", "") != "utf8" or OPTIONS.ascii:
        return ""
    step = max(1, -(-len(losses) // room))
    shown = losses[::step]
    low, high = min(shown), max(shown)
    span = (high - low) or 1.0
    return "".join(BARS[min(7, int(8 * (loss - low) / span))] for loss in shown)
