"""Memory cells against torch.nn.LSTM, in one operation and step by step; peepholes by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.kernels import batched
from ncrevise.models.sequences import lstm, timeline
from tests.references.sequences import _peers

if TYPE_CHECKING:
    from tests.references.case import Case

PEEPS = (None, "new", None, "old")
BAD = [
    *((f"{letter}_{key}", -1) for letter in "WUb" for key in "fiog"),
    *((f"p_{key}", -1) for key in "fio"),
    *((name, axis) for name in ("x", "h", "c") for axis in (0, -1)),
]
CASES = 120


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    B, T, d, n = (r.size(1, top) for top in (4, 6, 4, 5))
    settings = {
        "peeps": ["new", None, "new", "old", None][r.k % 5],
        "stepped": r.k % 2 == 0,
        "lengths": _peers.lengths(r, B, T) if r.k % 3 else None,
    }
    arrays = {"x": r.array(B, T, d), "h": r.array(B, n), "c": r.array(B, n)}
    for key in "fiog":
        arrays |= {f"W_{key}": r.array(n, d), f"U_{key}": r.array(n, n), f"b_{key}": r.array(n)}
        if settings["peeps"] and key != "g":
            arrays[f"p_{key}"] = r.array(n)
    return settings, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    gates = [lstm.Gate(a[f"W_{k}"], a[f"U_{k}"], a[f"b_{k}"], a.get(f"p_{k}")) for k in "fiog"]
    p = lstm.Lstm(*gates, output_sees=s["peeps"] or "new")
    mask = None if s["lengths"] is None else timeline.mask_of(s["lengths"], a["x"].shape[1])
    start = lstm.State(a["h"], a["c"])
    checked = lstm.start_of(p, a["x"], start, mask)
    run = lstm.stepped if s["stepped"] else lstm.memory
    found = run(p, a["x"], checked, mask)
    h = found.h if mask is None else batched.masked(found.h, where=mask[..., None], fill=0.0)
    return h, found.h[:, -1], found.c[:, -1]


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    if s["peeps"]:
        return by_hand(s, a)
    n, d = a["W_f"].shape
    module = torch.nn.LSTM(d, n, batch_first=True, dtype=torch.float64)
    W, U, b = (torch.cat([a[f"{letter}_{key}"] for key in "ifgo"]) for letter in "WUb")
    weights = {"weight_ih_l0": W, "weight_hh_l0": U, "bias_ih_l0": b}
    weights["bias_hh_l0"] = torch.zeros(4 * n, dtype=torch.float64)
    start = (a["h"][None], a["c"][None])
    h, (last_h, last_c) = _peers.states(module, weights, a["x"], start, s["lengths"])
    return h, last_h[0], last_c[0]


def by_hand(s: dict[str, Any], a: dict[str, Any]) -> Any:
    """A sequence at a time, a gate's three products in one einsum each."""
    import torch

    def weighed(key: str, x: Any, h: Any, cell: Any) -> Any:
        z = torch.einsum("nd,d->n", a[f"W_{key}"], x) + a[f"b_{key}"]
        z = z + torch.einsum("nm,m->n", a[f"U_{key}"], h)
        return z if cell is None else z + torch.einsum("n,n->n", a[f"p_{key}"], cell)

    B, T, _ = a["x"].shape
    rows, ends = [], []
    for e in range(B):
        h, c, steps = a["h"][e], a["c"][e], []
        for x in a["x"][e][: T if s["lengths"] is None else int(s["lengths"][e])]:
            old = c
            c = torch.sigmoid(weighed("f", x, h, old)) * old
            c = c + torch.sigmoid(weighed("i", x, h, old)) * torch.tanh(weighed("g", x, h, None))
            out = weighed("o", x, h, c if s["peeps"] == "new" else old)
            h = torch.sigmoid(out) * torch.tanh(c)
            steps.append(h)
        ends.append((h, c))
        rows.append(torch.stack(steps + [torch.zeros_like(h)] * (T - len(steps))))
    last = [torch.stack(each) for each in zip(*ends, strict=True)]
    return torch.stack(rows), *last
