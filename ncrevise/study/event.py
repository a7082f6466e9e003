"""One thing a student did. A quiz is a list of these, and what it has come to is their fold."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from typing import Literal, TypeAlias, get_args

Kind: TypeAlias = Literal[
    "start",  # raw: the plan, as JSON
    "answer",  # one try: raw as typed, verdict, marks of, misconception, hints seen before it
    "hint",  # hints: how many of this part are now seen
    "solution",  # the working of a part was shown before it was answered rightly
    "next",  # went on from a wrong answer
    "skip",  # went on without an answer
    "pause",  # stopped, to go on later
    "left",  # stopped for good; not offered again
    "end",  # all questions done
]
KINDS = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the progress file.

    Attributes:
        uuid: its name, the same in every copy of the file.
        ts: when, in milliseconds since 1970, UTC.
        session: the quiz it belongs to.
        kind: what was done.
        code: the question's code, ``lstm.step/2@7f2a``.
        part: the part's letter.
        raw: what was typed.
        verdict: ``right``, ``follow-through`` or ``wrong``.
        marks: marks given.
        of: marks there were.
        misconception: the mistake's or detector's stable name.
        hints: hints of this part seen so far.
        ms: time taken to answer.
        app_version: the version that marked it.
    """

    uuid: str
    ts: int
    session: str
    kind: Kind
    code: str = ""
    part: str = ""
    raw: str = ""
    verdict: str = ""
    marks: float = 0
    of: int = 0
    misconception: str = ""
    hints: int = 0
    ms: int = 0
    app_version: str = ""

    @property
    def row(self) -> tuple[str | float, ...]:
        """Its values, in the order of ``COLUMNS``."""
        return astuple(self)


COLUMNS = tuple(field.name for field in fields(Event))
