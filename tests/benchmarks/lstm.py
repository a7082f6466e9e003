"""An LSTM over a batch of sequences, forward and backward through the tape, against torch.

T 50, B 32, d 64, n 128, double precision, one thread each.
"""

from __future__ import annotations

import os

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.sequences import lstm
from ncrevise.noise import Noise
from ncrevise.tape import Tape
from ncrevise.tape.grad import gradient
from tests.benchmarks.clock import compare

if TYPE_CHECKING:
    from collections.abc import Callable

T, B, D, N = 50, 32, 64, 128
ROUNDS = 15
TORCH_ORDER = (2, 0, 1, 3)  # our g, i, f, o out of torch's i, f, g, o


def arguments() -> tuple[Any, ...]:
    noise = Noise("benchmark")
    shapes = ((B, T, D), (B, N), (B, N), (4 * N, D), (4 * N, N), (4 * N,))
    return tuple(noise.normal(shape, 0.1) for shape in shapes)


def ours(arrays: tuple[Any, ...], seed: Any) -> list[Any]:
    tape = Tape()
    values = [tape.leaf(array) for array in arrays]
    states = lstm.whole(*values)
    found = gradient(states[0], values, seed)
    tape.values.clear()
    return found


def reordered(stacked: Any, order: tuple[int, ...]) -> Any:
    return np.concatenate([np.split(stacked, 4)[k] for k in order])


def theirs(arrays: tuple[Any, ...], seed: Any) -> Callable[[], list[Any]]:
    import torch

    torch.set_num_threads(1)
    x, h, c, W, U, b = arrays
    back = tuple(np.argsort(TORCH_ORDER))
    net = torch.nn.LSTM(D, N, batch_first=True, dtype=torch.float64)
    with torch.no_grad():
        net.weight_ih_l0[:] = torch.tensor(reordered(W, back))
        net.weight_hh_l0[:] = torch.tensor(reordered(U, back))
        net.bias_ih_l0[:] = torch.tensor(reordered(b, back))
        net.bias_hh_l0[:] = 0
    start = [torch.tensor(each[None], requires_grad=True) for each in (h, c)]
    inputs, signal = torch.tensor(x, requires_grad=True), torch.tensor(seed)
    wanted = [inputs, *start, net.weight_ih_l0, net.weight_hh_l0, net.bias_ih_l0]

    def run() -> list[Any]:
        states, _ = net(inputs, tuple(start))
        return [each.numpy() for each in torch.autograd.grad(states, wanted, signal)]

    return run


def main() -> None:
    arrays = arguments()
    seed = Noise("signal").normal((B, T, N))
    other = theirs(arrays, seed)
    for mine, wanted in zip(ours(arrays, seed)[3:], other()[3:], strict=True):
        np.testing.assert_allclose(mine, reordered(wanted, TORCH_ORDER), rtol=1e-9, atol=1e-9)
    times = compare({"ncrevise": lambda: ours(arrays, seed), "torch.nn.LSTM": other}, ROUNDS)
    for name, spent in times.items():
        print(f"{name:<16} {spent * 1000:6.1f} ms")
    print(f"ratio {times['ncrevise'] / times['torch.nn.LSTM']:.2f}")


if __name__ == "__main__":
    main()
