"""A product of matrices, forwards and backwards, shared among workers (lecture notes 003 §16).

======  ======  ==========================================================
symbol  shape   meaning
======  ======  ==========================================================
X       (B, n)  inputs, a row an example
W       (n, m)  weights
Y       (B, m)  outputs X W
Ȳ       (B, m)  their error signal; X̄ = Ȳ Wᵀ and W̄ = Xᵀ Ȳ
P       ()      workers
======  ======  ==========================================================

*Data parallel*: each worker has all of W and some rows of X. *Model parallel*: each has all of
X and some columns of W, or some columns of X and those rows of W, which adds up outer products.
*Fully sharded*: each keeps a P-th of W and has the whole only for the moment it multiplies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.shapes import agree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.models.scale.cluster import Cluster


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one machine would have computed: outputs, and the error signals of X and every W."""

    Y: Any
    X_bar: Any
    W_bars: tuple[Any, ...]


def by_data(
    Ws: Sequence[Any], X: Any, Y_bar: Any, cluster: Cluster, *, sharded: bool = False
) -> Gathered:
    """Run a stack of products on rows of X, forwards and backwards.

    Every worker keeps a P-th of each W, gathers the whole before it is used, and of the
    gradient gets back the P-th it keeps. What gathers once and keeps the whole until its
    gradient is known is naive data parallelism; what gathers twice is fully sharded.

    Args:
        Ws: weights, in order; the columns of each are the rows of the next.
        X: inputs, shape (B, n).
        Y_bar: error signal of the outputs, shape (B, m).
        cluster: the workers.
        sharded: whether the whole of W is let go after it is used forwards.

    Raises:
        ShapeError: naming the arrays that do not go together.
    """
    check(Ws, X, Y_bar)
    shards = [cluster.split(W) for W in Ws]
    for parts in shards:
        hold_all(parts, cluster)
    inputs, whole = [cluster.split(X)], list[list[Any]]()
    for parts in shards:
        whole.append(gathered(parts, cluster))
        inputs.append(each(cluster, inputs[-1], whole[-1]))
        if sharded:
            let_go(whole[-1], parts, cluster)
    signals, gradients = cluster.split(Y_bar), list[Any]()
    for l in reversed(range(len(Ws))):
        W = gathered(shards[l], cluster) if sharded else whole[l]
        local = each(cluster, [x.T for x in inputs[l]], signals)
        hold_all(local, cluster)
        signals = each(cluster, signals, [w.T for w in W])
        own = cluster.reduce(local)
        gradients.append(np.concatenate(own))
        let_go(local, own, cluster)
        let_go(W, shards[l], cluster)
    return Gathered(np.concatenate(inputs[-1]), np.concatenate(signals), tuple(gradients[::-1]))


def by_columns(W: Any, X: Any, Y_bar: Any, cluster: Cluster) -> Gathered:
    """Share the columns of W: each worker computes columns of Y, and all gather them.

    Backwards every worker has a share in X̄, and these are added up.
    """
    check([W], X, Y_bar)
    Ws, signals = cluster.split(W, 1), cluster.split(Y_bar, 1)
    hold_all(Ws, cluster)
    Y = cluster.gather(each(cluster, [X] * cluster.workers, Ws), axis=1)[0]
    X_bar = cluster.reduce_to_all(each(cluster, signals, [w.T for w in Ws]))[0]
    W_bars = each(cluster, [X.T] * cluster.workers, signals)
    return Gathered(Y, X_bar, (np.concatenate(W_bars, axis=1),))


def by_rows(W: Any, X: Any, Y_bar: Any, cluster: Cluster) -> Gathered:
    """Share the rows of W and the columns of X: Y is the sum of all workers' products.

    Backwards nothing is sent: each worker keeps the columns of X̄ that belong to its own of X.
    """
    check([W], X, Y_bar)
    Ws, Xs = cluster.split(W), cluster.split(X, 1)
    hold_all(Ws, cluster)
    Y = cluster.reduce_to_all(each(cluster, Xs, Ws))[0]
    X_bars = each(cluster, [Y_bar] * cluster.workers, [w.T for w in Ws])
    W_bars = each(cluster, [x.T for x in Xs], [Y_bar] * cluster.workers)
    return Gathered(Y, np.concatenate(X_bars, axis=1), (np.concatenate(W_bars),))


def check(Ws: Sequence[Any], X: Any, Y_bar: Any) -> None:
    """Refuse matrices that can't be multiplied."""
    inner = X
    for l, W in enumerate(Ws, 1):
        agree(**{"X" if l == 1 else f"W of layer {l - 1}": (inner, "B n"), f"W {l}": (W, "n m")})
        inner = W
    agree(X=(X, "B n"), Y_bar=(Y_bar, "B m"))
    agree(**{f"W {len(Ws)}": (Ws[-1], "n m"), "Y_bar": (Y_bar, "B m")})


def each(cluster: Cluster, As: Sequence[Any], Bs: Sequence[Any]) -> list[Any]:
    """Let every worker multiply its own two matrices."""
    pairs = zip(As, Bs, strict=True)
    return [cluster.multiply(p, A, B) for p, (A, B) in enumerate(pairs)]


def gathered(parts: Sequence[Any], cluster: Cluster) -> list[Any]:
    """Give every worker the whole of W, to hold beside its own part until it is let go."""
    whole = cluster.gather(parts)
    for p, (array, part) in enumerate(zip(whole, parts, strict=True)):
        cluster.hold(p, array.size - part.size)
    return whole


def hold_all(arrays: Sequence[Any], cluster: Cluster) -> None:
    """Count what every worker holds more."""
    for p, array in enumerate(arrays):
        cluster.hold(p, array.size)


def let_go(arrays: Sequence[Any], kept: Sequence[Any], cluster: Cluster) -> None:
    """Count what every worker holds no longer, but for the part it keeps."""
    for p, (array, part) in enumerate(zip(arrays, kept, strict=True)):
        cluster.hold(p, part.size - array.size)
