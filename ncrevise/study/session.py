"""A quiz without a terminal: what is asked, answered, hinted at and still to do.

A session is the fold of its events. Whatever a student does becomes an event; it is saved
first and takes effect then, so what has taken effect is never lost, and a session read back
from its events is the one that was left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from ncrevise.study.event import Event, Kind
from ncrevise.study.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ncrevise.hints import Hint, HintState
    from ncrevise.item import Solution
    from ncrevise.marking import Verdict
    from ncrevise.question import Part

CLOSING: frozenset[Kind] = frozenset({"solution", "next", "skip"})
Key: TypeAlias = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a student has come with one part.

    Attributes:
        tries: answers marked so far.
        last: the last of them, as typed.
        verdict: what became of it: ``right``, ``follow-through``, ``wrong`` or nothing yet.
        marks: the most that any earned.
        hints: hints seen.
        end: how the part was closed; empty while it is open.
    """

    tries: int = 0
    last: str = ""
    verdict: str = ""
    marks: float = 0
    hints: int = 0
    end: str = ""

    @property
    def right(self) -> bool:
        """Whether it was answered rightly."""
        return self.verdict in {"right", "follow-through"}

    def after(self, event: Event) -> Progress:
        """Give the progress after an event."""
        if event.kind == "hint":
            return replace(self, hints=event.hints)
        if event.kind in CLOSING:
            return replace(self, end=event.kind)
        right = event.verdict != "wrong"
        return replace(
            self,
            tries=self.tries + 1,
            last=event.raw,
            verdict=event.verdict,
            marks=max(self.marks, event.marks),
            end="right" if right else "",
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a question, as the one to be answered next.

    Attributes:
        number: which question it is, from 1.
        solution: the question, worked.
        part: the part.
        progress: what was done about it.
    """

    number: int
    solution: Solution
    part: Part
    progress: Progress

    @property
    def code(self) -> str:
        """The code of the question."""
        return self.solution.item.code


@dataclass(frozen=True, slots=True)
class Tools:
    """What a session needs of the world.

    Attributes:
        solve: draws and works a variant, from its code.
        save: keeps an event; when it returns the event is safe.
        name: gives each event a name of its own.
        version: the program's.
    """

    solve: Callable[[str], Solution]
    save: Callable[[Event], None]
    name: Callable[[], str]
    version: str = ""


class Session:
    """A quiz in progress.

    Args:
        name: what its events are filed under.
        plan: what is asked.
        tools: what it needs of the world.
    """

    def __init__(self, name: str, plan: Plan, tools: Tools) -> None:
        self.name = name
        self.plan = plan
        self.tools = tools
        self.progress: dict[Key, Progress] = {}
        self.events: list[Event] = []
        self.solutions: dict[int, Solution] = {}
        self.number = 1

    @classmethod
    def resumed(cls, events: Iterable[Event], tools: Tools) -> Session:
        """Make a session of its events."""
        start, *rest = events
        session = cls(start.session, Plan.read(start.raw), tools)
        session.events.append(start)
        for event in rest:
            session.apply(event)
        return session

    def solution(self, number: int) -> Solution:
        """Give a question, worked; it is drawn when first asked for."""
        if number not in self.solutions:
            self.solutions[number] = self.tools.solve(self.plan.codes[number - 1])
        return self.solutions[number]

    def of(self, number: int, part: Part) -> Progress:
        """Give the progress with a part."""
        return self.progress.get((number, part.letter), Progress())

    @property
    def place(self) -> Place | None:
        """The part to be answered next; None when all are done."""
        while self.number <= len(self.plan.codes):
            solution = self.solution(self.number)
            for part in solution.item.question.parts:
                progress = self.of(self.number, part)
                if not progress.end:
                    return Place(self.number, solution, part, progress)
            self.number += 1
        return None

    @property
    def answered(self) -> int:
        """How many answers have been marked."""
        return sum(event.kind == "answer" for event in self.events)

    def earlier(self, place: Place) -> Mapping[str, str]:
        """Give what was last answered to the other parts of a question, by letter."""
        return {
            part.letter: progress.last
            for part in place.solution.item.question.parts
            if part is not place.part and (progress := self.of(place.number, part)).last
        }

    def start(self, at: int) -> None:
        """Write down what is going to be asked."""
        self.record("start", at, raw=self.plan.write())

    def answer(self, place: Place, text: str, at: int, ms: int = 0) -> Verdict:
        """Mark an answer, save it, and give the verdict.

        Raises:
            AnswerError: when it can't be read; then nothing has happened.
        """
        from ncrevise.marking import mark_part

        verdict = mark_part(place.solution, place.part, text, self.earlier(place))
        good = "follow-through" if verdict.follow_through else "right"
        named = verdict.note not in {"right", "wrong", "follow-through"}
        self.record(
            "answer",
            at,
            place,
            raw=text,
            verdict=good if verdict.right else "wrong",
            marks=verdict.marks,
            of=verdict.of,
            misconception=verdict.note if named else "",
            ms=ms,
        )
        return verdict

    def hint(self, place: Place, at: int) -> Hint | None:
        """Give the next hint; None when there is nothing left to hint at."""
        from ncrevise.hints import HintState

        asked = (e.part for e in self.events if (e.kind, e.code) == ("hint", place.code))
        state, hint = HintState(common=next(asked, place.part.letter) == place.part.letter), None
        for _ in range(place.progress.hints + 1):
            hint, state = self.after(state, place)
        if hint is not None:
            self.record("hint", at, place, hints=place.progress.hints + 1)
        return hint

    def after(self, state: HintState, place: Place) -> tuple[Hint | None, HintState]:
        """Give the hint that follows a state."""
        return state.next(place.solution, place.part, self.earlier(place))

    def close(self, place: Place, kind: Kind, at: int) -> None:
        """Close a part without a right answer: its ``solution`` seen, ``next`` or ``skip``."""
        self.record(kind, at, place)

    def stop(self, kind: Kind, at: int) -> None:
        """``pause`` to go on later, or ``left`` for good."""
        self.record(kind, at)

    def record(self, kind: Kind, at: int, place: Place | None = None, **about: Any) -> None:  # noqa: ANN401 - fields of an event
        """Save an event, and let it take effect; after the last part, end."""
        if place is not None:
            about.setdefault("hints", place.progress.hints)
            about |= {"code": place.code, "part": place.part.letter}
        event = Event(
            self.tools.name(), at, self.name, kind, app_version=self.tools.version, **about
        )
        self.tools.save(event)
        self.apply(event)
        if place is not None and self.place is None:
            self.record("end", at)

    def apply(self, event: Event) -> None:
        """Let an event take effect."""
        self.events.append(event)
        if event.code in self.plan.codes:
            number = self.plan.codes.index(event.code) + 1
            key = (number, event.part)
            self.progress[key] = self.progress.get(key, Progress()).after(event)
