"""An epoch of an autoencoder, 64-32-64 on 1,797 digits in batches of 32, against torch."""

from __future__ import annotations

import os

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

from functools import partial
from typing import Any

from ncrevise.data import digits
from ncrevise.models.linear import losses
from ncrevise.models.networks import mlp
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.optimisers.momentum import Momentum
from ncrevise.models.training import fit
from ncrevise.noise import Noise
from tests.benchmarks.clock import compare

BATCH = 32


def main() -> None:
    import torch

    torch.set_num_threads(1)
    x = digits.load().images.reshape(-1, 64)
    start = mlp.initial((64, 32, 64), Noise("autoencoder"))

    def loss(p: Any, batch: Any) -> Any:
        return losses.squared(mlp.forward(p, batch), batch, half=False)

    def ours(rule: Any) -> float:
        batches = (x[k : k + BATCH] for k in range(0, len(x), BATCH))
        return [value for value, _ in fit(loss, start, rule, batches)][-1]

    inputs = torch.tensor(x)
    net = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 64))
    net = net.double()

    def theirs(rule: Any) -> float:
        with torch.no_grad():
            for layer, held in zip((net[0], net[2]), start.layers, strict=True):
                layer.weight.copy_(torch.tensor(held.W))
                layer.bias.copy_(torch.tensor(held.b))
        optimiser = rule(net.parameters())
        for k in range(0, len(x), BATCH):
            batch = inputs[k : k + BATCH]
            optimiser.zero_grad()
            cost = torch.nn.functional.mse_loss(net(batch), batch)
            cost.backward()
            optimiser.step()
        return float(cost.detach())

    rules = {
        "SGD with momentum": (
            Momentum(0.1, 0.9),
            lambda p: torch.optim.SGD(p, 0.1, momentum=0.9),
        ),
        "Adam": (Adam(0.001), lambda p: torch.optim.Adam(p, 0.001)),
    }
    for name, (rule, torch_rule) in rules.items():
        assert abs(ours(rule) - theirs(torch_rule)) < 1e-9, "both train alike"
        times = compare({"ncrevise": partial(ours, rule), "torch": partial(theirs, torch_rule)}, 31)
        mine, other = times.values()
        print(
            f"{name:<18} ncrevise {mine * 1e3:5.1f} ms, torch {other * 1e3:5.1f} ms an epoch",
            end="",
        )
        print(f", ratio {mine / other:.2f}")


if __name__ == "__main__":
    main()
