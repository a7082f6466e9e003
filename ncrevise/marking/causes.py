"""Why an answer is wrong: the mistakes and slips that give it, weighed.

Many different things done wrongly may give one answer. What the student answered to other parts
decides: a slip that would have spoiled a right answer was not made, one that explains another
wrong answer probably was. What is left is told, with a "perhaps" where the numbers are so short
that other things may give them too. The likely stands first: a mistake of an idea or a slip in
the line that is asked, one in the lines above it, then what is odd; to tell one of them alone
would be to invent a cause (it was tried: of 45 wrong ones, 24 came of it). Where there are too
many to tell, only the line to look at again is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ncrevise.item import draw_solution, mistake_of
from ncrevise.marking.finding import ABOVE, HERE, ODD, Finding
from ncrevise.marking.response import reach
from ncrevise.results.kinds.numbers import Numbers, floats, is_numeric, near
from ncrevise.results.values import shape_of
from ncrevise.tape import Value, raw
from ncrevise.tape.replay import replay
from ncrevise.tape.slips import causes, outcomes
from ncrevise.tape.value import coincide
from ncrevise.tolerance import differs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ncrevise.item import Solution
    from ncrevise.marking.following import Own
    from ncrevise.question import Part, Question
    from ncrevise.results.typed import Typed
    from ncrevise.results.values import Answer
    from ncrevise.tape.slips import Cause
    from ncrevise.tape.value import Data

ENOUGH = 3  # figures that are not met by chance
OTHERS = (1, 2)  # seeds of the numbers that a slip and a mistake are compared with
TOLD = 3  # causes that are told side by side


@dataclass(frozen=True, slots=True)
class Suspect:
    """Something that gives the answer.

    Attributes:
        note: a stable name, after its kind: the family or ``slip``.
        unlikely: how far from likely it is, in the order above.
        explained: how many wrong answers to other parts it explains.
        mistake: the family's mistake, when it is one.
        cause: the slip, when it is one.
    """

    note: str
    unlikely: int
    explained: int
    mistake: str | None = None
    cause: Cause | None = None

    def said(self, solution: Solution) -> str:
        """Say what was done."""
        if self.cause is not None:
            return self.cause.said()
        return mistake_of(solution.item, self.mistake or "").feedback


def cause_of(solution: Solution, part: Part, typed: Typed, own: Own) -> Finding | None:
    """Find what was done wrongly; None where nothing gives the answer.

    Args:
        solution: what it should have been; from the student's own values, perhaps.
        part: what was asked.
        typed: what was answered.
        own: what was answered to other parts.
    """
    telling = tells(solution, part, typed)
    ideas = list(mistakes(solution, part, typed, own))
    suspects = [*ideas, *slips(solution, part, typed, own, ideas, odd=telling)]
    if not suspects:
        return None
    most = max(suspect.explained for suspect in suspects)
    likely = [suspect for suspect in suspects if suspect.explained == most]
    told = listed(solution, likely)
    sure = len(told) <= TOLD and telling
    for fewer in ([s for s in likely if s.unlikely == HERE], [s for s in likely if s.mistake]):
        if len(told) > TOLD:
            told = listed(solution, fewer)
    if not 0 < len(told) <= TOLD:
        return unsure(likely)
    notes = "|".join(suspect.note for suspect in told.values())
    mistake = next(iter(told.values())).mistake if len(told) == 1 else None
    said = ("" if sure else "Perhaps: ") + " Or: ".join(told)
    nearest = min(suspect.unlikely for suspect in told.values())
    return Finding(notes, said, "method", mistake, most, nearest)


def listed(solution: Solution, suspects: list[Suspect]) -> dict[str, Suspect]:
    """List what is said of suspects, the likely first; what says less of the same stands for it."""
    said: dict[str, Suspect] = {}
    for suspect in sorted(suspects, key=lambda suspect: suspect.unlikely):
        said.setdefault(suspect.said(solution), suspect)
    return {
        text: suspect
        for text, suspect in said.items()
        if not any(text != other and text.startswith(other) for other in said)
    }


def unsure(suspects: list[Suspect]) -> Finding | None:
    """Say which line to look at again, when all agree on it."""
    lines = {suspect.cause.line_said() for suspect in suspects if suspect.cause}
    if len(lines) != 1 or any(suspect.mistake for suspect in suspects):
        return None
    return Finding("slip:somewhere", f"Look again at {lines.pop()}.", "nothing")


def mistakes(solution: Solution, part: Part, typed: Typed, own: Own) -> Iterator[Suspect]:
    """List the family's mistakes that give an answer."""
    family = solution.item.question.family
    for name in solution.mistakes:
        if is_mistake(solution, part, typed, name):
            parts = (p for p in solution.item.question.parts if p.asks in own.wrong)
            explained = sum(is_mistake(solution, p, own.typed[p.asks], name) for p in parts)
            yield Suspect(f"{family}:{name}", HERE, explained, mistake=name)


def is_mistake(solution: Solution, part: Part, typed: Typed, name: str) -> bool:
    """Say whether an answer is that of a mistake."""
    answers = solution.mistakes[name]
    return part.asks in answers and gives(solution, part, typed, raw(answers[part.asks]))


def gives(solution: Solution, part: Part, typed: Typed, wrong: Answer) -> bool:
    """Say whether an answer is some wrong one."""
    truth, tolerance = solution.results[part.asks], solution.tolerances[part.asks]
    if is_numeric(wrong) and is_numeric(truth):
        tolerance = reach(wrong, truth, tolerance, part.accept)
    return typed.agrees(wrong, tolerance)


def slips(
    solution: Solution, part: Part, typed: Typed, own: Own, ideas: list[Suspect], *, odd: bool
) -> Iterator[Suspect]:
    """List the slips that give an answer, odd ones too or not, none that one of the ideas is."""
    asked = solution.values[part.asks]
    if not isinstance(typed, Numbers) or not isinstance(asked, Value) or part.style:
        return
    parts = [p for p in solution.item.question.parts if p.asks in own.typed]
    values = {p.asks: value for p in parts if isinstance(value := solution.values[p.asks], Value)}
    for cause, changed in outcomes(asked, list(values.values()), odd=odd):
        wrong = changed[asked.index]
        if not gives(solution, part, typed, wrong) or not apart(solution, part, wrong):
            continue
        explained = explains(solution, own, values, changed)
        if explained is None or any(is_one(solution, part, cause, idea) for idea in ideas):
            continue
        yield Suspect(f"slip:{cause.name}", distance(cause, asked), explained, cause=cause)


def is_one(solution: Solution, part: Part, cause: Cause, idea: Suspect) -> bool:
    """Say whether a slip is a mistake by another name: it gives the same with other numbers too."""
    compared = 0
    for seed in OTHERS:
        other = drawn(solution.item.question, seed)
        asked, answers = other.values[part.asks], other.mistakes.get(idea.mistake or "", {})
        if part.asks not in answers or not isinstance(asked, Value):
            continue
        same = next((c for c in causes(asked) if c.place == cause.place), None)
        if same is None:
            return False
        found = replay(other.tape, same.ways, [asked]).get(asked.index, asked.data)
        answer = raw(answers[part.asks])
        if not is_numeric(answer) or not coincide(answer, found):
            return False
        compared += 1
    return compared > 0


@lru_cache(maxsize=64)
def drawn(question: Question, seed: int) -> Solution:
    """Draw other numbers of a question, and keep them."""
    return draw_solution(question, seed)


def tells(solution: Solution, part: Part, typed: Typed) -> bool:
    """Say whether what is wrong in an answer has more digits than one comes to by chance."""
    truth = solution.results[part.asks]
    if not isinstance(typed, Numbers) or shape_of(truth) != typed.data.shape:
        return True
    wrong = typed.data[~near(typed.data, floats(truth), solution.tolerances[part.asks])]
    return sum(digits(float(x)) for x in wrong.ravel()) >= ENOUGH


def digits(x: float) -> int:
    """Count the figures of a number, without zeros at its ends."""
    return len(f"{abs(x):.6f}".replace(".", "").strip("0"))


def apart(solution: Solution, part: Part, wrong: Answer) -> bool:
    """Say whether a wrong answer can be told from the right one."""
    form, tolerance = solution.form(part.asks), solution.tolerances[part.asks]
    return differs(wrong, solution.results[part.asks], tolerance, form)


def distance(cause: Cause, asked: Value) -> int:
    """Say how unlikely a slip is, from where it was made."""
    if cause.odd:
        return ODD
    return HERE if cause.where is asked and not cause.everywhere else ABOVE


def explains(
    solution: Solution, own: Own, values: Mapping[str, Value], changed: Mapping[int, Data]
) -> int | None:
    """Count the wrong answers to other parts that a slip explains; None where one rules it out."""
    explained = 0
    for part in solution.item.question.parts:
        value = values.get(part.asks)
        if value is None or value.index not in changed:
            continue
        wrong = changed[value.index]
        if not apart(solution, part, wrong):
            continue
        if part.asks not in own.wrong:
            return None
        explained += gives(solution, part, own.typed[part.asks], wrong)
    return explained
