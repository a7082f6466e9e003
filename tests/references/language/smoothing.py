"""Smoothed probabilities against their definitions, word by word in exact fractions."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.language import ngram, smoothing

if TYPE_CHECKING:
    from tests.references.case import Case

SOURCE = "enumeration"
GRADIENTS = False
SINGLE = False
BAD: list[tuple[str, int]] = []


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    size, n, places = r.size(1, 4), r.size(1, 3), r.size(1, 5)
    return (
        {
            "size": size,
            "n": n,
            "k": r.size(1, 8) / 4,
            "discount": r.size(1, 7) / 8,
            "w": r.classes(r.size(4, 25), of=size),
            "contexts": r.classes(places, n - 1, of=size),
            "words": r.classes(places, of=size),
        },
        {"weights": r.positive(n + 1)},
    )


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    tables = [ngram.count([s["w"]], n, s["size"]) for n in range(1, s["n"] + 1)]
    contexts = s["contexts"]
    weights = a["weights"] / a["weights"].sum()
    learned = smoothing.learned_weights(tables, contexts, s["words"], 3)
    return (
        smoothing.add_k(tables[-1], contexts, s["k"]),
        smoothing.add_k(tables[-1], contexts, 0),
        smoothing.ensemble(tables, contexts, weights),
        smoothing.backoff(tables, contexts, s["discount"]),
        learned,
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    V, n, text = s["size"], s["n"], s["w"].tolist()
    seen = Counter(
        tuple(text[k : k + m]) for m in range(1, n + 1) for k in range(len(text) - m + 1)
    )

    def total(h: tuple[int, ...]) -> int:
        return sum(seen[(*h, v)] for v in range(V))

    def member(h: tuple[int, ...], v: int, m: int) -> Fraction:
        if m == 0:
            return Fraction(1, V)
        known = h[len(h) - m + 1 :]
        return Fraction(seen[(*known, v)], total(known)) if total(known) else member(h, v, m - 1)

    def back(h: tuple[int, ...], v: int, m: int) -> Fraction:
        if m == 0:
            return Fraction(1, V)
        known = h[len(h) - m + 1 :]
        if not total(known):
            return back(h, v, m - 1)
        absent = [u for u in range(V) if not seen[(*known, u)]]
        free = sum(back(h, u, m - 1) for u in absent)
        if not free:
            return Fraction(seen[(*known, v)], total(known))
        d = Fraction(s["discount"])
        if seen[(*known, v)]:
            return (seen[(*known, v)] - d) / total(known)
        return d * (V - len(absent)) / total(known) * back(h, v, m - 1) / free

    contexts = [tuple(row) for row in s["contexts"].tolist()]
    k, weights = Fraction(s["k"]), a["weights"] / a["weights"].sum()
    every = [[(h, v) for v in range(V)] for h in contexts]
    rows = [
        [[(seen[(*h, v)] + k) / (total(h) + k * V) for h, v in row] for row in every],
        [[Fraction(seen[(*h, v)], total(h) or 1) for h, v in row] for row in every],
        [
            [sum(w * member(h, v, m) for m, w in enumerate(weights)) for h, v in row]
            for row in every
        ],
        [[back(h, v, n) for h, v in row] for row in every],
    ]
    share = [1 / (n + 1)] * (n + 1)
    places = list(zip(contexts, s["words"].tolist(), strict=True))
    for _ in range(3):
        blame = []
        for h, v in places:
            joint = [x * float(member(h, v, m)) for m, x in enumerate(share)]
            blame.append([x / sum(joint) for x in joint])
        share = [sum(row[m] for row in blame) / len(places) for m in range(n + 1)]
    return (*(np.array(table, float) for table in rows), np.array(share))
