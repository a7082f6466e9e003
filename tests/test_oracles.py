"""Every family against an independent reference, and against published answers."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from ncrevise.formulas import Formulas
from ncrevise.givens.declare import givens_of
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
    from collections.abc import Callable

    from ncrevise.mistake import Mistake
    from ncrevise.question import Question, Worked

    Reference = Callable[[Any], Any]


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
        results = {k: v for k, v in solution.results.items() if k not in solution.item.derived}
        assert wanted.keys() >= results.keys()
        for name, value in results.items():
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


def plainly(value: Any) -> Any:
    """Nested tuples of plain numbers, as givens are drawn."""
    if isinstance(value, np.ndarray):
        return plainly(value.tolist())
    return tuple(map(plainly, value)) if isinstance(value, list) else value


def reference_of(mistake: Mistake, question: Question) -> Reference | None:
    """What a mistake gives: of other givens the oracle, else what stands beside the oracle."""
    model = family(question.family)
    topic, _, name = question.family.partition(".")
    module = importlib.import_module(f"tests.oracles.{topic}")
    beside = getattr(module, f"{name.replace('-', '_')}_mistakes", {})
    if mistake.id in beside:
        found: Reference = beside[mistake.id]
        return found
    if mistake.change is None or mistake.settings:
        return None

    def on_other_givens(givens: Any) -> Any:
        edited = mistake.edited(model, plain(givens))
        values = {name: plainly(getattr(edited, name)) for name in givens_of(type(givens))}
        return oracle(question.family)(type(givens)(**values))

    return on_other_givens


def test_mistakes_equal_oracle(question: Question, seeds: range) -> None:
    """What a mistake gives is worked out a second time, by code that shares nothing with it."""
    known = {m.id: reference_of(m, question) for m in family(question.family).mistakes}
    for seed in seeds:
        solution = draw_solution(question, seed)
        for name, found in solution.mistakes.items():
            reference = known[name]
            assert reference is not None, f"{name} has no reference"
            wanted = reference(solution.item.givens)
            both = found.keys() & wanted.keys()
            assert both, name
            for each in sorted(both):
                agree_as(name, found[each], wanted[each])


def agree_as(name: str, found: Any, wanted: Any) -> None:
    try:
        agree(found, wanted, 1e-9)
    except AssertionError as error:
        raise AssertionError(f"{name}: {error}") from None


def test_references_belong_to_mistakes() -> None:
    for name in family_names():
        topic, _, rest = name.partition(".")
        module = importlib.import_module(f"tests.oracles.{topic}")
        beside = getattr(module, f"{rest.replace('-', '_')}_mistakes", {})
        assert beside.keys() <= {m.id for m in family(name).mistakes}


def test_enough_published_cases() -> None:
    assert len(CASES) >= 20
