"""Worker processes, and the variants they draw: seed after seed, in order, some chunks ahead."""

from __future__ import annotations

import hashlib
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from ncrevise import own
from ncrevise.bank import Bank
from ncrevise.errors import NcreviseError
from ncrevise.export.making.exporter import NOTHING, exporter
from ncrevise.item import draw_solution
from ncrevise.registry import use_families

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ncrevise.export.making.exporter import Pieces
    from ncrevise.question import Question

CHUNK = 16  # variants a task: few, so that no worker waits long for the last of a question
AHEAD = 3  # tasks a worker, so that none waits for work


@dataclass(frozen=True, slots=True)
class Task:
    """A run of seeds of one question, for one worker."""

    target: str
    folders: tuple[str, ...]
    question: str
    first: int
    size: int
    families: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """One variant, written in a format.

    Args:
        code: reopens it.
        digest: tells givens apart.
        pieces: what it adds to the file.
        objection: why it can't be written; empty when it is.
    """

    code: str
    digest: str
    pieces: Pieces
    objection: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """Where tasks are done.

    Args:
        submit: takes a task on.
        most: tasks that it is good to have taken on.
    """

    submit: Callable[[Task], Future[list[Variant]]]
    most: int


@contextmanager
def opened(jobs: int) -> Iterator[Pool]:
    """Start so many processes; for one job, none."""
    if jobs == 1:
        yield Pool(at_once, 1)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as processes:
        yield Pool(lambda task: processes.submit(work, task), AHEAD * jobs)


def at_once(task: Task) -> Future[list[Variant]]:
    """Do at once what processes would do by and by."""
    future: Future[list[Variant]] = Future()
    future.set_result(work(task))
    return future


def drawn(
    pool: Pool, task: Callable[[int, int], Task], start: int, missing: Callable[[], int]
) -> Iterator[Variant]:
    """Draw variants seed after seed, workers some chunks ahead while more are missing.

    Args:
        pool: draws them.
        task: makes a task of its first seed and how many there are.
        start: the first seed of all.
        missing: says how many variants are still wanted.
    """
    seed, drawing = start, 0
    ahead: deque[Future[list[Variant]]] = deque()
    try:
        while True:
            while not ahead or (len(ahead) < pool.most and drawing < missing()):
                size = max(1, min(CHUNK, missing() - drawing))
                ahead.append(pool.submit(task(seed, size)))
                seed, drawing = seed + size, drawing + size
            made = ahead.popleft().result()
            drawing -= len(made)
            yield from made
    finally:
        for future in ahead:
            future.cancel()


def work(task: Task) -> list[Variant]:
    """Draw and write a run of seeds, perhaps in a process that knows no families of one's own.

    Raises:
        FamilyError: when one of them fails; an error's trace does not leave its process.
    """
    use_families(Path(task.families) if task.families else None)
    try:
        return written(task)
    except NcreviseError:
        raise
    except Exception as error:
        raise own.fault(error) or error from error


def written(task: Task) -> list[Variant]:
    """Draw and write a run of seeds."""
    form = exporter(task.target)
    question = question_of(task.folders, task.question)
    made = []
    for seed in range(task.first, task.first + task.size):
        solution = draw_solution(question, seed)
        why = form.objection(solution)
        pieces = NOTHING if why else form.write(solution)
        mark = digest(question.id, solution.item.givens)
        made.append(Variant(solution.item.code, mark, pieces, why))
    return made


@lru_cache(maxsize=256)
def question_of(folders: tuple[str, ...], name: str) -> Question:
    """Look a question up, once a process."""
    return Bank(*map(Path, folders)).question(name)


def digest(question: str, givens: object) -> str:
    """Tell variants of a question apart by their givens alone."""
    return hashlib.sha256(f"{question} {givens!r}".encode()).hexdigest()[:16]
