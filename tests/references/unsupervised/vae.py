"""Variational autoencoders against torch.distributions: terms, loss, importance weights."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ncrevise.models.unsupervised import vae
from tests.references.unsupervised import _torch

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("x", 1), ("epsilon", 2), ("epsilon", 1), ("gW0", 1)]
BY_NAME = {"gW0": "W of layer 1"}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, d, m, K = r.size(1, 4), r.size(1, 5), r.size(1, 4), r.size(1, 3)
    arrays = {"x": r.noise.uniform((n, d)), "epsilon": r.array(r.size(1, 3), n, K)}
    arrays |= _torch.drawn(r, "f", [d, m, 2 * K]) | _torch.drawn(r, "g", [K, m, d])
    eta = r.number(0.2, 2) if r.k % 2 else None
    return {"eta": eta, "weight": r.number(0, 2)}, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = vae.Vae(_torch.ours(a, "f"), _torch.ours(a, "g"), s["eta"])
    x, epsilon = a["x"], a["epsilon"]
    mu, _ = vae.encode(p, x)
    return (
        vae.decode(p, mu),
        vae.bound(p, x, epsilon),
        vae.loss(p, x, epsilon[0], s["weight"]),
        vae.log_likelihood(p, x, epsilon),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.distributions import Bernoulli, Independent, Normal, kl_divergence

    mu, log_variance = _torch.theirs(a, "f", a["x"]).chunk(2, -1)
    q = Independent(Normal(mu, (log_variance / 2).exp()), 1)
    prior = Independent(Normal(torch.zeros_like(mu), torch.ones_like(mu)), 1)

    def pixels(z: Any) -> Any:
        out = _torch.theirs(a, "g", z)
        if s["eta"] is None:
            return Independent(Bernoulli(logits=out, validate_args=False), 1)
        return Independent(Normal(out, s["eta"] ** 0.5), 1)

    z = mu + q.base_dist.stddev * a["epsilon"]
    fits, divergence = pixels(z).log_prob(a["x"]), kl_divergence(q, prior)
    weights = fits + prior.log_prob(z) - q.log_prob(z)
    return (
        pixels(mu).mean,
        fits - divergence,
        (s["weight"] * divergence - fits[0]).mean(),
        torch.logsumexp(weights, 0) - math.log(len(z)),
    )
