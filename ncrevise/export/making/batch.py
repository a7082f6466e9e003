"""Many variants into one file: streamed, in order, resumable, the same for any number of jobs."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ncrevise import __version__
from ncrevise.export.making.exporter import NOTHING, exporter
from ncrevise.export.making.journal import Journal
from ncrevise.export.making.pool import Task, drawn, opened
from ncrevise.item import draw_solution

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from ncrevise.export.making.exporter import Exporter
    from ncrevise.export.making.pool import Pool, Variant
    from ncrevise.question import Question

FRUITLESS = 400  # draws in a row without a new variant: there are no more


@dataclass
class Batch:
    """An export to be made.

    Args:
        target: the format, a module of ``ncrevise.export``.
        questions: what to draw from; each gets an equal share.
        number: variants in all.
        seed: where each question's seeds start.
        folders: the bank's folders beyond the program's own.
        jobs: processes.
        told: called with the number of variants written so far.
        families: the folder of a lecturer's own families; empty when there is none.

    Attributes:
        short: how many variants a question has, where they are fewer than its share.
        skipped: why a question is left out.
        remarks: what the format can't hold of a question as it is.
    """

    target: str
    questions: Sequence[Question]
    number: int
    seed: int
    folders: tuple[str, ...] = ()
    jobs: int = 1
    told: Callable[[int], None] = lambda _done: None
    families: str = ""
    short: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)

    def plan(self) -> str:
        """Describe what is made, to know a half-finished file again."""
        ids = [question.id for question in self.questions]
        return json.dumps([__version__, self.target, ids, self.number, self.seed])

    def shares(self) -> Iterator[tuple[Question, int]]:
        """Share the number out: the first questions get one more where it does not divide."""
        each, more = divmod(self.number, len(self.questions))
        for k, question in enumerate(self.questions):
            if each + (k < more):
                yield question, each + (k < more)

    def write(self, output: Path) -> int:
        """Make the export.

        Returns:
            How many variants were written.

        Raises:
            UsageError: when another export is half finished under the same name.
        """
        form = exporter(self.target)
        with Journal(output, self.plan(), form) as journal, opened(self.jobs) as pool:
            total = sum(map(len, journal.done.values()))
            self.told(total)
            before = NOTHING  # what closes the last question that something is written of
            for question, wanted in self.shares():
                seen = journal.done.setdefault(question.id, {})
                around = (NOTHING, NOTHING) if seen else (before, form.group(question))
                self.note(form, question)
                for variant in self.variants(question, wanted, seen, pool):
                    saved = journal.add(variant.code, variant.digest, *around, variant.pieces)
                    around = (NOTHING, NOTHING)
                    total += 1
                    if saved:
                        self.told(total)
                before = form.end(question) if seen else before
            journal.finish(before)
        self.told(total)
        return total

    def note(self, form: Exporter, question: Question) -> None:
        """Keep what a format has to say of how it holds a question."""
        if form.remark and (said := form.remark(draw_solution(question, self.seed))):
            self.remarks[question.id] = said

    def variants(
        self, question: Question, wanted: int, seen: dict[str, int], pool: Pool
    ) -> Iterator[Variant]:
        """Give a question's variants that are still wanted, no two with the same givens."""

        def task(first: int, size: int) -> Task:
            return Task(self.target, self.folders, question.id, first, size, self.families)

        start = max(seen.values(), default=self.seed - 1) + 1
        fruitless = 0
        for variant in drawn(pool, task, start, lambda: wanted - len(seen)):
            if len(seen) >= wanted or question.id in self.skipped:
                return
            if variant.digest in seen:
                fruitless += 1
                if fruitless >= FRUITLESS:
                    self.short[question.id] = len(seen)
                    return
                continue
            if variant.objection:
                self.skipped[question.id] = variant.objection
                return
            fruitless = 0
            seen[variant.digest] = int(variant.code.partition("@")[2], 16)
            yield variant
            if len(seen) >= wanted:
                return
