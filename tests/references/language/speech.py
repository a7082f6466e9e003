"""Posteriors against torch, decoding against trying every sentence."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from ncrevise.models.language import speech
from ncrevise.tape import raw

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("prior", 0), ("likely", 0), ("first", 0), ("then", 0), ("heard", 1), ("sounds", 1)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    N, V, T, D = r.size(1, 5), r.size(1, 4), r.size(1, 4), r.size(1, 3)
    return {"spread": r.number(0.3, 2)}, {
        "prior": r.positive(N),
        "likely": r.positive(N),
        "first": r.array(V),
        "then": r.array(V, V),
        "heard": r.array(T, V),
        "sounds": r.array(V, D),
        "a": r.array(T, D),
    }


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    first, then, heard, sounds, signal = (
        raw(a[key]) for key in ("first", "then", "heard", "sounds", "a")
    )
    words = speech.decode(first, then, heard)
    return (
        speech.posterior(a["prior"], a["likely"]),
        speech.log_posterior(a["prior"], a["likely"]),
        words.astype(first.dtype),
        speech.score(first, then, heard, words),
        speech.log_likelihood(sounds, signal, s["spread"]),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    both = a["prior"] * a["likely"]
    first, then, heard = (a[key].tolist() for key in ("first", "then", "heard"))

    def score(words: tuple[int, ...]) -> float:
        prior = first[words[0]] + sum(then[u][v] for u, v in itertools.pairwise(words))
        return prior + sum(heard[t][w] for t, w in enumerate(words))

    best = max(itertools.product(range(len(first)), repeat=len(heard)), key=score)
    normal = torch.distributions.Normal(a["sounds"].detach(), s["spread"])
    sound = normal.log_prob(a["a"].detach()[:, None]).sum(-1)
    log_both = a["prior"] + a["likely"]
    return (
        both / both.sum(),
        log_both - log_both.logsumexp(0),
        torch.tensor(best),
        torch.tensor(score(best), dtype=torch.float64),
        sound,
    )
