"""Hints: their order, what they tell and what they keep, and the student's own values in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ncrevise.document.tree import Document
from ncrevise.hints import LEVELS, Hint, HintState
from ncrevise.item import Solution, draw_solution
from ncrevise.paper import hints as hints_of
from ncrevise.question import Hint as Written
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
    return list(dict.fromkeys(hint.step for hint in hints if hint.level))


def computed(hints: list[Hint]) -> list[Hint]:
    """Those that the bank does not say."""
    return [hint for hint in hints if hint.level]


def ends(hints: list[Hint]) -> int:
    return sum(hint.level == LEVELS for hint in hints)


@pytest.fixture
def lstm(bank: Bank) -> Solution:
    return draw_solution(bank.question("lstm.step/1"), 3)


def test_four_levels(lstm: Solution) -> None:
    said, what, formula, numbers, value = told(lstm, part(lstm, "a"))

    assert "read the same two numbers" in text(said)
    assert text(what) == "Forget gate."
    assert text(formula) == "f_t = σ(W_f x_t + U_f h_(t−1) + b_f)"
    assert text(numbers).splitlines()[0] == text(formula)
    assert text(numbers).endswith("= σ(0.11)")
    assert text(value) == "f_t ≈ 0.5275"


def test_steps_come_in_order(lstm: Solution) -> None:
    hints = computed(told(lstm, part(lstm, "f")))

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
    *_, numbers, value = told(lstm, part(lstm, "e"), answered)

    assert "0.5 · 0.7 + 0.8481 · (−0.8937)" in text(numbers)
    assert text(value) == "c_t ≈ −0.4079"


def test_own_values_that_are_refused_are_not(lstm: Solution) -> None:
    hints = told(lstm, part(lstm, "f"), {"d": "0", "e": "-0.9544"})

    assert "o" in {hint.step for hint in hints}


def test_a_step_answered_meanwhile_is_left(lstm: Solution) -> None:
    asked = part(lstm, "e")
    _, state = HintState().next(lstm, asked, {})
    first, state = state.next(lstm, asked, {})
    second, state = state.next(lstm, asked, {})
    third, state = state.next(lstm, asked, {"a": "0.3274"})

    assert [(hint.step, hint.level) for hint in (first, second, third) if hint] == [
        ("f", 1),
        ("f", 2),
        ("i", 1),
    ]


def test_hints_are_the_same_again(lstm: Solution) -> None:
    asked = part(lstm, "e")

    assert told(lstm, asked) == told(lstm, asked)
    assert HintState().next(lstm, asked, {}) == HintState().next(lstm, asked, {})


def test_the_bank_speaks_first_and_of_its_part(lstm: Solution) -> None:
    said = {p.letter: told(lstm, p) for p in lstm.item.question.parts}

    assert [[hint.level for hint in said[letter]][:2] for letter in "abcdef"] == [
        *([0, 1], [1, 2], [0, 1], [1, 2], [0, 1], [0, 1])
    ]
    assert text(said["e"][0]).startswith("The forget gate scales the old cell")
    assert not any("scales the old cell" in text(hint) for hint in said["f"])


def hinted(solution: Solution, *hints: tuple[str, str]) -> Solution:
    """The same, its question with other hints."""
    said = tuple(Written(letter, words) for letter, words in hints)
    item = solution.item
    return replace(solution, item=replace(item, question=replace(item.question, hints=said)))


def test_what_helps_with_all_parts_is_said_at_the_first(lstm: Solution) -> None:
    """It comes before what is said of the part, and never at another part."""
    solution = hinted(lstm, ("b", "One."), ("", "Two."), ("a", "Three."))
    asked = part(solution, "b")
    hint, state = HintState().next(solution, asked, {})
    after, _ = state.next(solution, asked, {})
    elsewhere, _ = HintState(common=False).next(solution, asked, {})

    assert [text(each) for each in (hint, after, elsewhere) if each] == ["Two.", "One.", "One."]


def test_every_written_hint_is_reached_once(question: Question) -> None:
    """Asking at each part in turn, with nothing answered, brings every hint of the bank."""
    solution = draw_solution(question, 1)
    wanted = [render(Document("Hint", blocks)).strip() for blocks in hints_of(solution.item)]
    found: list[str] = []
    for k, asked in enumerate(question.parts):
        state = HintState(common=k == 0)
        while True:
            hint, state = state.next(solution, asked, {})
            if hint is None:
                break
            found += [text(hint)] * (text(hint) in wanted)

    assert sorted(found) == sorted(wanted)
    assert len(set(wanted)) == len(wanted)


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


def test_every_part_has_hints_and_ends_with_its_answer(question: Question) -> None:
    for seed in range(SEEDS):
        solution = draw_solution(question, seed)
        for asked in question.parts:
            hints = told(solution, asked)
            last = solution.values[asked.base]

            shown = [text(hint) for hint in hints]

            assert len(steps(hints)) == ends(hints)
            assert all(shown)
            assert len(set(shown)) == len(shown), solution.item.code
            meaning = solution.form(asked.asks).meaning
            assert f"Find {meaning}." not in shown, "that is what was asked"
            if isinstance(last, Value) and not asked.style:
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
