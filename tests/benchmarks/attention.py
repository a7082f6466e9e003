"""Multi-head attention forwards, B 8, T 128, d 256, 8 heads: ours against torch on one thread."""

from __future__ import annotations

import os

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

from typing import Any

import numpy as np
import torch

from ncrevise.derivatives.trees import mapped
from ncrevise.models.attention import multihead
from ncrevise.noise import Noise
from tests.benchmarks.clock import compare

BATCH, LENGTH, WIDTH, HEADS = 8, 128, 256, 8
RUNS = 5
TYPES = {"float64": (np.float64, torch.float64), "float32": (np.float32, torch.float32)}


def rival(p: multihead.MultiHead, kind: Any) -> torch.nn.MultiheadAttention:
    """Give torch's module our weights, so that both compute the same."""
    module = torch.nn.MultiheadAttention(WIDTH, HEADS, batch_first=True).to(kind).eval()
    with torch.no_grad():
        module.in_proj_weight.copy_(torch.tensor(np.concatenate([p.W_Q, p.W_K, p.W_V])))
        module.in_proj_bias.copy_(torch.tensor(np.concatenate([p.b_Q, p.b_K, p.b_V])))
        module.out_proj.weight.copy_(torch.tensor(p.W_O))
        module.out_proj.bias.copy_(torch.tensor(p.b_O))
    return module


def measure(name: str) -> None:
    ours_type, torch_type = TYPES[name]
    noise = Noise("benchmark")
    p = mapped(lambda a: a.astype(ours_type), multihead.initial(WIDTH, HEADS, noise))
    x = noise.normal((BATCH, LENGTH, WIDTH)).astype(ours_type)
    module, tensor = rival(p, torch_type), torch.tensor(x)

    def ours() -> Any:
        return [multihead.forward(p, x) for _ in range(RUNS)][-1]

    def theirs() -> Any:
        with torch.no_grad():
            return [module(tensor, tensor, tensor, need_weights=False)[0] for _ in range(RUNS)][-1]

    gap = np.abs(ours() - theirs().numpy()).max()
    times = compare({"ncrevise": ours, "torch": theirs}, 15)
    for who, spent in times.items():
        print(f"{name} {who:<10} {spent / RUNS * 1000:7.2f} ms")
    print(f"{name} ratio {times['ncrevise'] / times['torch']:.2f}; largest difference {gap:.1e}")


def main() -> None:
    torch.set_num_threads(1)
    for name in TYPES:
        measure(name)


if __name__ == "__main__":
    main()
