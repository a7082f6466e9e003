"""A value on a tape: its data, and the operation and arguments that made them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard, TypeVar, final, overload

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import EllipsisType

    from ncrevise.tape.primitive import Fused, Primitive
    from ncrevise.tape.tape import Tape

Scalar: TypeAlias = int | float | Fraction
"""A plain number."""
Numpy: TypeAlias = np.ndarray[Any, Any]
"""A plain array; NumPy does not say more of its entries or axes."""
Data: TypeAlias = Scalar | Numpy
"""What a ``Value`` holds."""
Number: TypeAlias = "Scalar | Value"
"""A number, on a tape or not."""
Array: TypeAlias = "Numpy | Value"
"""A vector, matrix or stack of matrices, on a tape or not."""
Tensor: TypeAlias = "Data | Value"
"""A number, an array, or a ``Value`` of either."""
Computed: TypeAlias = "Value | Any"
"""What an operation gives: a value from values; from plain numbers and arrays what NumPy gives,
of which nobody can say beforehand whether it has axes. It is checked as a value is."""
Loose: TypeAlias = Any
"""A tensor unchecked: what models and the laboratory still pass around, under the name Tensor."""

Index: TypeAlias = tuple[int, ...]
Entry: TypeAlias = "int | slice | EllipsisType | Numpy | None"
"""One of the indices between square brackets."""
Nested: TypeAlias = "Data | tuple[Nested, ...] | list[Nested]"
"""Data, or numbers in rows as people type them."""
Precision: TypeAlias = "np.dtype[Any] | None"
"""The type of an array's entries, None for that of plain numbers."""
D = TypeVar("D")


OPERATORS: dict[str, Callable[..., Value]] = {}
"""What Python's own signs do to values, as ``tape.operators`` has it."""


@final
class Value:
    """A number or array that knows the operation and arguments it came from.

    Attributes:
        data: a Python number (int, float, Fraction) or an array.
        op: what made it, or None for a leaf.
        args: what it was made from.
        params: the operation's settings, such as a stride.
        exact: whether ``data`` is what the formula says, not a rounded transcendental.
        key: its name on the tape once it has one.
        symbol: how the name is written, in TeX.
        replaces: the computed value whose place a student's own value takes.
    """

    __array_ufunc__ = None  # let ``array + value`` come to ``Value.__radd__``
    __slots__ = (
        "_shown",
        "args",
        "data",
        "exact",
        "index",
        "key",
        "op",
        "params",
        "replaces",
        "symbol",
        "tape",
    )

    def __init__(
        self,
        tape: Tape,
        data: Data,
        op: Primitive | Fused | None,
        args: tuple[Value, ...],
        params: dict[str, Any],
        *,
        exact: bool,
    ) -> None:
        self.tape = tape
        self.data: Any = data  # whether it has axes is known where it is used
        self.op = op
        self.args = args
        self.params = params
        self.exact = exact
        self.key: str | None = None
        self.symbol = ""
        self.replaces: Value | None = None
        self._shown: bool | None = None
        self.index = len(tape.values)

    @property
    def shown_exactly(self) -> bool:
        """Whether the tape's places show the value as it is."""
        if self._shown is None:
            self._shown = self.exact and fits(self.data, self.tape.places)
        return self._shown

    @property
    def shape(self) -> Index:
        """The shape of the data, ``()`` for a number."""
        return shape(self)

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def T(self) -> Value:
        """The transpose of a matrix."""
        return OPERATORS["transpose"](self)

    def cleared(self, data: D) -> D:
        """Clear the data, or an entry of them, of float noise: 0.1 + 0.2 − 0.3 is shown as 0."""
        noisy = self.op is not None and self.shown_exactly
        return denoised(data, self.tape.places) if noisy else data

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, index: Entry | tuple[Entry, ...]) -> Value:
        return OPERATORS["take"](self, index=index if isinstance(index, tuple) else (index,))

    def __add__(self, other: Tensor) -> Value:
        return OPERATORS["add"](self, other)

    def __radd__(self, other: Tensor) -> Value:
        return OPERATORS["add"](other, self)

    def __sub__(self, other: Tensor) -> Value:
        return OPERATORS["subtract"](self, other)

    def __rsub__(self, other: Tensor) -> Value:
        return OPERATORS["subtract"](other, self)

    def __mul__(self, other: Tensor) -> Value:
        return OPERATORS["times"](self, other)

    def __rmul__(self, other: Tensor) -> Value:
        return OPERATORS["times"](other, self)

    def __truediv__(self, other: Tensor) -> Value:
        return OPERATORS["divide"](self, other)

    def __rtruediv__(self, other: Tensor) -> Value:
        return OPERATORS["divide"](other, self)

    def __pow__(self, exponent: int) -> Value:
        return OPERATORS["power"](self, exponent=exponent)

    def __matmul__(self, other: Tensor) -> Value:
        return OPERATORS["product"](self, other)

    def __rmatmul__(self, other: Tensor) -> Value:
        return OPERATORS["product"](other, self)

    def __neg__(self) -> Value:
        return OPERATORS["negate"](self)

    def __repr__(self) -> str:
        made = self.op.name if self.op else "leaf"
        return f"Value({self.key or made}: {self.data!r})"


def shape(data: Tensor) -> Index:
    """Give the shape of a number, array or value."""
    held = data.data if type(data) is Value else data
    return held.shape if type(held) is np.ndarray else ()


@overload
def mask(condition: bool, like: Data) -> int: ...
@overload
def mask(condition: Numpy, like: Data) -> Numpy: ...
def mask(condition: bool | Numpy, like: Data) -> int | Numpy:
    """Make a condition 1 and 0, in the precision of the floats it masks, else whole numbers."""
    if isinstance(condition, np.ndarray) and is_floats(like):
        return condition.astype(like.dtype)
    return condition * 1


def is_floats(data: object) -> TypeGuard[Numpy]:
    """Say whether data are an array of floats."""
    return isinstance(data, np.ndarray) and data.dtype.kind == "f"


def ones(like: Tensor) -> Data:
    """Give ones of a value's shape and precision: where every error signal starts."""
    data = raw(like)
    if not isinstance(data, np.ndarray):
        return 1.0 if isinstance(data, float) else 1
    return np.ones(data.shape, data.dtype if data.dtype.kind == "f" else float)


@overload
def raw(value: Value) -> Any: ...  # noqa: ANN401 - a value alone does not say which it holds
@overload
def raw(value: Array) -> Numpy: ...  # type: ignore[overload-overlap]
@overload
def raw(value: Number) -> Scalar: ...
@overload
def raw(value: Tensor) -> Data: ...
@overload
def raw(value: D) -> D: ...
def raw(value: object) -> object:
    """Give the plain number or array."""
    return value.data if type(value) is Value else value


def precision(x: Tensor) -> Precision:
    """Give the type of an array of floats, in which its gradients are kept; None for others."""
    data = raw(x)
    return data.dtype if type(data) is np.ndarray and data.dtype.kind == "f" else None


NOISE = 1e-11
AGREED = 1e-10  # libraries differ less in one number; what is asked differs more
NOISELESS = 12  # decimals of a result that every machine agrees on


def fits(data: Data, places: int) -> bool:
    """Say whether so many decimals show every number as it is, but for float noise."""
    if isinstance(data, float):
        return abs(data - round(data, places)) <= NOISE * max(1.0, abs(data))
    if not isinstance(data, np.ndarray) or data.dtype.kind in "iubO":
        return True
    return bool((abs(data - data.round(places)) <= NOISE * np.maximum(1, abs(data))).all())


def coincide(a: Data, b: Data) -> bool:
    """Say whether two numbers or arrays are the same but for the noise of floats."""
    one, other = np.asarray(a), np.asarray(b)
    if one.shape != other.shape:
        return False
    if "f" not in {one.dtype.kind, other.dtype.kind}:
        return bool(np.all(one == other))
    one, other = one.astype(float), other.astype(float)
    return bool(np.all(abs(one - other) <= AGREED * np.maximum(1.0, abs(other))))


def is_whole(data: object) -> bool:
    """Say whether data are whole numbers or fractions, which nobody rounds."""
    return isinstance(data, int | Fraction) or getattr(data, "dtype", np.dtype(float)).kind in "iuO"


@overload
def denoised(data: float, places: int = NOISELESS) -> float: ...
@overload
def denoised(data: D, places: int = NOISELESS) -> D: ...
def denoised(data: object, places: int = NOISELESS) -> object:
    """Round floats so far that what machines disagree on is gone; zero has no sign."""
    if isinstance(data, float):
        return round(data, places) + 0.0
    if isinstance(data, np.ndarray) and data.dtype.kind == "f":
        return data.round(places) + 0.0
    return data


@overload
def plain(data: Numpy) -> Data: ...
@overload
def plain(data: D) -> D: ...
def plain(data: object) -> object:
    """Make NumPy scalars and empty-shaped arrays ordinary Python numbers."""
    if type(data) is np.ndarray:
        return data if data.ndim else data.item()
    return data.item() if isinstance(data, np.generic) else data


@overload
def as_data(data: None) -> None: ...
@overload
def as_data(data: Nested) -> Data: ...
def as_data(data: Nested | None) -> Data | None:
    """Make nested tuples or lists of numbers an array; integers and fractions stay exact."""
    if type(data) is tuple or type(data) is list:
        return np.array(data)  # of objects, where there are fractions
    return plain(data)  # type: ignore[return-value]  # a tuple or list is an array above


def lineage(values: Iterable[Value]) -> set[int]:
    """Give the places on the tape of values and of everything they were made from."""
    found: set[int] = set()
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        if value.index not in found:
            found.add(value.index)
            waiting.extend(value.args)
    return found
