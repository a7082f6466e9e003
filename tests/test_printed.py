"""Every printed equality is true, on what is rendered, by a reader that knows nothing of us."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ncrevise.item import draw_solution
from ncrevise.maths import tex, text
from ncrevise.render.lines import lines
from ncrevise.working import working
from tests.readback import check

if TYPE_CHECKING:
    from ncrevise.item import Solution
    from ncrevise.question import Question


def names_of(solution: Solution) -> dict[str, object]:
    """Give what each symbol stands for, as it is printed."""
    return {
        text.write(tex.read(value.symbol)): value.data
        for value in solution.tape.named.values()
        if value.symbol
    }


def reports(question: Question, seed: int) -> tuple[int, int, list[str]]:
    """Check every line of a variant: sides seen, sides read, false links."""
    solution = draw_solution(question, seed)
    names = names_of(solution)
    seen, read, false = 0, 0, []
    for line in lines(working(solution.tape, figures=False)):
        for part in line.split(" | "):
            if " = " in part or " ≈ " in part:
                report = check(part, question.places, names)
                seen, read = seen + report.sides, read + report.read
                false += [f"{solution.item.code}: {link}" for link in report.false]
    return seen, read, false


def check_seeds(question: Question, seeds: range) -> None:
    seen = read = 0
    for seed in seeds:
        more_seen, more_read, false = reports(question, seed)
        assert not false
        seen, read = seen + more_seen, read + more_read

    assert read >= 0.7 * seen, f"only {read} of {seen} sides could be read"


def test_printed_equalities_hold(question: Question, seeds: range) -> None:
    check_seeds(question, range(seeds.start, seeds.start + 200))


@pytest.mark.long
def test_printed_equalities_hold_for_long(question: Question) -> None:
    check_seeds(question, range(10_000))


@pytest.mark.parametrize(
    ("line", "true"),
    [
        ("z = 2 · 3 + 1 = 7", True),
        ("z = 2 · 3 + 1 = 8", False),
        ("f_t = σ(0.17) ≈ 0.5424", True),
        ("f_t = σ(0.17) ≈ 0.5425", False),
        ("c ≈ 0.5424 · (−0.6) + 0.7271 · (−0.7818) ≈ −0.8939", True),
        ("c ≈ 0.5424 · (−0.6) + 0.7271 · (−0.7818) ≈ −0.8942", False),
        ("Y = [1 · 2 − 3; 4] = [−1; 4]", True),
        ("Y = [1 · 2 − 3; 4] = [−1; 5]", False),
        ("x = 1/2 · (3 − 1)² = 2", True),
        ("x = 1/2 · (3 − 1)² = 4", False),
        ("m = max(0, 3, −1) = 3", True),
        ("m = max(0, 3, −1) = 0", False),
        ("p = e^(−1)/(e^(−1) + e^2) ≈ 0.0474", True),
        ("p = e^(−1)/(e^(−1) + e^2) ≈ 0.0484", False),
        ("P = (3 · 3 · 3 + 1) · 16 = 448", True),
        ("P = (3 · 3 · 3 + 1) · 16 = 432", False),
        ("n = 81\u202f930 + 70 = 82\u202f000", True),
        ("h = ⌊(7 − 3)/2⌋ + 1 = 3", True),
        ("h = ⌊(8 − 3)/2⌋ + 1 = 4", False),
    ],
)
def test_the_reader_itself(line: str, *, true: bool) -> None:
    report = check(line, 4, {})

    assert report.read >= report.sides - 1
    assert bool(report.false) is not true
