"""Derivatives of a function of parameters: backward, forward, and one after the other.

======  =======  ==========================================================
symbol  shape    meaning
======  =======  ==========================================================
L       ()       what ``loss`` gives
p       a tree   parameters (``derivatives.trees``): a dataclass, a tuple, an array
v       as p     a direction
======  =======  ==========================================================

No Jacobian is ever formed: backward mode costs a few runs of the function for all
derivatives of one number, forward mode a few for one direction (lecture notes 003 §4–§5).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from ncrevise.derivatives.trees import arrays, rebuilt
from ncrevise.tape.grad import backward, gradient, zeros
from ncrevise.tape.primitive import Fused
from ncrevise.tape.tape import Tape
from ncrevise.tape.value import Loose as Tensor
from ncrevise.tape.value import Value, ones, plain, raw

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

P = TypeVar("P")


def lifted(tape: Tape, p: P) -> tuple[P, list[Value]]:
    """Take the arrays of a tree onto a tape."""
    values = [tape.leaf(raw(each)) for each in arrays(p)]
    return rebuilt(p, iter(values)), values


def emptied(tape: Tape) -> None:
    """Let go of a tape's values at once: each points to the tape, so they would wait for gc."""
    tape.values.clear()
    tape.named.clear()


def value_and_gradient(loss: Callable[[P], Tensor], p: P) -> tuple[Any, P]:
    """Compute a loss and its gradient by one run forwards and one backwards.

    Args:
        loss: a number (or an array, whose entries are then added up) from parameters.
        p: the parameters.

    Returns:
        The loss and a tree like ``p`` with the derivative by each array in its place.
    """
    value, slopes = Held(p).slopes(loss, list(map(raw, arrays(p))))
    return value, rebuilt(p, iter(slopes))


class Held:
    """Parameters on a tape of their own, for derivatives at one point after the other.

    Args:
        like: a tree with arrays in their places.
    """

    def __init__(self, like: Any) -> None:
        self.tape = Tape()
        self.tree, self.values = lifted(self.tape, like)

    def slopes(
        self, loss: Callable[..., Tensor], flat: list[Any], *args: Any
    ) -> tuple[Any, list[Any]]:
        """Compute a loss of the tree and ``args``, and its derivative by each array.

        Args:
            loss: a number from a tree of parameters.
            flat: what stands in the places of the tree's arrays, in order.
            args: what else the loss is a function of.
        """
        for value, array in zip(self.values, flat, strict=True):
            value.data = plain(array)
        self.tape.values[:] = self.values
        out = loss(self.tree, *args)
        if isinstance(out, Value):
            slopes, out = gradient(out, self.values), out.data
        else:
            slopes = [zeros(value) for value in self.values]
        emptied(self.tape)
        return out, slopes


def pushed(value: Value, slopes: Mapping[int, Tensor], *, traced: bool) -> Tensor:
    """Push tangents of a value's arguments forward through its operation.

    The products ``g ↦ gᵀJ`` that the operation knows are linear in ``g``; transposed once
    more they give ``t ↦ J t``. So every operation has a forward mode as well.
    """
    op = value.op
    if op is None:
        return None
    inputs = value.args if traced else tuple(arg.data for arg in value.args)
    if isinstance(op, Fused):
        if traced:
            out = op.unfused(*inputs, **value.params)
            return forward(out, slopes, traced=True).get(out.index)
        tangents = [slopes.get(arg.index) for arg in value.args]
        return push(op.unfused, inputs, tangents, value.params)
    g = (value.tape if traced else Tape()).leaf(zeros(value))
    answer = value if traced else value.data
    found = None
    for arg, vjp in zip(value.args, op.vjps, strict=False):
        if arg.index not in slopes or vjp is None:
            continue
        message = vjp(g, answer, *inputs, **value.params)
        if isinstance(message, Value):
            part = backward(message, slopes[arg.index], wrt=[g], traced=traced).get(g.index)
            found = part if found is None else found if part is None else found + part
    return found


def push(f: Callable[..., Tensor], inputs: Any, tangents: Any, params: Any) -> Tensor:
    """Push tangents through a function of arrays; None is a tangent of zeros."""
    tape = Tape()
    values = [tape.leaf(raw(each)) for each in inputs]
    given = zip(values, tangents, strict=True)
    slopes = {value.index: tangent for value, tangent in given if tangent is not None}
    out = f(*values, **params)
    return forward(out, slopes).get(out.index)


def forward(output: Value, slopes: Mapping[int, Tensor], *, traced: bool = False) -> dict[int, Any]:
    """Run dual numbers through a tape: every value with its slope along a direction.

    Args:
        output: where to end.
        slopes: the direction, by ``Value.index`` of leaves; zero where nothing is given.
        traced: whether the slopes are themselves values on the tape.

    Returns:
        The slope of every value that moves, by ``Value.index``, of its value's shape.
    """
    found = dict(slopes)
    for value in output.tape.values[: output.index + 1]:
        if value.index not in found and any(arg.index in found for arg in value.args):
            slope = pushed(value, found, traced=traced)
            if slope is not None:
                found[value.index] = slope
    return found


def directional(f: Callable[[P], Tensor], p: P, v: P) -> tuple[Any, Any]:
    """Compute ``f(p)`` and its derivative along ``v`` in one run forwards, by dual numbers.

    Args:
        f: any array from parameters.
        p: the point.
        v: the direction, built as ``p``.

    Returns:
        The value and ``J v``, both of the value's shape.
    """
    tape = Tape()
    tree, values = lifted(tape, p)
    out = f(tree)
    if not isinstance(out, Value):
        return out, zeros(out)
    slopes = forward(out, {k.index: raw(d) for k, d in zip(values, arrays(v), strict=True)})
    emptied(tape)
    return out.data, slopes.get(out.index, zeros(out))


def hessian_vector(loss: Callable[[P], Tensor], p: P, v: P) -> P:
    """Compute ``H v``: the gradient of the slope along ``v``, without ``H`` (``vᵀH`` is the same).

    Args:
        loss: a number from parameters.
        p: the point.
        v: the direction, built as ``p``.

    Returns:
        A tree like ``p``.
    """
    tape = Tape()
    tree, values = lifted(tape, p)
    out = loss(tree)
    signals = backward(out, ones(out), wrt=values, traced=True)
    along = [
        (signal, raw(d))
        for value, d in zip(values, arrays(v), strict=True)
        if isinstance(signal := signals.get(value.index), Value)
    ]
    found = [zeros(value) for value in values]
    for signal, direction in along:
        again = gradient(signal, values, direction)
        found = [a + b for a, b in zip(found, again, strict=True)]
    emptied(tape)
    return rebuilt(p, iter(found))


def hessian(loss: Callable[[Any], Tensor], x: Any) -> Any:
    """Compute all second derivatives by a vector, a column at a time.

    Args:
        loss: a number from a vector.
        x: the point, shape (n,).

    Returns:
        H, shape (n, n), symmetric.
    """
    return np.stack([hessian_vector(loss, x, e) for e in np.eye(len(x), dtype=x.dtype)])
