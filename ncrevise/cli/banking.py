"""Checking a question bank: files, then many variants of every question."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.cli import screen
from ncrevise.errors import BankError, NcreviseError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from ncrevise.question import Question

FAILED = 1


@dataclass(frozen=True, slots=True)
class Found:
    """What many variants of one question were like."""

    question: str
    seeds: int
    different: int
    redrawn: int
    mistakes: int
    milliseconds: float
    wrong: str = ""


def check_bank(folder: Path | None, seeds: int) -> int:
    """Check a bank, the program's own by default, and print a table of what was found.

    Returns:
        0 when all is well, 1 when a question failed.
    """
    from ncrevise.bank import home
    from ncrevise.cli.exporting import progress

    if folder is not None and not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder.")
    questions, faults = read_all(folder or home())
    found = []
    with progress(len(questions), "bank check") as told:
        for k, question in enumerate(questions):
            found.append(try_out(question, seeds))
            told(k + 1)
    print_table(found)
    for fault in faults:
        screen.out(f"{fault}\n")
    failed = [f for f in found if f.wrong]
    for f in failed:
        screen.out(f"{f.question}: {f.wrong}\n")
    good = len(found) - len(failed)
    plural = "" if good == 1 else "s"
    screen.out(f"\n{good} question{plural} fine, {len(failed) + len(faults)} faulty.\n")
    return FAILED if failed or faults else 0


def read_all(folder: Path) -> tuple[list[Question], list[str]]:
    """Read every file of a folder, going on after a faulty one."""
    from ncrevise.bank import read_file

    questions: list[Question] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*/*.md")):
        try:
            questions.extend(read_file(path))
        except BankError as error:
            faults.append(str(error))
    seen = Counter(q.id for q in questions)
    faults += [f"{name} stands {n} times." for name, n in seen.items() if n > 1]
    if not questions and not faults:
        raise UsageError(f"{folder}: no question files (TOPIC/NAME.md) there.")
    return questions, faults


def try_out(question: Question, seeds: int) -> Found:
    """Draw and work many variants, fill in their wording, and run the published cases."""
    from ncrevise.item import draw_solution
    from ncrevise.paper import hints, question_document, statement
    from ncrevise.render.text import render

    givens: set[str] = set()
    made: set[str] = set()
    attempts = 0
    start = time.perf_counter()
    try:
        for seed in range(seeds):
            solution = draw_solution(question, seed)
            givens.add(repr(solution.item.givens))
            attempts += solution.item.attempts
            made |= set(solution.mistakes)
            statement(solution.item)
            hints(solution.item)
            if seed == 0:
                render(question_document(solution, solved=True))
        check_worked(question)
    except NcreviseError as error:
        return Found(question.id, seeds, len(givens), attempts, len(made), 0, str(error))
    spent = (time.perf_counter() - start) / seeds * 1000
    few = "" if len(made) >= 2 else "fewer than 2 mistakes can ever be made"
    return Found(question.id, seeds, len(givens), attempts - seeds, len(made), spent, few)


def check_worked(question: Question) -> None:
    """See that the solver agrees with every published case.

    Raises:
        BankError: naming the first that it does not agree with.
    """
    from ncrevise import registry
    from ncrevise.givens.place import plain
    from ncrevise.givens.typed import make
    from ncrevise.item import run
    from ncrevise.tape import NO_TAPE
    from ncrevise.tolerance import agrees

    model = registry.family(question.family)
    for case in question.worked:
        found = run(model, plain(make(model, case.givens)), NO_TAPE)
        for name, printed in case.answer.items():
            if name not in found or not agrees(found[name], printed, case.places):
                raise BankError(
                    f"the solver does not agree with {name} of {case.source!r}: it finds "
                    f"{found.get(name)!r}.",
                    question.file,
                    case.line,
                )


def print_table(found: list[Found]) -> None:
    """Print a line a question."""
    widest = max((len(f.question) for f in found), default=8)
    head = f"{'question':<{widest}}  variants  different  redrawn  mistakes  ms each"
    screen.out(f"{head}\n{'-' * len(head)}\n")
    for f in found:
        screen.out(
            f"{f.question:<{widest}}  {f.seeds:>8}  {f.different:>9}  {f.redrawn:>7}  "
            f"{f.mistakes:>8}  {f.milliseconds:>7.2f}{'  FAULTY' if f.wrong else ''}\n"
        )
