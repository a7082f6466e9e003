"""What sharing work costs, foretold: numbers each worker sends (lecture notes 003 §16).

=======  ======  ==========================================================
symbol   shape   meaning
=======  ======  ==========================================================
P        ()      workers
w        ()      numbers in W
x, y     ()      numbers in X and in Y
=======  ======  ==========================================================

``parallel`` counts what is really sent; these are the formulas. As P grows they come to the
notes' ≈ 2 |W| for data parallelism (once forwards, once backwards) and ≈ 3 |W| when fully
sharded (once forwards, twice backwards).
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from ncrevise.tape.ops import divide, times

Strategy: TypeAlias = Literal["data", "sharded", "columns", "rows"]


def passed(P: int, numbers: int) -> object:
    """Give (P − 1)/P of an array: what a worker sends to gather or to reduce it."""
    return times(divide(P - 1, P), numbers)


def sent(strategy: Strategy, P: int, w: int, x: int, y: int) -> object:
    """Give the numbers a worker sends for one product forwards and backwards, exactly.

    Args:
        strategy: how the work is shared.
        P: workers.
        w: numbers in W.
        x: numbers in X.
        y: numbers in Y.
    """
    arrays = {"data": 2 * w, "sharded": 3 * w, "columns": y + 2 * x, "rows": 2 * y}
    return passed(P, arrays[strategy])


def times_weights(strategy: Strategy) -> int:
    """Give the notes' cost in units of |W|, that of many workers; 0 where W is never sent."""
    return {"data": 2, "sharded": 3}.get(strategy, 0)
