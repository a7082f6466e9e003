"""What every question must do, over many seeds."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from ncrevise import registry
from ncrevise.givens.declare import givens_of
from ncrevise.givens.kinds import kind
from ncrevise.givens.place import plain
from ncrevise.item import draw_solution, run, solve_item
from ncrevise.paper import question_document
from ncrevise.render.text import render
from ncrevise.results.kinds.numbers import is_numeric
from ncrevise.tape import NO_TAPE, raw
from ncrevise.tolerance import differs

if TYPE_CHECKING:
    from ncrevise.question import Question


KINDS = True  # the small families as well
pytestmark = pytest.mark.usefixtures("small_families")


def same(a: Any, b: Any) -> bool:
    """Bit for bit, and of the same type."""
    a, b = raw(a), raw(b)
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and np.array_equal(a, b)
    return type(a) is type(b) and bool(a == b)


def test_same_seed_same_item(question: Question, seeds: range) -> None:
    for seed in seeds:
        first, again = draw_solution(question, seed), draw_solution(question, seed)

        assert first.item.givens == again.item.givens
        assert first.item.attempts == again.item.attempts


def test_different_seeds_differ(question: Question, seeds: range) -> None:
    drawn = {repr(draw_solution(question, seed).item.givens) for seed in seeds}

    assert len(drawn) > 0.6 * len(seeds)


def test_traced_equals_untraced(question: Question, seeds: range) -> None:
    for seed in seeds:
        solution = draw_solution(question, seed)
        arrays = plain(solution.item.givens)
        before = copy.deepcopy(arrays)
        untraced = run(solution.item.family, arrays, NO_TAPE)

        assert untraced.keys() == solution.values.keys()
        for name, value in untraced.items():
            assert same(value, solution.values[name]), name
        for name in givens_of(type(arrays)):
            assert same(getattr(arrays, name), getattr(before, name)), f"{name} was changed"


def test_results_are_described(question: Question) -> None:
    solution = draw_solution(question, 0)
    family = solution.item.family

    assert all(value is not None for value in solution.results.values())
    assert all(family.outcome(name).meaning for name in solution.results)
    assert "*" not in "".join(family.outcome(name).meaning for name in solution.results)
    assert {part.asks for part in question.parts} <= set(solution.results)


def test_results_are_finite(question: Question, seeds: range) -> None:
    for seed in seeds:
        for name, value in draw_solution(question, seed).results.items():
            if is_numeric(value):
                assert np.all(np.isfinite(np.asarray(value, dtype=float))), name


def test_mistakes_differ(question: Question, seeds: range) -> None:
    asked = [part.asks for part in question.parts]
    for seed in seeds:
        solution = draw_solution(question, seed)
        for name, wrong in solution.mistakes.items():
            assert any(
                part in wrong
                and differs(wrong[part], solution.results[part], solution.tolerances[part])
                for part in asked
            ), name


def test_some_mistake_can_be_made(question: Question, seeds: range) -> None:
    made = {name for seed in seeds for name in draw_solution(question, seed).mistakes}

    if question.topic == "kinds":  # what the bank's can make, ``test_mistakes`` looks at
        assert made == {mistake.id for mistake in registry.family(question.family).mistakes}
    else:
        assert len(made) >= 2


def test_override_is_followed(question: Question) -> None:
    """A student's own value of the first line changes what comes after it, and nothing before."""
    solution = draw_solution(question, 1)
    keys = [key for key, value in solution.tape.named.items() if value.op is not None]
    assert keys or question.topic == "kinds"
    if not keys:
        return
    first = keys[0]
    own = np.asarray(raw(solution.tape.named[first])) * 1
    own = own.item() if own.ndim == 0 else own
    followed = solve_item(solution.item, {first: own})

    assert followed.tape.named[first].op is None
    assert followed.results.keys() == solution.results.keys()


def test_working_renders(question: Question, seeds: range) -> None:
    for seed in seeds:
        text = render(question_document(draw_solution(question, seed), solved=True))

        assert "{{" not in text
        assert "+ −" not in text
        assert "− −" not in text
        assert "nan" not in text.split()


def test_givens_survive_writing(question: Question, seeds: range) -> None:
    for seed in seeds:
        givens = draw_solution(question, seed).item.givens
        for name, about in givens_of(type(givens)).items():
            value = getattr(givens, name)
            if value is not None:
                again = kind(about.kind).read(kind(about.kind).write(value), about)
                assert again == value, name


@pytest.mark.long
def test_draws_never_fail(question: Question) -> None:
    for seed in range(10_000):
        draw_solution(question, seed)
