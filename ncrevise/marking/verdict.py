"""Marking: the right answer first, then what follows from own values, then why it is wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ncrevise.errors import AnswerError
from ncrevise.marking.causes import cause_of
from ncrevise.marking.detectors import case_of, detect, rounding
from ncrevise.marking.finding import FACT, Finding
from ncrevise.marking.following import Followed, Own, follow, is_right, own_values
from ncrevise.marking.precision import accepted, carry_on
from ncrevise.marking.response import read
from ncrevise.marking.worth import earned, kept
from ncrevise.results.kinds.numbers import is_numeric
from ncrevise.results.kinds.text import Said
from ncrevise.results.values import Points, shape_of
from ncrevise.tape import raw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ncrevise.item import Solution
    from ncrevise.question import Part
    from ncrevise.results.typed import Rows, Typed
    from ncrevise.tape.value import Data


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer is worth, and why.

    Attributes:
        part: the part's letter.
        marks: earned, out of ``of``.
        right: whether it is right, or right from the student's own values.
        follow_through: whether it was judged from the student's own values.
        mistake: the id of the family's mistake, when it is one.
        feedback: sentences (Markdown).
        note: the answer's name without numbers in it, counted across variants.
        read_as: what was understood, row by row.
        entries: which entries are right where they stand, row by row; None without any.
        shape: the shape of ``entries``.
        detail: on rounding: what is accepted, or the exact value to carry on.
    """

    part: str
    marks: int
    of: int
    right: bool
    follow_through: bool
    mistake: str | None
    feedback: str
    note: str
    read_as: Rows
    entries: tuple[bool, ...] | None = None
    shape: tuple[int, ...] = ()
    detail: str = ""


def mark(solution: Solution, responses: Mapping[str, str]) -> tuple[Verdict, ...]:
    """Mark an item, each part with what was answered to the others.

    Args:
        solution: the item's solution.
        responses: what was typed, by letter; a missing or blank one earns nothing.

    Raises:
        AnswerError: for an answer that can't be read or has the wrong shape.
    """
    return tuple(
        mark_part(solution, part, responses[part.letter], responses)
        if responses.get(part.letter, "").strip()
        else Verdict(part.letter, 0, part.marks, False, False, None, "", "not-answered", ())
        for part in solution.item.question.parts
    )


def mark_part(
    solution: Solution, part: Part, text: str, earlier: Mapping[str, str] | None = None
) -> Verdict:
    """Mark one part.

    Args:
        solution: the item's solution.
        part: the part.
        text: what was typed.
        earlier: what was typed to other parts, by letter, for marks by follow-through.

    Raises:
        AnswerError: when ``text`` can't be read or has the wrong shape.
    """
    own = own_values(solution, part, earlier or {})
    followed = follow(solution, part, own)
    try:
        typed = read(text, solution.results[part.asks], part.accept, solution.form(part.asks))
    except AnswerError as error:
        return misshapen(solution, part, text, (followed, own), error)
    if isinstance(typed, Said):
        return compared(solution, part, typed)
    if is_right(solution, part, typed):
        detail = carry_on(solution, part, typed)
        return verdict(solution, part, typed, marks=part.marks, detail=detail)
    if followed and is_right(followed.solution, part, typed):
        return followed_verdict(solution, part, typed, followed)
    found = [(diagnose(solution, part, typed, own, {}), solution)]
    if followed and not followed.refusal:
        basis = followed.solution
        found.insert(0, (diagnose(basis, part, typed, own, own.values), basis))
    finding, basis = max(found, key=lambda pair: strength(part, pair[0]))
    return wrong_verdict(solution, part, typed, finding, basis)


def strength(part: Part, finding: Finding | None) -> tuple[int, int, int]:
    """Say how far a finding is to be believed: what explains most, then what is likely."""
    if finding is None:
        return (0, -FACT - 1, -1)
    return (finding.explained, -finding.unlikely, kept(part.marks, finding))


def followed_verdict(solution: Solution, part: Part, typed: Typed, followed: Followed) -> Verdict:
    """Judge an answer that follows from the student's own values."""
    if followed.refusal:
        refused = Finding("follow-through-refused", followed.refusal, "nothing")
        return wrong_verdict(solution, part, typed, refused, solution)
    *most, last = (f"({letter})" for letter in followed.letters)
    listed = f"{', '.join(most)} and {last}" if most else last
    base = verdict(solution, part, typed, marks=part.marks)
    return replace(
        base, follow_through=True, note="follow-through", feedback=f"Right from your {listed}."
    )


def wrong_verdict(
    solution: Solution, part: Part, typed: Typed, finding: Finding | None, basis: Solution
) -> Verdict:
    """Judge a wrong answer by what was found, from the true values or the student's own."""
    base = verdict(solution, part, typed)
    if finding is None:
        why = basis.form(part.asks).why_not(typed.value)
        feedback = why or unexplained(base.entries)
        return replace(base, marks=earned(part.marks, base.entries), feedback=feedback)
    return replace(
        base,
        marks=earned(part.marks, base.entries, finding),
        follow_through=basis is not solution,
        mistake=finding.mistake,
        feedback=finding.feedback,
        note=finding.note,
        detail=accepted(basis, part, typed) if finding.note == "rounded-too-early" else "",
    )


def verdict(
    solution: Solution, part: Part, typed: Typed, marks: int = 0, detail: str = ""
) -> Verdict:
    """Give the plain verdict: right with the part's marks, wrong with none."""
    right = marks > 0
    standing = typed.standing(solution.results[part.asks], solution.tolerances[part.asks])
    return Verdict(
        part=part.letter,
        marks=marks,
        of=part.marks,
        right=right,
        follow_through=False,
        mistake=None,
        feedback="Right." if right else "Not yet.",
        note="right" if right else "wrong",
        read_as=typed.rows,
        entries=None if standing is None else tuple(standing.ravel().tolist()),
        shape=() if standing is None else standing.shape,
        detail=detail,
    )


def compared(solution: Solution, part: Part, said: Said) -> Verdict:
    """Judge a text by the points its author says it makes; before that, list them."""
    base = verdict(solution, part, said)
    answer = solution.results[part.asks]
    points = answer.points if isinstance(answer, Points) else ()
    if said.claimed is None:
        listed = " ".join(f"({k}) {point}" for k, point in enumerate(points, 1))
        asked = "Type the numbers of the points that your answer makes, or none."
        return replace(
            base, feedback=f"Compare it with these points: {listed} {asked}", note="text"
        )
    marks = part.marks * len(said.claimed) // max(1, len(points))
    told = f"Self-marked: {len(said.claimed)} of {len(points)} points."
    right = len(said.claimed) == len(points)
    return replace(base, marks=marks, right=right, feedback=told, note="self-marked")


def unexplained(entries: tuple[bool, ...] | None) -> str:
    """Say what can be said when no cause is known: how much is right."""
    if not entries or not any(entries):
        return "Not yet."
    return f"Not yet: {sum(entries)} of {len(entries)} entries are right where they stand."


def diagnose(
    solution: Solution, part: Part, typed: Typed, own: Own, values: Mapping[str, object]
) -> Finding | None:
    """Find out why an answer is wrong: cut short, a mistake or slip, else a fact about it."""
    case = case_of(solution, part, typed, values)
    return (
        (rounding(case) if case else None)
        or cause_of(solution, part, typed, own)
        or detect(solution, part, typed, case)
    )


def misshapen(
    solution: Solution,
    part: Part,
    text: str,
    follows: tuple[Followed | None, Own],
    error: AnswerError,
) -> Verdict:
    """Judge an answer of another shape than the right one, if it is one that is known.

    Raises:
        AnswerError: ``error``, when it is not: a wrong shape is asked again, never marked.
    """
    followed, own = follows
    for basis, like in other_shapes(solution, part, followed):
        try:
            typed = read(text, like, part.accept, solution.form(part.asks))
        except AnswerError:
            continue
        if followed and basis is followed.solution and is_right(basis, part, typed):
            return followed_verdict(solution, part, typed, followed)
        finding = cause_of(basis, part, typed, own)
        if finding:
            return wrong_verdict(solution, part, typed, finding, basis)
    raise error


def other_shapes(
    solution: Solution, part: Part, followed: Followed | None
) -> Iterator[tuple[Solution, Data]]:
    """List the answers to a part, right from own values or mistaken, of another shape."""
    shape = shape_of(solution.results[part.asks])
    for basis in (followed.solution, solution) if followed else (solution,):
        made = (raw(found[part.asks]) for found in basis.mistakes.values() if part.asks in found)
        for answer in (basis.results[part.asks], *made):
            if is_numeric(answer) and shape_of(answer) != shape:
                yield basis, answer
