"""What several references of this topic share: multilayer perceptrons as arrays, and in torch."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ncrevise.models.networks import mlp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.references.case import Case


def drawn(r: Case, name: str, sizes: Sequence[int]) -> dict[str, Any]:
    arrays = {}
    for l, (d, n) in enumerate(pairwise(sizes)):
        arrays |= {f"{name}W{l}": r.array(n, d, scale=0.7), f"{name}b{l}": r.array(n, scale=0.3)}
    return arrays


def ours(a: dict[str, Any], name: str, activation: str = "tanh", output: str = "identity") -> Any:
    count = sum(key.startswith(f"{name}W") for key in a)
    layers = tuple(mlp.Layer(a[f"{name}W{l}"], a[f"{name}b{l}"]) for l in range(count))
    return mlp.Mlp(layers, activation, output)


def theirs(
    a: dict[str, Any], name: str, x: Any, activation: str = "tanh", output: str = "identity"
) -> Any:
    import torch
    from torch.nn import functional

    functions = {"tanh": torch.tanh, "sigmoid": torch.sigmoid, "identity": lambda z: z}
    count = sum(key.startswith(f"{name}W") for key in a)
    for l in range(count):
        last = l == count - 1
        x = functions[output if last else activation](
            functional.linear(x, a[f"{name}W{l}"], a[f"{name}b{l}"])
        )
    return x
