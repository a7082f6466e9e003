"""Answers as they were typed, read against what is asked, and how close they must come.

How an answer of each kind is read and compared is said in ``results.kinds``. Nothing typed is
run, and what can't be read is refused rather than marked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ncrevise.results.form import Form
from ncrevise.results.kinds import kind_of, members
from ncrevise.results.kinds.numbers import floats, is_numeric
from ncrevise.results.values import shape_of

if TYPE_CHECKING:
    from ncrevise.question import Accept
    from ncrevise.results.typed import Tolerance, Typed
    from ncrevise.results.values import Answer
    from ncrevise.tape.value import Numpy

PLAIN = Form()


def read(text: str, like: Answer, accept: Accept, form: Form = PLAIN) -> Typed:
    """Read an answer.

    Args:
        text: what was typed.
        like: a result of the kind and shape that is asked.
        accept: the part's rule; by ``set`` a vector is read in any order.
        form: what is known of the result.

    Raises:
        AnswerError: when it can't be read, or has another shape.
    """
    if accept.rule == "set":
        return members.read(text, like, form)
    return kind_of(like).read(text, like, form)


def decimals_wanted(answer: Answer, accept: Accept) -> Numpy:
    """Give the decimals that each entry is asked with; infinity for exact answers."""
    size = np.abs(floats(answer))
    if accept.rule == "places":
        return np.full(size.shape, accept.amount)
    if accept.rule == "figures":
        return accept.amount - 1 - np.floor(np.log10(np.maximum(size, 1e-300)))
    return np.full(size.shape, np.inf)


def reach(answer: Answer, truth: Answer, tolerance: Tolerance, accept: Accept) -> Tolerance:
    """Give the tolerance of another answer than the true one, such as a mistake's."""
    if not is_numeric(answer):
        return tolerance
    if shape_of(answer) != shape_of(truth):
        tolerance = np.max(tolerance)
    if accept.rule == "relative":
        return np.maximum(tolerance, accept.amount * np.abs(floats(answer)))
    if accept.rule == "figures":
        return np.maximum(tolerance, 0.5 * 10.0 ** -decimals_wanted(answer, accept))
    return tolerance
