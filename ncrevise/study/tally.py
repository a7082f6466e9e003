"""What a quiz came to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ncrevise.study.session import Session


@dataclass(frozen=True, slots=True)
class Score:
    """Marks earned, of those there were."""

    marks: float = 0
    of: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.marks + other.marks, self.of + other.of)

    @property
    def share(self) -> float:
        """The part earned; all of nothing."""
        return self.marks / self.of if self.of else 1.0


@dataclass(frozen=True, slots=True)
class Tally:
    """A quiz in numbers.

    Attributes:
        questions: how many were finished.
        count: how many there are.
        score: marks in all, of the parts done.
        families: marks by family, the weakest first.
        first: parts that were right at the first try without a hint.
        parts: parts done.
        hints: hints seen.
        slips: misconceptions by name, the most frequent first.
        ms: time spent on answers.
    """

    questions: int
    count: int
    score: Score
    families: Mapping[str, Score]
    first: int
    parts: int
    hints: int
    slips: Mapping[str, int]
    ms: int


def tally(session: Session) -> Tally:
    """Count what a session has come to."""
    families: dict[str, Score] = {}
    first = parts = hints = questions = 0
    for number in sorted({number for number, _ in session.progress}):
        question = session.solution(number).item.question
        done = [p for part in question.parts if (p := session.of(number, part)).end]
        of = sum(part.marks for part in question.parts if session.of(number, part).end)
        if done:
            score = Score(sum(p.marks for p in done), of)
            families[question.family] = families.get(question.family, Score()) + score
        questions += len(done) == len(question.parts)
        parts += len(done)
        first += sum(p.right and p.tries == 1 and not p.hints for p in done)
        hints += sum(session.of(number, part).hints for part in question.parts)
    slips = Counter(e.misconception for e in session.events if e.misconception)
    return Tally(
        questions,
        len(session.plan.codes),
        sum(families.values(), Score()),
        dict(sorted(families.items(), key=lambda pair: pair[1].share)),
        first,
        parts,
        hints,
        dict(slips.most_common()),
        sum(event.ms for event in session.events),
    )
