"""Training kernels against autograd and numpy-ml, where these are installed.

``pip install autograd numpy-ml``; numpy-ml 0.1.2 was written for an older Python, whose names
are lent to it here; its LSTM does not start at all. One thread each.
"""

from __future__ import annotations

import os

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

import collections
import warnings
from typing import TYPE_CHECKING, Any

from ncrevise.data import digits
from ncrevise.models.linear import losses
from ncrevise.models.networks import mlp
from ncrevise.models.optimisers.sgd import Sgd
from ncrevise.models.training import fit
from ncrevise.noise import Noise
from tests.benchmarks import conv, lstm
from tests.benchmarks.clock import compare

if TYPE_CHECKING:
    from collections.abc import Callable

BATCH, RATE = 32, 0.1


def batches(x: Any) -> list[Any]:
    return [x[k : k + BATCH] for k in range(0, len(x), BATCH)]


def our_epoch(x: Any, net: Any) -> object:
    def loss(p: Any, batch: Any) -> Any:
        return losses.squared(mlp.forward(p, batch), batch, half=False)

    return list(fit(loss, net, Sgd(RATE), batches(x)))


def autograd_epoch(x: Any, net: Any) -> Callable[[], object]:
    import autograd.numpy as anp
    from autograd import grad

    def loss(p: list[Any], batch: Any) -> Any:
        hidden = anp.maximum(batch @ p[0].T + p[1], 0)
        return anp.mean((hidden @ p[2].T + p[3] - batch) ** 2)

    slopes = grad(loss)

    def run() -> object:
        p = [array for layer in net.layers for array in (layer.W, layer.b)]
        for batch in batches(x):
            p = [w - RATE * g for w, g in zip(p, slopes(p, batch), strict=True)]
        return p

    return run


def autograd_lstm(arrays: tuple[Any, ...], seed: Any) -> Callable[[], object]:
    import autograd.numpy as anp
    from autograd import grad

    def sigmoid(z: Any) -> Any:
        return 0.5 * (anp.tanh(z / 2) + 1)

    def loss(values: tuple[Any, ...]) -> Any:
        x, h, c, W, U, b = values
        total, n = 0.0, h.shape[1]
        for t in range(x.shape[1]):
            z = x[:, t] @ W.T + h @ U.T + b
            g, i, f, o = (z[:, k * n : (k + 1) * n] for k in range(4))
            c = sigmoid(f) * c + sigmoid(i) * anp.tanh(g)
            h = sigmoid(o) * anp.tanh(c)
            total = total + anp.sum(h * seed[:, t])
        return total

    slopes = grad(loss)
    return lambda: slopes(arrays)


def numpy_ml_layers() -> Any:
    for name in ("Hashable", "Iterable", "Mapping", "Sequence"):
        setattr(collections, name, getattr(collections.abc, name))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from numpy_ml.neural_nets import layers
    return layers


def numpy_ml_epoch(x: Any) -> Callable[[], object]:
    layers = numpy_ml_layers()
    first, last = layers.FullyConnected(32, act_fn="ReLU"), layers.FullyConnected(64)

    def run() -> object:
        for batch in batches(x):
            difference = last.forward(first.forward(batch)) - batch
            first.backward(last.backward(2 * difference / difference.size))
            for layer in (first, last):
                layer.update()
                layer.flush_gradients()
        return None

    return run


def conv_arguments() -> tuple[dict[str, Any], Any]:
    noise = Noise("conv")
    shapes = {"x": (32, 3, 32, 32), "K": (16, 3, 3, 3), "b": (16,)}
    arrays = {name: noise.normal(shape) for name, shape in shapes.items()}
    return arrays, noise.normal((32, 16, 32, 32))


def autograd_conv(arrays: dict[str, Any], seed: Any) -> Callable[[], object]:
    import autograd.numpy as anp
    from autograd import grad
    from autograd.scipy.signal import convolve

    def loss(values: tuple[Any, ...]) -> Any:
        x, K, b = values
        bordered = anp.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)), "constant")
        flipped = anp.transpose(K, (1, 0, 2, 3))[:, :, ::-1, ::-1]
        axes = {"axes": ([2, 3], [2, 3]), "dot_axes": ([1], [0]), "mode": "valid"}
        return anp.sum((convolve(bordered, flipped, **axes) + b[:, None, None]) * seed)

    slopes = grad(loss)
    return lambda: slopes(tuple(arrays.values()))


def numpy_ml_conv(arrays: dict[str, Any], seed: Any) -> Callable[[], object]:
    layer = numpy_ml_layers().Conv2D(16, (3, 3), pad=1)
    x, signal = arrays["x"].transpose(0, 2, 3, 1), seed.transpose(0, 2, 3, 1)

    def run() -> object:
        layer.forward(x)
        found = layer.backward(signal)
        layer.flush_gradients()
        return found

    return run


def told(title: str, programs: dict[str, Callable[[], object]]) -> None:
    for program in programs.values():
        program()
    times = compare(programs)
    ours = times["ncrevise"]
    for name, spent in times.items():
        print(f"{title:<28} {name:<10} {spent * 1000:8.1f} ms   {spent / ours:5.1f} × ours")


def main() -> None:
    x = digits.load().images.reshape(-1, 64)
    net = mlp.initial((64, 32, 64), Noise("benchmark"))
    told(
        "autoencoder 64-32-64, epoch",
        {
            "ncrevise": lambda: our_epoch(x, net),
            "autograd": autograd_epoch(x, net),
            "numpy-ml": numpy_ml_epoch(x),
        },
    )
    images, signal = conv_arguments()
    told(
        "conv2d 32×3×32×32, 16 3×3",
        {
            "ncrevise": conv.ours(images, signal, ["x", "K", "b"]),
            "autograd": autograd_conv(images, signal),
            "numpy-ml": numpy_ml_conv(images, signal),
        },
    )
    arrays, seed = lstm.arguments(), Noise("signal").normal((lstm.B, lstm.T, lstm.N))
    told(
        "LSTM T50 B32 d64 n128",
        {
            "ncrevise": lambda: lstm.ours(arrays, seed),
            "autograd": autograd_lstm(arrays, seed),
        },
    )


if __name__ == "__main__":
    main()
