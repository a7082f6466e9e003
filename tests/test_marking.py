"""Marking: a table of answers with their marks and notes, and properties of every question."""

from __future__ import annotations

import math
import os
import random
import re
import sys
from fractions import Fraction
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from ncrevise.answers import read_expression
from ncrevise.errors import AnswerError
from ncrevise.family import Array, Family, Word, given, givens, result, results
from ncrevise.formulas import Formulas
from ncrevise.givens.place import plain
from ncrevise.item import Solution, draw_solution, mistake_of, run, solve_item
from ncrevise.marking import Verdict, mark, mark_part
from ncrevise.marking.following import own_values, settled
from ncrevise.question import Accept, Part
from ncrevise.results.kinds import kind_of
from ncrevise.results.kinds.numbers import is_numeric
from ncrevise.tape import Plain, Tape, raw
from ncrevise.tape.ops import stack
from ncrevise.tape.value import is_whole
from ncrevise.tolerance import differs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.bank import Bank
    from ncrevise.question import Question

LONGEST = 18  # digits in a number
SEEDS = 3  # of each question; the bank is long, and nights start elsewhere


# One part and one answer at a time: a family that asks for whatever it is given.


one = Family["Givens", "Results"]("A family", source="Nowhere")


@givens
class Givens:
    answer: Word = given("the answer", default=None)
    wrong: Word = given("the answer of the mistake", default=None)


@results
class Results:
    it: Array = result("it")


@one.solve
def solve(g: Givens, tape: Any) -> Results:
    tape.name("other", 14.5 * tape.given("half", 0.5), symbol="u")
    if isinstance(g.answer, str | frozenset | Formulas):
        return Results(g.answer)
    return Results(tape.name("it", g.answer))


@one.mistake("You forgot it.", when=lambda g: g.wrong is not None)
def forgets(g: Givens, _tape: Any) -> dict[str, Any]:
    return {"it": g.wrong}


one.gathered(sys.modules[__name__], "t.t")


def asked(accept: Accept, answer: Any, marks: int, wrong: Any = None) -> Solution:
    """Solve an item whose only part has this answer."""
    part = Part("", "it", marks, "Find it.", accept)
    question = SimpleNamespace(
        id="t.t/1", family="t.t", parts=(part,), places=4, hints=(), key="t", marks=marks
    )
    lifted = answer if isinstance(answer, str | frozenset | Formulas) else as_array(answer)
    item = SimpleNamespace(
        question=question,
        family=one,
        givens=Givens(answer=lifted, wrong=wrong),
        code="",
        derived={},
    )
    return solve_item(item)


def formulas(*texts: str) -> Formulas:
    return Formulas(tuple(read_expression(text, "xw") for text in texts), ("x", "w"))


def as_array(answer: Any) -> Any:
    return np.array(answer) if isinstance(answer, tuple) else answer


EXACT, SET = Accept("exact"), Accept("set")
P2, P4 = Accept("places", 2), Accept("places", 4)
F3, PERCENT = Accept("figures", 3), Accept("relative", 0.05)
CHOICE, ALGEBRA = Accept("choice"), Accept("algebra")
THIRD, PI, M = Fraction(1, 3), math.pi, ((1, 2), (3, 5))
L = ((12.5, -3.25, 4.0), (0.5, 2.75, -9.0))

RIGHT, NOT_YET = "Right.", "Not yet."

TABLE = [
    # accept, typed, right answer, of, marks, note, in the feedback, why
    (EXACT, "3", 3, 1, 1, "right", RIGHT, "the number itself"),
    (EXACT, "6/2", 3, 1, 1, "right", RIGHT, "worked out"),
    (EXACT, "300%", 3, 1, 1, "right", RIGHT, "per cent"),
    (EXACT, "3e0", 3, 1, 1, "right", RIGHT, "powers of ten"),
    (EXACT, "2/6", THIRD, 2, 2, "right", RIGHT, "not in lowest terms"),
    (EXACT, "0.333", THIRD, 2, 1, "rounded-too-early", "the exact value", "exact is asked"),
    (EXACT, "0.3", THIRD, 2, 0, "wrong", NOT_YET, "one figure may be chance"),
    (EXACT, "0.34", THIRD, 2, 0, "wrong", NOT_YET, "not rounded, but wrong"),
    (EXACT, "-3", 3, 2, 1, "sign", "The sign is wrong; the size is right.", "the other sign"),
    (EXACT, "-3", 3, 1, 0, "sign", "The sign is wrong", "one mark is for the answer"),
    (EXACT, "0", 3, 2, 0, "wrong", NOT_YET, "nothing to say of zero"),
    (EXACT, "4", 3, 2, 1, "off-by-one", "That is one too many", "one too many"),
    (EXACT, "2", 3, 2, 1, "off-by-one", "That is one too few", "one too few"),
    (EXACT, "6", 3, 2, 0, "wrong", NOT_YET, "twice a small whole number may be chance"),
    (EXACT, "96", 48, 2, 1, "constant-factor", "Yours is 2 times", "twice a large one is not"),
    (EXACT, "24", 48, 2, 1, "constant-factor", "Yours is 1/2 times the answer", "half of it"),
    (EXACT, "4 4", (2, 2), 2, 0, "wrong", NOT_YET, "one number, twice: no factor"),
    (P4, "1", 0.50001, 2, 0, "wrong", NOT_YET, "a whole number may be chance"),
    (EXACT, "7.25", 48, 2, 0, "intermediate", "That is $u$", "a named value of the working"),
    (P2, "3.14", PI, 2, 2, "right", RIGHT, "as asked"),
    (P2, "3.1416", PI, 2, 2, "right", RIGHT, "more decimals than asked"),
    (P2, "pi", PI, 2, 2, "right", RIGHT, "exactly"),
    (P2, "22/7", PI, 2, 2, "right", RIGHT, "within half a unit"),
    (P2, "3.15", PI, 2, 0, "wrong", NOT_YET, "out by a unit"),
    (P2, "3.1", PI, 2, 1, "rounded-too-early", "give 2 decimal", "rightly rounded, too far"),
    (P2, "3.2", PI, 2, 0, "wrong", NOT_YET, "wrongly rounded"),
    (P2, "3", PI, 2, 0, "wrong", NOT_YET, "one figure says too little"),
    (P2, "2.5", 2.5, 2, 2, "right", RIGHT, "fewer decimals, but exact"),
    (P2, "31.4", PI, 2, 0, "wrong", NOT_YET, "not ten times to its own precision"),
    (P4, "31.4159", PI, 2, 1, "constant-factor", "Yours is 10 times the answer", "ten times"),
    (P4, "1.5708", PI, 2, 1, "constant-factor", "Yours is 1/2 times the answer", "half of it"),
    (P4, "7.25", PI, 2, 0, "intermediate", "That is $u$", "another value"),
    (P4, "-1", PI, 2, 0, "wrong", NOT_YET, "nothing to say"),
    (F3, "3.14", PI, 2, 2, "right", RIGHT, "three figures"),
    (F3, "0.00123", 0.0012345, 2, 2, "right", RIGHT, "leading zeros are no figures"),
    (F3, "1.23e-3", 0.0012345, 2, 2, "right", RIGHT, "in powers of ten"),
    (F3, "0.0012", 0.0012345, 2, 1, "rounded-too-early", "give 3 significant", "two figures"),
    (F3, "12300", 12345, 2, 2, "right", RIGHT, "zeros at the end"),
    (F3, "12000", 12345, 2, 0, "wrong", NOT_YET, "two figures, without a decimal to tell"),
    (PERCENT, "3.1", PI, 2, 2, "right", RIGHT, "within five per cent"),
    (PERCENT, "3.4", PI, 2, 0, "wrong", NOT_YET, "outside"),
    (EXACT, "1 2; 3 5", M, 4, 4, "right", RIGHT, "rows with semicolons"),
    (EXACT, "[[1,2],[3,5]]", M, 4, 4, "right", RIGHT, "as Python writes it"),
    (EXACT, "1, 2\n3, 5", M, 4, 4, "right", RIGHT, "rows on lines"),
    (EXACT, "1 3; 2 5", M, 4, 2, "transpose", "This is the transpose", "rows for columns"),
    (EXACT, "-1 -2; -3 -5", M, 4, 2, "sign", "Every sign is the wrong way round", "all signs"),
    (EXACT, "1 2; -3 5", M, 4, 3, "one-sign", "One entry has the wrong sign", "one sign"),
    (EXACT, "3 5; 1 2", M, 4, 2, "rows-swapped", "Rows 1 and 2", "rows exchanged"),
    (EXACT, "2 1; 5 3", M, 4, 2, "columns-swapped", "Columns 1 and 2", "columns exchanged"),
    (EXACT, "5 3; 2 1", M, 4, 2, "turned", "but turned both ways", "turned both ways"),
    (EXACT, "2 4; 6 10", M, 4, 2, "constant-factor", "All yours are 2 times", "twice"),
    (EXACT, "1/2 1; 3/2 5/2", M, 4, 2, "constant-factor", "All yours are 1/2 times", "half"),
    (EXACT, "1 2; 3 9", M, 4, 3, "one-entry-off", "right but one", "one entry"),
    (EXACT, "1 2; 8 9", M, 4, 2, "wrong", "2 of 4 entries", "no cause is known, but half is right"),
    (EXACT, "1 7; 8 9", M, 4, 1, "wrong", "1 of 4 entries", "a share of the marks"),
    (EXACT, "1 7; 8 9", M, 3, 0, "wrong", "1 of 4 entries", "less than a mark"),
    (P2, "3.149 4.49", (3.14159, 4.4999), 3, 0, "wrong", NOT_YET, "the first is not cut off"),
    (P2, "2.44", 2.4479, 2, 1, "cut-off", "cut off", "cut off where it is rounded up"),
    (P2, "2.46", 2.4479, 2, 0, "wrong", NOT_YET, "rounded the wrong way is no cut-off"),
    (P2, "-2.44", -2.4479, 2, 1, "cut-off", "cut off", "cut off towards zero"),
    (P2, "2.44 1.5", (2.4479, 1.5), 2, 1, "cut-off", "cut off", "one of two cut off"),
    (EXACT, "0 0; 0 0", M, 4, 0, "wrong", NOT_YET, "zeros are no sign, no factor"),
    (P2, "12.5 -3.3 4; 0.5 2.8 -9", L, 4, 3, "rounded-too-early", "give 2 decimal", "some cut"),
    (EXACT, "4 × 3", (4, 3), 2, 2, "right", RIGHT, "a size"),
    (EXACT, "4x3", (4, 3), 2, 2, "right", RIGHT, "a size with the letter x"),
    (EXACT, "4 by 3", (4, 3), 2, 2, "right", RIGHT, "a size in words"),
    (EXACT, "(4, 3)", (4, 3), 2, 2, "right", RIGHT, "a size as a vector"),
    (EXACT, "4; 3", (4, 3), 2, 2, "right", RIGHT, "a column"),
    (EXACT, "3x4", (4, 3), 2, 1, "reversed", "in reverse order", "rows for columns"),
    (EXACT, "5x4", (4, 3), 2, 1, "off-by-one", "Each is one too many", "both one too large"),
    (EXACT, "4 8", (4, 3), 2, 1, "wrong", "1 of 2 entries", "of two, one right is half"),
    (EXACT, "1 3 2 4", (1, 2, 3, 4), 4, 2, "entries-swapped", "Entries 2 and 3", "exchanged"),
    (EXACT, "4 3 2 1", (1, 2, 3, 4), 4, 2, "reversed", "in reverse order", "turned round"),
    (SET, "{3, 1, 2}", (1, 2, 3), 2, 2, "right", RIGHT, "in any order"),
    (SET, "3 1 2 2", (1, 2, 3), 2, 2, "right", RIGHT, "each counts once"),
    (SET, "1, 2", (1, 2, 3), 2, 0, "members-missing", "some are missing", "one is missing"),
    (SET, "1, 2, 3, 4", (1, 2, 3), 2, 0, "members-extra", "some that don't", "one too many"),
    (SET, "1, 2, 4", (1, 2, 3), 2, 0, "wrong", NOT_YET, "one missing and one too many"),
    (SET, "{}", (1, 2, 3), 2, 0, "wrong", NOT_YET, "the empty set"),
    (SET, "b, A", frozenset({"a", "b"}), 2, 2, "right", RIGHT, "words in any case"),
    (CHOICE, " Sigmoid.", "sigmoid", 1, 1, "right", RIGHT, "a word in any case"),
    (CHOICE, "tanh", "sigmoid", 1, 0, "wrong", NOT_YET, "another word"),
    (CHOICE, "Y", "yes", 1, 1, "right", RIGHT, "yes in short"),
    (CHOICE, "false", "yes", 1, 0, "wrong", NOT_YET, "no in other words"),
    (ALGEBRA, "x(x + 2w)", formulas("x^2 + 2*w*x"), 2, 2, "right", RIGHT, "another form of it"),
    (ALGEBRA, "x^2 + w*x", formulas("x^2 + 2*w*x"), 2, 0, "wrong", NOT_YET, "another function"),
    (ALGEBRA, "(2x, w - 1)", formulas("2x", "w - 1"), 2, 2, "right", RIGHT, "a vector of them"),
]


@pytest.mark.parametrize(
    ("accept", "typed", "answer", "of", "marks", "note", "said", "why"),
    TABLE,
    ids=[f"{row[0].rule}: {row[1]!r}: {row[-1]}" for row in TABLE],
)
def test_table(
    accept: Accept, typed: str, answer: Any, of: int, marks: int, note: str, said: str, why: str
) -> None:
    solution = asked(accept, answer, of)
    verdict = mark_part(solution, solution.item.question.parts[0], typed)

    assert (verdict.marks, verdict.note) == (marks, note), why
    assert verdict.right == (note == "right")
    assert verdict.of == of
    assert said in verdict.feedback, why


UNREADABLE = [
    (EXACT, "", 3, "Nothing is typed"),
    (EXACT, "three", 3, "three"),
    (EXACT, "1 2", 3, "Put a sign between"),
    (EXACT, "1 2; 3", M, "different lengths"),
    (EXACT, "1 2 3; 4 5 6", M, "needs 2 rows of 2"),
    (EXACT, "1 2 3", (4, 3), "needs 2 numbers"),
    (EXACT, "4x4x4", (4, 3), "needs 2 numbers"),
    (EXACT, "4x3", 12, "x"),
    (CHOICE, "perhaps", "yes", "neither yes nor no"),
    (CHOICE, "  ", "sigmoid", "Nothing is typed"),
    (SET, " ", (1, 2), "Nothing is typed"),
    (ALGEBRA, "q + 1", formulas("x + 1"), "q"),
    (EXACT, "__import__('os')", 3, "don't know the name"),
]


@pytest.mark.parametrize(("accept", "typed", "answer", "message"), UNREADABLE)
def test_what_cannot_be_read_is_never_marked(
    accept: Accept, typed: str, answer: Any, message: str
) -> None:
    solution = asked(accept, answer, 2)

    with pytest.raises(AnswerError, match=message):
        mark_part(solution, solution.item.question.parts[0], typed)


def verdict_on(accept: Accept, typed: str, answer: Any, wrong: Any = None) -> Verdict:
    solution = asked(accept, answer, 4, wrong)
    return mark_part(solution, solution.item.question.parts[0], typed)


def test_details_of_rounding() -> None:
    short = verdict_on(Accept("places", 3), "0.88", 0.88079708)

    assert short.detail == (
        "Accepted 0.881 ± 0.0005 (3 decimal places). You typed 0.88: 2 decimals, off by 0.0008."
    )
    assert verdict_on(P4, "0.8808", 0.88079708).detail == "exactly 0.880797…; carry this on"
    assert verdict_on(P4, "-0.8808", -0.88079708).detail == "exactly −0.880797…; carry this on"
    assert verdict_on(P4, "0.5", 0.5).detail == ""
    assert verdict_on(P4, "0.8808", 0.9).detail == ""


def test_read_as_and_entries() -> None:
    verdict = verdict_on(EXACT, "-0.2 4/2; 8 5", M)

    assert verdict.read_as == (("-1/5", "2"), ("8", "5"))
    assert verdict.entries == (False, True, False, True)
    assert verdict.shape == (2, 2)
    assert verdict.feedback == "Not yet: 2 of 4 entries are right where they stand."

    verdict = verdict_on(ALGEBRA, "2x, w", formulas("2*x", "w - 1"))
    assert (verdict.entries, verdict.read_as) == ((True, False), (("2*x", "w"),))


def test_a_mistake_of_another_shape_is_recognised() -> None:
    verdict = verdict_on(EXACT, "8 9", M, np.array([8, 9]))

    assert (verdict.mistake, verdict.note, verdict.marks) == ("forgets", "t.t:forgets", 2)
    with pytest.raises(AnswerError):
        verdict_on(EXACT, "8 7", M, np.array([8, 9]))


# Every question of the bank, many variants.


def spelled(value: Any, accept: Accept) -> str:
    """Write an answer as it would be typed: rounded as asked, or exact."""
    if not is_numeric(value) and not isinstance(value, tuple):
        return kind_of(value).write(value)
    if np.ndim(value) == 2:
        return "; ".join(spelled(row, accept) for row in value)
    if np.ndim(value) == 1:
        return ", ".join(spelled(entry, accept) for entry in value)
    if accept.rule == "places":
        return f"{float(value):.{int(accept.amount)}f}"
    if accept.rule == "figures":
        return f"{float(value):.{int(accept.amount) - 1}e}"
    number = value.item() if isinstance(value, np.generic) else value
    return f"{number:.12g}" if isinstance(number, float) else str(number)


def entries(value: Any, accept: Accept) -> list[list[Fraction]]:
    """Give the exact numbers of an answer as typed, row by row."""
    rows = np.atleast_2d(np.asarray(value, dtype=object))
    return [[Fraction(spelled(entry, accept)) for entry in row] for row in rows.tolist()]


def decimal(x: Fraction) -> str:
    """Write a terminating decimal in full, and any other number as a fraction."""
    places = next((k for k in range(30) if (x * 10**k).denominator == 1), None)
    if places is None:
        return f"{x.numerator}/{x.denominator}"
    digits = str(abs(x * 10**places)).rjust(places + 1, "0")
    whole = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{whole}" if x < 0 else whole


def fraction(x: Fraction) -> str:
    return f"{x.numerator}/{x.denominator}"


def percent(x: Fraction) -> str:
    return f"{decimal(x * 100)}%" if "/" not in decimal(x) else fraction(x)


def scientific(x: Fraction) -> str:
    return f"{decimal(x * 100)}e-2" if "/" not in decimal(x) else fraction(x)


def unicode(x: Fraction) -> str:
    return decimal(x).replace("-", "−")


def retyped(value: Any, accept: Accept) -> Iterator[str]:
    """Write an answer in every notation."""
    if not is_numeric(value) or accept.rule in {"choice", "algebra", "set"}:
        yield kind_of(value).write(value)
        return
    rows = entries(value, accept)
    for number in (decimal, fraction, percent, scientific, unicode):
        cells = [[number(x) for x in row] for row in rows]
        yield "; ".join(" ".join(row) for row in cells)
        yield "[" + ", ".join("[" + ", ".join(row) + "]" for row in cells) + "]"
        yield "\n".join(", ".join(row) for row in cells)
        if np.ndim(value) == 1:
            yield "; ".join(cells[0])
            yield "(" + ", ".join(cells[0]) + ")"
    if np.ndim(value) == 1 and value.dtype.kind == "i" and min(value) >= 0:
        yield " × ".join(map(str, value))
        yield "x".join(map(str, value))


def solutions(question: Question) -> Iterator[Solution]:
    start = int(os.environ.get("NCREVISE_SEED", "0"))
    return (draw_solution(question, seed) for seed in range(start, start + SEEDS))


def test_right_answers_in_every_notation(question: Question) -> None:
    for solution in solutions(question):
        for part in question.parts:
            for text in retyped(solution.results[part.asks], part.accept):
                verdict = mark_part(solution, part, text)

                assert verdict.right, (solution.item.code, part.letter, text)
                assert verdict.marks == part.marks


class SomeRounded(Plain):
    """Rounds some of the named values."""

    def __init__(self, places: int, draw: random.Random) -> None:
        super().__init__(places=places)
        self.toss = draw

    def keep(self, key: str, value: Any, symbol: str = "") -> Any:
        return super().keep(key, value, symbol) if self.toss.random() < 0.6 else value


def test_rounded_intermediates_are_accepted(question: Question) -> None:
    draw = random.Random(1)
    for solution in solutions(question):
        for places in {question.places}:
            found = run(
                solution.item.family, plain(solution.item.givens), SomeRounded(places, draw)
            )
            for part in (p for p in question.parts if not p.style):
                text = spelled(raw(found[part.asks]), part.accept)

                assert mark_part(solution, part, text).right, (
                    solution.item.code,
                    part.letter,
                    text,
                )


def test_overridden_with_rounded_values_is_accepted(question: Question) -> None:
    draw = random.Random(2)
    for solution in solutions(question):
        lines = [key for key, value in solution.tape.named.items() if value.op is not None]
        chosen = {key: raw(solution.tape.named[key]) for key in lines if draw.random() < 0.5}
        override = {
            key: value
            if is_whole(value) or not is_numeric(value)
            else np.round(value, question.places)
            for key, value in chosen.items()
        }
        after = solve_item(solution.item, override)
        for part in question.parts:
            text = spelled(after.results[part.asks], part.accept)

            assert mark_part(solution, part, text).right, (solution.item.code, part.letter, text)


def test_every_mistake_is_recognised(question: Question) -> None:
    for solution in solutions(question):
        for name, answers in solution.mistakes.items():
            for part in question.parts:
                truth, tolerance = solution.results[part.asks], solution.tolerances[part.asks]
                wrong = raw(answers.get(part.asks, truth))
                if not differs(wrong, truth, tolerance):
                    continue
                text = spelled(wrong, part.accept)
                if max(map(len, re.findall(r"[\d.]+", text)), default=0) > LONGEST:
                    continue  # nobody types it
                verdict = mark_part(solution, part, text)
                told = verdict.note.split("|")

                assert f"{question.family}:{name}" in told, (
                    solution.item.code,
                    part.letter,
                    text,
                    verdict,
                )
                assert mistake_of(solution.item, name).feedback in verdict.feedback
                assert verdict.mistake in {name, None}
                here = sum(verdict.entries or ()) if len(verdict.entries or ()) > 1 else 0
                share = part.marks * here // len(verdict.entries or (0,))
                assert verdict.marks == min(max(part.marks // 2, share), part.marks - 1)
                if verdict.mistake is None:
                    assert len(told) > 1


def test_random_wrong_answers_are_not_explained(question: Question) -> None:
    draw = np.random.default_rng(3)
    told = count = 0
    for solution in solutions(question):
        for part in question.parts:
            truth = solution.results[part.asks]
            if not is_numeric(truth):
                continue
            for _ in range(15):
                spread = 10.0 ** draw.uniform(-1, 1.5)
                wrong = np.asarray(truth, dtype=float) + draw.normal(0, spread, np.shape(truth))
                verdict = mark_part(
                    solution, part, spelled(np.round(wrong, 4), Accept("places", 4))
                )
                count += not verdict.right
                told += verdict.note != "wrong" and not verdict.right

    assert told <= 2 + 0.003 * count  # of 20 000 answers, 7 were explained by chance


def test_follow_through(question: Question) -> None:
    """With an earlier value wrong, what follows from it earns full marks, and only that."""
    for solution in solutions(question):
        for earlier, part in ((a, b) for a in question.parts for b in question.parts if a is not b):
            truth = solution.results[earlier.asks]
            if not is_numeric(truth):
                continue
            other = truth + 1 if is_whole(truth) else np.round(truth + 0.37, 2)
            own = {earlier.letter: spelled(other, earlier.accept)}
            values = own_values(solution, part, own).values
            after = solve_item(solution.item, values)
            expected, right = after.results[part.asks], solution.results[part.asks]
            if not differs(expected, right, solution.tolerances[part.asks]):
                continue
            text = spelled(expected, part.accept)
            verdict = mark_part(solution, part, text, own)

            assert verdict.right or verdict.note == "follow-through-refused"
            assert not mark_part(solution, part, text).right
            assert mark_part(solution, part, spelled(right, part.accept), own).note == "right"


@pytest.fixture
def q_update(bank: Bank) -> Solution:
    return draw_solution(bank.question("rl.q-update/1"), 4)


def parts(solution: Solution) -> dict[str, Part]:
    return {part.letter: part for part in solution.item.question.parts}


def test_follow_through_is_better_of_both(bank: Bank) -> None:
    solution = draw_solution(bank.question("lstm.step/1"), 3)
    true = {p.letter: spelled(solution.results[p.asks], p.accept) for p in parts(solution).values()}
    own = solve_item(solution.item, {"f": 0.5}).results
    c, h = spelled(own["c"], P4), spelled(own["h"], P4)

    verdicts = mark(solution, {**true, "a": "0.5", "e": c})
    assert [v.marks for v in verdicts] == [0, 1, 1, 1, 2, 2]
    assert verdicts[4].follow_through
    assert verdicts[4].feedback == "Right from your (a)."
    assert not verdicts[5].follow_through  # h is the true one, whatever c was

    verdicts = mark(solution, {**true, "a": "0.5", "e": c, "f": h})
    assert [v.note for v in verdicts[4:]] == ["follow-through", "follow-through"]
    assert verdicts[5].feedback == "Right from your (e)."

    missing = mark(solution, {"e": true["e"]})
    assert [v.note for v in missing] == ["not-answered"] * 4 + ["right", "not-answered"]
    assert sum(v.marks for v in missing) == 2


def test_own_values_may_be_carried_on_unrounded(bank: Bank) -> None:
    """A gate of one's own was 0.12344, typed as 0.1234, and carried on as it was."""
    solution = draw_solution(bank.question("lstm.step/1"), 4)
    after = solve_item(solution.item, {"f": 0.12344, "i": 0.56774, "g": 0.32146})
    own = {"a": "0.1234", "b": "0.5677", "c": "0.3215"}
    verdict = mark_part(solution, parts(solution)["e"], f"{after.results['c']:.5f}", own)

    assert verdict.follow_through
    assert verdict.right
    typed = solve_item(solution.item, {"f": 0.1234, "i": 0.5677, "g": 0.3215}).results["c"]
    assert abs(typed - after.results["c"]) > 2e-5


def test_mistakes_are_seen_after_own_values(q_update: Solution) -> None:
    """A target of one's own, and then the entry set to it."""
    own = q_update.results["target"] + 1.25
    verdict = mark_part(q_update, parts(q_update)["b"], f"{own}", {"a": f"{own}"})

    assert verdict.mistake == "replaces-the-entry"
    assert verdict.follow_through
    assert verdict.marks == 1


def test_a_formula_is_followed_through(bank: Bank) -> None:
    """A derivative of one's own, then the steps that follow from it."""
    solution = draw_solution(bank.question("gd.step/one-variable"), 4)
    formula, steps = solution.item.question.parts
    own = f"({solution.results['gradient']}) + 1"
    g = solution.plain
    w = float(g.w[0])
    for _ in range(g.steps):
        w -= float(g.eta) * eval(re.sub(r"(\d)(?=[w(])", r"\1*", own).replace("^", "**"), {"w": w})
    text = f"{w:.4f}"

    assert not mark_part(solution, formula, own).right
    verdict = mark_part(solution, steps, text, {formula.letter: own})
    assert (verdict.note, verdict.marks) == ("follow-through", steps.marks)
    assert verdict.feedback == f"Right from your ({formula.letter})."
    assert not mark_part(solution, steps, text).right
    right = spelled(solution.results[steps.asks], steps.accept)
    assert mark_part(solution, steps, right, {formula.letter: own}).note == "right"


def test_follow_through_is_refused_where_nothing_is_left(q_update: Solution) -> None:
    g = q_update.item.givens
    old = g.Q[g.s - 1][g.a - 1]
    verdict = mark_part(q_update, parts(q_update)["b"], f"{old}", {"a": f"{old}"})

    assert verdict.note == "follow-through-refused"
    assert verdict.marks == 0
    assert "nothing to work out" in verdict.feedback


def test_zero_is_not_followed(bank: Bank) -> None:
    solution = draw_solution(bank.question("lstm.step/1"), 3)
    after = solve_item(solution.item, {"o": 0.0})
    verdict = mark_part(solution, parts(solution)["f"], spelled(after.results["h"], P4), {"d": "0"})

    assert verdict.note == "follow-through-refused"
    assert "(d)" in verdict.feedback


def test_rounding_on_the_way_is_recognised(bank: Bank) -> None:
    solution = draw_solution(bank.question("lstm.step/1"), 3)
    rough = run(solution.item.family, plain(solution.item.givens), Plain(places=1, spare="h"))
    text = f"{raw(rough['h']):.4f}"
    verdict = mark_part(solution, parts(solution)["f"], text)

    assert not text.endswith("000")
    assert verdict.note == "rounded-too-early"
    assert "1 decimal place:" in verdict.feedback


def test_stopping_before_the_activation_is_recognised(bank: Bank) -> None:
    solution = draw_solution(bank.question("lstm.step/1"), 3)
    inner = raw(solution.values["f"].args[0])
    verdict = mark_part(solution, parts(solution)["a"], f"{inner:.4f}")

    assert "slip:sigmoid:function-left-out" in verdict.note.split("|")
    assert r"You left out $\sigma$" in verdict.feedback


def test_an_answer_settles_what_it_is_made_of() -> None:
    tape = Tape()
    rows, columns = (tape.name(key, tape.leaf(3) + 1) for key in ("rows", "columns"))

    assert settled(rows, 5) == {"rows": 5}
    assert settled(stack([rows, columns]), np.array([5, 6])) == {"rows": 5, "columns": 6}
    assert settled(stack([rows, rows]), np.array([5, 5])) == {"rows": 5}
    assert settled(stack([rows, rows]), np.array([5, 6])) == {}
    assert settled(rows + columns, 5) == {}
    assert settled("a word", "another") == {}
