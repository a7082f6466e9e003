"""What a tape records: operations that spell themselves, and kernels that are fast."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from ncrevise.tape.value import Value, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ncrevise.maths.tree import Node
    from ncrevise.tape.value import Computed, Data, Index, Numpy, Tensor

Vjp: TypeAlias = "Callable[..., Computed]"
At: TypeAlias = "Callable[[int, Index], Node]"
"""Spells an entry of an argument, by the argument's number."""
Error: TypeAlias = "float | Numpy"
"""A bound of a rounding error, one for all entries or one for each."""


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """A function of numbers and arrays that a tape can record.

    Args:
        name: unique, for errors and certificates.
        forward: the NumPy function of the plain arguments.
    """

    name: str
    forward: Callable[..., Any]

    def __call__(self, *args: Tensor, **params: object) -> Computed:
        """Apply it: to plain numbers as NumPy would, to values with a record on their tape."""
        for arg in args:
            if type(arg) is Value:
                return arg.tape.record(self, args, params)  # type: ignore[arg-type]
        return plain(self.forward(*args, **params))


@dataclass(frozen=True, slots=True)
class Each:
    """One vector-Jacobian product for every argument, however many there are.

    Args:
        way: ``way(k, g, answer, *args, **params)``, that of argument k.
    """

    way: Vjp

    def __getitem__(self, k: int) -> Vjp:
        return partial(self.way, k)

    def __iter__(self) -> Iterator[Vjp]:
        return (partial(self.way, k) for k in count())


@dataclass(frozen=True, slots=True)
class Slip:
    """A way in which people get an operation wrong.

    Args:
        name: stable, counted across variants.
        words: what was done (Markdown): ``{0}``, ``{1}`` stand for the arguments, ``{line}`` for
            the formula that the operation is part of.
        forward: what comes out instead, from the plain arguments and the settings.
        drops: the argument that is left out, where one is; it is none of a longer chain of the
            same operation, whose links are left out one by one.
        turns: the argument whose sign is turned, where one is; it is none that has a sign.
        many: the argument that must have more than one entry, where one must.
        odd: whether people do it less often.
    """

    name: str
    words: str
    forward: Callable[..., Any]
    drops: int | None = None
    turns: int | None = None
    many: int | None = None
    odd: bool = False


def left_out(k: int, what: str, forward: Callable[..., Any] | None = None) -> Slip:
    """Leave argument k out, a term or a factor; of two the other stands alone."""
    words = f"You left out {{{k}}} in {{line}}."
    return Slip(f"{what}-left-out", words, forward or (lambda *args: args[1 - k]), k)


def taken_for(name: str, other: str, forward: Callable[..., Any]) -> Slip:
    """Take a neighbouring function for the right one."""
    called = f"{other}-for-{name}".replace("$", "").replace("\\", "").replace(" ", "-")
    return Slip(called, f"You used {other} where {{line}} has {name}.", forward)


def skipped(name: str) -> Slip:
    """Leave a function out."""
    return Slip("function-left-out", f"You left out {name} in {{line}}.", lambda x, **_: x)


@dataclass(frozen=True, slots=True, eq=False)
class Primitive(Operation):
    """An operation that is computed, differentiated and spelled in one place.

    Args:
        vjps: for each argument, ``vjp(g, answer, *args, **params)``, the vector-Jacobian
            product; written over operations, so that it runs on plain arrays and on a tape
            alike. None where no derivative is wanted.
        spell: the formula, from the formulas of the arguments.
        entry: the formula of one entry, ``entry(index, at, *args, **params)``, where
            ``at(k, index)`` spells an entry of argument k. None means entry by entry, with
            broadcasting, as ``spell``.
        rational: whether exact arguments give an exact result.
        pauses: whether a person would first work out its arguments, then apply it.
        error: how an error in the arguments travels through it: ``smooth`` (by the slope,
            entry by entry), ``linear`` (a product), ``added``, ``selected`` (entries only
            picked, moved or summed), or a function of the value and the errors.
        means: the formula behind a name such as ``σ′(z)``, shown after it; one entry of it in
            numbers is ``entry``.
        at_once: whether a person writes its value straight away, as the 1 or 0 of a condition.
        slips: how people get it wrong; where that depends on their shapes, a function of the
            plain arguments and the settings.
    """

    vjps: tuple[Vjp | None, ...] | Each
    spell: Callable[..., Node]
    entry: Callable[..., Node] | None = None
    rational: bool = True
    pauses: bool = False
    error: str | Callable[[Value, list[Error]], Error] = "smooth"
    means: Callable[..., Node] | None = None
    at_once: bool = False
    slips: tuple[Slip, ...] | Callable[..., Iterable[Slip]] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Fused(Operation):
    """Many operations in one, computed and pulled back by kernels over plain arrays.

    Nobody is shown it: what is told, and differentiated twice, is ``unfused``.

    Args:
        pull: all vector-Jacobian products at once, ``pull(g, answer, *args, **params)``.
        unfused: the same value from operations that spell themselves.
    """

    pauses: ClassVar[bool] = False
    pull: Callable[..., Sequence[Data]]
    unfused: Callable[..., Computed]
    rational: bool = False


def spelled(op: Primitive | Fused) -> Primitive:
    """Give an operation as one that spells itself.

    Raises:
        TypeError: where it does not.
    """
    if isinstance(op, Fused):
        raise TypeError(f"{op.name} does not spell itself: tell what it is made of.")
    return op
