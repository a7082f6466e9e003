"""One matrix on [h, x] against torch.nn.RNN with it cut in two; and cut and joined by us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.sequences import joined, rnn, timeline
from tests.references.sequences import _peers

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("x", -1), ("start", -1), ("A", -1), ("A", 0), ("b", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    B, T, d, n = (r.size(1, top) for top in (3, 5, 4, 4))
    settings = {"activation": r.choice(["tanh", "relu"]), "lengths": _peers.lengths(r, B, T)}
    arrays = {"x": r.array(B, T, d), "start": r.array(B, n)}
    return settings, {**arrays, "A": r.array(n, n + d, scale=0.7), "b": r.array(n)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = joined.Joined(a["A"], a["b"], s["activation"])
    mask = timeline.mask_of(s["lengths"], a["x"].shape[1])
    one = joined.states(p, a["x"], a["start"], mask)
    two = joined.separate(p)
    other = rnn.states(two, a["x"], a["start"], mask)
    again = joined.states(joined.joined(two), a["x"], a["start"], mask)
    return one[:, -1], other[:, -1], again[:, -1]


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    n, d = len(a["b"]), a["x"].shape[2]
    module = torch.nn.RNN(d, n, nonlinearity=s["activation"], batch_first=True, dtype=torch.float64)
    weights = {
        "weight_ih_l0": a["A"][:, n:],
        "weight_hh_l0": a["A"][:, :n],
        "bias_ih_l0": a["b"],
        "bias_hh_l0": torch.zeros(n, dtype=torch.float64),
    }
    _, last = _peers.states(module, weights, a["x"], a["start"][None], s["lengths"])
    return last[0], last[0], last[0]
