"""Mistakes: each can be made, each answers something that is asked, and no two are one."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from ncrevise.item import draw_solution
from ncrevise.registry import family, family_names
from ncrevise.tolerance import differs
from tests.conftest import QUESTIONS

if TYPE_CHECKING:
    from ncrevise.item import Solution
    from ncrevise.question import Question

DRAWS = 8  # times the usual number
ENOUGH = 10  # draws in which two mistakes can be compared

FIRST_STEP = "at the first step leaving out W_h h_0 is starting from zero; at the second it is not"
ONE_PAIR_OF_ZEROS = "at stride 2 a zero at either end makes one window; the maps tell them apart"
SAME_PART = {
    ("backprop.graph/3", "local-only", "sign-of-difference", "grad_h"): (
        "the signals at p and q are 1 and −1, so that either makes both 1; f̄ by x tells"
    ),
    ("cnn.conv2d/2", "one-short", "padding-dropped", "size"): ONE_PAIR_OF_ZEROS,
    ("cnn.conv2d/3", "one-short", "padding-dropped", "size"): ONE_PAIR_OF_ZEROS,
    ("cnn.conv2d/3", "dilation-ignored", "rounded-up", "size"): (
        "where pixels are left over, a kernel without gaps has room for the window over the edge"
    ),
    ("rnn.forward/1", "no-recurrence", "starts-from-zero", "h1"): FIRST_STEP,
    ("rnn.forward/2", "no-recurrence", "starts-from-zero", "h1"): FIRST_STEP,
    ("rnn.forward/2", "no-recurrence", "starts-from-zero", "y1"): FIRST_STEP,
    ("rnn.forward/3", "no-recurrence", "starts-from-zero", "h1"): FIRST_STEP,
}
"""Mistakes that give the same wrong answer to a part in every draw, and why both are kept."""

ONLY_TYPED = {
    ("cnn.parameters", "biases-counted"): "no question leaves biases out of all layers",
}
"""Mistakes that no question of the bank reaches, only givens that somebody types."""


def changed(solution: Solution, name: str) -> set[str]:
    """What a mistake answers wrongly, of what the parts ask in whatever style."""
    wrong = solution.mistakes[name]
    return {
        part.base
        for part in solution.item.question.parts
        if part.base in wrong
        and differs(wrong[part.base], solution.results[part.base], solution.tolerances[part.base])
    }


def test_no_two_mistakes_are_one(question: Question, seeds: range) -> None:
    """Where both change a part, two mistakes give different answers to it in some draw."""
    compared: Counter[tuple[str, str, str]] = Counter()
    apart: set[tuple[str, str, str]] = set()
    for seed in range(seeds.start, seeds.start + DRAWS * len(seeds)):
        solution = draw_solution(question, seed)
        parts = {name: changed(solution, name) for name in solution.mistakes}
        assert all(parts.values()), (
            f"@{seed:x}: {[n for n in parts if not parts[n]]} answer nothing"
        )
        for one, other in combinations(sorted(parts), 2):
            for asks in parts[one] & parts[other]:
                key = (one, other, asks)
                compared[key] += 1
                if key not in apart and differs(
                    solution.mistakes[one][asks],
                    solution.mistakes[other][asks],
                    solution.tolerances[asks],
                ):
                    apart.add(key)

    told = {key for key, times in compared.items() if times >= ENOUGH}
    assert told
    assert told - apart == {key[1:] for key in SAME_PART if key[0] == question.id}


@pytest.mark.parametrize("name", family_names())
def test_every_mistake_can_be_made(name: str, seeds: range) -> None:
    left = {mistake.id for mistake in family(name).mistakes}
    for question in (q for q in QUESTIONS if q.family == name):
        for seed in seeds:
            if left:
                left -= draw_solution(question, seed).mistakes.keys()

    assert left == {mistake for where, mistake in ONLY_TYPED if where == name}


def test_what_is_excused_is_there() -> None:
    ids = {question.id for question in QUESTIONS}

    assert {name for name, *_ in SAME_PART} <= ids
    assert {name for name, _ in ONLY_TYPED} <= {*family_names()}
    assert all(SAME_PART.values())
    assert all(ONLY_TYPED.values())
