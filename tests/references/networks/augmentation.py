"""Shifts and rotations against torch's samplers of grids; mirrors against its flip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.networks import augmentation

if TYPE_CHECKING:
    from tests.references.case import Case

CASES = 100
GRADIENTS = False  # images to learn from are data
BAD = [("angles", 0), ("by", 0), ("x", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    n, c, h, w = r.size(1, 4), r.size(1, 3), r.size(2, 8), r.size(2, 8)
    by = r.array(n, 2, scale=1.5)
    whole = r.k % 2
    angles = r.noise.uniform((n,), -np.pi, np.pi)
    which = r.noise.chance((n,), 0.5).astype(float)
    arrays = {"x": r.array(n, c, h, w), "by": by.round() if whole else by, "angles": angles}
    return {}, {**arrays, "which": which}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    x = a["x"]
    return (
        augmentation.shifted(x, a["by"]),
        augmentation.rotated(x, a["angles"]),
        augmentation.mirrored(x, a["which"] > 0.5),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.nn.functional import grid_sample

    x = a["x"]
    n, _, h, w = x.shape

    def sampled(matrix: Any) -> Any:
        """Read x at matrix · (column, row, 1), in pixels from the middle."""
        scale = torch.tensor([(w - 1) / 2, (h - 1) / 2], dtype=torch.float64)
        down, across = torch.meshgrid(
            torch.linspace(-1, 1, h, dtype=torch.float64),
            torch.linspace(-1, 1, w, dtype=torch.float64),
            indexing="ij",
        )
        pixels = torch.stack([across * scale[0], down * scale[1], torch.ones(h, w).double()], -1)
        grid = torch.einsum("nij,hwj->nhwi", matrix, pixels) / scale
        return grid_sample(x, grid, mode="bilinear", padding_mode="zeros", align_corners=True)

    shift = torch.eye(2, 3).double().repeat(n, 1, 1)
    shift[:, 0, 2], shift[:, 1, 2] = -a["by"][:, 1], -a["by"][:, 0]
    turn = torch.zeros(n, 2, 3).double()
    cos, sin = torch.cos(a["angles"]), torch.sin(a["angles"])
    turn[:, 0, 0], turn[:, 0, 1] = cos, -sin
    turn[:, 1, 0], turn[:, 1, 1] = sin, cos
    flipped = torch.where(a["which"][:, None, None, None] > 0.5, torch.flip(x, (3,)), x)
    return sampled(shift), sampled(turn), flipped
