"""Losses of both players against torch's binary cross-entropy; divergences between distributions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.unsupervised import adversarial
from ncrevise.tape import raw

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("q", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, m, K = r.size(1, 6), r.size(1, 6), r.size(1, 5)
    arrays = {"a": r.array(n, scale=20), "b": r.array(m, scale=20)}
    return {}, arrays | {"p": r.positive(K), "q": r.positive(K)}


def ours(_s: dict[str, Any], a: dict[str, Any]) -> Any:
    p, q = (raw(a[key]) / raw(a[key]).sum() for key in "pq")
    return (
        adversarial.discriminator_loss(a["a"], a["b"]),
        adversarial.generator_loss(a["b"], "minimax"),
        adversarial.generator_loss(a["b"]),
        adversarial.optimal(a["p"], a["p"] * 0.5),
        adversarial.jensen_shannon(p, q),
    )


def theirs(_s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.distributions import Categorical, kl_divergence
    from torch.nn.functional import binary_cross_entropy_with_logits, logsigmoid

    real, fake = torch.ones_like(a["a"]), torch.zeros_like(a["b"])
    p, q = (Categorical(a[key].detach()) for key in "pq")
    middle = Categorical((p.probs + q.probs) / 2)
    data, made = a["p"].exp(), (a["p"] * 0.5).exp()
    return (
        binary_cross_entropy_with_logits(a["a"], real)
        + binary_cross_entropy_with_logits(a["b"], fake),
        logsigmoid(-a["b"]).mean(),
        binary_cross_entropy_with_logits(a["b"], fake + 1),
        data / (data + made),
        (kl_divergence(p, middle) + kl_divergence(q, middle)) / 2,
    )
