"""Slips: what is said of wrong answers that were worked out with one thing done wrongly."""

from __future__ import annotations

import importlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from ncrevise.document.markdown import read_inline
from ncrevise.errors import AnswerError
from ncrevise.item import draw_solution
from ncrevise.marking import mark_part
from ncrevise.results.kinds.numbers import is_numeric
from ncrevise.tape import Tape, Value, ops
from ncrevise.tape.replay import replay
from ncrevise.tape.slips import causes
from tests.conftest import QUESTIONS
from tests.slips import typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.marking import Verdict
    from ncrevise.question import Question
    from tests.slips import Made

SEEDS = range(1, 4)
FALSE = {"backprop.graph": 0.07, "gd.gradient": 0.03, "linear.perceptron": 0.07}
"""The share of causes told outright that are not those of the tables, where over 0.02.

Some of these are the true one in other words: "exchanged $L$ and $R$" for $\\lambda L + R$.
"""
NAMED = {
    "backprop.graph": 0.60,
    "cnn.conv2d": 0.15,
    "cnn.parameters": 0.50,
    "cnn.pool": 0.25,
    "gd.gradient": 0.45,
    "gd.step": 0.45,
    "linear.perceptron": 0.30,
    "lstm.step": 0.95,
    "rl.q-update": 0.40,
    "rl.value-iteration": 0.35,
    "rnn.forward": 0.70,
}
"""The share of wrong answers, as odd as they come, whose cause is told, family by family."""


@dataclass(frozen=True)
class Tried:
    """A wrong answer, and what was said of it."""

    question: Question
    seed: int
    made: Made
    text: str
    verdict: Verdict

    @property
    def outcome(self) -> str:
        """What came of it: the true cause, a false one, one of which it may be, or none."""
        verdict = self.verdict
        kinds = ("slip:", f"{self.question.family}:")
        if not verdict.note.startswith(kinds) or verdict.note == "slip:somewhere":
            return "none"
        if all(word in verdict.feedback for word in self.made.said):
            return "named"
        return "perhaps" if verdict.feedback.startswith("Perhaps") else "false"


def tried(question: Question, seeds: range) -> Iterator[Tried]:
    """Type what comes of every slip that the tables know of a question."""
    module: Any = importlib.import_module(f"tests.slips.{question.topic}")
    parts = {part.letter: part for part in question.parts}
    parts |= {part.asks: part for part in question.parts}
    for seed in seeds:
        solution = draw_solution(question, seed)
        for made in module.made(question.id, solution.plain):
            part = parts.get(made.part)
            if part is None or not is_numeric(solution.results[part.asks]):
                continue
            truth = solution.results[part.asks]
            wrong = np.asarray(made.answer, dtype=float)
            if wrong.size == np.size(truth):
                wrong = wrong.reshape(np.shape(truth))
            text = typed(wrong, question.places)
            try:
                verdict = mark_part(solution, part, text)
            except AnswerError:  # another shape: asked again
                continue
            if not verdict.right:
                yield Tried(question, seed, made, text, verdict)


@pytest.mark.parametrize("family", sorted(NAMED))
def test_causes_are_named_and_hardly_one_is_false(family: str) -> None:
    found: Counter[str] = Counter()
    wrong = []
    for question in (q for q in QUESTIONS if q.family == family):
        for each in tried(question, SEEDS):
            found[each.outcome] += 1
            if each.outcome == "false":
                wrong.append((question.id, each.seed, each.made.why, each.verdict.feedback))

    told = found["named"] + found["false"]
    assert sum(found.values()) >= 30
    assert len(wrong) <= max(3, FALSE.get(family, 0.02) * told), wrong
    assert found["named"] >= NAMED[family] * sum(found.values()), found


def test_a_cause_is_ruled_out_by_a_right_answer(bank: Any) -> None:
    """What comes of a slip in the forget gate is none of it where that gate was right."""
    solution = draw_solution(bank.question("lstm.step/1"), 7)
    parts = {part.asks: part for part in solution.item.question.parts}
    without = next(c for c in causes(solution.values["f"]) if "left out $b_{f}$" in c.said())
    found = replay(solution.tape, without.ways, [solution.values["c"]])
    text = f"{found[solution.values['c'].index]:.4f}"
    right = f"{float(solution.results['f']):.4f}"

    assert "left out $b_{f}$" in mark_part(solution, parts["c"], text).feedback
    seen = mark_part(solution, parts["c"], text, {parts["f"].letter: right})
    assert "b_{f}" not in seen.feedback


def test_numbers_that_may_be_chance_get_a_perhaps(bank: Any) -> None:
    solution = draw_solution(bank.question("rl.q-update/1"), 7)
    (part, *_) = solution.item.question.parts
    without = next(c for c in causes(solution.values["target"]) if "left out $r$" in c.said())
    wrong = replay(solution.tape, without.ways, [solution.values["target"]])
    verdict = mark_part(solution, part, f"{float(wrong[solution.values['target'].index]):g}")

    assert verdict.feedback.startswith("Perhaps: ")
    assert "left out $r$" in verdict.feedback


def sums() -> Value:
    tape = Tape()
    x, w, b = (tape.given(name, data) for name, data in (("x", 3.0), ("w", 2.0), ("b", 0.5)))
    return tape.name("y", ops.tanh(w * x - b))


def test_slips_of_a_line_are_told_by_its_symbols() -> None:
    line = sums()
    said = {cause.said(): cause for cause in causes(line)}

    assert r"You left out $\tanh$ in $\tanh(w x - b)$." in said
    assert r"You left out $b$ in $\tanh(w x - b)$." in said
    assert r"You added $b$ in $\tanh(w x - b)$, where it is subtracted." in said
    assert r"You took $x$ for $b$ in $\tanh(w x - b)$." in said
    for text in said:
        read_inline(text)


def test_a_replay_changes_what_follows_and_nothing_else() -> None:
    line = sums()
    without = next(c for c in causes(line) if "left out $b$" in c.said())
    before = [value.data for value in line.tape.values]
    found = replay(line.tape, without.ways, [line])

    assert found[line.index] == pytest.approx(np.tanh(6.0))
    assert [value.data for value in line.tape.values] == before
    assert replay(line.tape, {}, [line]) == {}


def test_what_is_said_of_every_slip_can_be_read(question: Question) -> None:
    solution = draw_solution(question, 1)
    for part in question.parts:
        asked = solution.values[part.base]
        if not isinstance(asked, Value):
            continue
        for cause in causes(asked):
            read_inline(cause.said())
