"""A drawn variant of a question, and its solution on a tape."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeVar

from ncrevise import registry
from ncrevise.bank import settings
from ncrevise.blind import blind, borne
from ncrevise.draw import Draw
from ncrevise.errors import BankError, DrawError
from ncrevise.mistake import UNWORKABLE, Mistake, steadied
from ncrevise.own import fault
from ncrevise.question import Accept, Question, code_of
from ncrevise.settings import drawn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ncrevise.family import Family, Results
    from ncrevise.results.form import Form
    from ncrevise.results.typed import Tolerance
    from ncrevise.results.values import Answers
    from ncrevise.styles import Derived
    from ncrevise.tape import Recorder, Tape

G = TypeVar("G")
R = TypeVar("R")
MOST_ATTEMPTS = 200
MOST_BLIND = 20  # draws, after which a blind one is taken


@dataclass(frozen=True, slots=True)
class Item:
    """A question with numbers in it.

    Attributes:
        derived: what is answered to parts that are asked in another way; see ``styles``.
    """

    question: Question
    seed: int
    givens: Any
    attempts: int = 1
    derived: Mapping[str, Derived] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code that reopens it."""
        return code_of(self.question, self.seed)

    @property
    def family(self) -> Family[Any, Any]:
        """Its family."""
        return registry.family(self.question.family)

    def form(self, name: str) -> Form:
        """Say what a result looks like here: its names, and what may be answered."""
        from ncrevise.givens.place import plain

        if name in self.derived:
            return self.derived[name].form
        return self.family.form(name, plain(self.givens))


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One run through an item: enough to see whether it is worth more work.

    Attributes:
        plain: the givens, as numbers and arrays.
        tape: the record of it.
        values: results by name, as they stand on the tape.
        results: plain numbers and arrays by name.
    """

    item: Item
    plain: Any
    tape: Tape
    values: Results
    results: Answers


@dataclass(frozen=True, eq=False)
class Solution:
    """An item worked out: results, the tape they stand on, and what mistakes would give.

    Attributes:
        plain: the givens, as numbers and arrays.
        values: results by name, as they stand on the tape.
        results: plain numbers and arrays by name.
        tolerances: how far each asked result may be from the exact one, entry by entry.
        mistakes: results of each mistake that can be made here, by its id.
    """

    item: Item
    plain: Any
    values: Results
    results: Answers
    tape: Tape
    tolerances: Mapping[str, Tolerance]
    mistakes: Mapping[str, Answers]

    def form(self, name: str) -> Form:
        """Say what a result looks like here: its names, and what may be answered."""
        if name in self.item.derived:
            return self.item.derived[name].form
        return self.item.family.form(name, self.plain)


def run(family: Family[G, R], givens: G, tape: Recorder) -> Results:
    """Run a family's solver on a recorder."""
    return family.spread(family.run(givens, tape))


def solve_item(item: Item, override: Mapping[str, object] | None = None) -> Solution:
    """Work an item out; with ``override``, from a student's own values on.

    Args:
        item: the variant.
        override: values by name that take the place of computed ones.
    """
    return completed(run_item(item, override or {}))


def run_item(item: Item, override: Mapping[str, object]) -> Trial:
    """Run an item's solver on a tape of its own."""
    from ncrevise.givens.place import plain
    from ncrevise.tape import Tape

    tape = Tape(places=item.question.places, override=override)
    arrays = plain(item.givens)
    found = run(item.family, arrays, tape)
    return Trial(item, arrays, tape, found, steadied(found))


def completed(run: Trial) -> Solution:
    """Add to a run how close answers must come, and what mistakes would give."""
    from ncrevise.tolerance import tolerances

    item, tape, found = run.item, run.tape, run.values
    asked = {part.base: part.accept for part in item.question.parts if not part.style}
    rounded = Accept("places", item.question.places)
    asked |= {p.base: rounded for p in item.question.parts if p.style and p.base not in asked}
    for name in asked.keys() - found.keys():
        hint = registry.did_you_mean(name, found)
        message = f"{name!r} is asked, but does not come out of it.{hint}"
        raise BankError(message, item.question.file, item.question.line)
    wrong = mistaken(run)
    solution = Solution(
        item, run.plain, found, run.results, tape, tolerances(tape, found, asked), wrong
    )
    return styled(solution) if any(part.style for part in item.question.parts) else solution


def styled(solution: Solution) -> Solution:
    """Add what is answered to parts that are asked in another way, as results of their own."""
    from ncrevise.styles import derive
    from ncrevise.tolerance import EXACT

    item = solution.item
    parts = [part for part in item.question.parts if part.style]
    made = dict(item.derived) or {
        part.asks: found for part in parts if (found := derive(solution, part)) is not None
    }
    return replace(
        solution,
        item=replace(item, derived=made),
        values={**solution.values, **{name: each.value for name, each in made.items()}},
        results={**solution.results, **{name: each.value for name, each in made.items()}},
        tolerances={**solution.tolerances, **dict.fromkeys(made, EXACT)},
        mistakes={
            name: {
                **answers,
                **{
                    asks: each.mistakes[name]
                    for asks, each in made.items()
                    if name in each.mistakes
                },
            }
            for name, answers in solution.mistakes.items()
        },
    )


def mistaken(run: Trial) -> dict[str, Results]:
    """Give the results of every mistake that can be made, from a student's own values on.

    One that says nothing of what is asked is none here. With such values a mistake may come to
    nothing, such as the logarithm of a negative number.
    """
    from ncrevise.tape import Plain

    found: dict[str, Results] = {}
    override = run.tape.override
    unworkable = UNWORKABLE if override else (ArithmeticError, ValueError)
    tape, family = Plain(override), run.item.family
    asked = {part.base: run.results[part.base] for part in run.item.question.parts}
    for mistake in family.mistakes:
        with suppress(*unworkable):
            made = mistake.made(family, run.plain, tape, asked)
            if made is not None and made.keys() & asked.keys():
                found[mistake.id] = made
    return found


def draw_solution(question: Question, seed: int) -> Solution:
    """Draw numbers until the variant is worth asking, and work it out.

    Raises:
        DrawError: when no numbers within the question's ranges are.
        BankError: when its ranges do not say enough to draw from.
    """
    why = ""
    for attempt in range(MOST_ATTEMPTS):
        run = tried(question, seed, attempt)
        why = objection(run) or blindness(run)
        if not why:
            solution = completed(run)
            why = confusion(solution)
            if not why:
                return solution
    code = code_of(question, seed)
    raise DrawError(f"{code}: no numbers found in {MOST_ATTEMPTS} draws; the last failed: {why}")


def tried(question: Question, seed: int | str, attempt: int) -> Trial:
    """Draw numbers once, and run the solver on them.

    Raises:
        BankError: when the question's ranges do not say enough to draw from.
    """
    stream = f"{seed:x}#{attempt}" if isinstance(seed, int) else f"{seed}#{attempt}"
    family = registry.family(question.family)
    try:
        givens = drawn(family, Draw(f"{question.key}@{stream}"), settings(question))
    except ValueError as error:
        message = f"ranges: {error}"
        raise fault(error) or BankError(message, question.file, question.line) from error
    return run_item(Item(question, 0 if isinstance(seed, str) else seed, givens, attempt + 1), {})


def blindness(run: Trial) -> str:
    """Say that a wrong method gives the right answer more often than in other draws.

    After ``MOST_BLIND`` draws nothing is said any more: numbers are to be found.
    """
    if run.item.attempts > MOST_BLIND:
        return ""
    found = blind(run)
    if not found or found <= borne(run, sample):
        return ""
    return f"in {found} ways a wrong method gives the right answer"


def sample(question: Question, k: int) -> Trial | None:
    """Give one of the draws that others of a question are compared with; None for a bad one."""
    run = tried(question, "sample", k)
    return None if objection(run) else run


def objection(run: Trial) -> str:
    """Say what makes a variant not worth asking; empty when it is fine."""
    from ncrevise.tolerance import on_boundary

    if run.item.family.is_dull(run.plain, run.results):
        return "it is dull"
    return "a number is on a rounding boundary" if on_boundary(run.tape) else ""


def confusion(solution: Solution) -> str:
    """Say which mistakes can't be told from the truth or each other; empty when all can."""
    from ncrevise.formulas import Formulas
    from ncrevise.tolerance import differs

    item = solution.item
    for part in item.question.parts:
        if part.style and part.asks not in item.derived:
            return f"{part.base} does not lend itself to the style {part.style}"
    # numbers first: that two formulas are one takes long to see
    asked = sorted(
        {part.base for part in item.question.parts},
        key=lambda name: isinstance(solution.results[name], Formulas),
    )
    forms = {name: solution.form(name) for name in asked}

    def apart(a: Answers, b: Answers) -> bool:
        return any(
            name not in a
            or name not in b
            or differs(a[name], b[name], solution.tolerances[name], forms[name])
            for name in asked
        )

    def right(wrong: Answers) -> bool:
        said = [name for name in asked if name in wrong]
        return not any(
            differs(wrong[name], solution.results[name], solution.tolerances[name], forms[name])
            for name in said
        ) or all(forms[name].why_not(wrong[name]) == "" for name in said)

    for name, wrong in solution.mistakes.items():
        if right(wrong):
            return f"the mistake {name} gives the right answer"
    for (one, a), (two, b) in combinations(solution.mistakes.items(), 2):
        if not apart(a, b):
            return f"the mistakes {one} and {two} give the same answer"
    return ""


def mistake_of(item: Item, name: str) -> Mistake:
    """Look up a mistake by its id."""
    return next(m for m in item.family.mistakes if m.id == name)
