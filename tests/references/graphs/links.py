"""Link prediction against torch's binary cross-entropy; the AUC against scipy's U statistic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.graphs import links

if TYPE_CHECKING:
    from tests.references.case import Case

BAD: list[tuple[str, int]] = []


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    N, d, M = r.size(1, 6), r.size(1, 4), r.size(2, 9)
    joined = np.concatenate([[0, 1], r.classes(M - 2, of=2)])
    said = r.classes(M, of=5) / 2.0
    return {"pairs": r.classes(M, 2, of=N), "joined": joined, "said": said}, {"z": r.array(N, d)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    return (
        links.probabilities(a["z"], s["pairs"]),
        links.loss(a["z"], s["pairs"], s["joined"]),
        links.area(s["said"], s["joined"]),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from scipy.stats import mannwhitneyu

    u, v = torch.tensor(s["pairs"]).T
    scores = (a["z"][u] @ a["z"][v].T).diagonal()
    joined = torch.tensor(s["joined"], dtype=torch.float64)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(scores, joined)
    yes, no = s["said"][s["joined"] == 1], s["said"][s["joined"] == 0]
    area = mannwhitneyu(yes, no).statistic / (len(yes) * len(no))
    return scores.sigmoid(), loss, torch.tensor(area, dtype=torch.float64)
