"""A quiz on a terminal or in a pipe: lines of text, nothing cleared, all of it in scrollback."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ncrevise.cli import screen
from ncrevise.cli.commands import LEGEND, SHORT_LEGEND
from ncrevise.cli.entry import asked, form_of, reads_as
from ncrevise.cli.report import pointer
from ncrevise.document.tree import Block, Document, Equation, Heading, Paragraph, Words
from ncrevise.study.choosing import next_topics
from ncrevise.study.tally import Tally, tally

if TYPE_CHECKING:
    from ncrevise.errors import AnswerError
    from ncrevise.hints import Hint
    from ncrevise.marking import Verdict
    from ncrevise.study.session import Place, Session

INDENT = 5
ASKS = ("what to do", "the formula", "the numbers", "the value")
ROOM_FOR_LEGEND = 76
ROOM_TO_ANSWER = 16
BAR = 12
TIMES = {1: "once", 2: "twice"}
MOST_SLIPS = 4


@dataclass
class TextView:
    """Shows a quiz as text.

    Args:
        plain: formulas in words, for a screen reader.
        live: somebody is there to read what can be typed.
    """

    plain: bool
    live: bool
    told: set[str] = field(default_factory=set)
    spaced: bool = False

    def show(self, *blocks: Block, indent: int = 0) -> None:
        """Print blocks, moved to the right."""
        from ncrevise.render.terminal import render

        text = render(
            Document("", blocks),
            width=screen.width() - indent,
            colour=screen.coloured(),
            encoding=screen.encoding(),
            plain=self.plain,
        )
        self.spaced = False
        margin = " " * indent
        screen.out("".join(f"{margin}{line}".rstrip() + "\n" for line in text.splitlines()))

    def prose(self, text: str) -> None:
        """Print a sentence under an answer."""
        from ncrevise.document.markdown import read_inline

        self.show(Paragraph(read_inline(text)), indent=INDENT)

    def result(self, text: str, marks: str, indent: int = 0) -> None:
        """Print a sentence with marks at the right, or after it for a screen reader."""
        from ncrevise.document.markdown import read_inline

        items = read_inline(text.strip())
        if self.plain:
            block: Block = Paragraph((*items, Words(f" {marks}")))
        else:
            block = Heading(3, items, marks)
        self.show(block, indent=indent)

    def once(self, text: str) -> None:
        """Print a sentence, but not twice under one question."""
        if text not in self.told:
            self.told.add(text)
            self.prose(text)

    def say(self, text: str) -> None:
        """Print lines as they are, folded where they are too long."""
        self.spaced = False
        for line in text.splitlines():
            margin = " " * (len(line) - len(line.lstrip()) + 2)
            folded = textwrap.wrap(line, screen.width(), subsequent_indent=margin)
            screen.out("\n".join(folded) + "\n")

    def gap(self) -> None:
        """Leave one line empty."""
        if not self.spaced:
            screen.out("\n")
        self.spaced = True

    def question(self, session: Session, place: Place) -> None:
        """Print a question; of one begun before, also where it is gone on with."""
        from ncrevise.paper import statement

        item, count = place.solution.item, len(session.plan.codes)
        marks = item.question.marks
        number = f"Question {place.number} of {count}. " if count > 1 else ""
        title = Heading(
            2,
            (Words(f"{number}{item.question.title}"),),
            f"{item.code}   {marks} mark{'' if marks == 1 else 's'}",
        )
        self.told.clear()
        self.spaced = False
        self.gap()
        self.show(title)
        self.gap()
        self.show(*statement(item))
        done = [p.letter for p in item.question.parts if session.of(place.number, p).end]
        if done:
            self.gap()
            listed = ", ".join(f"({letter})" for letter in done)
            self.say(f"Done before: {listed}.")
        self.gap()
        if self.live and screen.width() >= ROOM_FOR_LEGEND:
            self.say(LEGEND)
        elif self.live:
            self.say(SHORT_LEGEND)

    def label(self, place: Place) -> str:
        """Give the part's letter and its symbol, or in words what is asked."""
        from ncrevise.maths.glyphs import Glyphs
        from ncrevise.maths.inline import Inline
        from ncrevise.maths.runs import plain
        from ncrevise.results.printed import name_of

        self.spaced = False
        part, solution = place.part, place.solution
        letter = f"({part.letter}) " if part.letter else ""
        meaning = solution.form(part.asks).meaning
        if self.plain:
            return f"{letter}{meaning}: "
        node = name_of(solution.values[part.asks], meaning)
        name = plain(Inline(Glyphs.for_encoding(screen.encoding())).line(node))
        label = f"{letter}{name} = "
        return (
            label if len(label) <= screen.width() - ROOM_TO_ANSWER else f"{letter or 'answer '}= "
        )

    def verdict(self, place: Place, text: str, verdict: Verdict) -> None:
        """Print how an answer was; of a wrong one, why, and what may be done."""
        if read := reads_as(text, *asked(place), form_of(place)):
            self.say(f"{' ' * INDENT}read as {read}")
        marks = f"{verdict.marks}{' of ' if self.plain else '/'}{verdict.of}"
        if verdict.right:
            self.result(verdict.feedback, marks, INDENT)
            if verdict.detail:
                self.prose(f"{verdict.detail[0].upper()}{verdict.detail[1:]}.")
            self.gap()
            return
        start = "" if verdict.feedback.startswith("Not yet") else "Not yet. "
        self.result(start or verdict.feedback, marks, INDENT)
        if start:
            self.prose(verdict.feedback)
        self.entries(verdict)
        self.once("Try again; `?` for a hint; or Enter alone to go on.")

    def entries(self, verdict: Verdict) -> None:
        """Print which entries are right where they stand, when some are and some are not."""
        from ncrevise.maths.tree import Matrix, Text

        right = verdict.entries or ()
        if not any(right) or all(right):
            return
        flat = [cell for row in verdict.read_as for cell in row]
        shown = [
            Text(cell.replace("-", "−") if ok else "?")
            for cell, ok in zip(flat, right, strict=True)
        ]
        width = verdict.shape[-1]
        rows = tuple(tuple(shown[k : k + width]) for k in range(0, len(shown), width))
        self.say(f"{' ' * INDENT}Right where they stand (? where not):")
        self.show(Equation(Matrix(rows)), indent=INDENT)

    def unreadable(self, place: Place, error: AnswerError) -> None:  # noqa: ARG002
        """Print why an answer can't be read."""
        self.prose(str(error).replace("$", r"\$"))
        for line in pointer(error):
            self.say(f"{' ' * (INDENT - 2)}{line}")

    def hint(self, place: Place, hint: Hint | None) -> None:  # noqa: ARG002
        """Print a hint under what kind it is."""
        if hint is None:
            self.prose("That was the last hint. `??` shows the working.")
            return
        title = (
            f"Hint {hint.level} of {len(ASKS)}: {ASKS[hint.level - 1]}" if hint.level else "Hint"
        )
        for block in (Heading(3, (Words(title),)), *hint.blocks):
            self.show(block, indent=INDENT)
        self.gap()

    def part_working(self, place: Place) -> None:
        """Print the working of a part."""
        from ncrevise.excerpt import excerpt

        self.gap()
        self.show(*excerpt(place.solution, place.part))
        self.gap()

    def answer(self, place: Place) -> None:
        """Print the answer to a part that was left."""
        from ncrevise.excerpt import matters_later, true_answer

        blocks = true_answer(place.solution, place.part)
        self.show(*led("The answer: ", blocks), indent=INDENT)
        if place.progress.tries and matters_later(place.solution, place.part):
            self.once("Later parts count as right from this value or from your own.")
        self.gap()

    def whole_working(self, session: Session, number: int) -> None:
        """Print the working of a question."""
        from ncrevise.paper import solution_blocks

        solution = session.solution(number)
        self.show(Heading(3, (Words("The whole working"),)), *solution_blocks(solution))
        self.gap()

    def summary(self, session: Session, go_on: str) -> None:
        """Print what the quiz came to and what to do next."""
        found = tally(session)
        self.gap()
        if not session.progress:
            start = "Nothing answered yet"
        elif go_on:
            start = f"Saved: {found.questions} of {found.count} questions done"
        else:
            start = f"Done: {found.count} question{'' if found.count == 1 else 's'}"
        minutes = round(found.ms / 60_000)
        if minutes:
            start += f", {minutes} minute{'' if minutes == 1 else 's'}"
        score = found.score
        marks = f"{score.marks:g} of {score.of} marks" if score.of else ""
        self.result(f"{start}.", marks)
        for line in summary_lines(found, plain=self.plain):
            self.say(line)
        what = "Go on" if go_on and session.progress else "Next"
        command = " ".join(("ncrevise quiz", *next_topics(session, found)))
        self.say(f"{what}: {go_on or command}")


def led(words: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Put words before blocks, on the same line where that is a paragraph."""
    match blocks:
        case (Paragraph(items), *rest):
            return (Paragraph((Words(words), *items)), *rest)
    return (Paragraph((Words(words),)), *blocks)


def summary_lines(found: Tally, *, plain: bool) -> list[str]:
    """Write a tally out."""
    if not found.parts:
        return []
    parts = "part" if found.parts == 1 else "parts"
    lines = [f"Right at the first try, without a hint: {found.first} of {found.parts} {parts}."]
    if found.hints:
        lines.append(f"Hints: {found.hints}.")
    if len(found.families) > 1:
        longest = max(map(len, found.families))
        lines.append("")
        for family, score in found.families.items():
            full = round(BAR * score.share)
            bar = "" if plain else f"{'#' * full}{'-' * (BAR - full)}  "
            lines.append(f"  {family:<{longest}}  {bar}{score.marks:g}/{score.of}")
        lines.append("")
    if found.slips:
        listed = [
            f"{slip(name)} {TIMES.get(count, f'{count} times')}"
            for name, count in list(found.slips.items())[:MOST_SLIPS]
        ]
        lines.append(f"Slips: {', '.join(listed)}.")
    return lines


def slip(name: str) -> str:
    """Write a misconception's name in words."""
    return " or ".join(each.rpartition(":")[2] for each in name.split("|")).replace("-", " ")
