"""Draws: a wrong method does not give the right answer by chance."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.blind import asked, blind, changes_nothing, likely
from ncrevise.item import MOST_BLIND, draw_solution, run_item, sample

if TYPE_CHECKING:
    from ncrevise.bank import Bank
    from ncrevise.question import Question

MANY = 20


def test_terms_are_no_zeros_and_factors_no_ones(bank: Bank) -> None:
    for name in ("lstm.step/1", "lstm.step/2", "rnn.forward/1"):
        question = bank.question(name)
        for seed in range(MANY):
            run = run_item(draw_solution(question, seed).item, {})
            found = [c.said() for v in asked(run) for c in likely(v) if changes_nothing(c)]
            assert not found, (name, seed)


def test_draws_are_less_blind_than_chance_would_have_them(question: Question) -> None:
    """Over many draws; where the question itself leaves something out, no blinder."""
    chance = [blind(run) for k in range(MANY) if (run := sample(question, k)) is not None]
    drawn = [blind(run_item(draw_solution(question, k).item, {})) for k in range(MANY)]

    assert np.mean(drawn) <= np.mean(chance) + 0.5


def test_what_a_question_leaves_open_is_drawn_as_before(bank: Bank) -> None:
    """A mode in which more is blind is not drawn less often for it."""
    question = bank.question("cnn.conv2d/1")
    modes = Counter(draw_solution(question, seed).plain.mode for seed in range(3 * MANY))

    assert len(modes) == 2
    assert min(modes.values()) >= MANY / 2


def test_the_search_ends(question: Question) -> None:
    solutions = [draw_solution(question, seed) for seed in range(5)]

    assert all(s.item.attempts <= 2 * MOST_BLIND for s in solutions)
