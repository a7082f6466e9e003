"""Inputs forced, free or drawn between the two, against torch.nn.RNNCell and its own argmax."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.kernels import batched
from ncrevise.models.sequences import forcing, rnn
from ncrevise.tape import ops, raw

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("Wx", 1), ("start", 1)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    B, T, e, n, V = (r.size(low, top) for low, top in ((1, 4), (1, 6), (1, 3), (1, 4), (2, 5)))
    settings = {
        "right": r.classes(B, T, of=V),
        "forced": forcing.scheduled(r.noise, (B, T), r.choice([0.0, 1.0, 0.5])),
        "limit": r.size(1, 6),
    }
    return settings, {
        "E": r.array(V, e),
        "start": r.array(B, n),
        "Wx": r.array(n, e),
        "Wh": r.array(n, n),
        "Wy": r.array(V, n),
        "by": r.array(V),
    }


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p, output = rnn.Hidden(a["Wx"], a["Wh"], None), rnn.Output(a["Wy"], a["by"])

    def say(token: Any, state: Any) -> Any:
        x = batched.looked_up(a["E"], token)
        rnn.start_of(p, ops.reshape(x, shape=(len(token), 1, -1)), state, None)
        state = rnn.step(p, x, state)
        return rnn.read(output, state), state

    first = np.zeros(len(s["right"]), int)
    scores = forcing.unrolled(say, a["start"], first, s["right"], s["forced"])
    tokens = forcing.continued(say, a["start"], first, s["limit"], end=1)
    return scores, tokens.astype(raw(a["E"]).dtype)


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    n, e = a["Wx"].shape
    cell = torch.nn.RNNCell(e, n, bias=False, dtype=torch.float64)

    def say(token: Any, h: Any) -> Any:
        weights = {"weight_ih": a["Wx"], "weight_hh": a["Wh"]}
        h = torch.func.functional_call(cell, weights, (a["E"][token], h))
        return torch.addmm(a["by"], h, a["Wy"].T), h

    scores, rows = [], []
    for k, right in enumerate(torch.tensor(s["right"])):
        token, h = torch.tensor([0]), a["start"][k : k + 1]
        scores.append([])
        for t, wanted in enumerate(right):
            z, h = say(token, h)
            scores[-1].append(z[0])
            token = wanted[None] if s["forced"][k, t] else z.argmax(-1)
        token, h, said = torch.tensor([0]), a["start"][k : k + 1], []
        while len(said) < s["limit"] and (not said or said[-1] != 1):
            z, h = say(token, h)
            token = z.argmax(-1)
            said.append(int(token))
        rows.append(said)
    longest = max(map(len, rows))
    tokens = torch.tensor([row + [1] * (longest - len(row)) for row in rows], dtype=torch.float64)
    return torch.stack([torch.stack(each) for each in scores]), tokens
