"""The penalty and its gradient against torch, the rotation against scipy's Procrustes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.language import alignment
from ncrevise.tape import raw

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("R", 1), ("S", 1)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    V, U, K, M = r.size(1, 7), r.size(1, 7), r.size(1, 4), r.size(1, 5)
    pairs = np.stack([r.classes(M, of=V), r.classes(M, of=U)], 1)
    return {"pairs": pairs, "A": r.array(M + K, K), "B": r.array(M + K, K)}, {
        "R": r.array(V, K),
        "S": r.array(U, K),
    }


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    R, S = raw(a["R"]), raw(a["S"])
    found = alignment.penalty(a["R"], a["S"], s["pairs"])
    Q = alignment.rotation(s["A"].astype(R.dtype), s["B"].astype(R.dtype))
    return found, Q, alignment.translations(R, S).astype(R.dtype)


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from scipy.linalg import orthogonal_procrustes

    gap = a["R"][s["pairs"][:, 0]] - a["S"][s["pairs"][:, 1]]
    unit = torch.nn.functional.normalize
    near = torch.cdist(unit(a["R"].detach()), unit(a["S"].detach())).argmin(1)
    Q = torch.tensor(orthogonal_procrustes(s["A"], s["B"])[0])
    return gap.norm() ** 2, Q, near
