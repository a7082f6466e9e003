"""The backward pass as it is told: fan-out, constants, named derivatives, own values."""

from __future__ import annotations

import re
import unicodedata

import pytest

from ncrevise.errors import AnswerError, GivensError
from ncrevise.givens.kinds.program import parsed
from ncrevise.givens.place import plain
from ncrevise.givens.typed import make
from ncrevise.item import run
from ncrevise.maths import text
from ncrevise.models import graph
from ncrevise.registry import family
from ncrevise.tape import NO_TAPE, Plain, Tape
from ncrevise.tape.spelling import Speller
from ncrevise.tape.tape import Line
from ncrevise.working import equations

LOGISTIC = "z = w*x + b; y = sigmoid(z); L = (y - t)^2/2; R = w^2/2; J = L + lambda*R"
AT = {"x": 1, "w": 2, "b": -1.5, "t": 1, "lambda": 0.1}


def told(
    program: str, at: dict[str, float], wrt: tuple[str, ...] = (), **override: float
) -> dict[str, str]:
    """Every line of a run by its key, on one line of text."""
    tape = Tape(override=override)
    graph.run(parsed(program), at, wrt or tuple(at), tape)
    speller = Speller(tape)
    lines = (entry.value for entry in tape.entries if isinstance(entry, Line))
    return {str(v.key): composed(" | ".join(map(text.write, equations(speller, v)))) for v in lines}


def composed(line: str) -> str:
    """Make one character of a letter and its bar where there is one."""
    return unicodedata.normalize("NFC", line)


def test_logistic_unit_is_told_as_in_the_notes() -> None:
    lines = told(LOGISTIC, AT, ("w", "b"))

    assert lines["grad_J"] == composed("J̄ = 1")
    assert lines["grad_L"] == composed("L̄ = J̄ = 1")
    assert lines["grad_R"] == composed("R̄ = J̄ λ = 0.1")
    assert lines["grad_y"] == composed("ȳ = L̄ (y − t) ≈ 0.6225 − 1 ≈ −0.3775")
    assert lines["grad_z"] == composed(
        "z̄ = ȳ σ′(z) = ȳ y (1 − y) ≈ −0.3775 · 0.6225 (1 − 0.6225) ≈ −0.0887"
    )
    assert lines["grad_w"] == composed("w̄ = z̄ x + R̄ w ≈ −0.0887 · 1 + 0.1 · 2 ≈ 0.1113")
    assert lines["grad_b"] == composed("b̄ = z̄ ≈ −0.0887")
    assert list(lines)[5:] == [f"grad_{v}" for v in ("J", "R", "L", "y", "z", "w", "b")]


def test_what_is_not_asked_gets_no_signal() -> None:
    assert "grad_t" not in told(LOGISTIC, AT, ("w",))
    assert "grad_R" not in told(LOGISTIC, AT, ("b",))


@pytest.mark.parametrize(
    ("program", "key", "line"),
    [
        ("f = 1/x", "grad_x", "x̄ = −f̄/x² = −1/2² = −1/4"),
        ("f = x - y", "grad_y", "ȳ = −f̄ = −1"),
        ("r = relu(x); f = r*y", "grad_x", "x̄ = r̄ ReLU′(x) = 3 · 1 = 3"),
        (
            "h = tanh(x); f = h*y",
            "grad_x",
            "x̄ = h̄ tanh′(x) = h̄ (1 − h²) ≈ 3 (1 − 0.9640²) ≈ 0.2120",
        ),
        ("f = x^2*y", "grad_x", "x̄ = f̄ y · 2 x = 3 · 2 · 2 = 12"),
    ],
)
def test_lines(program: str, key: str, line: str) -> None:
    names = parsed(program).inputs
    assert told(program, {"x": 2, "y": 3} if "y" in names else {"x": 2})[key] == composed(line)


def test_a_students_own_value_is_followed_backward() -> None:
    own = told("q = x + y; f = q*z", {"x": 1, "y": 2, "z": 4}, q=5)

    assert own["grad_z"] == composed("z̄ = f̄ q = 5")
    assert own["grad_x"] == composed("x̄ = q̄ = 4")


def test_a_students_own_signal_is_followed() -> None:
    own = told("q = x + y; f = q*z", {"x": 1, "y": 2, "z": 4}, grad_q=-3)

    assert own["grad_x"] == composed("x̄ = q̄ = −3")


def test_without_a_tape_the_same_values_are_followed() -> None:
    inputs = {"x": 1, "y": 2, "z": 4}
    found = graph.run(parsed("q = x + y; f = q*z"), inputs, "z", Plain({"q": 5}))

    assert found.signals["z"] == 5


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("", "at least one line"),
        ("z = w*x; w*z", "Line 2, 'w*z', is not of the form"),
        ("z = x; z = x + 1", "Line 2 computes z again"),
        ("y = 2*z; z = x; f = y + z", "Line 1 uses z before it is computed"),
        ("y = e*x; e = x; f = y + e", "Line 1 uses e before it is computed"),
        ("z = x; u = 2*x; f = z", "u is computed but not used"),
        ("net = w*x", "'net' is no name"),
        ("f = sin(x) + abs(x)", "abs is not differentiated"),
        ("f = x^y", "an exponent may be 2 to 9"),
        ("f = 2 + 3", "no inputs"),
        ("; ".join(f"a{k + 1} = a{k} + x + y" for k in range(20)), "40 operations"),
        ("f = __import__('os')", "Line 1"),
    ],
)
def test_faulty_programs_are_refused(program: str, message: str) -> None:
    with pytest.raises(AnswerError, match=re.escape(message)):
        parsed(program)


@pytest.mark.parametrize(
    ("at", "message"),
    [
        ("x = 1", "no number for y"),
        ("x = 1, y = 2, z = 3", "z is not an input"),
        ("x = 1, y = 0", "Division by zero|divide by zero|by zero"),
    ],
)
def test_faulty_numbers_are_refused(at: str, message: str) -> None:
    with pytest.raises(GivensError, match=message):
        make(family("backprop.graph"), {"program": "f = x/y", "at": at})


def test_a_pasted_program() -> None:
    model = family("backprop.graph")
    givens = make(
        model, {"program": "{ z = w*x\n y = tanh(z) }", "at": "x = 1, w = 1/2", "wrt": "w"}
    )

    assert set(run(model, plain(givens), NO_TAPE)) == {"z", "y", "grad_y", "grad_z", "grad_w"}
