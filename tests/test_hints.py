"""Hints: their order, what they tell and what they keep, and the student's own values in them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from ncrevise.document.tree import Document
from ncrevise.hints import LEVELS, Hint, HintState, next_hint, words
from ncrevise.item import Solution, draw_solution
from ncrevise.render.text import render
from ncrevise.tape.value import Value

if TYPE_CHECKING:
    from ncrevise.bank import Bank
    from ncrevise.question import Part, Question

SEEDS = 2


def text(hint: Hint) -> str:
    return render(Document("Hint", hint.blocks)).strip()


def part(solution: Solution, letter: str) -> Part:
    return next(p for p in solution.item.question.parts if p.letter == letter)


def told(solution: Solution, asked: Part, answered: dict[str, str] | None = None) -> list[Hint]:
    """Ask for hints until there are no more."""
    state, found = HintState(), []
    while True:
        hint, state = state.next(solution, asked, answered or {})
        if hint is None:
            return found
        found.append(hint)


def steps(hints: list[Hint]) -> list[str]:
    return [hint.step for hint in hints if hint.level == 1]


def ends(hints: list[Hint]) -> int:
    return sum(hint.level == LEVELS for hint in hints)


@pytest.fixture
def lstm(bank: Bank) -> Solution:
    return draw_solution(bank.question("lstm.step/1"), 3)


def test_four_levels(lstm: Solution) -> None:
    what, formula, numbers, value = told(lstm, part(lstm, "a"))

    assert text(what).startswith("Forget gate.")
    assert "read the same two numbers" in text(what)
    assert text(formula) == "f_t = σ(W_f x_t + U_f h_(t−1) + b_f)"
    assert text(numbers).splitlines()[0] == text(formula)
    assert text(numbers).endswith("= σ(−0.72)")
    assert text(value) == "f_t ≈ 0.3274"


def test_steps_come_in_order(lstm: Solution) -> None:
    hints = told(lstm, part(lstm, "f"))

    assert steps(hints) == ["f", "i", "g", "o", "c", "h"]
    assert [hint.level for hint in hints] == [1, 2, 3, 4] * 6


def test_right_answers_count_as_got(lstm: Solution) -> None:
    hints = told(lstm, part(lstm, "e"), {"a": "0.3274", "c": "-0.8937", "d": "no number"})

    assert steps(hints) == ["i", "c"]


def test_nothing_is_asked_behind_what_is_got(lstm: Solution) -> None:
    hints = told(lstm, part(lstm, "f"), {"e": "-0.9544", "d": "0.8618"})

    assert steps(hints) == ["h"]


def test_own_values_are_used(lstm: Solution) -> None:
    answered = {"a": "0.5", "b": "0.8481", "c": "-0.8937"}
    _, _, numbers, value = told(lstm, part(lstm, "e"), answered)

    assert "0.5 · (−0.6) + 0.8481 · (−0.8937)" in text(numbers)
    assert text(value) == "c_t ≈ −1.0579"


def test_own_values_that_are_refused_are_not(lstm: Solution) -> None:
    hints = told(lstm, part(lstm, "f"), {"d": "0", "e": "-0.9544"})

    assert "o" in {hint.step for hint in hints}


def test_a_step_answered_meanwhile_is_left(lstm: Solution) -> None:
    asked = part(lstm, "e")
    first, state = HintState().next(lstm, asked, {})
    second, state = state.next(lstm, asked, {})
    third, state = state.next(lstm, asked, {"a": "0.3274"})

    assert [(hint.step, hint.level) for hint in (first, second, third) if hint] == [
        ("f", 1),
        ("f", 2),
        ("i", 1),
    ]


def test_next_hint_is_pure(lstm: Solution) -> None:
    asked = part(lstm, "e")

    assert next_hint(lstm, asked, 3, {}) == next_hint(lstm, asked, 3, {})
    skipped = next_hint(lstm, asked, 1, {}, {"f", "i"})
    assert skipped is not None
    assert skipped.step == "g"
    assert next_hint(lstm, asked, 1, {}, {"f", "i", "g", "c"}) is None


def test_the_bank_speaks_once_where_it_is_meant(lstm: Solution) -> None:
    """Its first hint is about the gates, its second about the cell, neither about the output."""
    whats = [text(hint) for hint in told(lstm, part(lstm, "f")) if hint.level == 1]
    first, second = ("read the same two numbers", "The forget gate scales the old cell")

    assert [first in what for what in whats] == [True, False, False, False, False, False]
    assert [second in what for what in whats] == [False, False, False, False, True, False]
    assert whats[-1] == "New hidden state."
    assert first in text(told(lstm, part(lstm, "b"))[0])


def test_lines_told_as_one_are_told_apart(bank: Bank) -> None:
    solution = draw_solution(bank.question("backprop.graph/1"), 1)
    hints = told(solution, solution.item.question.parts[-1])
    first, second, *_ = (hint for hint in hints if hint.level == 1)

    assert text(first) == "Find q. Forward pass: each value from those before it."
    assert text(second).startswith("Find f̄. Backward pass:")


def test_a_step_with_nothing_to_work_out_is_one_hint(bank: Bank) -> None:
    solution = draw_solution(bank.question("backprop.graph/1"), 1)
    hints = [h for h in told(solution, solution.item.question.parts[-1]) if h.step == "grad_f"]

    assert [(hint.level, text(hint)) for hint in hints[1:]] == [(4, "f̄ = 1")]


def test_words_are_compared_by_their_stems() -> None:
    assert words("The gates, sliding over $W_f x_t$") == {"gate", "slid", "over", "$W_f", "$x_t"}


def test_every_part_has_hints_and_ends_with_its_answer(question: Question) -> None:
    for seed in range(SEEDS):
        solution = draw_solution(question, seed)
        for asked in question.parts:
            hints = told(solution, asked)
            last = solution.values[asked.asks]

            assert len(set(steps(hints))) == len(steps(hints)) == ends(hints)
            assert all(text(hint) for hint in hints)
            assert all(a.blocks != b.blocks for a, b in pairwise(hints))
            if isinstance(last, Value):
                assert hints[-1].step == (last.key or "")


def test_values_are_told_last_only(question: Question) -> None:
    """Before level 4 no hint shows the value that it is about."""
    for seed in range(SEEDS):
        solution = draw_solution(question, seed)
        for asked in question.parts:
            hints = told(solution, asked)
            for step in steps(hints):
                *before, value = [hint for hint in hints if hint.step == step]
                shown = after_relation(text(value))
                if len(shown.strip("−.")) > 4:
                    assert not any(text(hint).endswith(shown) for hint in before)


def test_what_is_said_of_a_value_is_true(question: Question) -> None:
    """A value without a symbol is called by its own meaning, never by another's."""
    solution = draw_solution(question, 1)
    family = solution.item.family
    for asked in question.parts:
        for hint in told(solution, asked):
            value = solution.tape.named.get(hint.step)
            names = [n for n, v in solution.values.items() if v is value]
            if hint.level == LEVELS and value is not None and not value.symbol:
                assert text(hint).startswith(tuple(family.outcome(name).meaning for name in names))


def after_relation(line: str) -> str:
    """Give what stands behind the last relation sign."""
    return line.replace("≈", "=").rpartition("=")[2].strip()
