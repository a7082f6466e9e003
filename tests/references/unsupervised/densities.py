"""Densities and divergences against torch.distributions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.unsupervised import densities

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("a", 1), ("x", 1), ("mu", 1), ("s", 1), ("z", 1), ("epsilon", 2)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, d, K = r.size(1, 4), r.size(1, 5), r.size(1, 5)
    arrays = {"a": r.array(n, d, scale=3), "x": r.noise.uniform((n, d)), "mu": r.array(n, K)}
    arrays |= {"s": r.array(n, K), "z": r.array(n, K), "epsilon": r.array(r.size(1, 3), n, K)}
    return {"eta": r.number(0.1, 2)}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    return (
        densities.bernoulli(a["a"], a["x"]),
        densities.gaussian(a["a"], a["x"], s["eta"]),
        densities.diagonal(a["mu"], a["s"], a["z"]),
        densities.to_standard(a["mu"], a["s"]),
        densities.reparameterised(a["mu"], a["s"], a["epsilon"]),
        densities.log_sum_exp(a["a"] * 30),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.distributions import Bernoulli, Independent, Normal, kl_divergence

    q = Normal(a["mu"], torch.sqrt(torch.exp(a["s"])))
    pixels = Bernoulli(logits=a["a"], validate_args=False)
    return (
        pixels.log_prob(a["x"]).sum(-1),
        Independent(Normal(a["a"], s["eta"] ** 0.5), 1).log_prob(a["x"]),
        q.log_prob(a["z"]).sum(-1),
        kl_divergence(q, Normal(0.0, 1.0)),
        a["mu"] + q.stddev * a["epsilon"],
        torch.logsumexp(a["a"] * 30, -1),
    )
