"""Parameters against torch's modules, multiply–adds against torch's own counter of FLOPs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.scale import costs

if TYPE_CHECKING:
    from tests.references.case import Case

GRADIENTS = False
BAD: list[tuple[str, int]] = []
KINDS = ("dense", "convolution", "rnn", "lstm", "gru", "attention", "transformer")


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    heads = r.size(1, 3)
    return {
        "kind": r.choice(KINDS),
        "d": r.size(1, 6),
        "n": heads * r.size(1, 4),
        "heads": heads,
        "t": r.size(1, 5),
        "K": r.size(1, 3),
        "side": r.size(3, 7),
    }, {}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    d, n, t, K = s["d"], s["n"], s["t"], s["K"]
    found = {
        "dense": lambda: costs.dense(d, n),
        "convolution": lambda: costs.convolution(d, n, K, (s["side"] - K + 1) ** 2),
        "rnn": lambda: costs.rnn(d, n, t),
        "lstm": lambda: costs.lstm(d, n, t),
        "gru": lambda: costs.gru(d, n, t),
        "attention": lambda: costs.attention(t, n),
        "transformer": lambda: costs.transformer(t, n, d),
    }[s["kind"]]()
    return found.parameters, found.multiply_adds


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch import nn
    from torch.utils.flop_counter import FlopCounterMode

    d, n, t, K, kind = s["d"], s["n"], s["t"], s["K"], s["kind"]
    twice = {"rnn": 1, "lstm": 4, "gru": 3}.get(kind, 0) * n  # torch gives every unit two biases
    if kind in {"rnn", "lstm", "gru"}:
        cell = {"rnn": nn.RNNCell, "lstm": nn.LSTMCell, "gru": nn.GRUCell}[kind](d, n)
        inputs, layer = torch.zeros(t, 1, d), cell

        def run() -> Any:
            h = None
            for x in inputs:
                h = cell(x, h)
    else:
        layer, inputs = {
            "dense": lambda: (nn.Linear(d, n), torch.zeros(1, d)),
            "convolution": lambda: (
                nn.Conv2d(d, n, K),
                torch.zeros(1, d, s["side"], s["side"]),
            ),
            "attention": lambda: (nn.MultiheadAttention(n, s["heads"]), torch.zeros(t, 1, n)),
            "transformer": lambda: (
                nn.TransformerEncoderLayer(n, s["heads"], d),
                torch.zeros(t, 1, n),
            ),
        }[kind]()

        def run() -> Any:
            return layer(inputs, inputs, inputs) if kind == "attention" else layer(inputs)

    with FlopCounterMode(display=False) as counter:
        run()
    parameters = sum(p.numel() for p in layer.parameters()) - twice
    counted = counter.get_total_flops() / 2
    return torch.tensor(float(parameters)), torch.tensor(float(counted))
