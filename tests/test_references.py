"""Every model equals an independent one: values, gradients, precision, refusals.

See ``tests/references/__init__.py`` for what a reference says.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import ncrevise
from ncrevise.errors import ShapeError
from ncrevise.noise import Noise
from ncrevise.tape import Tape, Value, raw
from ncrevise.tape.grad import gradient
from tests.references.case import Case

if TYPE_CHECKING:
    from types import ModuleType

HERE = Path(__file__).parent / "references"
MODELS = Path(ncrevise.__file__).parent / "models"
NAMES = sorted(str(p.relative_to(HERE).with_suffix("")) for p in HERE.glob("*/[!_]*.py"))
TOLERANCE = 1e-9
TORCH = importlib.util.find_spec("torch") is not None


def load(name: str) -> ModuleType:
    return importlib.import_module(f"tests.references.{name.replace('/', '.')}")


def source(module: ModuleType) -> str:
    return getattr(module, "SOURCE", "torch")


def differentiated(module: ModuleType) -> bool:
    return getattr(module, "GRADIENTS", True)


def cases(module: ModuleType) -> range:
    return range(getattr(module, "CASES", 100))


def listed(outputs: Any) -> list[Any]:
    return list(outputs) if isinstance(outputs, tuple | list) else [outputs]


def weights(name: str, k: int, outputs: list[Any]) -> list[Any]:
    """Random weights of every entry of every output: what is differentiated is their sum."""
    noise = Noise(f"weights/{name}/{k}")
    return [noise.normal(np.shape(raw(each))) for each in outputs]


def moving(module: ModuleType, name: str, k: int) -> list[bool]:
    """Say which outputs are differentiable: those that come back as values of the tape."""
    settings, arrays = module.case(Case(name, k))
    tape = Tape()
    values = {key: tape.given(key, array) for key, array in arrays.items()}
    return [isinstance(each, Value) for each in listed(module.ours(settings, values))]


def run(module: ModuleType, name: str, k: int, dtype: Any = float) -> tuple[list[Any], list[Any]]:
    """Run our model; give its outputs, and the gradient by every array."""
    settings, arrays = module.case(Case(name, k))
    arrays = {key: array.astype(dtype) for key, array in arrays.items()}
    if not differentiated(module):
        return listed(module.ours(settings, arrays)), []
    tape = Tape()
    values = {key: tape.given(key, array) for key, array in arrays.items()}
    outputs = listed(module.ours(settings, values))
    slopes: list[Any] = [np.zeros_like(array) for array in arrays.values()]
    for output, weight in zip(outputs, weights(name, k, outputs), strict=True):
        if isinstance(output, Value):
            seed = np.asarray(weight, dtype) if output.shape else weight
            found = gradient(output, list(values.values()), seed)
            slopes = [a + b for a, b in zip(slopes, found, strict=True)]
    return [raw(output) for output in outputs], slopes


def run_other(module: ModuleType, name: str, k: int) -> tuple[list[Any], list[Any]]:
    """Run the other model; torch gives gradients as well."""
    settings, arrays = module.case(Case(name, k))
    if source(module) != "torch":
        return [np.asarray(each) for each in listed(module.theirs(settings, arrays))], []
    import torch

    tensors = {key: torch.tensor(array, requires_grad=True) for key, array in arrays.items()}
    outputs = listed(module.theirs(settings, tensors))
    held = [each.detach().numpy() if hasattr(each, "detach") else each for each in outputs]
    if not differentiated(module):
        return held, []
    total = sum(
        (each * torch.tensor(weight, dtype=torch.float64)).sum()
        for each, weight in zip(outputs, weights(name, k, held), strict=True)
    )
    found = torch.autograd.grad(total, list(tensors.values()), allow_unused=True)
    zeros = (np.zeros_like(array) for array in arrays.values())
    slopes = [z if g is None else g.numpy() for g, z in zip(found, zeros, strict=True)]
    return held, slopes


def fingerprint(name: str, k: int, arrays: list[Any]) -> list[tuple[float, float]]:
    """Sum every array under random weights, with the size of what is summed."""
    noise = Noise(f"fingerprint/{name}/{k}")
    found = []
    for array in arrays:
        weighted = np.asarray(array, float) * noise.normal(np.shape(array))
        found.append((float(np.sum(weighted)), float(np.sum(np.abs(weighted)))))
    return found


def frozen(name: str) -> Path:
    return HERE / "frozen" / f"{name.replace('/', '.')}.json"


@pytest.mark.parametrize("name", [n for n in NAMES if source(load(n)) == "torch"])
def test_equals_torch_frozen(name: str, accept: bool) -> None:
    module = load(name)
    if accept:
        theirs = [
            fingerprint(name, k, [x for part in run_other(module, name, k) for x in part])
            for k in cases(module)
        ]
        rounded = [[float(f"{value:.13g}") for value, _ in each] for each in theirs]
        frozen(name).parent.mkdir(exist_ok=True)
        lines = ",\n".join(json.dumps(each) for each in rounded)
        frozen(name).write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    wanted = json.loads(frozen(name).read_text(encoding="utf-8"))
    assert len(wanted) == len(cases(module))
    for k in cases(module):
        outputs, slopes = run(module, name, k)
        found = fingerprint(name, k, [*outputs, *slopes])
        assert len(found) == len(wanted[k])
        for (value, size), theirs_value in zip(found, wanted[k], strict=True):
            assert abs(value - theirs_value) <= TOLERANCE * max(1.0, size), f"case {k}"


@pytest.mark.parametrize("name", NAMES)
def test_equals_the_other_model(name: str) -> None:
    module = load(name)
    if source(module) == "torch" and not TORCH:
        pytest.skip("torch is not here; its frozen results are")
    for k in cases(module):
        for ours, theirs in zip(run(module, name, k), run_other(module, name, k), strict=True):
            if not theirs and source(module) != "torch":
                continue
            assert len(ours) == len(theirs)
            for mine, other in zip(ours, theirs, strict=True):
                assert np.shape(mine) == np.shape(other), f"case {k}"
                close(mine, other, f"case {k}")


def close(mine: Any, other: Any, said: str) -> None:
    """Compare two arrays, relative to the largest entry."""
    wanted = np.asarray(other, float)
    size = max(1.0, float(np.max(np.abs(wanted), initial=0)))
    np.testing.assert_allclose(np.asarray(mine, float), wanted, atol=TOLERANCE * size, err_msg=said)


@pytest.mark.parametrize("name", [n for n in NAMES if differentiated(load(n))])
def test_gradient_equals_finite_differences(name: str) -> None:
    """Along a random direction of all arrays together, in every tenth case."""
    module = load(name)
    for k in list(cases(module))[::10]:
        settings, arrays = module.case(Case(name, k))
        outputs, slopes = run(module, name, k)
        noise = Noise(f"direction/{name}/{k}")
        direction = {key: noise.normal(array.shape) for key, array in arrays.items()}
        moves = moving(module, name, k)
        weighted = [w * m for w, m in zip(weights(name, k, outputs), moves, strict=True)]

        def along(t: float) -> float:
            moved = {key: array + t * direction[key] for key, array in arrays.items()}  # noqa: B023
            found = listed(module.ours(settings, moved))  # noqa: B023
            return float(sum(np.sum(w * raw(o)) for w, o in zip(weighted, found, strict=True)))  # noqa: B023

        h = 1e-6
        numeric = (along(h) - along(-h)) / (2 * h)
        parts = zip(direction.values(), slopes, strict=True)
        analytic = float(sum(np.sum(d * g) for d, g in parts))
        assert abs(numeric - analytic) <= 1e-5 * max(1.0, abs(analytic)), f"case {k}"


@pytest.mark.parametrize("name", [n for n in NAMES if getattr(load(n), "SINGLE", True)])
def test_float32_stays_float32(name: str) -> None:
    module = load(name)
    for k in list(cases(module))[:10]:
        outputs, slopes = run(module, name, k, np.float32)
        for array in [*outputs, *slopes]:
            assert not isinstance(array, np.ndarray) or array.dtype == np.float32, f"case {k}"


@pytest.mark.parametrize("name", NAMES)
def test_bad_shapes_are_refused(name: str) -> None:
    """One more along an axis: the message names the array and has both shapes in it."""
    module = load(name)
    k = 2
    settings, arrays = module.case(Case(name, k))
    for key, axis in getattr(module, "BAD", [(key, -1) for key in arrays]):
        longer = np.concatenate([arrays[key], arrays[key].take([0], axis)], axis)
        with pytest.raises(ShapeError) as caught:
            module.ours(settings, {**arrays, key: longer})
        said = str(caught.value)
        assert getattr(module, "BY_NAME", {}).get(key, key) in said
        assert str(longer.shape) in said


def checked_elsewhere() -> set[str]:
    """Find models with tests of their own (random draws, protocols, oracles of families)."""
    found: set[str] = set()
    for path in HERE.parent.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "CHECKS":
                found |= set(ast.literal_eval(node.value))
    return found


def test_every_model_has_a_reference() -> None:
    models = {
        str(path.relative_to(MODELS).with_suffix(""))
        for path in MODELS.glob("*/*.py")
        if not path.name.startswith("_")
    }
    covered = set(NAMES) | {other for n in NAMES for other in getattr(load(n), "COVERS", ())}
    elsewhere = checked_elsewhere()
    assert models - covered - elsewhere == set()
    assert (covered | elsewhere) - models == set()
