"""Forwards and backwards through a network of 2, 2 and 1 units, the tape on, against torch."""

from __future__ import annotations

import os

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

import numpy as np

from ncrevise.noise import Noise
from ncrevise.tape import Tape, ops
from ncrevise.tape.grad import gradient
from tests.benchmarks.clock import compare

COUNT = 1000


def main() -> None:
    import torch

    torch.set_num_threads(1)
    noise = Noise("2-2-1")
    weights = [noise.normal(size) for size in ((2, 2), (2,), (1, 2), (1,))]
    x, t = np.array([0.5, -1.0]), np.array([1.0])

    def ours() -> None:
        for _ in range(COUNT):
            tape = Tape()
            W1, b1, W2, b2 = p = [tape.leaf(each) for each in weights]
            y = W2 @ ops.tanh(W1 @ x + b1) + b2
            gradient(ops.total(ops.half_square(y - t)), p)

    leaves = [torch.tensor(each, requires_grad=True) for each in weights]
    inputs, target = torch.tensor(x), torch.tensor(t)

    def theirs() -> None:
        for _ in range(COUNT):
            for leaf in leaves:
                leaf.grad = None
            W1, b1, W2, b2 = leaves
            y = W2 @ torch.tanh(W1 @ inputs + b1) + b2
            ((y - target) ** 2 / 2).sum().backward()

    ours()
    theirs()
    times = compare({"ncrevise": ours, "torch": theirs}, 15)
    for name, spent in times.items():
        print(f"{name:<10} {spent / COUNT * 1e6:6.1f} µs")
    print(f"ratio {times['ncrevise'] / times['torch']:.2f}")


if __name__ == "__main__":
    main()
