"""Models explain themselves: run on a tape, what they write is true, line by line."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from ncrevise import models
from ncrevise.derivatives.differentiate import value_and_gradient
from ncrevise.maths import tex, text
from ncrevise.models import TELLING
from ncrevise.models.attention import scaled
from ncrevise.models.graphs import gcn
from ncrevise.models.language import speech
from ncrevise.models.linear import logistic
from ncrevise.models.linear.regression import Linear
from ncrevise.models.networks import mlp
from ncrevise.models.rl import linear, returns
from ncrevise.models.sequences import gru, lstm
from ncrevise.noise import Noise
from ncrevise.render.lines import lines
from ncrevise.tape import Tape
from ncrevise.working import working
from tests.readback import check

if TYPE_CHECKING:
    from collections.abc import Callable

PLACES = 4


class Given:
    """Numbers with one decimal, each under its name."""

    def __init__(self, tape: Tape, seed: int) -> None:
        self.tape, self.noise = tape, Noise(f"explained/{seed}")

    def __call__(self, symbol: str, *shape: int) -> Any:
        data = self.noise.integers(shape, 30, -29) / 10
        return self.tape.given(symbol, data if shape else float(data), symbol)


def perceptron(tape: Tape, some: Given) -> object:
    layers = (mlp.Layer(some("V", 2, 3), some("a", 2)), mlp.Layer(some("W", 2, 2), some("b", 2)))
    return mlp.forward(mlp.Mlp(layers, "tanh", "sigmoid"), some("x", 3), tape)


def attention(tape: Tape, some: Given) -> object:
    return scaled.forward(some("Q", 2, 3), some("K", 2, 3), some("V", 2, 2), None, tape)


def gates(some: Given, keys: str, make: Callable[..., Any]) -> dict[str, Any]:
    letters = iter(zip("ABCD", "EFGH", "pqrs", strict=True))
    found = {}
    for key in keys:
        W, U, b = next(letters)
        found[key] = make(some(W, 2, 2), some(U, 2, 2), some(b, 2))
    return found


def gated(tape: Tape, some: Given) -> object:
    return gru.step(gru.Gru(**gates(some, "zrg", gru.Gate)), some("x", 2), some("m", 2), tape)


def memory(tape: Tape, some: Given) -> object:
    cells = lstm.Lstm(**gates(some, "fiog", lstm.Gate))
    return lstm.step(cells, some("x", 2), lstm.State(some("m", 2), some("k", 2)), tape)


def graph(tape: Tape, some: Given) -> object:
    A = np.array([[0, 1, 1], [1, 0, 0], [1, 0, 0]])
    net = mlp.Mlp((mlp.Layer(some("W", 2, 2), some("b", 2)),), "relu")
    return gcn.forward(net, A, some("X", 3, 2), tape)


def logistic_unit(tape: Tape, some: Given) -> object:
    return logistic.probability(Linear(some("w", 3), some("b", 1)), some("x", 3), tape)


def q_learning(tape: Tape, some: Given) -> object:
    return linear.update(some("w", 3), some("p", 3), some("t"), tape.given("a", 0.5, "a"), tape)


def discounted(tape: Tape, some: Given) -> object:
    rewards = [some(f"r_{k}") for k in range(1, 4)]
    return returns.discounted(rewards, tape.given("g", 0.9, "g"), tape)


def bayes(tape: Tape, some: Given) -> object:
    shares = some.noise.integers((2, 3), 9, 1) / 10
    prior, likely = (tape.given(name, row, name) for name, row in zip("ab", shares, strict=True))
    return speech.posterior(prior, likely, tape)


MODELS = (
    perceptron,
    attention,
    gated,
    memory,
    graph,
    logistic_unit,
    q_learning,
    discounted,
    bayes,
)


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_what_a_model_writes_is_true(model: Callable[[Tape, Given], object]) -> None:
    sides = read = 0
    for seed in range(20):
        tape = Tape(places=PLACES)
        model(tape, Given(tape, seed))
        names = {
            text.write(tex.read(value.symbol)): value.data if value.shape != (1,) else value.data[0]
            for value in tape.named.values()
            if value.symbol
        }
        for line in lines(working(tape, figures=False)):
            for part in line.split(" | "):
                if " = " in part or " ≈ " in part:
                    report = check(part, PLACES, names)
                    sides, read = sides + report.sides, read + report.read
                    assert not report.false, part

    assert read >= 0.7 * sides > 0, f"only {read} of {sides} sides could be read"


def tells(source: str) -> bool:
    """Say whether some function takes a tape."""
    kinds = [n.annotation for n in ast.walk(ast.parse(source)) if isinstance(n, ast.arg)]
    return any(kind is not None and ast.unparse(kind) in {"Recorder", "Tape"} for kind in kinds)


def test_models_that_tell_are_known() -> None:
    root = Path(models.__file__).parent
    found = {
        ".".join(path.relative_to(root).with_suffix("").parts)
        for path in root.rglob("*.py")
        if tells(path.read_text(encoding="utf-8"))
    }

    assert found == TELLING


def test_the_same_model_differentiates_and_trains() -> None:
    """The perceptron that was explained above, as a function of its parameters."""
    noise = Noise("same")
    net = mlp.initial((3, 2, 2), noise, "tanh", "sigmoid")
    x = noise.normal((5, 3))
    value, slope = value_and_gradient(lambda p: mlp.forward(p, x), net)

    assert value.shape == (5, 2)
    assert slope.layers[0].W.shape == net.layers[0].W.shape
