"""Checking a question bank: files, then many variants of every question."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from ncrevise.cli import screen
from ncrevise.errors import BankError, NcreviseError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from ncrevise.contract import Findings
    from ncrevise.question import Question

FAILED = 1
SEEDS, OWN_SEEDS = 20, 100  # variants of a question to try


def check_bank(folder: Path | None, seeds: int | None) -> int:
    """Check a bank, and print a table of what was found.

    Args:
        folder: the bank; by default the lecturer's own folders that are named before the
            command, and the program's own bank where there are none.
        seeds: variants of each question; by default more of those of one's own families.

    Returns:
        0 when all is well, 1 when something is faulty.
    """
    from ncrevise import own
    from ncrevise.bank import home
    from ncrevise.cli.exporting import progress
    from ncrevise.registry import faulty_families

    if folder is not None and not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder.")
    questions, faults = read_all((folder,) if folder else screen.folders() or (home(),))
    faulty = faulty_families()
    faults += [str(error) for error in faulty.values()]
    questions = [q for q in questions if q.family not in faulty]
    found = []
    with progress(len(questions), "bank check") as told:
        for k, question in enumerate(questions):
            usual = OWN_SEEDS if question.family in own.paths() else SEEDS
            found.append(try_out(question, seeds or usual))
            told(k + 1)
    print_table(found)
    asked = {q.family for q in questions}
    faults += [
        f"{own.shown(path)}: nothing is asked of it; ncrevise new question {name} 1 writes a "
        "question."
        for name, path in own.paths().items()
        if folder is None and name not in asked | faulty.keys()
    ]
    for fault in faults:
        screen.out(f"{fault}\n")
    failed = [f for f in found if f.faults]
    for f in failed:
        for fault in f.faults.values():
            screen.out(f"{f.question}: {fault}{'' if fault[-1] in '.?!' else '.'}\n")
    good = len(found) - len(failed)
    plural = "" if good == 1 else "s"
    screen.out(f"\n{good} question{plural} fine, {len(failed) + len(faults)} faulty.\n")
    return FAILED if failed or faults else 0


def read_all(folders: tuple[Path, ...]) -> tuple[list[Question], list[str]]:
    """Read every file of some folders, going on after a faulty one."""
    from ncrevise.bank import read_file
    from ncrevise.own import paths

    questions: list[Question] = []
    faults: list[str] = []
    once = {folder.resolve(): folder for folder in folders}.values()
    for path in [path for folder in once for path in sorted(folder.glob("*/*.md"))]:
        try:
            questions.extend(read_file(path))
        except BankError as error:
            faults.append(str(error))
    seen = Counter(q.id for q in questions)
    faults += [f"{name} stands {n} times." for name, n in seen.items() if n > 1]
    if not questions and not faults and not paths():
        where = " or ".join(map(str, folders))
        raise UsageError(f"{where}: no question files (TOPIC/NAME.md) there.")
    return questions, faults


def try_out(question: Question, seeds: int) -> Findings:
    """Put many variants to every check, and run its published cases."""
    from ncrevise import own
    from ncrevise.contract import Findings, examine

    try:
        found = examine(question, range(seeds), own.oracle(question.family), time.perf_counter)
        check_worked(question)
    except NcreviseError as error:
        return Findings(question.id, faults={"said": str(error)})
    return found


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


def print_table(found: list[Findings]) -> None:
    """Print a line a question."""
    widest = max((len(f.question) for f in found), default=8)
    head = f"{'question':<{widest}}  variants  different  redrawn  mistakes  ms each"
    screen.out(f"{head}\n{'-' * len(head)}\n")
    for f in found:
        screen.out(
            f"{f.question:<{widest}}  {f.seeds:>8}  {f.different:>9}  {f.redrawn:>7}  "
            f"{len(f.mistakes):>8}  {f.milliseconds:>7.2f}{'  FAULTY' if f.faults else ''}\n"
        )
