"""Sizes that must agree, said by name: what a wrong shape is told."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from ncrevise.errors import ShapeError
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from ncrevise.tape import Loose as Tensor

Shape: TypeAlias = tuple[int, ...]


def agree(**wanted: tuple[Tensor, str]) -> dict[str, int]:
    """Check that arrays have the shapes their model asks for, and give the sizes.

    ``agree(W=(W, "n d"), x=(x, "* d"), b=(b, "n"))``: a letter stands for one size, the same
    wherever it stands; a number for itself; ``*`` for any axes in front.

    Args:
        wanted: an array and its shape in letters, by its name.

    Returns:
        The size each letter stands for.

    Raises:
        ShapeError: naming the arrays, their shapes and the size they disagree on.
    """
    return dict(sizes(tuple((name, spec, shape(array)) for name, (array, spec) in wanted.items())))


@lru_cache(maxsize=4096)
def sizes(wanted: tuple[tuple[str, str, Shape], ...]) -> tuple[tuple[str, int], ...]:
    """Compare shapes; remembered, for models run the same few shapes again and again."""
    found: dict[str, tuple[int, str, Shape]] = {}
    for name, spec, full in wanted:
        letters = spec.split()
        tail = full
        if letters and letters[0] == "*":
            letters = letters[1:]
            tail = full[max(len(full) - len(letters), 0) :]
        if len(tail) != len(letters):
            raise ShapeError(f"{name} must have shape ({said(spec)}) and has {full}.")
        for letter, size in zip(letters, tail, strict=True):
            known = (int(letter), "", ()) if letter.isdigit() else found.get(letter)
            if known is None:
                found[letter] = (size, name, full)
            elif known[0] != size:
                raise ShapeError(clash(name, spec, full, letter, size, known))
    return tuple((letter, size) for letter, (size, _, _) in found.items())


def said(spec: str) -> str:
    """Write a wanted shape with commas."""
    return ", ".join("…" if letter == "*" else letter for letter in spec.split())


def clash(
    name: str, spec: str, full: Shape, letter: str, size: int, known: tuple[int, str, Shape]
) -> str:
    """Say which two arrays disagree, and on what."""
    wanted, other, shape_of_other = known
    if not other:
        return f"{name} must have shape ({said(spec)}) and has {full}."
    if other == name:
        return f"{name} must have shape ({said(spec)}) and has {full}: two sizes {letter}."
    return (
        f"{other} has shape {shape_of_other} and {name} has shape {full}: "
        f"{letter} is {wanted} in {other} and {size} in {name}, shape ({said(spec)})."
    )
