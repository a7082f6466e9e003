"""Recurrent models by hand and in batches: the same code tells, trains and is the reference."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ncrevise.data.trees import Tree
from ncrevise.errors import ShapeError, UsageError
from ncrevise.models.sequences import bptt, forcing, gru, joined, lstm, recursive, rnn, rtrl
from ncrevise.models.sequences.timeline import mask_of
from ncrevise.noise import Noise
from ncrevise.tape import Tape, Value, ops
from ncrevise.tape.grad import backward

D, N = 2, 3


def cells(reset: str, update: str) -> gru.Gru:
    return gru.initial(D, N, Noise("gru"), reset, update)  # type: ignore[arg-type]


STEPS: dict[str, Any] = {
    "lstm": lambda x, h, tape: lstm.step(lstm.initial(D, N, Noise("l")), x, lstm.State(h, h), tape),
    "peepholes": lambda x, h, tape: lstm.step(
        lstm.initial(D, N, Noise("l"), peephole=True), x, lstm.State(h, h), tape
    ),
    "gru, before": lambda x, h, tape: gru.step(cells("before", "keeps"), x, h, tape),
    "gru, after": lambda x, h, tape: gru.step(cells("after", "replaces"), x, h, tape),
    "rnn": lambda x, h, tape: {"h1": rnn.step(rnn.initial(D, N, Noise("r")), x, h, tape)},
    "joined": lambda x, h, tape: {
        "h1": joined.step(joined.joined(rnn.initial(D, N, Noise("r"))), x, h, tape)
    },
}


@pytest.mark.parametrize("name", STEPS)
def test_one_example_equals_a_row_of_a_batch(name: str) -> None:
    noise = Noise("rows")
    x, h = noise.normal((4, D)), noise.normal((4, N))
    rows = STEPS[name](x, h, Tape())
    for k in range(4):
        tape = Tape()
        single = STEPS[name](tape.given("x", x[k]), tape.given("h_before", h[k]), tape)
        for key, value in single.items():
            assert isinstance(value, Value)
            assert tape.named[key] is value
            np.testing.assert_allclose(value.data, rows[key].data[k], rtol=1e-13)


def test_an_output_gate_with_a_peephole_waits_for_the_cell() -> None:
    tape = Tape()
    STEPS["peepholes"](np.ones(D), np.ones(N), tape)

    names = [name for name in tape.named if "weighted" not in name]
    assert names == ["f", "i", "g", "c", "o", "h"]


def test_signals_equal_those_on_the_tape() -> None:
    """Every δ_t, as the backward pass of the same steps has it."""
    noise = Noise("signals")
    p = rnn.initial(D, N, noise)
    x, arriving = noise.normal((2, 4, D)), noise.normal((2, 4, N))
    tape = Tape()
    h = tape.given("h0", np.zeros((2, N)))
    for t in range(4):
        h = rnn.step(p, x[:, t], h, tape, t + 1)
    loss = sum(ops.total(tape.named[f"h{t + 1}"] * arriving[:, t]) for t in range(4))
    signals = backward(loss)
    found = bptt.signals(p, x, arriving)

    for t in range(4):
        for mine, key in ((found.h, f"h{t + 1}"), (found.z, f"h{t + 1}_weighted")):
            np.testing.assert_allclose(mine[:, t], signals[tape.named[key].index], rtol=1e-12)


def test_costs_are_those_of_the_arrays() -> None:
    n, d, steps = 5, 2, 7
    p = rnn.initial(d, n, Noise("cost"))
    _, M = next(rtrl.influences(p, np.ones((1, steps, d))))
    states = rnn.states(p, np.ones((1, steps, d)))

    assert rtrl.cost(n, d, steps).kept == M.size
    assert rtrl.cost_through_time(n, d, steps).kept == states.size
    assert rtrl.cost(n, d, steps).products > n * rtrl.cost_through_time(n, d, steps).products


def test_a_run_goes_on_where_another_ended() -> None:
    noise = Noise("two halves")
    p, x = lstm.initial(D, N, noise), noise.normal((2, 6, D))
    whole, half = lstm.memory(p, x), lstm.memory(p, x[:, :3])
    rest = lstm.memory(p, x[:, 3:], lstm.State(half.h[:, -1], half.c[:, -1]))

    np.testing.assert_allclose(rest.c, whole.c[:, 3:], rtol=1e-13)


@pytest.mark.parametrize("run", [rnn, lstm, gru], ids=lambda m: m.__name__.split(".")[-1])
def test_what_fills_up_changes_nothing(run: Any) -> None:
    noise = Noise("filling")
    p, x = run.initial(D, N, noise), noise.normal((2, 5, D))
    other = x.copy()
    other[1, 3:] = 99
    mask = mask_of([5, 3], 5)

    np.testing.assert_array_equal(run.states(p, x, mask=mask), run.states(p, other, mask=mask))


@pytest.mark.parametrize("run", [rnn, lstm, gru], ids=lambda m: m.__name__.split(".")[-1])
@pytest.mark.parametrize("shape", [(2, 0, D), (0, 3, D)])
def test_nothing_to_run_is_refused(run: Any, shape: tuple[int, ...]) -> None:
    with pytest.raises(ShapeError, match="must have a sequence and a step"):
        run.states(run.initial(D, N, Noise("empty")), np.zeros(shape))


def test_schedule_falls_to_its_floor() -> None:
    found = [forcing.linear(k, slope=0.25, floor=0.5) for k in range(5)]

    assert found == [1.0, 0.75, 0.5, 0.5, 0.5]


def test_forcing_is_drawn_with_its_probability() -> None:
    noise = Noise("luck")

    assert forcing.scheduled(noise, (3, 4), 1.0).all()
    assert not forcing.scheduled(noise, (3, 4), 0.0).any()
    assert 0.2 < forcing.scheduled(noise, (50, 50), 0.25).mean() < 0.3


def test_unknown_words_are_named() -> None:
    with pytest.raises(UsageError, match="'splendid'"):
        recursive.planned([Tree(1, "splendid")], {"good": 0})
