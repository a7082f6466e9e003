"""Mistakes of ideas: the right solver with one thing wrong.

A mistake is data where it can be: other givens (an *edit*) or another setting of the solver
(a *wrong* solver). A function of its own does what neither can.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np

from ncrevise.errors import NcreviseError
from ncrevise.tape.value import coincide, denoised, raw

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from _typeshed import DataclassInstance

    from ncrevise.family import Family
    from ncrevise.results.values import Answer, Answers
    from ncrevise.tape import Plain

    Solver: TypeAlias = Callable[[Any, Plain], Any]


UNWORKABLE = (ArithmeticError, ValueError, TypeError, LookupError, NcreviseError)
"""What a solver may stumble over with values that are not its own."""

NUMERIC = (int, float, Fraction, np.ndarray)

G = TypeVar("G", bound="DataclassInstance")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Mistake:
    """The right solver with one thing wrong.

    Attributes:
        feedback: one sentence (Markdown): what was done, and what to do.
        change: of an edit, the givens that are other, from the true ones; None for another kind.
        settings: of a wrong solver, what is set otherwise in it.
        solver: of a function, results from plain givens on a recorder; None where it can't be made.
        when: whether it can be made.
        moot: whether nothing may come of it: then it is not made, instead of numbers drawn anew.
        id: a stable name, counted across variants; that of its variable.
    """

    feedback: str
    change: Callable[[Any], Mapping[str, Any]] | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    solver: Solver | None = None
    when: Callable[[Any], bool] | None = None
    moot: bool = False
    id: str = ""

    def made(
        self,
        family: Family[G, R],
        plain: G,
        tape: Plain,
        truth: Answers,
    ) -> Answers | None:
        """Give the results of making it, or None where it can't be made.

        Args:
            family: whose mistake it is.
            plain: the givens, as arrays.
            tape: the recorder it runs on.
            truth: the right results of what is asked.
        """
        if self.when is not None and not self.when(plain):
            return None
        found: R | Answers | None
        if self.solver is not None:
            found = self.solver(plain, tape)
        else:
            givens = plain if self.change is None else self.edited(family, plain)
            found = None if givens is None else family.run(givens, tape, **self.settings)
        if found is None:
            return None
        wrong = steadied(family.spread(found))
        return None if self.moot and alike(wrong, truth) else wrong

    def edited(self, family: Family[G, R], plain: G) -> G | None:
        """Give the other givens of an edit; None where they are the same or mean nothing."""
        assert self.change is not None  # noqa: S101
        changes = {
            name: cast_like(getattr(plain, name), v) for name, v in self.change(plain).items()
        }
        if all(same(getattr(plain, name), value) for name, value in changes.items()):
            return None
        other = replace(plain, **changes)
        return None if family.unmet(other) else other


def cast_like(old: object, new: Any) -> object:  # noqa: ANN401 - what a family says of a given
    """Spread a number over the array whose place it takes."""
    return np.zeros_like(old) + new if isinstance(old, np.ndarray) and np.ndim(new) == 0 else new


def same(a: object, b: object) -> bool:
    """Say whether two givens or results are one, but for the noise of floats."""
    if isinstance(a, NUMERIC) and isinstance(b, NUMERIC):
        return coincide(a, b)
    return bool(a == b)


def alike(wrong: Answers, truth: Answers) -> bool:
    """Say whether results are the right ones, as far as they are asked."""
    return all(name not in wrong or same(wrong[name], right) for name, right in truth.items())


def steadied(found: Answers) -> dict[str, Answer]:
    """Give results as plain numbers that do not depend on the machine."""
    return {name: denoised(raw(value)) for name, value in found.items()}


def named(mistake: Mistake, name: str) -> Mistake:
    """Call a mistake by the name of its variable."""
    return replace(mistake, id=name.replace("_", "-"))
