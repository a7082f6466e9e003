"""What an experiment is, what it is given, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from ncrevise.errors import UsageError
from ncrevise.noise import Noise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from ncrevise.document.tree import Block

Told: TypeAlias = "Callable[[str, int, int, float | None], None]"
"""Hears of a stage's name, the rounds done, the rounds there are, and the latest loss."""


def nobody(stage: str, done: int, total: int, loss: float | None) -> None:
    """Hear nothing."""


@dataclass(slots=True)
class Bench:
    """Where an experiment runs: its random numbers, its settings, and who watches.

    Args:
        name: the experiment's.
        seed: what all its random numbers start from.
        rounds: epochs or steps to train instead of the usual number.
        data: a folder or file of the user's own data.
        told: hears of progress.
    """

    name: str
    seed: str = "0"
    rounds: int | None = None
    data: Path | None = None
    told: Told = nobody
    latest: float | None = field(default=None, init=False)

    def noise(self, what: str) -> Noise:
        """Give random numbers of their own to one purpose."""
        return Noise(f"{self.name}/{self.seed}/{what}")

    def epochs(self, usual: int) -> int:
        """Say how many epochs or steps to train: the user's number, or the usual one."""
        return self.rounds or usual

    def stage(self, what: str, total: int) -> Iterator[int]:
        """Count the rounds of a stage, telling of each."""
        self.latest = None
        for k in range(total):
            self.told(what, k, total, self.latest)
            yield k
        self.told(what, total, total, self.latest)

    def loss(self, value: float) -> None:
        """Say what the loss is now."""
        self.latest = float(value)


@dataclass(frozen=True, slots=True)
class Findings:
    """What came out.

    Args:
        measured: the headline, one sentence of Markdown with its numbers.
        holds: whether the notes' claim is confirmed.
        blocks: pictures, tables and words, in order.
        numbers: the figures of the headline and tables by name, for programs.
    """

    measured: str
    holds: bool
    blocks: tuple[Block, ...]
    numbers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Lab:
    """An experiment.

    Args:
        title: as it heads the report.
        asks: what is to be seen, a sentence or two of Markdown.
        claim: what the notes claim, in our words.
        source: which lecture note and section.
        run: does it.
        counts: what ``--epochs`` counts, ``epochs`` or ``steps``; empty where nothing trains.
        data: what is learnt from, by its name in ``data.cited``; empty where it is drawn.
        own_data: whether ``--data`` may replace it.
    """

    title: str
    asks: str
    claim: str
    source: str
    run: Callable[[Bench], Findings]
    counts: str = "epochs"
    data: str = ""
    own_data: bool = False

    def check(self, bench: Bench) -> None:
        """Refuse settings that would be ignored.

        Raises:
            UsageError: naming the option.
        """
        if bench.data is not None and not self.own_data:
            raise UsageError(f"--data: {bench.name} has its own data and takes none.")
        if bench.rounds is not None and not self.counts:
            raise UsageError(f"--epochs: {bench.name} trains nothing.")
