"""What a question bank says: wording, ranges, marks, accepted precision, hints, sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Rule: TypeAlias = Literal["exact", "places", "figures", "relative", "set", "algebra", "choice"]
Style: TypeAlias = Literal["", "choice", "true-false", "slip"]
STYLES: tuple[Style, ...] = ("choice", "true-false", "slip")


@dataclass(frozen=True, slots=True)
class Accept:
    """How close an answer must be.

    Args:
        rule: ``exact``; so many decimal ``places`` or significant ``figures``; a ``relative``
            error; the same ``set`` in any order; the same function (``algebra``); a ``choice``
            of words.
        amount: the number of places or figures, or the relative error.
    """

    rule: Rule
    amount: float = 0

    def __str__(self) -> str:
        if self.rule in {"places", "figures"}:
            noun = "decimal place" if self.rule == "places" else "significant figure"
            return f"{self.amount:g} {noun}{'' if self.amount == 1 else 's'}"
        return f"within {self.amount:.2%}" if self.rule == "relative" else str(self.rule)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked.

    Args:
        letter: ``a``, ``b`` …; empty when it is the only part.
        asks: the name of the result that is answered: the family's, or one made of it.
        marks: whole marks.
        prompt: what is asked, in Markdown with placeholders for givens.
        accept: how close an answer must be.
        base: the result's name in the family.
        style: another way to ask for it; see ``styles``.
    """

    letter: str
    asks: str
    marks: int
    prompt: str
    accept: Accept
    base: str = ""
    style: Style = ""

    def __post_init__(self) -> None:
        if not self.base:
            object.__setattr__(self, "base", self.asks)


@dataclass(frozen=True, slots=True)
class Hint:
    """What its author says to help with a question.

    Args:
        part: the letter of the part that it helps with; empty when there is one part only, or
            when it helps with all of them.
        text: in Markdown with placeholders.
        line: where it stands in its file.
    """

    part: str
    text: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class Worked:
    """A published case: the solver must agree with its printed answers, for ever.

    Args:
        givens: the family's givens by name, conventions as in the source.
        answer: results by name, as printed.
        source: where it is printed; facts only.
        places: decimals of the printed answers; None when they are exact.
        line: where it stands in its file.
    """

    givens: Mapping[str, Any]
    answer: Mapping[str, Any]
    source: str
    places: int | None
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One question of the bank, of which any number of variants can be drawn.

    Args:
        id: ``<family>/<slug>``, stable for ever.
        family: the problem family that computes it.
        ranges: the family's settings for drawing, as written.
        prompt: wording in Markdown, ``{{placeholders}}`` and all.
        level: 1 (one idea), 2 (several steps) or 3 (as hard as an exam gets).
        aliases: ids it had before; the oldest names its random draws.
        places: decimals shown in its working.
        file: where it stands, as its author knows it, from ``line``; its wording from
            ``prompt_line``.
    """

    id: str
    family: str
    title: str
    topic: str
    level: int
    source: str
    ranges: Mapping[str, Any]
    prompt: str
    parts: tuple[Part, ...]
    hints: tuple[Hint, ...]
    worked: tuple[Worked, ...]
    aliases: tuple[str, ...]
    places: int
    file: str
    line: int
    prompt_line: int

    @property
    def marks(self) -> int:
        """Marks in all."""
        return sum(part.marks for part in self.parts)

    @property
    def key(self) -> str:
        """The name its draws are seeded by: the first it ever had."""
        return self.aliases[0] if self.aliases else self.id


def code_of(question: Question, seed: int) -> str:
    """Write the code that reopens a variant, ``lstm.step/2@7f2a``."""
    return f"{question.id}@{seed:x}"
