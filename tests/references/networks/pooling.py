"""Pooling, with ties, borders and overlaps, and unpooling against torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.networks import pooling
from ncrevise.models.networks.pooling import Pool
from ncrevise.tape.value import raw

if TYPE_CHECKING:
    from tests.references.case import Case

CASES = 120
KINDS = ["max", "average", "ties", "unpool", "inner average", "global"]
BAD: list[tuple[str, int]] = []  # any size of map is pooled; see tests/test_networks.py


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    kind = r.choice(KINDS)
    size = r.size(1, 3), r.size(1, 3)
    apart = kind == "unpool"  # torch's unpooling has no order where places meet
    stride = size if apart else (r.size(1, 3), r.size(1, 3))
    padding = 0 if apart else min(r.size(0, 1), min(size) // 2)
    sides = [k + r.size(0, 5) for k in size]
    settings = {"kind": kind, "size": size, "stride": stride, "padding": padding}
    x = r.array(r.size(1, 3), r.size(1, 3), *sides)
    return settings, {"x": x.round() if kind == "ties" and r.k % 10 else x}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    x = a["x"]
    if s["kind"] == "global":
        return pooling.global_average(x)
    average = "average" in s["kind"]
    kind = "average" if average else "max"
    how = Pool(s["size"], s["stride"], s["padding"], kind, s["kind"] != "inner average")
    if s["kind"] != "unpool":
        return pooling.forward(how, x)
    y, places = pooling.places(how, x)
    return pooling.unpool(y * 2.0, places, x.shape[2:]), places.astype(raw(x).dtype)


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    from torch.nn import functional

    x, how = a["x"], (s["size"], s["stride"], s["padding"])
    if s["kind"] == "global":
        return functional.adaptive_avg_pool2d(x, 1)[:, :, 0, 0]
    if "average" in s["kind"]:
        return functional.avg_pool2d(x, *how, count_include_pad=s["kind"] != "inner average")
    y, places = functional.max_pool2d(x, *how, return_indices=True)
    if s["kind"] != "unpool":
        return y
    back = functional.max_unpool2d(y * 2.0, places, s["size"], s["stride"], 0, x.shape[2:])
    return back, places.double()
