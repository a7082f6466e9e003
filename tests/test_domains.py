"""Domains as a lecturer writes them: what is drawn, and what is said of those that mean nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from ncrevise.draw import Draw
from ncrevise.givens.domain import numbers
from ncrevise.registry import family
from ncrevise.settings import RangeError, drawn, settings

DRAWN: list[tuple[str, dict[str, Any], set[Any]]] = [
    ("-1..2", {}, {-1, 0, 1, 2}),
    ("-1..1 by 0.5", {}, {-1.0, -0.5, 0.5, 1.0}),
    ("-1..1 by 0.5 or 0", {}, {-1.0, -0.5, 0.0, 0.5, 1.0}),
    ("-2..2 by 1", {}, {-2, -1, 1, 2}),
    ("1..S", {"S": 3}, {1, 2, 3}),
    ("1..S except s", {"S": 3, "s": 2}, {1, 3}),
    ("0.1|0.25|1/3", {}, {0.1, 0.25, Fraction(1, 3)}),
    ("7", {}, {7}),
    ("0..0", {}, {0}),
]


@pytest.mark.parametrize(("text", "known", "wanted"), DRAWN)
def test_what_is_drawn(text: str, known: dict[str, Any], wanted: set[Any]) -> None:
    d, domain = Draw(text), numbers(text)

    assert {domain.draw(d, known) for _ in range(400)} == wanted


def test_of_one_nothing_is_drawn() -> None:
    one, other = Draw("x"), Draw("x")
    numbers("0.5").draw(one, {})

    assert one.integer(0, 10**6) == other.integer(0, 10**6)


REFUSED = [
    ({"X": "5..1"}, "X: '5..1' has no number in it"),
    ({"X": "0..0 by 1"}, "has no number in it"),
    ({"X": "-1..1 by 0.3"}, "its ends are no multiples of 0.3"),
    ({"X": "0.1|x"}, "'x' is no number"),
    ({"X": "1/0"}, "'1/0' is no number"),
    ({"X": "0..99999999999"}, "reaches beyond"),
    ({"X": "-1..1 or 0"}, "zero is among whole numbers"),
    ({"X": "1..S"}, "S is neither an axis nor a given drawn before it"),
    ({"X": "1..2 except kind"}, "kind is neither"),
    ({"X": "1..H except H"}, "no number is left"),
    ({"X": [[1, 2], [3]]}, "Rows have different lengths"),
    ({"H": 5000}, "H: the length of an axis"),
    ({"H": -1}, "H: the length of an axis"),
    ({"H": True}, "H: the length of an axis"),
    ({"H": 60, "W": 60}, "60 × 60 numbers are too many"),
    ({"stride": "0..0"}, "stride: It must be at least 1, not 0"),
    ({"stride": 0}, "stride: It must be at least 1"),
    ({"kind": "max|min"}, "kind: 'min' is not one of the choices"),
    ({"side": 4}, "unknown key 'side'"),
]


@pytest.mark.parametrize(("ranges", "said"), REFUSED)
def test_what_means_nothing(ranges: dict[str, Any], said: str) -> None:
    pool = family("cnn.pool")
    with pytest.raises((RangeError, ValueError)) as refused:
        drawn(
            pool,
            Draw("x"),
            settings(pool, {"H": 1, "W": 1, **ranges} if said == "no number is left" else ranges),
        )

    assert said in str(refused.value)
