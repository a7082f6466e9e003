"""Parameters as plain dataclasses: taken apart into arrays and put together again.

The arrays in a tree of dataclasses, tuples, lists and dictionaries are its parameters.
All else in it (whole numbers, names, activations, None) are settings, and stays.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from ncrevise.tape.value import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

P = TypeVar("P")


FIELDS: dict[type, tuple[str, ...]] = {}


def parts_of(kind: type) -> tuple[str, ...]:
    """List the fields of a dataclass; none of anything else."""
    if kind not in FIELDS:
        FIELDS[kind] = tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()
    return FIELDS[kind]


def leaves(tree: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Give the arrays of a tree in order, each under a path such as ``layers.0.W``."""
    if isinstance(tree, np.ndarray | Value):
        yield path, tree
    for name, part in branches(tree):
        yield from leaves(part, f"{path}.{name}" if path else name)


def branches(tree: Any) -> list[tuple[str, Any]]:
    """Give the parts of a tree with their names."""
    if isinstance(tree, dict):
        return [(str(key), part) for key, part in tree.items()]
    if isinstance(tree, tuple | list):
        return [(str(k), part) for k, part in enumerate(tree)]
    return [(name, getattr(tree, name)) for name in parts_of(type(tree))]


def arrays(tree: Any) -> list[Any]:
    """List the arrays of a tree."""
    found: list[Any] = []
    collect(tree, found)
    return found


def collect(tree: Any, found: list[Any]) -> None:
    """Add the arrays of a tree to a list: once a training step, so without detours."""
    kind = type(tree)
    if kind is np.ndarray or kind is Value:
        found.append(tree)
    elif kind is tuple or kind is list:
        for part in tree:
            collect(part, found)
    elif kind is dict:
        for part in tree.values():
            collect(part, found)
    else:
        for name in parts_of(kind):
            collect(getattr(tree, name), found)


def builder(tree: P) -> Callable[[Iterator[Any]], P]:
    """Find how to put other arrays, in order, in the places of a tree's own."""
    if isinstance(tree, np.ndarray | Value):
        return next
    if isinstance(tree, dict):
        named = {key: builder(part) for key, part in tree.items()}
        return lambda leaf: {key: build(leaf) for key, build in named.items()}  # type: ignore[return-value]
    if isinstance(tree, tuple | list):
        listed, kind = [builder(part) for part in tree], type(tree)
        return lambda leaf: kind([build(leaf) for build in listed])
    names = parts_of(type(tree))
    if not names:
        return lambda _leaf: tree
    parts, made = [builder(getattr(tree, name)) for name in names], type(tree)
    return lambda leaf: made(*[build(leaf) for build in parts])


def rebuilt(tree: P, leaf: Iterator[Any]) -> P:
    """Put new arrays in the places of a tree's own, in order."""
    return builder(tree)(leaf)


def mapped(f: Callable[..., Any], tree: P, *others: Any) -> P:
    """Apply a function to the arrays of trees of one build, place by place."""
    if flat(tree):
        return list(map(f, tree, *others))  # type: ignore[return-value, call-overload]
    columns = [arrays(each) for each in (tree, *others)]
    return rebuilt(tree, iter([f(*row) for row in zip(*columns, strict=True)]))


def single(tree: P) -> P:
    """Turn a tree's arrays to single precision: half the memory, half the time."""
    return mapped(lambda a: a.astype(np.float32), tree)


def flat(tree: Any) -> bool:
    """Say whether a tree is a mere list of arrays, as training keeps its parameters."""
    return type(tree) is list and all(type(part) is np.ndarray for part in tree)


def count(tree: Any) -> int:
    """Count the numbers in a tree's arrays."""
    return sum(int(np.prod(leaf.shape)) for leaf in arrays(tree))
