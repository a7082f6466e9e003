"""Derivatives of whole functions: forward mode, Hessians, and precision, against others."""

from __future__ import annotations

import importlib.util
from typing import Any

import numpy as np
import pytest

from ncrevise.derivatives.differentiate import (
    directional,
    hessian,
    hessian_vector,
    value_and_gradient,
)
from ncrevise.kernels import batched
from ncrevise.models.networks import mlp
from ncrevise.noise import Noise
from ncrevise.tape import ops
from tests.test_ops import ALL, CASES, FLAT, sample

TORCH = importlib.util.find_spec("torch") is not None
needs_torch = pytest.mark.skipif(not TORCH, reason="finite differences stand in for torch")
quiet = pytest.mark.filterwarnings("ignore:.*torch.jit:DeprecationWarning")  # its own import


@pytest.mark.parametrize(("name", "k"), CASES)
def test_forward_mode_equals_finite_differences(name: str, k: int) -> None:
    """Every operation, along a direction of all its arguments at once."""
    if name in FLAT:
        pytest.skip("flat almost everywhere")
    for seed in range(3):
        arguments, settings = sample(name, k, seed)
        noise = Noise(f"{name} {k} {seed}")
        arrays = tuple(np.asarray(a, float) for a in arguments)
        along = tuple(np.asarray(noise.normal(a.shape)) for a in arrays)

        def f(p: Any) -> Any:
            return ALL[name](*p, **settings)  # noqa: B023

        def at(t: float) -> Any:
            moved = (a + t * d for a, d in zip(arrays, along, strict=True))  # noqa: B023
            plain = tuple(m if m.shape else float(m) for m in map(np.asarray, moved))
            return np.asarray(f(plain), float)

        value, slope = directional(f, arrays, along)
        h = 1e-6
        np.testing.assert_allclose(np.asarray(value, float), at(0.0), rtol=1e-12)
        np.testing.assert_allclose(slope, (at(h) - at(-h)) / (2 * h), rtol=1e-5, atol=1e-6)
        assert np.shape(slope) == np.shape(value)


SMOOTH = ("tanh", "sigmoid", "softplus", "swish")


def network(k: int) -> tuple[Any, Any, Any, Any]:
    """Draw a small network, inputs, classes and a direction, as one vector of weights."""
    noise = Noise(f"network {k}")
    d, n, c, batch = (noise.integers((), 4, 1) for _ in range(4))
    net = mlp.initial((d, n, c + 1), noise, SMOOTH[k % 4], scheme="large")
    x, classes = noise.normal((batch, d)), noise.integers((batch,), c + 1)
    return net, x, classes, noise


def sizes(net: Any) -> list[tuple[int, ...]]:
    return [array.shape for layer in net.layers for array in (layer.W, layer.b)]


def flat_loss(net: Any, x: Any, classes: Any) -> Any:
    """Write the loss of a network as a function of one long vector."""

    def loss(w: Any) -> Any:
        parts, start = [], 0
        for size in sizes(net):
            end = start + int(np.prod(size))
            parts.append(ops.reshape(w[start:end], shape=size))
            start = end
        layers = tuple(mlp.Layer(W, b) for W, b in zip(parts[::2], parts[1::2], strict=True))
        scores = mlp.forward(mlp.Mlp(layers, net.activation), x)
        return batched.cross_entropy(scores, classes=classes) + ops.total(ops.square(w)) / 20

    return loss


def start(net: Any) -> Any:
    return np.concatenate([np.ravel(a) for layer in net.layers for a in (layer.W, layer.b)])


@pytest.mark.parametrize("k", range(24))
def test_hessian_of_a_network(k: int) -> None:
    """Symmetric; its products, and the slope of the gradient along a direction, agree with it."""
    net, x, classes, noise = network(k)
    loss, w = flat_loss(net, x, classes), start(net)
    v = noise.normal(w.shape)

    H = hessian(loss, w)
    h = 1e-5
    ahead, behind = (value_and_gradient(loss, w + s * h * v)[1] for s in (1, -1))
    np.testing.assert_allclose(H, H.T, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(hessian_vector(loss, w, v), H @ v, rtol=1e-9, atol=1e-10)
    np.testing.assert_allclose(H @ v, (ahead - behind) / (2 * h), rtol=1e-4, atol=1e-7)


@needs_torch
@quiet
@pytest.mark.parametrize("k", range(24))
def test_derivatives_of_a_network_equal_those_of_torch(k: int) -> None:
    import torch
    from torch.nn import functional

    net, x, classes, noise = network(k)
    loss, w = flat_loss(net, x, classes), start(net)
    v = noise.normal(w.shape)
    phi = {
        "tanh": torch.tanh,
        "sigmoid": torch.sigmoid,
        "softplus": functional.softplus,
        "swish": functional.silu,
    }[net.activation]

    def theirs(p: Any) -> Any:
        parts = [
            part.reshape(size)
            for part, size in zip(
                p.split([int(np.prod(size)) for size in sizes(net)]), sizes(net), strict=True
            )
        ]
        h = phi(functional.linear(torch.tensor(x), *parts[:2]))
        scores = functional.linear(h, *parts[2:])
        return functional.cross_entropy(scores, torch.tensor(classes)) + p.square().sum() / 20

    point, along = torch.tensor(w), torch.tensor(v)
    value, slope = torch.func.jvp(theirs, (point,), (along,))
    both = torch.autograd.functional.hvp(theirs, point, along)[1]
    curvature = torch.autograd.functional.hessian(theirs, point)
    our_value, our_slope = directional(loss, w, v)

    assert our_value == pytest.approx(float(value), rel=1e-12)
    assert our_slope == pytest.approx(float(slope), rel=1e-9, abs=1e-12)
    np.testing.assert_allclose(hessian(loss, w), curvature.numpy(), rtol=1e-9, atol=1e-10)
    np.testing.assert_allclose(hessian_vector(loss, w, v), both.numpy(), rtol=1e-9, atol=1e-10)


@needs_torch
@quiet
@pytest.mark.parametrize("k", range(24))
def test_forward_mode_of_outputs_equals_torch(k: int) -> None:
    """Of many outputs at once, by inputs and weights together."""
    import torch
    from torch.nn import functional

    noise = Noise(f"jvp {k}")
    n, d, b = (noise.integers((), 5, 1) for _ in range(3))
    arrays = (noise.normal((b, d)), noise.normal((n, d)), noise.normal((n,)))
    along = tuple(noise.normal(a.shape) for a in arrays)

    def ours(p: Any) -> Any:
        return ops.softmax(ops.tanh(batched.affine(*p)))

    def theirs(*p: Any) -> Any:
        return torch.softmax(torch.tanh(functional.linear(*p)), -1)

    value, slope = torch.func.jvp(
        theirs, tuple(map(torch.tensor, arrays)), tuple(map(torch.tensor, along))
    )
    our_value, our_slope = directional(ours, arrays, along)

    np.testing.assert_allclose(our_value, value.numpy(), rtol=1e-11)
    np.testing.assert_allclose(our_slope, slope.numpy(), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("k", range(8))
def test_single_precision_stays(k: int) -> None:
    net, x, classes, noise = network(k)
    loss, w = flat_loss(net, x.astype(np.float32), classes), start(net)
    v = noise.normal(w.shape)
    w32, v32 = w.astype(np.float32), v.astype(np.float32)

    found = (value_and_gradient(loss, w32)[1], hessian_vector(loss, w32, v32), hessian(loss, w32))
    assert [each.dtype for each in found] == [np.float32] * 3
    np.testing.assert_allclose(found[2], hessian(loss, w), rtol=1e-2, atol=1e-3)


def test_what_does_not_depend_on_the_point() -> None:
    x = np.array([1.0, 2.0])

    assert value_and_gradient(lambda _p: 3.0, x)[1].tolist() == [0, 0]
    assert directional(lambda _p: np.ones(2), x, x)[1].tolist() == [0, 0]
    assert hessian(lambda p: p[0] * 2, x).tolist() == [[0, 0], [0, 0]]
    assert hessian(lambda p: p[0] * p[1], x).tolist() == [[0, 1], [1, 0]]
