"""What bulk export fills in is exactly what is printed one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ncrevise.bulk import Filler
from ncrevise.export.key.record import joined
from ncrevise.item import draw_solution
from ncrevise.maths import text
from ncrevise.paper import (
    allowed,
    part_template,
    parts,
    prompt,
    prompt_template,
    shown,
    stated,
)
from ncrevise.working import working

if TYPE_CHECKING:
    from ncrevise.question import Question


@pytest.fixture(scope="module")
def filler() -> Filler:
    return Filler(joined, text.write)


def test_filled_working_is_the_working(question: Question, seeds: range, filler: Filler) -> None:
    for seed in seeds:
        tape = draw_solution(question, seed).tape

        assert filler.working(tape) == joined(working(tape, figures=False))


def test_filled_wording_is_the_wording(question: Question, seeds: range, filler: Filler) -> None:
    for seed in seeds:
        item = draw_solution(question, seed).item
        values = shown(item)

        assert filler.wording(prompt_template(question), values) == joined(prompt(item))
        for part, block in zip(question.parts, parts(item), strict=True):
            with_it = (*stated(item, part), *allowed(item, part))
            filled = filler.wording(part_template(item, part), values)

            assert "\n".join(filter(None, (filled, joined(with_it)))) == joined(block.body)
