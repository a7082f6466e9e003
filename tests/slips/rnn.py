"""Slips in a recurrent network run forward."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.slips import Made

if TYPE_CHECKING:
    from collections.abc import Callable

PARTS = {
    "rnn.forward/1": {"h1": "a", "h2": "b"},
    "rnn.forward/2": {"h1": "a", "y1": "b", "h2": "c", "y2": "d"},
    "rnn.forward/3": {"h1": "a", "h2": "b", "h3": "c", "y3": "d"},
}


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def relu(z: Any) -> Any:
    return np.where(z > 0, z, 0)


def softmax(z: Any) -> Any:
    return np.exp(z) / np.exp(z).sum()


ACTIVATION: dict[str, Callable[[Any], Any]] = {"tanh": np.tanh, "relu": relu}


@dataclass(frozen=True)
class Net:
    """The givens as plain arrays, and what is right."""

    Wx: Any
    Wh: Any
    b: Any
    x: Any
    h0: Any
    act: Callable[[Any], Any]

    def step(self, t: int, h: Any) -> Any:
        return self.act(self.Wx @ self.x[t - 1] + self.Wh @ h + self.b)

    def reading(self, s: int, _t: int, h: Any) -> Any:
        return self.step(s, h)

    def states(self) -> list[Any]:
        found = [self.h0]
        for t in range(1, len(self.x) + 1):
            found.append(self.step(t, found[-1]))
        return found


@dataclass(frozen=True)
class Slip:
    """Something done wrongly in one step, from the state before."""

    why: str
    step: Callable[[int, Any], Any]
    said: tuple[str, ...]


def net_of(g: Any) -> Net:
    Wx, Wh, x = (np.asarray(m, dtype=float) for m in (g.Wx, g.Wh, g.x))
    h0 = np.asarray(g.h0, dtype=float)
    b = np.zeros_like(h0) if g.b is None else np.asarray(g.b, dtype=float)
    return Net(Wx, Wh, b, x, h0, ACTIVATION[g.activation])


def output(g: Any, h: Any) -> Any:
    """Give the right output for a hidden state."""
    o = np.asarray(g.Wy, dtype=float) @ h
    o = o if g.by is None else o + np.asarray(g.by, dtype=float)
    return softmax(o) if g.output == "softmax" else o


def right(question: str, g: Any) -> dict[str, Any]:
    """Work out the right answers, by the letters of their parts."""
    h = net_of(g).states()
    return {
        letter: h[int(asks[1:])] if asks[0] == "h" else output(g, h[int(asks[1:])])
        for asks, letter in PARTS[question].items()
    }


def in_any_step(n: Net, t: int) -> list[Slip]:
    """List the slips in step t that every network has room for."""
    act, x, b = n.act, n.x[t - 1], n.b
    wx = n.Wx @ x
    return [
        Slip(
            "left out W_x x",
            lambda _t, h: act(n.Wh @ h + b),
            ("left out", f"$W_{{x}} x_{{{t}}}$"),
        ),
        Slip("left out W_h h", lambda _t, _h: act(wx + b), ("left out", "h_{")),
        Slip("sign of W_h h", lambda _t, h: act(wx - n.Wh @ h + b), ("sign", "$W_{h} h_")),
        Slip(
            "sign of W_x x",
            lambda _t, h: act(n.Wh @ h - wx + b),
            ("sign", f"$W_{{x}} x_{{{t}}}$"),
        ),
        Slip("activation left out", lambda _t, h: wx + n.Wh @ h + b, ("left out",)),
        Slip(
            "multiplied the two products",
            lambda _t, h: act(wx * (n.Wh @ h) + b),
            ("multiplied",),
        ),
        *(
            Slip(
                f"read x_{s} in step {t}",
                partial(n.reading, s),
                ("took", f"$x_{{{s}}}$"),
            )
            for s in range(1, len(n.x) + 1)
            if abs(s - t) == 1
        ),
    ]


def with_bias(n: Net, t: int) -> list[Slip]:
    """List the slips in step t with a bias and a tanh."""
    wx, b = n.Wx @ n.x[t - 1], n.b
    return [
        Slip("left out b", lambda _t, h: np.tanh(wx + n.Wh @ h), ("left out", "$b$")),
        Slip("sign of b", lambda _t, h: np.tanh(wx + n.Wh @ h - b), ("sign", "$b$")),
        Slip("sigmoid for tanh", lambda _t, h: sigmoid(wx + n.Wh @ h + b), ("sigma", "tanh")),
        Slip("tan for tanh", lambda _t, h: np.tan(wx + n.Wh @ h + b), ("tangent",)),
        Slip("b outside tanh", lambda _t, h: np.tanh(wx + n.Wh @ h) + b, ("outside",)),
        Slip(
            "tanh of every term",
            lambda _t, h: np.tanh(wx) + np.tanh(n.Wh @ h) + np.tanh(b),
            ("every term",),
        ),
    ]


def with_alike(n: Net, t: int) -> list[Slip]:
    """List the slips in step t where W_x and W_h have the same shape."""
    act, x, b = n.act, n.x[t - 1], n.b
    return [
        Slip("W_x for W_h", lambda _t, h: act(n.Wx @ (x + h) + b), ("took", "$W_{h}$")),
        Slip("W_h for W_x", lambda _t, h: act(n.Wh @ (x + h) + b), ("took", "$W_{x}$")),
        Slip("W_x and W_h exchanged", lambda _t, h: act(n.Wh @ x + n.Wx @ h + b), ("exchanged",)),
    ]


def of_one_unit(n: Net, t: int) -> list[Slip]:
    """List the slips in step t where all is a number."""
    act, x, b, wx = n.act, n.x[t - 1], n.b, n.Wx @ n.x[t - 1]
    before = f"$h_{{{t - 1}}}$"
    return [
        Slip("left out W_h", lambda _t, h: act(wx + h + b), ("left out", "$W_{h}$")),
        Slip("left out h", lambda _t, _h: act(wx + n.Wh[0] + b), ("left out", before)),
        Slip("left out W_x", lambda _t, h: act(x + n.Wh @ h + b), ("left out", "$W_{x}$")),
        Slip(
            "left out x",
            lambda _t, h: act(n.Wx[0] + n.Wh @ h + b),
            ("left out", f"$x_{{{t}}}$"),
        ),
        Slip("W_x + x", lambda _t, h: act(n.Wx[0] + x + n.Wh @ h + b), ("added",)),
        Slip("W_h + h", lambda _t, h: act(wx + n.Wh[0] + h + b), ("added",)),
    ]


def of_two_units(n: Net, t: int) -> list[Slip]:
    """List the slips in step t that only matrices leave room for."""
    act, b, wx = n.act, n.b, n.Wx @ n.x[t - 1]
    return [
        Slip("W_h by columns", lambda _t, h: act(wx + n.Wh.T @ h + b), ("by columns",)),
        Slip(
            "only the first entry of h",
            lambda _t, h: act(wx + n.Wh[:, 0] * h[0] + b),
            ("left out", "term 2"),
        ),
        Slip(
            "W_h entry by entry: its diagonal",
            lambda _t, h: act(wx + np.diag(n.Wh) * h + b),
            ("diagonal",),
        ),
    ]


def of_two_inputs(n: Net, t: int) -> list[Slip]:
    """List the slips in step t that only a matrix W_x leaves room for."""
    act, b, x = n.act, n.b, n.x[t - 1]
    return [
        Slip(
            "W_x by columns",
            lambda _t, h: act(n.Wx.T @ x + n.Wh @ h + b),
            ("by columns", "$W_{x}$"),
        ),
        Slip(
            "only the first entry of x",
            lambda _t, h: act(n.Wx[:, 0] * x[0] + n.Wh @ h + b),
            ("left out", "term 2"),
        ),
    ]


def of_relu(n: Net, t: int) -> list[Slip]:
    """List the slips in step t with a ReLU, one input and no bias."""
    wx, x = n.Wx @ n.x[t - 1], n.x[t - 1]
    return [
        Slip("size for ReLU", lambda _t, h: np.abs(wx + n.Wh @ h), ("absolute",)),
        Slip("ReLU of both terms", lambda _t, h: relu(wx) + relu(n.Wh @ h), ("every term",)),
        Slip(
            "left out x",
            lambda _t, h: relu(n.Wx[:, 0] + n.Wh @ h),
            ("left out", f"$x_{{{t}}}$"),
        ),
        Slip("left out W_x", lambda _t, h: relu(x[0] + n.Wh @ h), ("left out", "$W_{x}$")),
        Slip("W_x + x", lambda _t, h: relu(n.Wx[:, 0] + x[0] + n.Wh @ h), ("added",)),
    ]


KINDS = {
    "rnn.forward/1": (in_any_step, with_bias, with_alike, of_one_unit),
    "rnn.forward/2": (in_any_step, of_two_units, of_relu),
    "rnn.forward/3": (in_any_step, with_bias, with_alike, of_two_units, of_two_inputs),
}
CARRIED = {
    "left out b",
    "sign of b",
    "sign of W_h h",
    "left out W_x x",
    "activation left out",
    "sigmoid for tanh",
    "W_h by columns",
    "read x_2 in step 1",
}
EVERYWHERE = {
    "left out b",
    "sign of b",
    "left out W_h h",
    "sign of W_h h",
    "activation left out",
    "sigmoid for tanh",
    "W_h by columns",
    "W_x for W_h",
}


def slips_in(question: str, n: Net, t: int) -> list[Slip]:
    return [slip for kind in KINDS[question] for slip in kind(n, t)]


def in_states(question: str, n: Net) -> list[Made]:
    """List the slips in the hidden states."""
    letters, h, last = PARTS[question], n.states(), len(n.x)
    by_step = {t: slips_in(question, n, t) for t in range(1, last + 1)}
    found = []
    for t, slips in by_step.items():
        for slip in slips:
            wrong = slip.step(t, h[t - 1])
            found.append(Made(letters[f"h{t}"], f"step {t}: {slip.why}", wrong, slip.said))
            if slip.why in CARRIED and t < last:
                after = n.step(t + 1, wrong)
                why = f"step {t}, carried on: {slip.why}"
                found.append(Made(letters[f"h{t + 1}"], why, after, slip.said))
    alike = list(zip(*(by_step[t][: len(by_step[last])] for t in by_step), strict=False))
    for same in alike:
        if same[0].why not in EVERYWHERE or len({slip.why for slip in same}) > 1:
            continue
        state = n.h0
        for t, slip in enumerate(same, 1):
            state = slip.step(t, state)
            if t > 1:
                why = f"in every step: {slip.why}"
                found.append(Made(letters[f"h{t}"], why, state, slip.said))
    for t in range(2, last + 1):
        part = letters[f"h{t}"]
        found += [
            Made(part, f"h_0 again in step {t}", n.step(t, n.h0), ("h_0",)),
            Made(part, "started from zero", from_zero(n, t), ("zero",)),
            Made(part, "one step too few", h[t - 1], (f"_{{{t - 1}}}$",)),
        ]
    if last > 2:
        part = letters["h3"]
        found += [
            Made(part, "h_1 again in step 3", n.step(3, h[1]), ("took", "$h_{1}$")),
            Made(part, "left out step 2", n.step(3, n.step(1, n.h0)), ("$h_{1}$",)),
        ]
    return found


def from_zero(n: Net, t: int) -> Any:
    """Start from zero, and do all else right."""
    state = np.zeros_like(n.h0)
    for s in range(1, t + 1):
        state = n.step(s, state)
    return state


def linear_outputs(g: Any, n: Net) -> list[Made]:
    """List the slips in the outputs of question 2."""
    Wy, h = np.asarray(g.Wy, dtype=float), n.states()
    found = []
    for t, part in ((1, "b"), (2, "d")):
        z = n.Wx @ n.x[t - 1] + n.Wh @ h[t - 1]
        before = "h_0" if t == 1 else "_{1}$"
        line = f"h_{{{t}}}"
        found += [
            Made(part, "the state before", Wy @ h[t - 1], (before,)),
            Made(part, "left out the ReLU", Wy @ z, ("left out",)),
            Made(part, "left out term 1", Wy[:, 1] * h[t][1], ("left out", "term 1", line)),
            Made(part, "left out term 2", Wy[:, 0] * h[t][0], ("left out", "term 2", line)),
            Made(part, "left out W_y", h[t].sum(), ("left out", "$W_{y}$")),
            Made(part, "ReLU of the output", relu(Wy @ h[t]), ("linear",)),
            Made(
                part, "the terms subtracted", Wy[:, :1] @ h[t][:1] - Wy[:, 1:] @ h[t][1:], ("sign",)
            ),
            Made(
                part,
                "left out W_h h",
                Wy @ relu(n.Wx @ n.x[t - 1]),
                ("left out", "h_{"),
            ),
            Made(
                part,
                "W_h by columns",
                Wy @ relu(n.Wx @ n.x[t - 1] + n.Wh.T @ h[t - 1]),
                ("by columns",),
            ),
        ]
    found.append(Made("d", "h_0 again in step 2", Wy @ n.step(2, n.h0), ("h_0",)))
    return found


def softmax_outputs(g: Any, n: Net) -> list[Made]:
    """List the slips in the output of question 3."""
    Wy, by, h = np.asarray(g.Wy, dtype=float), np.asarray(g.by, dtype=float), n.states()
    o = Wy @ h[3] + by
    z = n.Wx @ n.x[2] + n.Wh @ h[2] + n.b
    h3 = {
        "left out b in step 3": (np.tanh(z - n.b), ("left out", "$b$")),
        "sigmoid for tanh in step 3": (sigmoid(z), ("sigma", "tanh")),
        "left out tanh in step 3": (z, ("left out", "tanh")),
        "h_0 again in step 3": (n.step(3, n.h0), ("h_0",)),
        "started from zero": (from_zero(n, 3), ("zero",)),
    }
    return [
        Made("d", "softmax left out", o, ("weighted sum",)),
        Made("d", "not divided by the sum", np.exp(o), ("divide",)),
        Made("d", "no exponentials", o / o.sum(), ("exponential",)),
        Made("d", "sigmoid for softmax", sigmoid(o), ("sigma", "softmax")),
        Made("d", "tanh for softmax", np.tanh(o), ("tanh", "softmax")),
        Made("d", "left out b_y", softmax(Wy @ h[3]), ("left out", "$b_{y}$")),
        Made("d", "sign of b_y", softmax(Wy @ h[3] - by), ("sign", "$b_{y}$")),
        Made("d", "left out W_y h", softmax(by), ("left out", "$W_{y} h_{3}$")),
        Made("d", "sign of W_y h", softmax(by - Wy @ h[3]), ("sign", "$W_{y} h_{3}$")),
        Made("d", "left out W_y", softmax(h[3] + by), ("left out", "$W_{y}$")),
        Made("d", "b for b_y", softmax(Wy @ h[3] + n.b), ("took", "$b$")),
        Made("d", "W_h for W_y", softmax(n.Wh @ h[3] + by), ("took", "$W_{y}$")),
        Made("d", "W_y by columns", softmax(Wy.T @ h[3] + by), ("by columns", "$W_{y}$")),
        Made("d", "the state before", output(g, h[2]), ("took", "$h_{2}$")),
        Made(
            "d",
            "only the first entry of h_3",
            softmax(Wy[:, 0] * h[3][0] + by),
            ("left out", "term 2", "h_{3}"),
        ),
        *(Made("d", why, output(g, state), said) for why, (state, said) in h3.items()),
    ]


def made(question: str, g: Any) -> list[Made]:
    if question not in PARTS:
        return []
    n = net_of(g)
    found = in_states(question, n)
    if question == "rnn.forward/2":
        found += linear_outputs(g, n)
    if question == "rnn.forward/3":
        found += softmax_outputs(g, n)
    return found
