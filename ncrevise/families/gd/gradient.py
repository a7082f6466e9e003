"""The gradient of a function of a few variables, by rule, and its value at a point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ncrevise.answers import Formulas, read_expression
from ncrevise.answers.spelling import name_tex
from ncrevise.family import Family, given, mistake
from ncrevise.inputs.expression import names_of
from ncrevise.models import calculus, differentiation, formula
from ncrevise.tape import NO_TAPE, Recorder, ops, raw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ncrevise.draw import Draw
    from ncrevise.family import Results, Shown


@dataclass(frozen=True)
class Givens:
    """A function and a point."""

    f: Any = given("the function", kind="expression")
    point: Any = given("the point, its coordinates in the order of the variables", shape="n")
