"""Typed answers: numbers, matrices and formulas, read without running anything.

``read_number`` and ``read_array`` give exact values, ``read_expression`` a tree, which
``evaluate`` works out, ``fold`` runs over any other kind of value, and ``same_function``
compares with another.
"""

from ncrevise.answers.arithmetic import Real
from ncrevise.answers.equality import same_function
from ncrevise.answers.expressions import names_in, read_expression
from ncrevise.answers.fold import fold
from ncrevise.answers.printing import show_value, to_text
from ncrevise.answers.reading import Reading, read_array, read_number
from ncrevise.answers.tree import Tree, variables_of
from ncrevise.answers.values import evaluate

__all__ = [
    "Reading",
    "Real",
    "Tree",
    "evaluate",
    "fold",
    "names_in",
    "read_array",
    "read_expression",
    "read_number",
    "same_function",
    "show_value",
    "to_text",
    "variables_of",
]
