"""Slips: what is said of wrong answers that were worked out with one thing done wrongly."""

from __future__ import annotations

import importlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from ncrevise.errors import AnswerError
from ncrevise.item import draw_solution
from ncrevise.marking import mark_part
from ncrevise.results.kinds.numbers import floats, is_numeric
from tests.conftest import QUESTIONS
from tests.slips import typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.marking import Verdict
    from ncrevise.question import Question
    from tests.slips import Made

TOPICS = ("backprop", "cnn", "gd", "linear", "lstm", "rl", "rnn")
NAMED = 0.85


@dataclass(frozen=True)
class Tried:
    question: Question
    seed: int
    made: Made
    text: str
    verdict: Verdict

    @property
    def cause(self) -> str:
        """What came of it: named, one of two, the place, a fact, false, or nothing."""
        verdict = self.verdict
        causal = verdict.mistake is not None or verdict.note.startswith("slip:")
        causal = causal or verdict.note.startswith(self.question.family + ":")
        if verdict.note == "slip:somewhere":
            return "place"
        if not causal:
            return (
                "entries"
                if "entries are right" in verdict.feedback
                else ("fact" if verdict.note not in {"wrong"} else "nothing")
            )
        if all(word in verdict.feedback for word in self.made.said):
            return "named"
        return "perhaps" if verdict.feedback.startswith("Perhaps") else "other"


def tried(question: Question, seeds: range) -> Iterator[Tried]:
    module: Any = importlib.import_module(f"tests.slips.{question.topic}")
    for seed in seeds:
        solution = draw_solution(question, seed)
        parts = {part.letter: part for part in question.parts}
        parts |= {part.asks: part for part in question.parts}
        for made in module.made(question.id, solution.plain):
            part = parts.get(made.part)
            if part is None:
                continue
            truth = solution.results[part.asks]
            if not is_numeric(truth):
                continue
            wrong = np.asarray(made.answer, dtype=float)
            text = typed(
                wrong.reshape(np.shape(truth)) if wrong.size == np.size(truth) else wrong,
                question.places,
            )
            try:
                verdict = mark_part(solution, part, text)
            except AnswerError:
                continue
            if not verdict.right:
                yield Tried(question, seed, made, text, verdict)
