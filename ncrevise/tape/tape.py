"""The record of one run of a model: every value in order, and the lines it is told in."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar, cast

import numpy as np

from ncrevise.tape.arithmetic import same
from ncrevise.tape.value import Data, Nested, Tensor, Value, as_data, is_whole, plain, raw

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from ncrevise.document.figure import Figure
    from ncrevise.document.tree import Block
    from ncrevise.tape.primitive import Fused, Primitive
    from ncrevise.tape.value import Number


@dataclass(frozen=True, slots=True)
class Line:
    """A named value: *symbols = numbers = value*, with a word on what is done."""

    value: Value
    say: str


@dataclass(frozen=True, slots=True)
class Begin:
    """The start of a step that opens with a remark, table or figure.

    Lines without words of their own then belong to it.
    """

    say: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence between lines, in Markdown."""

    text: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A value's formula with its numbers, as a cell of a table."""

    value: Number


Cell: TypeAlias = "str | Number | Formula"
"""Markdown, a value, or its formula in numbers."""


@dataclass(frozen=True, slots=True)
class TableOf:
    """A table whose cells are Markdown, values or formulas of values."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    align: str
    caption: str
    total: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure, drawn only when somebody looks."""

    draw: Callable[[], Figure]


@dataclass(frozen=True, slots=True)
class Algebra:
    """Working without numbers of the run, such as a differentiation, built when it is wanted.

    Args:
        about: what decides what is built: runs with the same have the same working.
    """

    about: Hashable
    build: Callable[[], Sequence[Block]]


N = TypeVar("N", bound="Tensor")
S = TypeVar("S")
Entry: TypeAlias = Line | Begin | Remark | TableOf | Drawing | Algebra


class Recorder(Protocol):
    """What a solver may say to a tape; ``NO_TAPE`` listens without writing anything down."""

    def name(self, key: str, value: N, say: str = "", symbol: str = "") -> N | Value:
        """Give a value a name, and so a line of the working."""

    def keep(self, key: str, value: N, symbol: str = "") -> N | Value:
        """Give a value a name where a table tells of it: no line of its own."""

    def given(self, key: str, data: N, symbol: str = "") -> N | Value:
        """Take a number or array as it is given."""

    def symbolic(self, key: str, found: S) -> S:
        """Give what was found in symbols, or the student's own of that name."""

    def begin(self, say: str) -> None:
        """Start a step."""

    def remark(self, text: str) -> None:
        """Say a sentence."""

    def table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        align: str,
        caption: str,
        *,
        total: bool = False,
    ) -> None:
        """Set a table."""

    def draw(self, draw: Callable[[], Figure]) -> None:
        """Set a figure."""

    def algebra(self, about: Hashable, build: Callable[[], Sequence[Block]]) -> None:
        """Set working in symbols alone, which ``about`` decides."""

    def book(self) -> Tape:
        """Give a tape that records, for models that look back at what they did."""


class Plain:
    """Runs a model for its numbers alone: nothing is written down.

    Args:
        override: a student's own values by name; each takes the place of the computed one.
        places: decimals that named values are rounded to on the way, as a person would; None
            keeps them all.
        spare: a name that is not rounded.
    """

    def __init__(
        self,
        override: Mapping[str, object] = MappingProxyType({}),
        places: int | None = None,
        spare: str = "",
    ) -> None:
        self.override = override
        self.places = places
        self.spare = spare

    def name(self, key: str, value: N, say: str = "", symbol: str = "") -> N | Value:  # noqa: ARG002
        """Return the value, or the student's own of that name."""
        return self.keep(key, value)

    def keep(self, key: str, value: N, symbol: str = "") -> N | Value:  # noqa: ARG002
        """Return the value, or the student's own of that name."""
        if key in self.override:
            return cast("N", self.override[key])
        if self.places is None or key == self.spare or is_whole(value):
            return value
        exact: Any = value  # no fraction, though NumPy's types can't know
        return cast("N", np.round(exact, self.places))

    def given(self, key: str, data: N, symbol: str = "") -> N | Value:  # noqa: ARG002
        """Return the number or array."""
        return cast("N", as_data(raw(data)))

    def symbolic(self, key: str, found: S) -> S:
        """Give what was found in symbols, or the student's own of that name."""
        return cast("S", self.override.get(key, found))

    def begin(self, say: str) -> None:
        """Start nothing."""

    def remark(self, text: str) -> None:
        """Say nothing."""

    def table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        align: str,
        caption: str,
        *,
        total: bool = False,
    ) -> None:
        """Set nothing."""

    def draw(self, draw: Callable[[], Figure]) -> None:
        """Draw nothing."""

    def algebra(self, about: Hashable, build: Callable[[], Sequence[Block]]) -> None:
        """Set nothing."""

    def book(self) -> Tape:
        """Give a scratch tape on which the same values of a student's own are followed."""
        return Tape(override=self.override)


NO_TAPE = Plain()


@dataclass(eq=False)
class Tape:
    """Records a run.

    Args:
        places: decimals shown for values that are not exact.
        override: a student's own values by name; each takes the place of the computed one,
            and all that follows is computed from it.
    """

    places: int = 4
    override: Mapping[str, object] = field(default_factory=dict)
    values: list[Value] = field(default_factory=list, init=False)
    entries: list[Entry] = field(default_factory=list, init=False)
    named: dict[str, Value] = field(default_factory=dict, init=False)

    def record(
        self, op: Primitive | Fused, args: tuple[Tensor, ...], params: dict[str, Any]
    ) -> Value:
        """Apply an operation and keep what it was applied to."""
        lifted: list[Value] = []
        inputs: list[Any] = []
        exact = op.rational
        for arg in args:  # one loop for all three: what a tape costs is spent here
            value = arg if type(arg) is Value else self.leaf(arg)
            lifted.append(value)
            inputs.append(value.data)
            exact = exact and value.exact
        data = plain(op.forward(*inputs, **params))
        value = Value(self, data, op, tuple(lifted), params, exact=exact)
        self.values.append(value)
        return value

    def leaf(self, data: Nested, *, exact: bool = True) -> Value:
        """Take a plain number or array onto the tape."""
        value = Value(self, as_data(data), None, (), {}, exact=exact)
        self.values.append(value)
        return value

    def given(self, key: str, data: Tensor, symbol: str = "") -> Value:
        """Take a number or array as it is given, under its symbol."""
        value = self.leaf(raw(data))
        value.key, value.symbol = key, symbol or key
        self.named[key] = value
        return value

    def name(self, key: str, value: Tensor, say: str = "", symbol: str = "") -> Value:
        """Name a value: it becomes a line, and a symbol in the lines after it."""
        named = self.keep(key, value, symbol or key)
        self.entries.append(Line(named, say))
        return named

    def keep(self, key: str, value: Tensor, symbol: str = "") -> Value:
        """Name a value that a table tells of; without a symbol its meaning stands for it."""
        found: Value = value if type(value) is Value else self.leaf(raw(value))
        if found.key is not None:
            found = same(found)
        if key in self.override:
            computed, found = found, self.leaf(cast("Data", self.override[key]))
            found.replaces = computed
        found.key, found.symbol = key, symbol
        self.named[key] = found
        return found

    def symbolic(self, key: str, found: S) -> S:
        """Give what was found in symbols, or the student's own of that name."""
        return cast("S", self.override.get(key, found))

    def begin(self, say: str) -> None:
        """Start a step that opens with a remark, table or figure."""
        self.entries.append(Begin(say))

    def remark(self, text: str) -> None:
        """Say a sentence between lines."""
        self.entries.append(Remark(text))

    def table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        align: str,
        caption: str,
        *,
        total: bool = False,
    ) -> None:
        """Set a table."""
        body = tuple(tuple(row) for row in rows)
        self.entries.append(TableOf(tuple(head), body, align, caption, total))

    def draw(self, draw: Callable[[], Figure]) -> None:
        """Set a figure, drawn only when somebody looks."""
        self.entries.append(Drawing(draw))

    def algebra(self, about: Hashable, build: Callable[[], Sequence[Block]]) -> None:
        """Set working in symbols alone, which ``about`` decides."""
        self.entries.append(Algebra(about, build))

    def book(self) -> Tape:
        """Give itself."""
        return self
