"""How a family declares what is given: a class of fields, each with its meaning and domain."""

from __future__ import annotations

import re
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ncrevise.tape.value import Array, Number

T = TypeVar("T")

Blocks: TypeAlias = "Mapping[str, Array | Number]"
"""A stacked array cut into named blocks of rows."""
Count: TypeAlias = int
"""A whole number that counts or sizes something."""
Word: TypeAlias = str
"""One of a few words."""

TYPE = re.compile(r"\w+")


class Required(Enum):
    """What stands for a default where there is none."""

    REQUIRED = 0


REQUIRED = Required.REQUIRED


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of one given.

    Args:
        meaning: a phrase that ends a sentence: "the kernel".
        kind: how it is typed and shown, a module of ``givens.kinds``: its type's name.
        shape: names or numbers of its axes, ``"h,d"``; the same name is the same length.
        symbol: how it is written, in TeX; the name itself by default.
        one_of: the words allowed, for a word.
        convention: whether it is a convention, set by ``--set`` and stated in the working.
        low: smallest number allowed, when there is one.
        high: largest number allowed, when there is one.
        domain: from where it is drawn; see ``givens.domain``.
        squeeze: whether weights on one input reach the solver as a vector, one entry as a number.
        blocks: the given that lists the names of its equal blocks of rows, which reach the
            solver by name and squeezed.
        default: its value where nothing is said; ``REQUIRED`` where it must be.
    """

    meaning: str
    kind: str = ""
    shape: str = ""
    symbol: str = ""
    one_of: tuple[str, ...] = ()
    convention: bool = False
    low: float | None = None
    high: float | None = None
    domain: str = ""
    squeeze: bool = False
    blocks: str = ""
    default: Any = REQUIRED

    @property
    def optional(self) -> bool:
        """Whether it may be left out."""
        return self.default is not REQUIRED

    @property
    def axes(self) -> tuple[str, ...]:
        """The names or numbers of its axes."""
        return tuple(axis.strip() for axis in self.shape.split(",")) if self.shape else ()


def given(
    meaning: str,
    shape: str = "",
    *,
    draw: str = "",
    one_of: tuple[str, ...] = (),
    default: Any = REQUIRED,  # noqa: ANN401 - whatever the field holds
    symbol: str = "",
    convention: bool = False,
    low: float | None = None,
    high: float | None = None,
    squeeze: bool = False,
    blocks: str = "",
) -> Any:  # noqa: ANN401 - the field's own type stands before it
    """Declare a given; its kind is the type it is annotated with. See ``Given``.

    Example:
        ``X: Array = given("the feature map", "H,W", draw="-4..9")``
    """
    about = Given(
        meaning,
        shape=shape,
        symbol=symbol,
        one_of=one_of,
        convention=convention,
        low=low,
        high=high,
        domain=draw,
        squeeze=squeeze,
        blocks=blocks,
        default=default,
    )
    return field(default=MISSING if default is REQUIRED else default, metadata={"given": about})


def kind_of(annotation: object) -> str:
    """Give the kind of a given or result: the name of its type, in small letters."""
    found = TYPE.match(str(annotation))
    return found[0].lower() if found else ""


def said(declared: Field[Any], by: str) -> Any:  # noqa: ANN401 - what it was declared by
    """Give what a field says of itself.

    Raises:
        TypeError: when it says nothing.
    """
    if by not in declared.metadata:
        raise TypeError(f"{declared.name} is not declared by {by}(…)")
    return declared.metadata[by]


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(given,))
def givens(model: type[T]) -> type[T]:
    """Make a class of givens of a class that declares them."""
    made = dataclass(frozen=True, kw_only=True)(model)
    _DECLARED[made] = {
        f.name: replace(said(f, "given"), kind=ARRAYS.get(kind, kind))
        for f in fields(made)  # type: ignore[arg-type]  # it was made one just above
        for kind in [kind_of(f.type)]
    }
    return made


ARRAYS = {"blocks": "array"}
_DECLARED: dict[type[Any], Mapping[str, Given]] = {}


def givens_of(model: type[Any]) -> Mapping[str, Given]:
    """List the givens of a class made by ``givens``, by name, in order."""
    return _DECLARED[model]
