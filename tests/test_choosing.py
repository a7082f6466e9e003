"""What is asked, and what to ask after it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ncrevise.errors import UsageError
from ncrevise.study.choosing import choose, next_topics, plan_of, questions_for
from ncrevise.study.tally import tally
from tests.quizzes import BANK, LSTM, RL, session, true

TOPICS = ("lstm", "rl")


@pytest.mark.parametrize("seed", range(20))
def test_every_question_comes_once_before_any_comes_again(seed: int) -> None:
    questions = questions_for(BANK, TOPICS, None)
    chosen = [question for question, _ in choose(questions, 3 * len(questions), seed)]

    for first in range(0, len(chosen), len(questions)):
        turn = chosen[first : first + len(questions)]
        assert {q.id for q in turn} == {q.id for q in questions}


@pytest.mark.parametrize(
    ("topics", "count"),
    [((), 5), ((), 32), ((), 70), (("cnn",), 25), (("lstm", "rnn"), 13), (("gd", "rl"), 20)],
)
def test_no_family_comes_twice_running(topics: tuple[str, ...], count: int) -> None:
    """Not at the end of a round either, where only one family might be left, nor after it."""
    questions = questions_for(BANK, topics, None)
    for seed in range(60):
        chosen = [question.family for question, _ in choose(questions, count, seed)]

        assert all(one != other for one, other in pairwise(chosen)), seed


def test_a_family_comes_again_only_where_it_must() -> None:
    """Of one family alone, and of three questions beside one, as seldom as can be."""
    (one, two, three), (other, *_) = (questions_for(BANK, (t,), None)[:3] for t in ("lstm", "rnn"))
    alone = [q.family for q, _ in choose([one, two], 4, 1)]
    for seed in range(20):
        most = [q.family for q, _ in choose([one, two, three, other], 4, seed)]
        assert sum(a == b for a, b in pairwise(most)) == 1

    assert alone == ["lstm.step"] * 4


@pytest.mark.parametrize("seed", range(10))
def test_a_quiz_is_asked_as_it_was_chosen(seed: int) -> None:
    plan = plan_of(BANK, (), None, 30, seed)
    families = [code.partition("/")[0] for code in plan.codes]

    assert len(plan.codes) == 30
    assert all(one != other for one, other in pairwise(families))


def test_a_plan_is_of_the_level_and_the_same_again() -> None:
    plan = plan_of(BANK, TOPICS, 2, 4, 7)

    assert plan == plan_of(BANK, TOPICS, 2, 4, 7)
    assert plan != plan_of(BANK, TOPICS, 2, 4, 8)
    assert (plan.topics, plan.level, plan.seed, len(plan.codes)) == (TOPICS, 2, 7, 4)
    assert {BANK.open(code)[0].level for code in plan.codes} == {2}


def test_a_level_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="No question of level 9"):
        questions_for(BANK, TOPICS, 9)


def test_the_weakest_family_is_asked_next() -> None:
    quiz = session(LSTM, RL)
    assert next_topics(quiz, tally(quiz)) == ("lstm",)  # the topic of the quiz

    while quiz.place and quiz.place.number == 1:
        quiz.answer(quiz.place, true(LSTM, quiz.place.part.letter), 1)
    assert next_topics(quiz, tally(quiz)) == ("lstm",)

    assert quiz.place
    quiz.close(quiz.place, "skip", 2)
    assert next_topics(quiz, tally(quiz)) == ("rl.q-update",)
