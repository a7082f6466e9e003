"""Rounding: answers cut too early, and how far an answer may be off, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ncrevise.givens.place import plain
from ncrevise.item import Solution, run
from ncrevise.marking.finding import Case, Finding
from ncrevise.marking.response import decimals_wanted
from ncrevise.mistake import UNWORKABLE
from ncrevise.results.kinds.numbers import Numbers, floats, near
from ncrevise.tape import Plain, Value, raw

if TYPE_CHECKING:
    from ncrevise.question import Part
    from ncrevise.results.typed import Typed

HALF = 0.5 + 1e-6  # of a unit in the last place typed
FEW = 4  # entries whose exact values are listed
DIGITS = 2  # shown beyond the decimals that are asked


def cut(case: Case) -> Finding | None:
    """Rightly rounded, but to fewer decimals than are asked."""
    decimals = case.typed.reading.decimals
    if any(d is None for d in decimals):
        return None
    typed = np.reshape(np.array(decimals, dtype=float), case.truth.shape)
    wrong = ~case.right
    fewer = typed < decimals_wanted(case.truth, case.part.accept)
    close = np.abs(case.given - case.truth) <= HALF * 10.0**-typed
    figures = sum(
        len(f"{abs(y) * 10**d:.0f}".lstrip("0"))
        for y, d in zip(
            case.given[wrong].ravel() if case.truth.shape else [float(case.given)],
            typed[wrong].ravel() if case.truth.shape else [float(typed)],
            strict=True,
        )
    )
    if not (fewer & close)[wrong].all() or figures < 2:
        return None
    exact = case.part.accept.rule == "exact"
    wanted = "give the exact value, as a fraction perhaps" if exact else f"give {case.part.accept}"
    return Finding(
        "rounded-too-early", f"Right so far as it goes, but cut short: {wanted}.", "slip"
    )


def cut_off(case: Case) -> Finding | None:
    """The right digits, the rest cut off where the last one is rounded up."""
    decimals = case.typed.reading.decimals
    if case.part.accept.rule != "places" or any(d is None for d in decimals):
        return None
    typed = np.reshape(np.array(decimals, dtype=float), case.truth.shape)
    wanted = decimals_wanted(case.truth, case.part.accept)
    gap = np.abs(case.truth) - np.abs(case.given)
    toward = (np.sign(case.given) * np.sign(case.truth) >= 0) & (gap >= 0)
    cut_here = toward & (gap < 10.0**-typed) & (typed == wanted)
    if not cut_here[~case.right].all() or (~case.right).sum() == 0:
        return None
    return Finding(
        "cut-off",
        "The digits are right, but the last one is cut off where it is to be rounded up.",
        "slip",
    )


def rounded_before(case: Case) -> Finding | None:
    """What comes of rounding the values before it too far."""
    if case.part.accept.rule not in {"places", "figures"} or not isinstance(case.value, Value):
        return None
    decimals = [d for d in case.typed.reading.decimals if d is not None]
    item = case.solution.item
    for places in range(item.question.places - 1, 0, -1):
        if not decimals or min(decimals) <= places:
            continue
        rounding = Plain(case.own, places, case.value.key or "")
        try:
            other = floats(raw(run(item.family, plain(item.givens), rounding)[case.part.asks]))
        except UNWORKABLE:
            return None
        exactly = HALF * 10.0 ** -min(decimals)
        if case.hits(other) and near(case.given, other, exactly).all() and case.tells(other):
            noun = f"{places} decimal place{'' if places == 1 else 's'}"
            said = f"This comes of rounding the values before it to {noun}: carry more of them."
            return Finding("rounded-too-early", said, "slip")
    return None


def carry_on(solution: Solution, part: Part, typed: Typed) -> str:
    """Give the exact value of a right rounded answer, so that it can be carried on."""
    value = solution.values[part.asks]
    rounds = part.accept.rule in {"places", "figures", "relative"}
    if not isinstance(typed, Numbers) or not rounds or typed.data.size > FEW:
        return ""
    truth = floats(raw(value))
    wanted = decimals_wanted(truth, part.accept)
    places = int(np.max(wanted, initial=0.0, where=np.isfinite(wanted))) + DIGITS
    if (np.abs(typed.data - truth) <= 10.0**-places).all() or not isinstance(value, Value):
        return ""
    shown = ", ".join(truncated(x, places) for x in truth.ravel().tolist())
    return f"exactly {shown}; carry this on"


def truncated(x: float, places: int) -> str:
    """Write the first decimals of a number, and dots if there are more."""
    text = f"{abs(x):.15f}"
    head, rest = text[: text.index(".") + 1 + places], text[text.index(".") + 1 + places :]
    sign = "−" if x < 0 else ""
    exact = not rest.rstrip("0") or rest.startswith("0000000")
    return f"{sign}{head.rstrip('0').rstrip('.') if exact else head + '…'}"


def accepted(solution: Solution, part: Part, typed: Typed) -> str:
    """Say how far an answer that was rounded too early is off, at its worst entry."""
    assert isinstance(typed, Numbers)  # noqa: S101
    truth = floats(solution.results[part.asks])
    gap = np.abs(typed.data - truth)
    tolerance = np.broadcast_to(solution.tolerances[part.asks], truth.shape)
    worst = int(np.argmax(gap - tolerance))
    decimals = typed.reading.decimals[worst]
    given = f"{typed.reading.typed[worst]}: {decimals} decimal{'' if decimals == 1 else 's'}"
    off = f"You typed {given}, off by {brief(gap.ravel()[worst])}."
    if part.accept.rule == "exact":
        return f"Accepted exactly. {off}"
    wanted = int(decimals_wanted(truth, part.accept).ravel()[worst])
    right = f"{truth.ravel()[worst]:.{max(0, wanted)}f}".replace("-", "−")
    within = brief(tolerance.ravel()[worst])
    return f"Accepted {right} ± {within} ({part.accept}). {off}"


def brief(x: float) -> str:
    """Write a small positive number with two figures, without powers of ten."""
    return np.format_float_positional(x, precision=2, fractional=False, trim="-")
