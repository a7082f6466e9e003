"""A quiz from its first question to its last: read, do what was asked for, show."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ncrevise.cli.clock import now
from ncrevise.cli.commands import HELP, Typed, understand
from ncrevise.cli.entry import asked, calculate, is_word
from ncrevise.cli.prompt import Draft
from ncrevise.errors import AnswerError

if TYPE_CHECKING:
    from ncrevise.cli.prompt import Reader
    from ncrevise.cli.quiz_view import View
    from ncrevise.study.session import Place, Session

ASIDES = frozenset({"hint", "help", "again", "calculate", "unknown"})
TOO_SOON = 2.0  # seconds after a hint in which another is a click, not a wish
WAIT = "Enter for the next question, w for the working, :q to pause: "
WAIT_SHOWN = "Enter for the next question, :q to pause: "


class Quit(Exception):  # noqa: N818
    """The student stops here."""


class Asking:
    """Asks the questions of a session.

    Args:
        session: what is asked and what was answered.
        view: shows it.
        reader: reads answers.
    """

    def __init__(self, session: Session, view: View, reader: Reader) -> None:
        self.session = session
        self.view = view
        self.reader = reader
        self.hinted = float("-inf")
        self.draft = Draft()

    def run(self) -> None:
        """Ask until all is done.

        Raises:
            Quit: when the student stops.
            EOFError: when there are no more lines.
            KeyboardInterrupt: for Ctrl-C.
        """
        number = 0
        while place := self.session.place:
            if place.number != number:
                number = place.number
                self.view.question(self.session, place)
            self.ask(place)
            if self.is_over(number):
                self.finish(number)

    def is_over(self, number: int) -> bool:
        """Say whether a question is done."""
        place = self.session.place
        return place is None or place.number != number

    def ask(self, place: Place) -> None:
        """Read one line for a part and do what it says."""
        begun = time.monotonic()
        text = self.reader.answer(place, self.view.label(place), self.draft)
        ms = round(1000 * (time.monotonic() - begun))
        typed = understand(text, words=is_word(*asked(place)))
        rows = text.rpartition("\n")[0]
        self.draft = Draft(f"{rows}\n" if rows and typed.verb in ASIDES else "")
        try:
            self.do(place, typed, ms)
        except AnswerError as error:
            self.view.unreadable(place, error)
            if "\n" in typed.text:  # a number is sooner typed again
                self.draft = Draft(typed.text, error.position)

    def do(self, place: Place, typed: Typed, ms: int) -> None:
        """Do what was asked for.

        Raises:
            AnswerError: for an answer that can't be read.
        """
        match typed.verb:
            case "answer":
                verdict = self.session.answer(place, typed.text, now(), ms)
                self.view.verdict(place, typed.text, verdict)
            case "go on":
                self.go_on(place)
            case "hint":
                self.hint(place)
            case "solution":
                self.session.close(place, "solution", now())
                self.view.part_working(place)
            case "skip":
                self.session.close(place, "skip", now())
                self.view.answer(place)
            case "quit":
                raise Quit
            case "calculate":
                self.view.say(f"     {calculate(typed.text)}")
            case "again":
                self.view.question(self.session, place)
            case "help":
                self.view.say(HELP)
            case "unknown":
                self.view.say(f"     {typed.text}")

    def go_on(self, place: Place) -> None:
        """Leave a wrong answer as it is."""
        if not place.progress.tries:
            self.view.say("     Type an answer, ? for a hint, or :skip to leave this part.")
            return
        self.session.close(place, "next", now())
        self.view.answer(place)

    def hint(self, place: Place) -> None:
        """Give a hint, unless the last one can't have been read yet."""
        soon = place.progress.hints and time.monotonic() - self.hinted < TOO_SOON
        if self.reader.live and soon and not self.confirmed():
            return
        self.view.hint(place, self.session.hint(place, now()))
        self.hinted = time.monotonic()

    def confirmed(self) -> bool:
        """Ask whether another hint is really wanted."""
        reply = self.reader.line("     Another already? The last one may do.  (y/N) ")
        return reply.strip().lower() in {"y", "yes"}

    def finish(self, number: int) -> None:
        """Show the working of a question that went wrong somewhere, and wait for the student."""
        session = self.session
        parts = session.solution(number).item.question.parts
        wrong = [p for part in parts if not (p := session.of(number, part)).right]
        shown = any(p.end != "solution" for p in wrong)
        if shown:
            self.view.whole_working(session, number)
        if not self.reader.live or session.place is None:
            return
        match self.reader.line(WAIT_SHOWN if shown else WAIT).strip().lower():
            case ":q" | ":quit" | "quit" | "q":
                raise Quit
            case "w" if not shown:
                self.view.whole_working(session, number)
                self.reader.line("Enter for the next question: ")
