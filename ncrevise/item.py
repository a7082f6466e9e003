"""A drawn variant of a question, and its solution on a tape."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, fields
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ncrevise import registry
from ncrevise.bank import settings
from ncrevise.draw import Draw
from ncrevise.errors import BankError, DrawError, NcreviseError
from ncrevise.family import Family, Mistake, Results, givens_of
from ncrevise.question import Part, Question, code_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ncrevise.tape import Recorder, Tape

MOST_ATTEMPTS = 200
UNWORKABLE = (ArithmeticError, ValueError, TypeError, LookupError, NcreviseError)


@dataclass(frozen=True, slots=True)
class Item:
    """A question with numbers in it."""

    question: Question
    seed: int
    givens: Any
    attempts: int = 1

    @property
    def code(self) -> str:
        """The code that reopens it."""
        return code_of(self.question, self.seed)

    @property
    def family(self) -> Family[Any]:
        """Its family."""
        return registry.family(self.question.family)


@dataclass(frozen=True, slots=True, eq=False)
class Run:
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
    results: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Solution:
    """An item worked out: results, the tape they stand on, and what mistakes would give.

    Attributes:
        values: results by name, as they stand on the tape.
        results: plain numbers and arrays by name.
        tolerances: how far each asked result may be from the exact one, entry by entry.
        mistakes: results of each mistake that can be made here, by its id.
    """

    item: Item
    values: Results
    results: Mapping[str, Any]
    tape: Tape
    tolerances: Mapping[str, Any]
    mistakes: Mapping[str, Mapping[str, Any]]


def prepared(givens: Any, tape: Recorder) -> Any:  # noqa: ANN401
    """Put the numbers and arrays among the givens onto a tape, under their symbols."""
    model = type(givens)
    values = {name: getattr(givens, name) for name in givens_of(model)}
    for name, symbol in lifted(model):
        if values[name] is not None:
            values[name] = tape.given(name, values[name], symbol)
    return model(**values)


_LIFTED: dict[type[Any], tuple[tuple[str, str], ...]] = {}


def lifted(model: type[Any]) -> tuple[tuple[str, str], ...]:
    """List the givens that go onto a tape, each with its symbol."""
    from ncrevise.inputs import kind

    if model not in _LIFTED:
        about = givens_of(model).items()
        found = ((name, word.symbol) for name, (_, word) in about if kind(word.kind).LIFTED)
        _LIFTED[model] = tuple(found)
    return _LIFTED[model]


def run(family: Family[Any], givens: Any, tape: Recorder) -> Results:  # noqa: ANN401
    """Run a family's solver on a tape."""
    return family.solve(prepared(givens, tape), tape)


def solve_item(item: Item, override: Mapping[str, Any] | None = None) -> Solution:
    """Work an item out; with ``override``, from a student's own values on.

    Args:
        item: the variant.
        override: values by name that take the place of computed ones.
    """
    return completed(run_item(item, override or {}))


def run_item(item: Item, override: Mapping[str, Any]) -> Run:
    """Run an item's solver on a tape of its own."""
    from ncrevise.tape import NO_TAPE, Tape

    plain = prepared(item.givens, NO_TAPE)
    tape = Tape(places=item.question.places, override=override)
    found = run(item.family, plain, tape)
    return Run(item, plain, tape, found, settled(found))


def settled(found: Results) -> Results:
    """Give results as plain numbers that do not depend on the machine."""
    from ncrevise.tape.value import denoised, raw

    return {name: denoised(raw(value)) for name, value in found.items()}


def completed(run: Run) -> Solution:
    """Add to a run how close answers must come, and what mistakes would give."""
    from ncrevise.tolerance import tolerances

    item, tape, found = run.item, run.tape, run.values
    asked = {part.asks: part.accept for part in item.question.parts}
    for name in asked.keys() - found.keys():
        hint = registry.did_you_mean(name, found)
        message = f"{name!r} is asked, but does not come out of it.{hint}"
        raise BankError(message, item.question.file, item.question.line)
    wrong = mistaken(item.family, run.plain, tape.override)
    return Solution(item, found, run.results, tape, tolerances(tape, found, asked), wrong)


def mistaken(family: Family[Any], plain: Any, override: Mapping[str, Any]) -> dict[str, Results]:  # noqa: ANN401
    """Give the results of every mistake that can be made, from a student's own values on.

    With such values a mistake may come to nothing, such as the logarithm of a negative number.
    """
    from ncrevise.tape import NO_TAPE

    found: dict[str, Results] = {}
    unworkable = UNWORKABLE if override else ()
    with NO_TAPE.following(override):
        for mistake in family.mistakes:
            with suppress(*unworkable):
                made = mistake.solve(plain)
                if made is not None:
                    found[mistake.id] = settled(made)
    return found


def draw_solution(question: Question, seed: int) -> Solution:
    """Draw numbers until the variant is worth asking, and work it out.

    Raises:
        DrawError: when no numbers within the question's ranges are.
    """
    family = registry.family(question.family)
    ranges = settings(question)
    why = ""
    for attempt in range(MOST_ATTEMPTS):
        givens = family.draw(Draw(f"{question.key}@{seed:x}#{attempt}"), ranges)
        run = run_item(Item(question, seed, givens, attempt + 1), {})
        why = objection(run)
        if not why:
            solution = completed(run)
            why = confusion(solution)
            if not why:
                return solution
    code = code_of(question, seed)
    raise DrawError(f"{code}: no numbers found in {MOST_ATTEMPTS} draws; the last failed: {why}")


def objection(run: Run) -> str:
    """Say what makes a variant not worth asking; empty when it is fine."""
    from ncrevise.tolerance import on_boundary

    if run.item.family.dull(run.item.givens, run.results):
        return "it is dull"
    return "a number is on a rounding boundary" if on_boundary(run.tape) else ""


def confusion(solution: Solution) -> str:
    """Say which mistakes can't be told from the truth or each other; empty when all can."""
    from ncrevise.formulas import Formulas
    from ncrevise.tolerance import differs

    item = solution.item
    # numbers first: that two formulas are one takes long to see
    asked = sorted(
        (part.asks for part in item.question.parts),
        key=lambda name: isinstance(solution.results[name], Formulas),
    )

    def apart(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
        return any(
            name not in a or name not in b or differs(a[name], b[name], solution.tolerances[name])
            for name in asked
        )

    for name, wrong in solution.mistakes.items():
        if not apart(wrong, solution.results):
            return f"the mistake {name} gives the right answer"
    for (one, a), (two, b) in combinations(solution.mistakes.items(), 2):
        if not apart(a, b):
            return f"the mistakes {one} and {two} give the same answer"
    return ""


def mistake_of(item: Item, name: str) -> Mistake:
    """Look up a mistake by its id."""
    return next(m for m in item.family.mistakes if m.id == name)


def part_of(question: Question, letter: str) -> Part | None:
    """Look up a part by its letter; the only part may be called by nothing or ``a``."""
    return next((p for p in question.parts if p.letter in {letter, ""} or not letter), None)


def givens_dict(givens: Any) -> dict[str, Any]:  # noqa: ANN401
    """List givens by name."""
    return {f.name: getattr(givens, f.name) for f in fields(givens)}
