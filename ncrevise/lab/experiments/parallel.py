"""Scale: a product of matrices shared among workers, every number sent counted; layers counted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.trees import count
from ncrevise.document.figure import Chart, Series
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.models.attention import block, multihead
from ncrevise.models.networks import conv, mlp
from ncrevise.models.scale import communication, costs, counted, parallel
from ncrevise.models.scale.cluster import Cluster
from ncrevise.models.sequences import gru, lstm, rnn

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.document.tree import Block
    from ncrevise.lab.experiment import Bench
    from ncrevise.models.scale.communication import Strategy

WORKERS = (1, 2, 4, 8, 16)
STRATEGIES: dict[Strategy, str] = {
    "data": "data parallel",
    "sharded": "fully sharded",
    "columns": "columns of W",
    "rows": "rows of W",
}
BATCH, INPUTS, OUTPUTS, LAYERS = 32, 64, 48, 6
NOTED = tuple(
    (f"{communication.times_weights(how)} |W|", float(communication.times_weights(how)))
    for how in STRATEGIES
    if communication.times_weights(how)
)
BATCHES = (16, 64, 256)

Counts = dict["Strategy", dict[int, Cluster]]


def run(bench: Bench) -> Findings:
    """Share products, and count layers."""
    clusters, exact = shared(bench)
    peaks = {sharded: held(bench, sharded=sharded) for sharded in (False, True)}
    layers = layer_costs(bench)
    told = all(
        cluster.sent == [communication.sent(how, P, *sizes(BATCH))] * P
        for how, each in clusters.items()
        for P, cluster in each.items()
    )
    most = WORKERS[-1]
    w = INPUTS * OUTPUTS
    sent = {how: clusters[how][most].sent[0] / w for how in ("data", "sharded")}
    holds = (
        told
        and exact
        and all(parameters == own and cost == run for _, parameters, own, cost, run in layers)
        and peaks[True][most] < peaks[False][most]
    )
    measured = (
        f"With {most} workers each sends {sent['data']:.3f} $|W|$ for a product forwards "
        f"and backwards with data parallelism and {sent['sharded']:.3f} $|W|$ fully "
        f"sharded, exactly $2 (P - 1)/P$ and $3 (P - 1)/P$; it holds at most "
        f"{peaks[False][most]:.2f} and {peaks[True][most]:.2f} times all weights."
    )
    blocks = (
        section("What workers send"),
        *sending(clusters, exact),
        section("What workers hold"),
        *holding(peaks),
        section("Weights or outputs?"),
        *by_batch(bench),
        section("Parameters and operations of layers"),
        *layer_blocks(layers),
    )
    numbers = {
        "data parallel": sent["data"],
        "fully sharded": sent["sharded"],
        "held, data parallel": peaks[False][most],
        "held, fully sharded": peaks[True][most],
    }
    return Findings(measured, holds, blocks, numbers)


def sizes(batch: int) -> tuple[int, int, int]:
    """Give how many numbers are in W, X and Y."""
    return INPUTS * OUTPUTS, batch * INPUTS, batch * OUTPUTS


def product(how: Strategy, W: Any, X: Any, Y_bar: Any, cluster: Cluster) -> parallel.Gathered:
    """Share one product in one of the ways."""
    if how in {"data", "sharded"}:
        return parallel.by_data([W], X, Y_bar, cluster, sharded=how == "sharded")
    share = parallel.by_columns if how == "columns" else parallel.by_rows
    return share(W, X, Y_bar, cluster)


def drawn(bench: Bench, batch: int) -> tuple[Any, Any, Any]:
    """Draw W, X and Ȳ of whole numbers, whose sums are exact in any order."""
    noise = bench.noise(f"matrices {batch}")
    shapes = (INPUTS, OUTPUTS), (batch, INPUTS), (batch, OUTPUTS)
    W, X, Y_bar = (noise.integers(shape, 10, -9) for shape in shapes)
    return W, X, Y_bar


def shared(bench: Bench) -> tuple[Counts, bool]:
    """Share a product in every way; say whether all came out as on one machine."""
    W, X, Y_bar = drawn(bench, BATCH)
    found: Counts = {how: {} for how in STRATEGIES}
    exact = True
    for k in bench.stage("Sharing products", len(WORKERS)):
        for how in STRATEGIES:
            cluster = found[how][WORKERS[k]] = Cluster(WORKERS[k])
            out = product(how, W, X, Y_bar, cluster)
            pairs = (out.Y, X @ W), (out.X_bar, Y_bar @ W.T), (out.W_bars[0], X.T @ Y_bar)
            exact = exact and all(np.array_equal(a, b) for a, b in pairs)
    return found, exact


def held(bench: Bench, *, sharded: bool) -> dict[int, float]:
    """Find the most that a worker holds, in units of all weights, in a stack of layers."""
    Ws = [bench.noise("stack").normal((INPUTS, INPUTS))] * LAYERS
    X = bench.noise("inputs").normal((BATCH, INPUTS))
    found = {}
    for P in WORKERS:
        cluster = Cluster(P)
        parallel.by_data(Ws, X, X, cluster, sharded=sharded)
        found[P] = max(cluster.peak) / (LAYERS * INPUTS**2)
    return found


def sending(clusters: Counts, exact: bool) -> tuple[Block, ...]:
    """Show what is sent against the number of workers."""
    w = INPUTS * OUTPUTS
    rows = [
        (f"{P}", *(f"{each[P].sent[0] / w:.3f}" for each in clusters.values()),
         f"{clusters['data'][P].work[0]:,}")
        for P in WORKERS
    ]  # fmt: skip
    series = tuple(
        Series(name, tuple((P, clusters[how][P].sent[0] / w) for P in WORKERS))
        for how, name in STRATEGIES.items()
    )
    alt = (
        "Numbers sent by each worker rise with the number of workers towards two times the "
        "weights for data parallelism and three times when fully sharded."
    )
    same = "is, to the last digit," if exact else "is not"
    return (
        *words(
            f"$Y = X W$ with {BATCH} rows of {INPUTS} and {OUTPUTS} columns, forwards and "
            "backwards, in a ring where each worker sends to the next. What comes out "
            f"{same} what one machine computes. A worker that keeps its part of $W$ sends outputs "
            "instead: how much depends on the batch."
        ),
        Chart(series, "workers", "numbers sent, in |W|", alt, lines=NOTED),
        table(
            ("workers", *STRATEGIES.values(), "multiply–adds of each"),
            rows,
            "rrrrrr",
            "Numbers each worker sends, in units of |W|, as counted",
        ),
    )


def holding(peaks: dict[bool, dict[int, float]]) -> tuple[Block, ...]:
    """Show what a worker holds at most."""
    rows = [(f"{P}", f"{peaks[False][P]:.2f}", f"{peaks[True][P]:.2f}") for P in WORKERS]
    return (
        *words(
            f"A stack of {LAYERS} layers, its weights and their gradients counted. Fully sharded, "
            "a worker holds a $P$-th of all weights and one layer whole at a time; for that it "
            "gathers every layer a second time on the way back."
        ),
        table(
            ("workers", "data parallel", "fully sharded"),
            rows,
            "rrr",
            "The most numbers a worker holds, in units of all weights",
        ),
    )


def by_batch(bench: Bench) -> tuple[Block, ...]:
    """Show when it is cheaper to send outputs than weights."""
    rows = []
    for batch in BATCHES:
        row = [f"{batch}"]
        for how in STRATEGIES:
            cluster = Cluster(8)
            product(how, *drawn(bench, batch), cluster)
            row.append(f"{cluster.sent[0]:,}")
        rows.append(tuple(row))
    return (
        *words(
            f"With 8 workers and batches of other sizes. Weights ({INPUTS * OUTPUTS:,} numbers) "
            "cost the same to send however large the batch; outputs are few for small batches and "
            "many for large ones."
        ),
        table(
            ("rows of X", *STRATEGIES.values()),
            rows,
            "rrrrr",
            "Numbers each of 8 workers sends, by size of the batch",
        ),
    )


def layer_costs(bench: Bench) -> list[tuple[str, int, int, int, int]]:
    """Compare layers with their formulas: parameters and multiply–adds, foretold and counted."""
    noise, k, t, f = bench.noise("layers"), 16, 10, 64
    image, sequence = np.ones((1, 3, 8, 8)), np.ones((1, t, k))
    dense, conv_layer = mlp.initial((k, f), noise), conv.initial(noise, 3, 5)
    hidden, cells, gated = (model.initial(k, k, noise) for model in (rnn, lstm, gru))
    heads, encoder = multihead.initial(k, 4, noise), block.initial_encoder(k, 4, f, noise)
    layers: list[tuple[str, Any, costs.Cost, Callable[..., Any], Any]] = [
        (f"dense, {k} to {f}", dense, costs.dense(k, f),
         mlp.forward, np.ones((1, k))),
        ("convolution, 3 to 5 maps", conv_layer, costs.convolution(3, 5, 3, 64),
         conv.forward, image),
        (f"recurrent, {k} units, {t} steps", hidden, costs.rnn(k, k, t),
         rnn.states, sequence),
        (f"LSTM, {k} cells, {t} steps", cells, costs.lstm(k, k, t),
         lstm.states, sequence),
        (f"GRU, {k} units, {t} steps", gated, costs.gru(k, k, t),
         gru.states, sequence),
        (f"self-attention, width {k}, {t} places", heads, costs.attention(t, k),
         multihead.forward, sequence),
        (f"transformer block, {f} units", encoder, costs.transformer(t, k, f),
         block.encode, sequence),
    ]  # fmt: skip
    return [
        (name, cost.parameters, count(p), cost.multiply_adds, counted.multiply_adds(go, p, x))
        for name, p, cost, go, x in layers
    ]


def layer_blocks(layers: list[tuple[str, int, int, int, int]]) -> tuple[Block, ...]:
    """Show layers, formula beside count."""
    rows = [(name, *(f"{n:,}" for n in each)) for name, *each in layers]
    power = math.floor(math.log10(operations := costs.training(10**9, 20 * 10**9)))
    large = f"${operations / 10**power:.1f} \\cdot 10^{{{power}}}$"
    return (
        *words(
            "By formula, and counted: parameters in the arrays of a network, "
            "multiply–adds in the products that a run of it recorded. The way back costs twice as "
            "much again, once for the inputs and once for the weights: a transformer of $N$ "
            "parameters takes about $6 N D$ operations to learn from $D$ words, a billion "
            f"parameters and twenty billion words {large}."
        ),
        table(
            ("layer", "parameters", "counted", "multiply–adds", "counted"),
            rows,
            "lrrrr",
            "Layers by formula and as counted",
        ),
    )


LAB = Lab(
    title="A product shared among workers",
    asks=(
        "A product of matrices is shared among up to 16 workers in four ways, and every number "
        "sent is counted; so are the parameters and operations of layers."
    ),
    claim=(
        "Data parallelism costs about $2 |W|$ of communication, fully sharded data parallelism "
        "about $3 |W|$ with less memory at the peak."
    ),
    source="Wei, CSC413, §16",
    run=run,
    counts="",
)
