"""What a quiz shows, whoever reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ncrevise.errors import AnswerError
    from ncrevise.hints import Hint
    from ncrevise.marking import Verdict
    from ncrevise.study.session import Place, Session


class View(Protocol):
    """A way of showing a quiz."""

    def question(self, session: Session, place: Place) -> None:
        """Show a question."""

    def verdict(self, place: Place, text: str, verdict: Verdict) -> None:
        """Show how an answer was."""

    def unreadable(self, place: Place, error: AnswerError) -> None:
        """Show why an answer can't be read."""

    def hint(self, place: Place, hint: Hint | None) -> None:
        """Show a hint, or that there is none left."""

    def part_working(self, place: Place) -> None:
        """Show the working of a part."""

    def answer(self, place: Place) -> None:
        """Show the answer to a part that was left."""

    def whole_working(self, session: Session, number: int) -> None:
        """Show the working of a question."""

    def say(self, text: str) -> None:
        """Say something beside the quiz."""

    def label(self, place: Place) -> str:
        """Give what stands before an answer."""

    def summary(self, session: Session, go_on: str) -> None:
        """Show what the quiz came to.

        Args:
            session: the quiz.
            go_on: the command that goes on with it; empty when it is done.
        """
