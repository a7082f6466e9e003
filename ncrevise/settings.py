"""What a bank may choose of a family's draws, and drawing by it.

A bank's ``ranges`` has a number for an axis, a domain or a value for a given, and the options of
a family's own ``draw``.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from ncrevise.errors import AnswerError
from ncrevise.givens.declare import Given, givens_of
from ncrevise.givens.domain import Choice, Span, numbers
from ncrevise.givens.kinds import kind, number
from ncrevise.registry import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.draw import Draw
    from ncrevise.family import Family

G = TypeVar("G")
R = TypeVar("R")
Source: TypeAlias = Span | Choice
NUMERIC = frozenset({"array", "number", "count"})
LONGEST = 1000  # a side of an array that is drawn
MOST_CELLS = 2_500  # of one array, as many as can be typed
NONE = "none"


class RangeError(ValueError):
    """A setting that means nothing.

    Args:
        key: the setting.
        message: what is wrong with it.
    """

    def __init__(self, key: str, message: str) -> None:
        self.key = key
        super().__init__(f"{key}: {message}")


@dataclass(frozen=True, slots=True)
class Settings:
    """From what a question draws.

    Attributes:
        sizes: the lengths of axes.
        sources: where each given is drawn from; one that is not here is drawn by the family.
        options: what the family's own ``draw`` is told.
    """

    sizes: Mapping[str, int]
    sources: Mapping[str, Source]
    options: Mapping[str, Any]


def options_of(drawer: Callable[..., Any] | None) -> dict[str, Any]:
    """List the options of a family's own ``draw`` with their defaults: its keyword arguments."""
    if drawer is None:
        return {}
    parameters = inspect.signature(drawer).parameters.values()
    return {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}


def settings(family: Family[Any, Any], ranges: Mapping[str, object]) -> Settings:
    """Read a question's ranges.

    Raises:
        RangeError: for a key that the family does not have, or a value that means nothing.
    """
    declared, options = givens_of(family.model), options_of(family.drawer)
    known = {*family.sizes, *declared, *options}
    for key in ranges:
        if key not in known:
            raise RangeError(key, f"unknown key {key!r}.{did_you_mean(key, sorted(known))}")
    sizes = {axis: size(axis, ranges.get(axis, n)) for axis, n in family.sizes.items()}
    sources: dict[str, Source] = {}
    for name, about in declared.items():
        value = ranges.get(name, about.domain or about.default)
        if name in options:
            continue  # the family's own draw knows what to do with it
        if name in ranges or about.domain or about.optional:
            sources[name] = source(name, about, value)
    chosen = {
        name: like(name, ranges[name], default) if name in ranges else default
        for name, default in options.items()
        if name not in sizes
    }
    shared = {name: sizes[name] for name in options if name in sizes}
    return Settings(sizes, sources, {**chosen, **shared})


def size(axis: str, value: object) -> int:
    """Read the length of an axis; 0 leaves out what has it."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LONGEST:
        raise RangeError(axis, f"the length of an axis is a whole number, not {value!r}.")
    return value


def like(key: str, value: object, sample: object) -> object:
    """Take an option that is like its default."""
    value = tuple(value) if isinstance(value, list) else value
    number = isinstance(sample, int | float) and not isinstance(sample, bool)
    wanted = (int, float) if number else Mapping if isinstance(sample, Mapping) else type(sample)
    if not isinstance(value, wanted) or isinstance(value, bool) != isinstance(sample, bool):
        raise RangeError(key, f"must be like {sample!r}, not {value!r}.")
    return value


def source(name: str, about: Given, value: object) -> Source:
    """Read where a given is drawn from: a domain, some words, or a value."""
    if value is None or (value == NONE and about.default is None):
        return Choice((None,))
    try:
        if about.kind in NUMERIC and isinstance(value, str):
            found = numbers(value)
            for end in found.bounds:
                number.within(end, about)
            return found
        if about.kind == "word":
            words = value.split("|") if isinstance(value, str) else [value]
            return Choice(tuple(kind("word").coerce(word, about) for word in words))
        return Choice((kind(about.kind).coerce(value, about),))
    except (AnswerError, ValueError) as error:
        raise RangeError(name, str(error)) from error


def drawn(family: Family[G, R], d: Draw, chosen: Settings) -> G:
    """Draw givens: first what the family draws itself, then the others in order.

    Raises:
        RangeError: when nothing says where a given is drawn from.
    """
    made: dict[str, Any] = dict(family.drawer(d, **chosen.options)) if family.drawer else {}
    known = {**chosen.sizes, **made}
    for name, about in givens_of(family.model).items():
        if name in made:
            continue
        where = chosen.sources.get(name)
        if where is None:
            raise RangeError(name, "nothing says where it is drawn from.")
        try:
            made[name] = known[name] = one(d, where, about, known)
        except KeyError as error:
            said = f"{error.args[0]} is neither an axis nor a given drawn before it."
            raise RangeError(name, said) from error
    return family.model(**made)


def one(d: Draw, where: Source, about: Given, known: Mapping[str, Any]) -> object:
    """Draw a given: a number or word, or an array entry by entry, its sides from the sizes."""
    if about.kind != "array" or (isinstance(where, Choice) and not is_entry(where)):
        return where.draw(d, known)
    sides = [length(axis, known) for axis in about.axes]
    if prod(sides) > MOST_CELLS:
        listed = " × ".join(map(str, sides))
        raise RangeError(about.axes[0], f"{listed} numbers are too many; {MOST_CELLS} is the most.")
    if not all(sides):
        return None
    return array(d, where, sides, known)


def is_entry(where: Choice) -> bool:
    """Say whether a choice is one of numbers, each an entry of an array."""
    return isinstance(where.items[0], int | float | Fraction)


def array(d: Draw, where: Source, sides: list[int], known: Mapping[str, Any]) -> object:
    """Draw an array, row by row."""
    if not sides:
        return where.draw(d, known)
    return tuple(array(d, where, sides[1:], known) for _ in range(sides[0]))


def length(axis: str, known: Mapping[str, Any]) -> int:
    """Give the length of an axis, such as ``3``, ``h`` or ``4n``."""
    digits = axis.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
    times, letter = int(digits or 1), axis[len(digits) :]
    if not letter:
        return times
    if letter not in known:
        raise RangeError(letter, "the length of this axis is not said.")
    return times * int(known[letter])
