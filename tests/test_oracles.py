"""Every family against an independent reference, and against published answers."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from ncrevise.formulas import Formulas
from ncrevise.givens.place import plain
from ncrevise.givens.typed import make
from ncrevise.item import draw_solution, run
from ncrevise.registry import family, family_names
from ncrevise.results.kinds.numbers import is_numeric
from ncrevise.tape import NO_TAPE, raw
from ncrevise.tolerance import agrees
from tests.conftest import QUESTIONS
from tests.oracles import formulas

if TYPE_CHECKING:
    from ncrevise.question import Question, Worked


def oracle(name: str) -> Any:
    topic, _, rest = name.partition(".")
    module = importlib.import_module(f"tests.oracles.{topic}")
    return getattr(module, rest.replace("-", "_"))


def agree(found: Any, wanted: Any, tolerance: float) -> None:
    if isinstance(found, Formulas):
        found = np.asarray(formulas.values_of(found), dtype=float)
    if not is_numeric(raw(found)):
        assert agrees(found, wanted, None), (found, wanted)
        return
    np.testing.assert_allclose(
        np.asarray(found, dtype=float),
        np.asarray(wanted, dtype=float),
        rtol=tolerance,
        atol=tolerance,
    )


@pytest.mark.parametrize("name", family_names())
def test_family_has_an_oracle_and_questions(name: str) -> None:
    levels = {q.level for q in QUESTIONS if q.family == name}

    assert callable(oracle(name))
    assert levels == {1, 2, 3}
    assert len(family(name).mistakes) >= 2


def test_family_equals_oracle(question: Question, seeds: range) -> None:
    reference = oracle(question.family)
    for seed in range(seeds.start, seeds.start + 14 * len(seeds)):
        solution = draw_solution(question, seed)
        wanted = reference(solution.item.givens)
        assert wanted.keys() >= solution.results.keys()
        for name, value in solution.results.items():
            agree(value, wanted[name], 1e-9)


CASES = [(q, case) for q in QUESTIONS for case in q.worked]


@pytest.mark.parametrize(
    ("origin", "case"), CASES, ids=[f"{q.id}:{c.source[:40]}" for q, c in CASES]
)
def test_published_answers(origin: Question, case: Worked) -> None:
    model = family(origin.family)
    found = run(model, plain(make(model, case.givens)), NO_TAPE)
    for name, printed in case.answer.items():
        assert agrees(found[name], printed, case.places), (name, found[name])


def test_enough_published_cases() -> None:
    assert len(CASES) >= 20
