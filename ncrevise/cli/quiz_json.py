"""A quiz for a program: one JSON object a line.

Every object has ``schema`` (1) and ``event``: ``question``, ``verdict``, ``unreadable``,
``hint``, ``working``, ``answer``, ``note`` or ``summary``. Answers are lines of stdin, one
each, rows parted by ``;``. A right answer goes on to the next part; a wrong one may be tried
again, and an empty line goes on. ``?``, ``??``, ``:skip`` and ``:q`` are as on a terminal.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ncrevise.cli import screen
from ncrevise.document.tree import Document
from ncrevise.study.tally import tally

if TYPE_CHECKING:
    from ncrevise.document.tree import Block
    from ncrevise.errors import AnswerError
    from ncrevise.hints import Hint
    from ncrevise.marking import Verdict
    from ncrevise.study.session import Place, Session

SCHEMA = 1


def as_text(blocks: tuple[Block, ...]) -> str:
    """Write blocks as text."""
    from ncrevise.render.text import render

    return render(Document("", blocks)).strip()


class JsonView:
    """Writes a quiz as JSON lines."""

    def event(self, name: str, place: Place | None = None, **about: Any) -> None:  # noqa: ANN401
        """Write one object."""
        where = {"code": place.solution.item.code, "part": place.part.letter} if place else {}
        screen.out(screen.dump({"schema": SCHEMA, "event": name, **where, **about}) + "\n")
        sys.stdout.flush()

    def question(self, session: Session, place: Place) -> None:
        """Write a question."""
        from ncrevise.paper import parts, prompt

        item = place.solution.item
        self.event(
            "question",
            number=place.number,
            count=len(session.plan.codes),
            code=item.code,
            title=item.question.title,
            marks=item.question.marks,
            text=as_text(prompt(item)),
            parts=[
                {
                    "part": shown.letter,
                    "marks": shown.marks,
                    "accept": str(part.accept),
                    "text": as_text(shown.body),
                    "done": bool(session.of(place.number, part).end),
                }
                for shown, part in zip(parts(item), item.question.parts, strict=True)
            ],
        )

    def verdict(self, place: Place, text: str, verdict: Verdict) -> None:
        """Write how an answer was."""
        self.event(
            "verdict",
            place,
            raw=text,
            verdict="right" if verdict.right else "wrong",
            follow_through=verdict.follow_through,
            marks=verdict.marks,
            of=verdict.of,
            misconception=verdict.mistake,
            note=verdict.note,
            feedback=verdict.feedback,
            read_as=verdict.read_as,
            entries=verdict.entries,
        )

    def unreadable(self, place: Place, error: AnswerError) -> None:
        """Write why an answer can't be read."""
        self.event("unreadable", place, message=str(error), position=error.position)

    def hint(self, place: Place, hint: Hint | None) -> None:
        """Write a hint; level 0 for one of the bank and, without text, when there is none left."""
        level, step = (hint.level, hint.step) if hint else (0, "")
        self.event("hint", place, level=level, step=step, text=as_text(hint.blocks) if hint else "")

    def part_working(self, place: Place) -> None:
        """Write the working of a part."""
        from ncrevise.excerpt import excerpt

        self.event("working", place, text=as_text(excerpt(place.solution, place.part)))

    def answer(self, place: Place) -> None:
        """Write the answer to a part that was left."""
        from ncrevise.excerpt import true_answer

        self.event("answer", place, text=as_text(true_answer(place.solution, place.part)))

    def whole_working(self, session: Session, number: int) -> None:
        """Write the working of a question."""
        from ncrevise.paper import solution_blocks

        solution = session.solution(number)
        self.event("working", code=solution.item.code, text=as_text(solution_blocks(solution)))

    def say(self, text: str) -> None:
        """Write a remark."""
        self.event("note", text=text)

    def label(self, place: Place) -> str:  # noqa: ARG002
        """Put nothing before answers."""
        return ""

    def summary(self, session: Session, go_on: str) -> None:
        """Write what the quiz came to."""
        found = asdict(tally(session))
        score = found.pop("score")
        self.event(
            "summary", session=session.name, finished=not go_on, go_on=go_on, **score, **found
        )
