"""Counts of n-grams against counting them one by one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.language import ngram

if TYPE_CHECKING:
    from tests.references.case import Case

SOURCE = "enumeration"
GRADIENTS = False
SINGLE = False
BAD: list[tuple[str, int]] = []


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    size, n = r.size(1, 5), r.size(1, 4)
    texts = [r.classes(r.size(1, 30), of=size) for _ in range(r.size(1, 3))]
    contexts = r.classes(r.size(1, 6), n - 1 + r.size(0, 2), of=size)
    return {"size": size, "n": n}, {
        "contexts": contexts,
        **{f"w{k}": w for k, w in enumerate(texts)},
    }


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    whole = {key: value.astype(int) for key, value in a.items()}
    contexts = whole.pop("contexts")
    table = ngram.count(list(whole.values()), s["n"], s["size"])
    found = ngram.followers(table, contexts) if len(table.codes) else np.zeros((1, 1))
    return found, table.seen, table.table


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    n, seen = s["n"], Counter()
    for key, w in a.items():
        if key != "contexts":
            seen.update(tuple(w[k : k + n].tolist()) for k in range(len(w) - n + 1))
    rows = [
        [seen[(*(row[len(row) - n + 1 :].tolist()), v)] for v in range(s["size"])]
        for row in a["contexts"]
    ]
    return np.array(rows) if seen else np.zeros((1, 1)), len(seen), s["size"] ** n
