"""The quiz as a state machine: what becomes of answers, hints, skips; and folding events back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ncrevise.document.tree import Document
from ncrevise.errors import AnswerError
from ncrevise.excerpt import excerpt, last_line, matters_later, true_answer
from ncrevise.question import Hint
from ncrevise.render.text import render
from ncrevise.study.plan import Plan
from ncrevise.study.session import Session
from ncrevise.study.tally import tally
from tests.quizzes import CONV, LSTM, RL, session, solved, tools, true

if TYPE_CHECKING:
    from ncrevise.study.event import Event
    from ncrevise.study.session import Place


def here(quiz: Session) -> Place:
    assert quiz.place is not None
    return quiz.place


def letter(quiz: Session) -> str:
    return here(quiz).part.letter


def test_a_right_answer_goes_on_to_the_next_part() -> None:
    quiz = session(LSTM)

    verdict = quiz.answer(here(quiz), true(LSTM, "a"), at=5, ms=1200)

    assert verdict.right
    assert letter(quiz) == "b"
    assert [e.kind for e in quiz.events] == ["start", "answer"]
    event = quiz.events[-1]
    assert (event.code, event.part, event.verdict, event.marks, event.of, event.ts, event.ms) == (
        (LSTM, "a", "right", 1, 1, 5, 1200)
    )


def test_a_wrong_answer_may_be_tried_again() -> None:
    quiz = session(LSTM)
    quiz.answer(here(quiz), "0.9", 1)

    assert letter(quiz) == "a"
    assert here(quiz).progress.tries == 1

    quiz.answer(here(quiz), true(LSTM, "a"), 2)

    assert letter(quiz) == "b"
    assert tally(quiz).first == 0
    assert tally(quiz).score.marks == 1


def test_the_best_of_several_tries_counts() -> None:
    quiz = session(RL)
    half = solved(RL).mistakes["no-discount"]["target"]
    for text in (str(float(half)), "99"):
        quiz.answer(here(quiz), text, 1)
    quiz.close(here(quiz), "next", 2)

    assert tally(quiz).score.marks == 1


def test_what_can_not_be_read_leaves_no_trace() -> None:
    saved: list[Event] = []
    quiz = session(CONV, save=saved.append)

    for text in ("1 2 3", "four", "((("):
        with pytest.raises(AnswerError):
            quiz.answer(here(quiz), text, 1)

    assert len(saved) == 1
    assert here(quiz).progress.tries == 0


def test_an_answer_that_can_not_be_saved_does_not_count() -> None:
    def refuse(event: Event) -> None:
        if event.kind == "answer":
            raise OSError

    quiz = session(LSTM, save=refuse)
    with pytest.raises(OSError):  # noqa: PT011
        quiz.answer(here(quiz), true(LSTM, "a"), 1)

    assert letter(quiz) == "a"
    assert here(quiz).progress.tries == 0


def test_a_misconception_is_named() -> None:
    ANOTHER = "lstm.step/1@3"
    wrong = f"{float(solved(ANOTHER).mistakes['tanh-on-gates']['f']):.4f}"
    quiz = session(ANOTHER)

    verdict = quiz.answer(here(quiz), wrong, 1)

    assert verdict.mistake == "tanh-on-gates"
    assert quiz.events[-1].misconception == "lstm.step:tanh-on-gates"
    assert list(tally(quiz).slips) == ["lstm.step:tanh-on-gates"]


def test_later_parts_follow_through_from_a_wrong_answer_left_standing() -> None:
    quiz = session(LSTM)
    quiz.answer(here(quiz), "0.9", 1)
    quiz.close(here(quiz), "next", 2)
    for part in "bcd":
        quiz.answer(here(quiz), true(LSTM, part), 3)
    own = 0.9 * 0.8 + float(true(LSTM, "b")) * float(true(LSTM, "c"))

    verdict = quiz.answer(here(quiz), f"{own:.4f}", 4)

    assert verdict.follow_through
    assert quiz.events[-1].verdict == "follow-through"
    assert letter(quiz) == "f"


def test_hints_go_up_in_levels_and_end() -> None:
    quiz = session(LSTM)
    levels = []
    while hint := quiz.hint(here(quiz), 1):
        levels.append(hint.level)

    assert levels == [0, 1, 2, 3, 4]
    assert quiz.events[-1].hints == 5
    assert sum(e.kind == "hint" for e in quiz.events) == 5

    quiz.answer(here(quiz), true(LSTM, "a"), 2)
    assert quiz.events[-1].hints == 5
    assert tally(quiz).first == 0


def test_what_helps_with_all_parts_is_said_once() -> None:
    """It is given at the part at which help is asked for first."""
    hints = (Hint("", "Of all."), Hint("a", "Of (a)."), Hint("b", "Of (b)."), Hint("c", "Of (c)."))
    quiz = session(LSTM)
    drawn = quiz.solution(1)
    question = replace(drawn.item.question, hints=hints)
    quiz.solutions[1] = replace(drawn, item=replace(drawn.item, question=question))
    quiz.answer(here(quiz), true(LSTM, "a"), 1)

    def said() -> str:
        hint = quiz.hint(here(quiz), 2)
        assert hint is not None
        return render(Document("Hint", hint.blocks)).strip()

    assert [said(), said()] == ["Of all.", "Of (b)."]
    quiz.answer(here(quiz), true(LSTM, "b"), 3)
    assert said() == "Of (c)."
    assert said() == "Candidate."


def test_the_solution_closes_a_part_with_the_marks_it_had() -> None:
    quiz = session(RL)
    quiz.close(here(quiz), "solution", 1)

    assert letter(quiz) == "b"
    assert (tally(quiz).score.marks, tally(quiz).score.of) == (0, 2)


def test_the_last_part_ends_the_quiz() -> None:
    quiz = session(RL, CONV)
    for part in "ab":
        quiz.answer(here(quiz), true(RL, part), 1)
    assert here(quiz).number == 2
    quiz.answer(here(quiz), true(CONV, "a"), 2)
    quiz.close(here(quiz), "skip", 3)

    assert quiz.place is None
    assert [e.kind for e in quiz.events][-2:] == ["skip", "end"]
    found = tally(quiz)
    assert (found.questions, found.parts, found.first) == (2, 4, 3)
    assert list(found.families) == ["cnn.conv2d", "rl.q-update"]
    assert (found.score.marks, found.score.of) == (5, 9)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["right", "wrong", "hint", "solution", "next", "skip", "pause"])))
def test_a_session_read_back_is_the_one_that_was_left(acts: list[str]) -> None:
    saved: list[Event] = []
    quiz = session(RL, LSTM, save=saved.append)
    for at, act in enumerate(acts):
        place = quiz.place
        if place is None:
            break
        if act in {"right", "wrong"}:
            code, part = place.solution.item.code, place.part.letter
            quiz.answer(place, true(code, part) if act == "right" else "77.7", at)
        elif act == "hint":
            quiz.hint(place, at)
        elif act == "pause":
            quiz.stop("pause", at)
        elif act != "next" or place.progress.tries:
            quiz.close(place, act, at)  # type: ignore[arg-type]

    again = Session.resumed(saved, tools())

    assert again.progress == quiz.progress
    assert tally(again) == tally(quiz)
    if quiz.place is None:
        assert again.place is None
        assert [e.kind for e in saved].count("end") == 1
    else:
        assert again.place is not None
        assert again.place.solution.item.code == quiz.place.solution.item.code
        assert again.place.part == quiz.place.part
        assert again.place.progress == quiz.place.progress
        assert [e.kind for e in saved].count("end") == 0


def test_a_plan_is_read_back() -> None:
    plan = Plan(("rl", "lstm"), 2, 0x7F2A, (RL, LSTM))

    assert Plan.read(plan.write()) == plan
    for text in ("", "{}", "[1]", '{"topics": 3}'):
        with pytest.raises(ValueError):  # noqa: PT011
            Plan.read(text)


def test_the_working_of_a_part_ends_with_its_line_and_begins_after_the_part_before() -> None:
    solution = solved(LSTM)
    parts = solution.item.question.parts
    whole = sum(len(excerpt(solution, part)) for part in parts)

    assert [last_line(solution, part) for part in parts] == [0, 1, 2, 3, 4, 5]
    assert whole == len(parts)
    assert all(true_answer(solution, part) for part in parts)
    assert [matters_later(solution, part) for part in parts] == [True] * 5 + [False]
