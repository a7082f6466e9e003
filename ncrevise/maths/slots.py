"""Formulas printed once and filled many times.

A number that is still a ``Slot`` is printed as a mark; ``split`` parts what was printed at
its marks. Relations wait in the same way, for the values they depend on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ncrevise.maths.tree import Context, Slot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ncrevise.maths.tree import Num

START, END = "\x01", "\x02"
MARK = re.compile(f"{START}([^{END}]*){END}")


class Wanted(NamedTuple):
    """A number: the value, the entry in it, and where it stands."""

    value: int
    entry: int
    context: Context


Depends: TypeAlias = tuple[int, ...]
"""A relation: the values that must all be shown exactly for it to be ``=``."""


def mark(num: Num) -> str:
    """Mark where a number goes."""
    assert isinstance(num.value, Slot)  # noqa: S101
    return f"{START}{num.value.value},{num.value.entry},{int(num.context)}{END}"


def mark_relation(values: Iterable[int]) -> str:
    """Mark where a relation goes."""
    return f"{START}={','.join(map(str, sorted(set(values))))}{END}"


def is_mark(text: str) -> bool:
    """Say whether a relation is still to be filled in."""
    return text.startswith(START)


def split(printed: str) -> tuple[list[str], list[Wanted | Depends]]:
    """Part what was printed into text and what goes between."""
    pieces = MARK.split(printed)
    wanted: list[Wanted | Depends] = []
    for found in pieces[1::2]:
        if found.startswith("="):
            wanted.append(tuple(int(k) for k in found[1:].split(",") if k))
        else:
            value, entry, context = map(int, found.split(","))
            wanted.append(Wanted(value, entry, Context(context)))
    return pieces[::2], wanted
