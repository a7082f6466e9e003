"""Derivatives gone wrong, for mistakes in a backward pass."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.tape import Tensor
    from ncrevise.tape.primitive import Primitive


class Slip:
    """Something done wrongly, which knows how often it mattered.

    Attributes:
        times: how often a wrong step was taken; where it never was, the mistake can't be made.
    """

    def __init__(self) -> None:
        self.times = 0

    def noting(self, wrong: Callable[..., Tensor]) -> Callable[..., Tensor]:
        """Count the uses of a wrong step."""

        def noted(*args: Tensor, **params: object) -> Tensor:
            self.times += 1
            return wrong(*args, **params)

        return noted

    def vjps(self, op: Primitive, *wrong: Callable[..., Tensor] | None) -> Primitive:
        """Differentiate an operation wrongly, by the arguments for which a way is given."""
        pairs = zip(op.vjps, wrong, strict=True)
        return replace(op, vjps=tuple(self.noting(new) if new else old for old, new in pairs))
