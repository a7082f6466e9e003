"""A convolution layer forwards and backwards through the tape, against torch on one thread.

32 images of 3 × 32 × 32, 16 filters of 3 × 3 with a border of 1. A first layer needs the
gradients of its kernels and biases alone; one further up that of its input as well. Freed
memory is kept for both, or whoever comes second waits for the system to hand it out again.
"""

from __future__ import annotations

import os

for library in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(library, "1")  # read when NumPy is loaded

import ctypes
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.differentiate import emptied
from ncrevise.models.networks import conv
from ncrevise.models.networks.conv import Conv
from ncrevise.noise import Noise
from ncrevise.tape import Tape
from ncrevise.tape.grad import gradient
from tests.benchmarks.clock import compare

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 61
KEEP = ((-1, 1 << 30), (-3, 1 << 25))  # glibc: give nothing back, map nothing by itself


def ours(arrays: dict[str, Any], g: Any, wanted: list[str]) -> Callable[[], list[Any]]:
    def program() -> list[Any]:
        tape = Tape()
        held = {name: tape.leaf(a) if name in wanted else a for name, a in arrays.items()}
        y = conv.forward(Conv(held["K"], held["b"], padding=1), held["x"])
        found = gradient(y, [held[name] for name in wanted], g)
        emptied(tape)
        return found

    return program


def torchs(arrays: dict[str, Any], g: Any, wanted: list[str]) -> Callable[[], list[Any]]:
    import torch

    torch.set_num_threads(1)
    held = {name: torch.tensor(a, requires_grad=name in wanted) for name, a in arrays.items()}
    seed = torch.tensor(g)

    def program() -> list[Any]:
        y = torch.nn.functional.conv2d(held["x"], held["K"], held["b"], padding=1)
        return list(torch.autograd.grad(y, [held[name] for name in wanted], seed))

    return program


def keep_memory() -> None:
    try:
        for option, size in KEEP:
            ctypes.CDLL(None).mallopt(option, size)
    except (AttributeError, OSError, TypeError):
        print("this is not glibc: freed memory may be given back")


def main() -> None:
    keep_memory()
    noise = Noise("conv")
    shapes = {"x": (32, 3, 32, 32), "K": (16, 3, 3, 3), "b": (16,)}
    for dtype in (np.float32, np.float64):
        arrays = {name: noise.normal(shape).astype(dtype) for name, shape in shapes.items()}
        g = noise.normal((32, 16, 32, 32)).astype(dtype)
        for what, wanted in (("first layer", ["K", "b"]), ("further up", ["K", "b", "x"])):
            pair = {"ours": ours(arrays, g, wanted), "torch": torchs(arrays, g, wanted)}
            for mine, other in zip(pair["ours"](), pair["torch"](), strict=True):
                np.testing.assert_allclose(mine, other.numpy(), rtol=1e-3, atol=1e-3)
            times = compare(pair, ROUNDS)
            said = f"{dtype.__name__}, {what}"
            print(
                f"{said:<24} ours {times['ours'] * 1000:5.2f} ms, torch "
                f"{times['torch'] * 1000:5.2f} ms, ratio {times['ours'] / times['torch']:.2f}"
            )


if __name__ == "__main__":
    main()
