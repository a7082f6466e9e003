"""Every kind of result through every reading: printed, spoken, typed, hinted, exported, read back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from ncrevise.errors import AnswerError
from ncrevise.export import jsonl, moodle
from ncrevise.formulas import Formulas
from ncrevise.givens.place import plain
from ncrevise.hints import HintState
from ncrevise.item import draw_solution, run
from ncrevise.marking import mark_part
from ncrevise.paper import question_document
from ncrevise.render import html, latex, markdown, pdf, terminal, text
from ncrevise.results.kinds import kind_of
from ncrevise.results.kinds.numbers import is_numeric
from ncrevise.results.values import Points, Words, bare
from ncrevise.tape import NO_TAPE, raw
from ncrevise.tolerance import agrees, differs
from tests import kinds, moodle_reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.item import Solution
    from ncrevise.question import Part, Question

SEEDS = range(12)
pytestmark = pytest.mark.usefixtures("small_families")
WIDTHS = (60, 80, 120)
UNASKED = {"texts", "hessians", "accepts", "directions"}  # Moodle holds none of their parts


@pytest.fixture(params=kinds.NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def asked(name: str) -> Question:
    return kinds.question(name)


def solved(asked: Question) -> Iterator[Solution]:
    return (draw_solution(asked, seed) for seed in SEEDS)


def part_of(solution: Solution, asks: str) -> Part:
    return next(part for part in solution.item.question.parts if part.asks == asks)


def test_oracle(asked: Question, name: str) -> None:
    module = kinds.module(name)
    for solution in solved(asked):
        for asks, wanted in module.oracle(solution.item.givens).items():
            assert agrees(solution.results[asks], wanted, None, solution.form(asks)), asks


def test_edits_equal_the_oracle_on_them(asked: Question, name: str) -> None:
    module = kinds.module(name)
    for solution in solved(asked):
        for mistake in solution.item.family.mistakes:
            if mistake.id not in solution.mistakes:
                continue
            other = mistake.edited(solution.item.family, solution.plain)
            for asks, wanted in module.oracle(other).items():
                assert agrees(
                    solution.mistakes[mistake.id][asks], wanted, None, solution.form(asks)
                )


def test_traced_equals_untraced(asked: Question) -> None:
    for solution in solved(asked):
        untraced = run(solution.item.family, plain(solution.item.givens), NO_TAPE)

        assert untraced.keys() == solution.results.keys()
        for asks, value in untraced.items():
            assert not differs(raw(value), solution.results[asks], 1e-9, solution.form(asks))


def test_the_answer_as_it_is_written_is_right(asked: Question) -> None:
    for solution in solved(asked):
        for part in asked.parts:
            text = kind_of(solution.results[part.asks]).write(solution.results[part.asks])
            verdict = mark_part(solution, part, text)

            assert (verdict.right, verdict.marks) == (True, part.marks), (part.asks, text)


def test_right_answers_in_other_notations(asked: Question, name: str) -> None:
    for solution in solved(asked):
        for asks, typed in kinds.module(name).RIGHT(solution.results):
            verdict = mark_part(solution, part_of(solution, asks), typed)

            assert verdict.right, (asks, typed, verdict)


def test_what_cannot_be_read_is_asked_again(asked: Question, name: str) -> None:
    solution = next(solved(asked))
    for asks, typed, said in kinds.module(name).WRONG:
        with pytest.raises(AnswerError) as refused:
            mark_part(solution, part_of(solution, asks), typed)

        assert said in str(refused.value), (asks, typed)


def test_wrong_answers_are_told_why(asked: Question, name: str) -> None:
    for solution in solved(asked):
        for asks, typed, said in getattr(kinds.module(name), "FALSE", ()):
            verdict = mark_part(solution, part_of(solution, asks), typed)

            assert not verdict.right
            assert said in verdict.feedback


def test_mistakes_are_recognised(asked: Question) -> None:
    told = 0
    for solution in solved(asked):
        for mistake, answers in solution.mistakes.items():
            for part in asked.parts:
                truth, form = solution.results[part.asks], solution.form(part.asks)
                wrong = answers[part.asks]
                if not differs(wrong, truth, solution.tolerances[part.asks], form):
                    continue
                if form.why_not(wrong) == "" or isinstance(truth, Points):
                    continue
                verdict = mark_part(solution, part, kind_of(wrong).write(wrong))

                assert mistake in verdict.note, (part.asks, verdict)
                assert not verdict.right
                told += 1

    assert told or asked.family == "kinds.texts"


def test_hints_end_with_the_answer(asked: Question) -> None:
    for solution in solved(asked):
        for part in asked.parts:
            state, seen = HintState(), []
            while True:
                hint, state = state.next(solution, part, {})
                if hint is None:
                    break
                assert hint.blocks
                seen.append(hint)
                assert len(seen) < 40

            assert seen
            assert seen[-1].level == 4


def test_follow_through_leaves_other_kinds_alone(asked: Question) -> None:
    """An earlier answer of any kind never stops a later part from being marked."""
    for solution in solved(asked):
        first, *rest = asked.parts
        answers = {
            first.letter: kind_of(solution.results[first.asks]).write(solution.results[first.asks])
        }
        for part in rest:
            text = kind_of(solution.results[part.asks]).write(solution.results[part.asks])

            assert mark_part(solution, part, text, answers).right


FORMATS = {
    "text": text.render,
    "markdown": markdown.render,
    "latex": latex.render,
    "html": html.render,
    "spoken": lambda document: terminal.render(document, width=80, colour=False, plain=True),
}


def test_printed_in_every_format(asked: Question) -> None:
    for solution in solved(asked):
        document = question_document(solution, solved=True)
        for render in FORMATS.values():
            written = render(document)

            assert "{{x" not in written
            for part in asked.parts:
                value = solution.results[part.asks]
                if isinstance(value, str):
                    assert value in written
                if isinstance(value, Words):
                    assert all(word in written for word in map(bare, value))


@pytest.mark.parametrize("width", WIDTHS)
def test_printed_in_every_width(asked: Question, width: int) -> None:
    for solution in solved(asked):
        document = question_document(solution, solved=True)
        shown = terminal.render(document, width=width, colour=False)

        assert max(map(len, shown.splitlines())) <= width
        for part in asked.parts:
            value = solution.results[part.asks]
            numbers = np.ravel(value).tolist() if is_numeric(value) else []
            for number in numbers:
                assert f"{abs(number):g}"[:4] in shown


def test_pdf(asked: Question) -> None:
    solution = next(solved(asked))

    assert pdf.render(question_document(solution, solved=True)).startswith(b"%PDF")


def test_what_may_be_answered_is_listed(asked: Question) -> None:
    solution = next(solved(asked))
    printed = text.render(question_document(solution))
    for part in asked.parts:
        form = solution.form(part.asks)
        for word in form.words:
            assert bare(word) in printed
        if isinstance(solution.results[part.asks], str | Words | Points):
            assert form.allowed


def test_answers_are_read_back(asked: Question, name: str) -> None:
    """What the text says is read by patterns alone, and marked."""
    for solution in solved(asked):
        printed = text.render(question_document(solution, solved=True)).partition("Answer")[2]
        for asks, pattern in kinds.module(name).PRINTED.items():
            found = re.search(pattern, printed, re.DOTALL if "value" in pattern else 0)
            assert found, (asks, printed)
            read = found.groupdict().get("value", found[1])
            if isinstance(solution.results[asks], Points):
                assert read == "Every term is positive"
                continue

            assert mark_part(solution, part_of(solution, asks), read).right, (asks, read)


def test_jsonl(asked: Question) -> None:
    for solution in solved(asked):
        found = json.loads(jsonl.write(solution))
        for part, described in zip(asked.parts, found["parts"], strict=True):
            value, form = solution.results[part.asks], solution.form(part.asks)
            again = described["answer"]
            if isinstance(value, Points):
                assert again == list(value.points)
                continue

            if form.about.kind == "set":
                again = (
                    "{"
                    + ", ".join(
                        f"({', '.join(map(str, each))})" if isinstance(each, list) else str(each)
                        for each in again
                    )
                    + "}"
                )
            if is_numeric(value):
                wanted = np.asarray(value, dtype=float)
                assert np.allclose(np.asarray(again, dtype=float), wanted, atol=1e-6)
            else:
                assert agrees(value, again, None, form)
            assert described.get("options", []) == list(map(bare, form.words))


def answer_in(gap: moodle_reader.Gap) -> str:
    return next(answer.text for answer in gap.answers if answer.fraction == 1)


def test_moodle(asked: Question, name: str) -> None:
    for solution in solved(asked):
        if name in UNASKED:
            assert moodle.objection(solution) or "shown but not marked" in moodle.remark(solution)
            continue
        assert not moodle.objection(solution)
        data = b"<quiz>" + moodle.write(solution) + b"</quiz>"
        (read,) = moodle_reader.read(data)

        assert read.mark([answer_in(gap) for gap in read.gaps]) == 1
        cells = sum(len(list(cells_of(solution.results[part.asks]))) for part in asked.parts)
        if name != "sets":
            assert len(read.gaps) == cells
        wrong = [
            next((a.text for a in gap.answers if a.fraction < 1 and a.text != "*"), "1e9")
            for gap in read.gaps
        ]
        assert read.mark(wrong) < 1


def cells_of(value: Any) -> Iterator[Any]:
    if isinstance(value, Words):
        yield from (word for word in value if word)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, Formulas):
        yield from value.trees
    else:
        yield from np.ravel(value).tolist()


def test_a_result_is_of_the_kind_it_is_declared(asked: Question) -> None:
    wanted = {
        "word": str,
        "words": Words,
        "set": frozenset,
        "formulas": Formulas,
        "text": Points,
        "array": np.ndarray,
        "number": int | float,
        "count": int,
    }
    solution = next(solved(asked))
    declared = solution.item.family.outcomes
    for asks, value in solution.results.items():
        if declared[declared.field_of(asks)].kind == "each":
            continue
        assert isinstance(value, wanted[solution.item.family.outcome(asks).kind]), asks
