"""The whole encoder and decoder against torch.nn.GRU and GRUCell with attention by einsum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.attention import seq2seq
from ncrevise.models.attention.additive import Additive
from ncrevise.models.attention.multiplicative import Multiplicative
from ncrevise.models.networks.mlp import Layer
from ncrevise.models.sequences.bidirectional import Both
from ncrevise.models.sequences.gru import Gru
from ncrevise.models.sequences.lstm import Gate

if TYPE_CHECKING:
    from tests.references.case import Case

CELLS = ("forth", "back", "dec")
BAD = [("out.W", 1), ("out.b", 0), ("start.W", 1), ("v", 0), ("U", 1)]
BY_NAME = {"out.W": "W of output", "out.b": "b of output", "start.W": "W of start"}


def cell(r: Case, at: str, d: int, n: int) -> dict[str, Any]:
    gates = {f"{at}.{g}{w}": r.array(n, {"W": d, "U": n}[w]) for g in "zrg" for w in "WU"}
    return gates | {f"{at}.{g}b": r.array(n) for g in "zrg"} | {f"{at}.u": r.array(n)}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    b, s, t, e, n, m, read, write, units = (r.size(1, 4) for _ in range(9))
    look = ("average", "multiplicative", "additive")[r.k % 3]
    settings = {"look": look, "x": r.classes(b, s, of=read), "y": r.classes(b, t, of=write)}
    scores = {"W": r.array(units, m), "U": r.array(units, 2 * n), "v": r.array(units)}
    layers = {"start.W": r.array(m, 2 * n), "start.b": r.array(m)}
    layers |= {"out.W": r.array(write, m + 2 * n), "out.b": r.array(write)}
    arrays = {"E": r.array(read, e), "F": r.array(write, e), "M": r.array(m, 2 * n)}
    cells = cell(r, "forth", e, n) | cell(r, "back", e, n) | cell(r, "dec", e + 2 * n, m)
    return settings, arrays | scores | layers | cells


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    def unit(at: str) -> Gru:
        gates = (Gate(a[f"{at}.{g}W"], a[f"{at}.{g}U"], a[f"{at}.{g}b"]) for g in "zrg")
        return Gru(*gates, a[f"{at}.u"], "after", "keeps")

    looks = {
        "additive": Additive(a["W"], a["U"], a["v"]),
        "multiplicative": Multiplicative(a["M"]),
        "average": None,
    }
    forth, back, decoder = (unit(at) for at in CELLS)
    start, output = Layer(a["start.W"], a["start.b"]), Layer(a["out.W"], a["out.b"])
    look = looks[s["look"]]
    p = seq2seq.Seq2Seq(a["E"], a["F"], Both(forth, back), start, decoder, output, look)
    return seq2seq.forward(p, s["x"], s["y"])


def stacked(a: dict[str, Any], at: str) -> dict[str, Any]:
    """Order the gates as torch does: reset, update, candidate."""
    import torch

    found = {f"{kind}h": [a[f"{at}.{g}{w}"] for g in "rzg"] for kind, w in (("i", "W"), ("h", "U"))}
    nothing = torch.zeros_like(a[f"{at}.u"])
    return {
        "weight_ih": torch.cat(found["ih"]),
        "weight_hh": torch.cat(found["hh"]),
        "bias_ih": torch.cat([a[f"{at}.{g}b"] for g in "rzg"]),
        "bias_hh": torch.cat([nothing, nothing, a[f"{at}.u"]]),
    }


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.nn import functional

    call = torch.func.functional_call
    n = a["forth.u"].shape[0]
    forth = {f"{k}_l0": v for k, v in stacked(a, "forth").items()}
    back = {f"{k}_l0_reverse": v for k, v in stacked(a, "back").items()}
    x = functional.embedding(torch.tensor(s["x"]), a["E"])
    reader = torch.nn.GRU(x.shape[-1], n, batch_first=True, bidirectional=True).double()
    H = call(reader, forth | back, (x,))[0]
    state = torch.tanh(functional.linear(H[:, 0], a["start.W"], a["start.b"]))
    y = functional.embedding(torch.tensor(s["y"]), a["F"])
    writer = torch.nn.GRUCell(y.shape[-1] + 2 * n, state.shape[-1]).double()
    found = []
    for t in range(y.shape[1]):
        if s["look"] == "average":
            scores = torch.zeros(H.shape[:2], dtype=torch.float64)
        elif s["look"] == "multiplicative":
            scores = torch.einsum("bm,mn,bsn->bs", state, a["M"], H)
        else:
            hidden = torch.einsum("um,bm->bu", a["W"], state)[:, None]
            scores = torch.tanh(hidden + torch.einsum("un,bsn->bsu", a["U"], H)) @ a["v"]
        context = torch.einsum("bs,bsn->bn", torch.softmax(scores, -1), H)
        state = call(writer, stacked(a, "dec"), (torch.cat([y[:, t], context], -1), state))
        found.append(functional.linear(torch.cat([state, context], -1), a["out.W"], a["out.b"]))
    return torch.stack(found, 1)
