"""Slips in a pass of the perceptron rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tests.slips import Made, told_apart

Answers = dict[str, Any]
Slip = tuple[str, Answers, tuple[str, ...]]
Decide = Callable[[float, float, int], bool]  # by t, z and the number of the point, from 0
Step = Callable[[Any, float, float], Any]  # by the point, t and z


def wrong_side(g: Any) -> Decide:
    """Give the rule that says whether a point is on the wrong side."""

    def decide(t: float, z: float, _k: int) -> bool:
        side = round(t * z, 9)
        return side < 0 or (side == 0 and g.zero == "wrong")

    return decide


def passed(
    g: Any,
    *,
    decide: Decide | None = None,
    step: Step | None = None,
    bias_step: Step | None = None,
    score: Callable[[Any, float, Any], float] = lambda w, b, x: float(w @ x + b),
    first: int = 0,
    last: int | None = None,
    passes: int = 1,
) -> Answers:
    """Make a pass, with a step done in another way where one is given."""
    eta = float(g.eta)
    decide = decide or wrong_side(g)
    step = step or (lambda x, t, _z: eta * t * x)
    bias_step = bias_step or (lambda _x, t, _z: eta * t)
    w, b, updates = np.array(g.w, dtype=float), float(g.b), 0
    X, labels = np.asarray(g.X, dtype=float), np.asarray(g.t, dtype=float)
    for _ in range(passes):
        for k, (x, t) in enumerate(zip(X, labels.tolist(), strict=True)):
            z = score(w, b, x)
            if not first <= k < (len(X) if last is None else last) or not decide(t, z, k):
                continue
            updates += 1
            w, b = w + step(x, t, z), b + bias_step(x, t, z)
    return {"w": w, "b": b, "updates": updates}


def on_which(g: Any) -> list[bool]:
    """Say for each point whether it brings about an update, when all is right."""
    found = [False] * len(g.t)
    rule = wrong_side(g)

    def noted(t: float, z: float, k: int) -> bool:
        found[k] = rule(t, z, k)
        return found[k]

    passed(g, decide=noted)
    return found


def otherwise_on(k: int, rule: Decide) -> Decide:
    """Decide wrongly on one point."""
    return lambda t, z, j: (j == k) != rule(t, z, j)


def in_decisions(g: Any) -> Iterator[Slip]:
    """List the slips in which points are updated on."""
    rule, moved, size = wrong_side(g), on_which(g), len(g.t)
    yield "updated on every point", passed(g, decide=lambda *_: True), ("right side",)
    for k in range(size):
        wrong = passed(g, decide=otherwise_on(k, rule))
        if moved[k]:
            yield f"no update on point {k + 1}, a wrong one", wrong, ("left out",)
        else:
            yield f"updated on point {k + 1}, a right one", wrong, ("right side",)
    yield "the other side", passed(g, decide=lambda t, z, _k: t * z >= 0), ("side",)
    yield "only the sign of z", passed(g, decide=lambda _t, z, _k: z <= 0), ("label",)
    yield "only the sign of z, turned", passed(g, decide=lambda _t, z, _k: z > 0), ("label",)
    zero = passed(g, decide=lambda t, z, k: not rule(t, z, k) if abs(z) < 1e-9 else rule(t, z, k))
    yield "z = 0 on the other side", zero, ("0",)
    w, b = np.asarray(g.w, dtype=float), float(g.b)
    yield "scores of the first weights", passed(g, score=lambda _w, _b, x: float(w @ x + b)), ()
    unbiased = passed(g, score=lambda w, _b, x: float(w @ x))
    yield "no bias in the scores", unbiased, ("bias",)
    minus = passed(g, score=lambda w, b, x: float(w @ x - b))
    yield "the bias subtracted in the scores", minus, ("bias",)
    yield "stopped a point early", passed(g, last=size - 1), ("left out",)
    yield "began at the second point", passed(g, first=1), ("left out",)
    yield "stopped after the first update", passed(g, last=moved.index(True) + 1), ("left out",)
    yield "a second pass", passed(g, passes=2), ("pass",)


def without(i: int, eta: float) -> Step:
    """Update all weights but one."""
    return lambda x, t, _z: eta * t * x * (np.arange(np.size(x)) != i)


def in_updates(g: Any) -> Iterator[Slip]:
    """List the slips in the updates."""
    eta = float(g.eta)
    minus = passed(g, step=lambda x, t, _z: -eta * t * x, bias_step=lambda _x, t, _z: -eta * t)
    yield "minus in the updates", minus, ("sign",)
    bare = passed(g, step=lambda x, t, _z: t * x, bias_step=lambda _x, t, _z: t)
    yield "eta left out", bare, ("left out $\\eta$",)
    bare = passed(g, step=lambda x, t, _z: t * x)
    yield "eta left out in the weights", only(bare, "w"), ("left out $\\eta$",)
    yield "eta left out in the weights", but(bare, "w"), ("\\eta",)
    bare = passed(g, bias_step=lambda _x, t, _z: t)
    yield "eta left out in the bias", only(bare, "b"), ("left out $\\eta$",)
    yield "eta left out in the bias", but(bare, "b"), ("\\eta",)
    plain = passed(g, step=lambda x, _t, _z: eta * x, bias_step=lambda _x, _t, _z: eta)
    yield "labels left out in the updates", plain, ()
    plain = passed(g, step=lambda x, _t, _z: eta * x)
    yield "labels left out in the weights", only(plain, "w"), ()
    plain = passed(g, bias_step=lambda _x, _t, _z: eta)
    yield "labels left out in the bias", only(plain, "b"), ()
    kept = passed(g, bias_step=lambda _x, _t, _z: 0)
    yield "the bias not updated", only(kept, "b"), ("left out",)
    yield "the bias not updated", but(kept, "b"), ("bias",)
    turned = passed(g, bias_step=lambda _x, t, _z: -eta * t)
    yield "minus in the bias", only(turned, "b"), ("sign",)
    yield "minus in the bias", but(turned, "b"), ("bias",)
    turned = passed(g, step=lambda x, t, _z: -eta * t * x)
    yield "minus in the weights", only(turned, "w"), ("sign",)
    still = passed(g, step=lambda x, _t, _z: 0 * x)
    yield "the weights not updated", only(still, "w"), ("left out",)
    yield "the weights not updated", but(still, "w"), ("weights",)
    ones = passed(g, step=lambda x, t, _z: eta * t * np.ones_like(x))
    yield "the points left out in the updates", ones, ("left out", "x_{")
    twice = passed(
        g, step=lambda x, t, _z: 2 * eta * t * x, bias_step=lambda _x, t, _z: 2 * eta * t
    )
    yield "twice the step, as of labels less outputs", twice, ("twice",)
    delta = passed(
        g, step=lambda x, t, z: eta * (t - z) * x, bias_step=lambda _x, t, z: eta * (t - z)
    )
    yield "the delta rule", delta, ("z",)
    for i in range(np.size(g.w)):
        part = passed(g, step=without(i, eta))
        yield f"weight {i + 1} not updated", part, ("weight",)
    right = passed(g)
    yield "weights exchanged", {"w": np.roll(right["w"], 1)}, ("order",)
    yield "weights turned round", {"w": right["w"][::-1]}, ("order",)
    moved = on_which(g)
    yield "every point counted", {"updates": len(moved)}, ("right side",)
    yield "right points counted", {"updates": moved.count(False)}, ("side",)


def only(found: Answers, *parts: str) -> Answers:
    return {part: found[part] for part in parts}


def but(found: Answers, *parts: str) -> Answers:
    return {part: answer for part, answer in found.items() if part not in parts}


ASKED: dict[str, tuple[str, ...]] = {
    "linear.perceptron/1": ("w", "b"),
    "linear.perceptron/2": ("w", "b", "updates"),
    "linear.perceptron/3": ("w", "b", "updates"),
}


def right_answers(question: str, g: Any) -> Answers:
    """Work out the right answers, by what is asked."""
    return only(passed(g), *ASKED[question])


def made(question: str, g: Any) -> list[Made]:
    if question not in ASKED:
        return []
    found = [
        Made(part, why, answer, said)
        for slips in (in_decisions(g), in_updates(g))
        for why, answers, said in slips
        for part, answer in answers.items()
        if part in ASKED[question]
    ]
    return told_apart(found, right_answers(question, g))
