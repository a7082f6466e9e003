"""Many variants into one file: streamed, in order, resumable, the same for any number of jobs.

While it runs, ``OUT.part`` holds what is written and ``OUT.state`` a line a variant with its
code, the digest of its givens and where it ends. The same command run again goes on from
there; only a finished file has the name asked for.
"""

from __future__ import annotations

import json
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ncrevise import __version__, registry
from ncrevise.bank import Bank
from ncrevise.errors import UsageError
from ncrevise.export.record import Variant, digest
from ncrevise.item import draw_solution

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ncrevise.question import Question

CHUNK = 16  # variants a task: few, so that no worker waits long for the last of a question
AHEAD = 3  # tasks a worker, so that none waits for work
FLUSH = 64
FRUITLESS = 400  # draws in a row without a new variant: there are no more


@dataclass(frozen=True, slots=True)
class Task:
    """A run of seeds of one question, for one worker."""

    target: str
    folders: tuple[str, ...]
    question: str
    first: int
    size: int


@dataclass
class Batch:
    """An export to be made.

    Args:
        target: the format, a module of this package.
        questions: what to draw from; each gets an equal share.
        number: variants in all.
        seed: where each question's seeds start.
        folders: the bank's folders beyond the program's own.
        jobs: processes.
        told: called with the number of variants written so far.
    """

    target: str
    questions: Sequence[Question]
    number: int
    seed: int
    folders: tuple[str, ...] = ()
    jobs: int = 1
    told: Callable[[int], None] = lambda _done: None
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
        part, state = (
            output.with_name(f"{output.name}.part"),
            output.with_name(f"{output.name}.state"),
        )
        form: Any = registry.plugin("export", self.target, "export format")
        done = self.resume(part, state, form.HEAD)
        total = sum(map(len, done.values()))
        self.told(total)
        with ExitStack() as stack:
            data = stack.enter_context(part.open("ab"))
            log = stack.enter_context(state.open("a", encoding="utf-8"))
            pool = None
            if self.jobs > 1:
                pool = stack.enter_context(
                    ProcessPoolExecutor(self.jobs, mp_context=get_context("spawn"))
                )
            for question, wanted in self.shares():
                seen = done.setdefault(question.id, {})
                opening = b"" if seen else self.opening(form, question)
                self.note(form, question)
                for variant in self.variants(question, wanted, seen, pool):
                    data.write(opening + variant.data)
                    opening = b""
                    log.write(f"{variant.code} {variant.digest} {data.tell()}\n")
                    total += 1
                    if total % FLUSH == 0:
                        data.flush()
                        log.flush()
                        self.told(total)
            data.write(form.TAIL)
        part.replace(output)
        state.unlink()
        self.told(total)
        return total

    def opening(self, form: Any, question: Question) -> bytes:  # noqa: ANN401
        """Write what comes before a question's first variant, in formats that group them."""
        written: bytes = form.group(question) if hasattr(form, "group") else b""
        return written

    def note(self, form: Any, question: Question) -> None:  # noqa: ANN401
        """Keep what a format has to say of how it holds a question."""
        said = form.remark(draw_solution(question, self.seed)) if hasattr(form, "remark") else ""
        if said:
            self.remarks[question.id] = said

    def resume(self, part: Path, state: Path, head: bytes) -> dict[str, dict[str, int]]:
        """Take up a half-finished file, or start one.

        Returns:
            For each question, the seeds already written by digest.
        """
        plan = self.plan()
        if not (part.exists() and state.exists()):
            part.write_bytes(head)
            state.write_text(f"{plan}\n", encoding="utf-8")
            return {}
        first, *rest = state.read_text(encoding="utf-8").split("\n")
        if first != plan:
            raise UsageError(
                f"{part} is another export, half finished. Remove it and {state.name}, or choose "
                "another name."
            )
        done: dict[str, dict[str, int]] = {}
        size, end, kept = part.stat().st_size, len(head), [plan]
        for line in rest[:-1]:
            code, mark, stop = line.split()
            if int(stop) > size:
                break
            question, _, seed = code.partition("@")
            done.setdefault(question, {})[mark] = int(seed, 16)
            end = int(stop)
            kept.append(line)
        with part.open("r+b") as file:
            file.truncate(end)
        state.write_text("\n".join(kept) + "\n", encoding="utf-8")
        return done

    def variants(
        self,
        question: Question,
        wanted: int,
        seen: dict[str, int],
        pool: ProcessPoolExecutor | None,
    ) -> Iterator[Variant]:
        """Give a question's variants that are still wanted, no two with the same givens."""
        start = max(seen.values(), default=self.seed - 1) + 1
        fruitless = 0
        for variant in self.drawn(question, start, lambda: wanted - len(seen), pool):
            if len(seen) >= wanted or question.id in self.skipped:
                return
            if variant.digest in seen:
                fruitless += 1
                if fruitless >= FRUITLESS:
                    self.short[question.id] = len(seen)
                    return
                continue
            if not variant.data:
                self.skipped[question.id] = variant.code
                return
            fruitless = 0
            seen[variant.digest] = int(variant.code.partition("@")[2], 16)
            yield variant
            if len(seen) >= wanted:
                return

    def drawn(
        self,
        question: Question,
        start: int,
        missing: Callable[[], int],
        pool: ProcessPoolExecutor | None,
    ) -> Iterator[Variant]:
        """Draw variants seed after seed, workers some chunks ahead while more are missing."""
        seed, drawing = start, 0
        ahead: deque[Future[list[Variant]]] = deque()
        most = AHEAD * self.jobs if pool else 1
        try:
            while True:
                while not ahead or (len(ahead) < most and drawing < missing()):
                    size = max(1, min(CHUNK, missing() - drawing))
                    task = Task(self.target, self.folders, question.id, seed, size)
                    ahead.append(pool.submit(work, task) if pool else done(work, task))
                    seed, drawing = seed + size, drawing + size
                made = ahead.popleft().result()
                drawing -= len(made)
                yield from made
        finally:
            for future in ahead:
                future.cancel()


@lru_cache(maxsize=256)
def question_of(folders: tuple[str, ...], name: str) -> Question:
    """Look a question up, once a process."""
    return Bank(*map(Path, folders)).question(name)


def done(function: Callable[[Task], list[Variant]], task: Task) -> Future[list[Variant]]:
    """Do at once what a pool would do by and by."""
    future: Future[list[Variant]] = Future()
    future.set_result(function(task))
    return future


def work(task: Task) -> list[Variant]:
    """Draw and write a run of seeds."""
    form: Any = registry.plugin("export", task.target, "export format")
    question = question_of(task.folders, task.question)
    made = []
    for seed in range(task.first, task.first + task.size):
        solution = draw_solution(question, seed)
        why = form.objection(solution)
        code = why or solution.item.code
        data = b"" if why else form.write(solution)
        made.append(Variant(code, digest(question.id, solution.item.givens), data))
    return made
