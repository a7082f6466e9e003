"""Givens on their way to a solver: as arrays, and then onto a tape under their symbols."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from ncrevise.givens.declare import Given, givens_of
from ncrevise.givens.kinds import kind
from ncrevise.models.weights import squeezed
from ncrevise.tape.value import as_data, raw

if TYPE_CHECKING:
    from ncrevise.tape import Recorder
    from ncrevise.tape.value import Nested, Numpy

G = TypeVar("G")


@dataclass(frozen=True, slots=True)
class Way:
    """How the givens of a class reach a solver.

    Attributes:
        names: all of them.
        lifted: those that are numbers or arrays.
    """

    names: tuple[str, ...]
    lifted: tuple[tuple[str, Given], ...]


_WAYS: dict[type[Any], Way] = {}


def way(model: type[Any]) -> Way:
    """Gather it, once a class."""
    if model not in _WAYS:
        declared = givens_of(model)
        lifted = tuple((name, about) for name, about in declared.items() if kind(about.kind).LIFTED)
        _WAYS[model] = Way(tuple(declared), lifted)
    return _WAYS[model]


def plain(givens: G) -> G:
    """Make arrays of the nested tuples among givens."""
    model = type(givens)
    found = way(model)
    values = {name: getattr(givens, name) for name in found.names}
    for name, _ in found.lifted:
        values[name] = as_data(values[name])
    return model(**values)


def placed(givens: G, tape: Recorder) -> G:
    """Put the numbers and arrays among givens onto a tape, squeezed and in blocks as declared."""
    model = type(givens)
    found = way(model)
    values = {name: getattr(givens, name) for name in found.names}
    for name, about in found.lifted:
        value = values[name]
        if value is None:
            continue
        if about.blocks:
            parts = cut(raw(as_data(value)), values[about.blocks])
            values[name] = {
                k: tape.given(f"{name}_{k}", v, f"{name}_{k}") for k, v in parts.items()
            }
        else:
            data = squeezed(raw(as_data(value))) if about.squeeze else value
            values[name] = tape.given(name, data, about.symbol)
    return model(**values)


def cut(stacked: Numpy | tuple[Nested, ...], order: str) -> dict[str, Any]:
    """Cut a stacked array into equal blocks of rows, called by the words of ``order``."""
    names = order.split()
    n = len(stacked) // len(names)
    return {k: squeezed(stacked[i * n : (i + 1) * n]) for i, k in enumerate(names)}
