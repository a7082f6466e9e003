"""Running experiments, with a bar that shows how far and how good."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ncrevise import registry
from ncrevise.cli import screen
from ncrevise.cli.files import form_of, page, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ncrevise.lab.experiment import Told

BARS = "▁▂▃▄▅▆▇█"
ROOM = 24  # characters of a loss curve beside the bar


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
    from ncrevise.lab.experiment import Bench
    from ncrevise.lab.report import document, record

    form = form_of(output) if output else ""
    lab = registry.experiment(name)
    bench = Bench(name, seed, rounds, data)
    lab.check(bench)
    with watching() as bench.told:
        findings = lab.run(bench)
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
    """Show a bar, the loss and its curve where somebody can see them."""
    if not sys.stderr.isatty() or screen.is_dumb():
        yield lambda _stage, _done, _total, _loss: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(24),
        TimeElapsedColumn(),
        TextColumn("{task.fields[said]}"),
    )
    losses: dict[str, list[float]] = {}
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, int] = {}

        def told(stage: str, done: int, total: int, loss: float | None) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total, said="")
            seen = losses.setdefault(stage, [])
            if loss is not None:
                seen.append(loss)
            said = f"loss {seen[-1]:.3g} {curve(seen)}" if seen else ""
            bar.update(bar.task_ids[tasks[stage]], completed=done, said=said)

        yield told


def curve(losses: list[float]) -> str:
    """Draw the losses so far as a row of bars."""
    if screen.encoding().lower().replace("-", "") != "utf8":
        return ""
    step = max(1, -(-len(losses) // ROOM))
    shown = losses[::step]
    low, high = min(shown), max(shown)
    span = (high - low) or 1.0
    return "".join(BARS[min(7, int(8 * (loss - low) / span))] for loss in shown)
