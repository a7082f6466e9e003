"""Averages and votes against torch; the parts of the error add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.generalisation import ensembles
from ncrevise.noise import Noise
from ncrevise.tape import raw

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("weights", 0), ("t", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    m, n, k = r.size(1, 5), r.size(1, 6), r.size(1, 4)
    weights = r.positive(m)
    return {"classes": r.classes(m, n, of=k), "kinds": k}, {
        "y": r.array(m, n),
        "deep": r.array(m, n, k),
        "weights": weights / weights.sum(),
        "t": r.array(n),
    }


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    y, t = raw(a["y"]), raw(a["t"])
    single, joint, spread = ensembles.parts_of_error(y, t)
    assert abs(single - joint - spread) < 1e-5 * single
    assert {len(rows) for rows in ensembles.resamples(7, 3, Noise("bags"))} == {7}
    return (
        ensembles.average(a["y"]),
        ensembles.average(a["y"], a["weights"]),
        ensembles.average(a["deep"], a["weights"]),
        ensembles.votes(s["classes"], s["kinds"]).astype(y.dtype),
        np.array([single, joint, spread], y.dtype),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    y, deep, weights = a["y"], a["deep"], a["weights"]
    ballots = torch.nn.functional.one_hot(torch.tensor(s["classes"]), s["kinds"]).double()
    wide = a["t"].expand_as(y)
    mse = torch.nn.functional.mse_loss
    return (
        y.mean(0),
        torch.einsum("m,mn->n", weights, y),
        torch.einsum("m,mnk->nk", weights, deep),
        ballots.mean(0),
        torch.stack([mse(y, wide), mse(y.mean(0), a["t"]), y.var(0, correction=0).mean()]).detach(),
    )
