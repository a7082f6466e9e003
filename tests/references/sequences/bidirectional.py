"""Both directions against torch's bidirectional RNN and LSTM, packed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ncrevise.kernels import batched
from ncrevise.models.sequences import bidirectional, lstm, rnn, stacked, timeline
from tests.references.sequences import _peers

if TYPE_CHECKING:
    from tests.references.case import Case

COVERS = ("sequences/stacked",)
BAD = [("x", -1), ("W_l0", -1), ("U_l0", -1), ("b_l0", -1), ("W_l0_reverse", -1)]
BY_NAME = {"W_l0": "Wx", "U_l0": "Wh", "b_l0": "b", "W_l0_reverse": "Wx"}
LAYERS = ("l0", "l0_reverse", "l1", "l1_reverse")


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    B, T, d, n = (r.size(1, top) for top in (3, 5, 3, 3))
    settings = {"kind": r.choice(["RNN", "LSTM"]), "lengths": _peers.lengths(r, B, T)}
    gates = 4 if settings["kind"] == "LSTM" else 1
    arrays = {"x": r.array(B, T, d)}
    for k, name in enumerate(LAYERS):
        width = d if k < 2 else 2 * n
        arrays |= {f"W_{name}": r.array(gates * n, width), f"U_{name}": r.array(gates * n, n)}
        arrays[f"b_{name}"] = r.array(gates * n)
    return settings, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    one = a["x"].shape[1]
    p = [each(s["kind"], *(a[f"{letter}_{name}"] for letter in "WUb")) for name in LAYERS]
    run = partial(bidirectional.states, run=lstm.states if s["kind"] == "LSTM" else rnn.states)
    mask = timeline.mask_of(s["lengths"], one)
    layers = [bidirectional.Both(*p[:2]), bidirectional.Both(*p[2:])]
    found = stacked.states(layers, a["x"], run, mask=mask)
    return [batched.masked(h, where=mask[..., None], fill=0.0) for h in found]


def each(kind: str, W: Any, U: Any, b: Any) -> Any:
    if kind == "RNN":
        return rnn.Hidden(W, U, b)
    n = len(W) // 4
    cut = [lstm.Gate(*(m[k * n : (k + 1) * n] for m in (W, U, b))) for k in range(4)]
    return lstm.Lstm(i=cut[0], f=cut[1], g=cut[2], o=cut[3])


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    n, d = a["U_l0"].shape[1], a["x"].shape[2]
    found = []
    for layers in (1, 2):
        module = getattr(torch.nn, s["kind"])(
            d, n, layers, batch_first=True, bidirectional=True, dtype=torch.float64
        )
        weights = {}
        for name in LAYERS[: 2 * layers]:
            weights |= {f"weight_ih_{name}": a[f"W_{name}"], f"weight_hh_{name}": a[f"U_{name}"]}
            weights |= {f"bias_ih_{name}": a[f"b_{name}"]}
            weights[f"bias_hh_{name}"] = torch.zeros_like(a[f"b_{name}"])
        found.append(_peers.states(module, weights, a["x"], None, s["lengths"])[0])
    return found
