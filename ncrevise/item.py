"""A drawn variant of a question, and its solution on a tape."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, fields, replace
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
    from ncrevise.inputs import kind

    lifted = {
        name: tape.given(name, getattr(givens, name), about.symbol)
        for name, (_, about) in givens_of(type(givens)).items()
        if kind(about.kind).LIFTED and getattr(givens, name) is not None
    }
    return replace(givens, **lifted)


def run(family: Family[Any], givens: Any, tape: Recorder) -> Results:  # noqa: ANN401
    """Run a family's solver on a tape."""
    return family.solve(prepared(givens, tape), tape)


def solve_item(item: Item, override: Mapping[str, Any] | None = None) -> Solution:
    """Work an item out; with ``override``, from a student's own values on.

    Args:
        item: the variant.
        override: values by name that take the place of computed ones.
    """
    from ncrevise.tape import NO_TAPE, Tape, raw
    from ncrevise.tolerance import tolerances

    plain = prepared(item.givens, NO_TAPE)
    tape = Tape(places=item.question.places, override=override or {})
    found = run(item.family, plain, tape)
    results = {name: raw(value) for name, value in found.items()}
    asked = {part.asks: part.accept for part in item.question.parts}
    for name in asked.keys() - found.keys():
        hint = registry.did_you_mean(name, found)
        message = f"{name!r} is asked, but does not come out of it.{hint}"
        raise BankError(message, item.question.file, item.question.line)
    wrong = mistaken(item.family, plain, override or {})
    return Solution(item, found, results, tape, tolerances(tape, found, asked), wrong)


def mistaken(family: Family[Any], plain: Any, override: Mapping[str, Any]) -> dict[str, Results]:  # noqa: ANN401
    """Give the results of every mistake that can be made, from a student's own values on.

    With such values a mistake may come to nothing, such as the logarithm of a negative number.
    """
    from ncrevise.tape import NO_TAPE

    found: dict[str, Results] = {}
    for mistake in family.mistakes:
        with NO_TAPE.following(override), suppress(*(UNWORKABLE if override else ())):
            made = mistake.solve(plain)
            if made is not None:
                found[mistake.id] = made
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
        solution = solve_item(Item(question, seed, givens, attempt + 1))
        why = objection(solution)
        if not why:
            return solution
    code = code_of(question, seed)
    raise DrawError(f"{code}: no numbers found in {MOST_ATTEMPTS} draws; the last failed: {why}")


def objection(solution: Solution) -> str:
    """Say what makes a variant not worth asking; empty when it is fine."""
    from ncrevise.answers import Formulas
    from ncrevise.tolerance import differs, on_boundary

    item = solution.item
    if item.family.dull(item.givens, solution.results):
        return "it is dull"
    if on_boundary(solution.tape):
        return "a number is on a rounding boundary"
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
