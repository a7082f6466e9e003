"""The tape: NumPy values that know how they were made.

An operation says four things once: how to compute itself, how to differentiate itself, how to
spell itself and how people get it wrong. A model written over these operations is ordinary NumPy
when its arguments are plain numbers, and explains and differentiates itself when they come from a
tape.
"""

from ncrevise.tape.operators import SIGNS
from ncrevise.tape.tape import NO_TAPE, Plain, Recorder, Tape
from ncrevise.tape.value import OPERATORS, Array, Computed, Loose, Number, Tensor, Value, raw

OPERATORS.update(SIGNS)

__all__ = [
    "NO_TAPE",
    "Array",
    "Computed",
    "Loose",
    "Number",
    "Plain",
    "Recorder",
    "Tape",
    "Tensor",
    "Value",
    "raw",
]
