"""Batch normalisation of units and maps, training and after, against torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.networks import batch_norm
from ncrevise.models.networks.batch_norm import BatchNorm, Running
from ncrevise.tape.value import raw

if TYPE_CHECKING:
    from tests.references.case import Case

CASES = 120
BAD = [("gamma", 0), ("beta", 0), ("x", 1)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    channels = r.size(1, 4)
    shape = (r.size(2, 6), channels) + ((r.size(1, 4), r.size(1, 4)) if r.chance() else ())
    arrays = {
        "x": r.array(*shape, scale=2.0) + 1,
        "gamma": r.array(channels),
        "beta": r.array(channels),
    }
    return {
        "mean": r.array(channels),
        "variance": r.positive(channels),
        "train": r.k % 2 == 1,
        "momentum": r.number(0.05, 0.5),
        "epsilon": r.choice([1e-5, 1e-3, 1e-5, 0.1]),
    }, arrays


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    p = BatchNorm(a["gamma"], a["beta"], s["epsilon"])
    dtype = raw(a["x"]).dtype
    running = Running(s["mean"].astype(dtype), s["variance"].astype(dtype), s["momentum"])
    if not s["train"]:
        return batch_norm.evaluate(p, a["x"], running)
    after = batch_norm.updated(running, a["x"])
    return batch_norm.forward(p, a["x"]), after.mean, after.variance


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.nn import functional

    mean, variance = torch.tensor(s["mean"]), torch.tensor(s["variance"])
    y = functional.batch_norm(
        a["x"], mean, variance, a["gamma"], a["beta"], s["train"], s["momentum"], s["epsilon"]
    )
    return (y, mean, variance) if s["train"] else y
