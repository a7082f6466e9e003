"""What every question must do, over many seeds: the checks that ``bank check`` makes as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ncrevise.contract import again, examine
from ncrevise.item import draw_solution

if TYPE_CHECKING:
    from ncrevise.question import Question


KINDS = True  # the small families as well
SMALL = {"varied", "overridden"}  # what families of one idea need not do
pytestmark = pytest.mark.usefixtures("small_families")


def test_contract(question: Question, seeds: range) -> None:
    found = examine(question, seeds)
    allowed = SMALL if question.topic == "kinds" else set()

    assert {check: said for check, said in found.faults.items() if check not in allowed} == {}
    assert found.seeds == len(seeds)


def test_same_seed_same_item(question: Question, seeds: range) -> None:
    for seed in seeds:
        assert not [*again(draw_solution(question, seed))]


@pytest.mark.long
def test_draws_never_fail(question: Question) -> None:
    for seed in range(10_000):
        draw_solution(question, seed)
