"""Scale: a product shared among workers, layers counted, and a power law of the loss."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.data import digits
from ncrevise.document.figure import Chart, Series
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.models.attention import block, multihead
from ncrevise.models.networks import conv, mlp
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.optimisers.batches import batches
from ncrevise.models.scale import communication, costs, counted, parallel, powerlaw
from ncrevise.models.scale.cluster import Cluster
from ncrevise.models.sequences import gru, lstm, rnn
from ncrevise.models.training import fit
from ncrevise.tape.ops import cross_entropy
from ncrevise.tape.trees import count, mapped

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
EXAMPLES = (45, 90, 180, 360, 720, 1437)
FITTED = EXAMPLES[1:]
UNITS = (4, 8, 16, 32, 64, 128)
WIDE, FEW, STARTS, STEPS, RATE, TOGETHER = 64, 180, 4, 800, 0.01, 32
STRAIGHT = 0.12  # root mean square distance in ln y of what counts as a power law
FLAT = 1.2  # what four times the hidden units gain at most on a plateau

Counts = dict["Strategy", dict[int, Cluster]]


def run(bench: Bench) -> Findings:
    """Share products, count layers, train many small networks."""
    clusters, exact = shared(bench)
    peaks = {sharded: held(bench, sharded=sharded) for sharded in (False, True)}
    layers = layer_costs(bench)
    by_data, by_size = losses(bench)
    law = powerlaw.fit(np.array(FITTED, float), np.array([by_data[n] for n in FITTED]))
    told = all(
        cluster.sent == [communication.sent(how, P, *sizes(BATCH))] * P
        for how, each in clusters.items()
        for P, cluster in each.items()
    )
    most = WORKERS[-1]
    w = INPUTS * OUTPUTS
    costs_found = {how: clusters[how][most].sent[0] / w for how in ("data", "sharded")}
    gain = by_size[FEW][UNITS[-3]] / by_size[FEW][UNITS[-1]]
    holds = (
        told
        and exact
        and all(parameters == own and cost == run for _, parameters, own, cost, run in layers)
        and peaks[True][most] < peaks[False][most]
        and law.error < STRAIGHT
        and gain < FLAT
    )
    measured = (
        f"With {most} workers each sends {costs_found['data']:.2f} $|W|$ for a product forwards "
        f"and backwards with data parallelism and {costs_found['sharded']:.2f} $|W|$ fully "
        f"sharded, exactly $2 (P - 1)/P$ and $3 (P - 1)/P$; it holds at most "
        f"{peaks[False][most]:.2f} and {peaks[True][most]:.2f} times all weights. Test loss falls "
        f"as (training examples)$^{{-{law.b:.2f}}}$; with only {FEW} of them, four times the "
        f"hidden units leave {1 / gain:.2f} of the loss."
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
        section("More data, more parameters"),
        *law_blocks(law, by_data, by_size),
    )
    numbers = {
        "data parallel": costs_found["data"],
        "fully sharded": costs_found["sharded"],
        "exponent": law.b,
        "misfit": law.error,
        "gain": gain,
    }
    return Findings(measured, holds, blocks, numbers)


def sizes(batch: int) -> tuple[int, int, int]:
    """Give how many numbers are in W, X and Y."""
    return INPUTS * OUTPUTS, batch * INPUTS, batch * OUTPUTS


def product(how: Strategy, W: Any, X: Any, Y_bar: Any, cluster: Cluster) -> parallel.Outcome:
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
            "Foretold by formula, and counted: parameters in the arrays of a network, "
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


def losses(bench: Bench) -> tuple[dict[int, float], dict[int, dict[int, float]]]:
    """Train networks of one size on more and more data, and of many sizes on few and all."""
    parts = digits.split(digits.load())
    many = EXAMPLES[-1]
    jobs = [(n, WIDE) for n in EXAMPLES]
    jobs += [(n, units) for n in (FEW, many) for units in UNITS if (n, units) not in jobs]
    found: dict[tuple[int, int], list[float]] = {job: [] for job in jobs}
    for k in bench.stage("Training networks of many sizes", len(jobs) * STARTS):
        job = jobs[k % len(jobs)]
        found[job].append(lowest(bench, parts, *job, start=k // len(jobs)))
        bench.loss(found[job][-1])
    mean = {job: float(np.exp(np.mean(np.log(each)))) for job, each in found.items()}
    by_data = {n: mean[n, WIDE] for n in EXAMPLES}
    return by_data, {n: {units: mean[n, units] for units in UNITS} for n in (FEW, many)}


def lowest(bench: Bench, parts: digits.Split, n: int, units: int, start: int) -> float:
    """Train on n examples and give the lowest loss on the test set on the way."""
    noise = bench.noise(f"digits {n} {units} {start}")
    x, test = (part.images.reshape(-1, 64).astype(np.float32) for part in parts)
    p = mapped(lambda a: a.astype(np.float32), mlp.initial((64, units, 10), noise.split("start")))
    picked = bench.noise(f"examples {start}").order(len(x))[:n]
    steps = bench.epochs(STEPS)
    drawn_batches = batches(n, TOGETHER, noise.split("order"), -(-steps * TOGETHER // n))
    found = np.inf

    def loss(p: mlp.Mlp, at: Any) -> Any:
        scores = mlp.forward(p, x[picked[at]])
        return cross_entropy(scores, classes=parts.train.labels[picked[at]])

    for step, (_, p) in enumerate(fit(loss, p, Adam(RATE), drawn_batches)):  # noqa: B020
        if step % 20 == 0 or step == steps - 1:
            now = cross_entropy(mlp.forward(p, test), classes=parts.test.labels)
            found = min(found, float(now))
        if step == steps - 1:
            break
    return float(found)


def law_blocks(
    law: powerlaw.PowerLaw, by_data: dict[int, float], by_size: dict[int, dict[int, float]]
) -> tuple[Block, ...]:
    """Show the loss against data with the line through it, and against parameters."""
    beyond = by_data[EXAMPLES[0]] / law(EXAMPLES[0])
    fitted = tuple((n, law(n)) for n in (FITTED[0], FITTED[-1]))
    alt_data = (
        "Test loss against training examples, both logarithmic: close to a straight line, falling."
    )
    sizes_of = {units: 75 * units + 10 for units in UNITS}
    series = tuple(
        Series(f"{n:,} examples", tuple((sizes_of[u], y) for u, y in each.items()))
        for n, each in by_size.items()
    )
    alt_size = (
        "Test loss against parameters, both logarithmic: it falls steeply, then levels off, the "
        "higher the fewer examples there are."
    )
    rest = powerlaw.fit_with_rest(
        np.array(list(sizes_of.values()), float), np.array(list(by_size[FEW].values()))
    )
    return (
        *words(
            f"Digits of 8 × 8 by a network of {WIDE} hidden units: the lowest loss on the test "
            f"set during training, geometric mean of {STARTS} choices of examples and starts. A "
            "power law is a straight line here; its slope is the exponent."
        ),
        Chart(
            (
                Series("measured", tuple(by_data.items()), dots=True),
                Series(f"{law.a:.2g} × examples to the −{law.b:.2f}", fitted),
            ),
            "training examples",
            "test loss",
            alt_data,
            log_x=True,
            log_y=True,
        ),
        *words(
            f"The line, fitted from {FITTED[0]} examples on, misses the points by "
            f"{law.error:.0%} on average. With {EXAMPLES[0]} the loss is {beyond:.2f} times what "
            "it foretells: a law of this kind has a beginning as well. The exponent is "
            f"{law.b:.2f} here, not 1: it depends on the task and the network. With parameters "
            "the line soon bends: once the data are what is lacking, larger networks gain little."
        ),
        Chart(series, "parameters", "test loss", alt_size, log_x=True, log_y=True),
        *words(
            f"For {FEW} examples a law with a part that stays, $a x^{{-b}} + c$, puts "
            f"$c = {rest.c:.2f}$."
        ),
    )


LAB = Lab(
    title="The cost of scale, and what it buys",
    asks=(
        "A product of matrices is shared among up to 16 workers in four ways, and every number "
        "sent is counted. And what do more data and more parameters buy?"
    ),
    claim=(
        "Data parallelism costs about $2 |W|$ of communication, fully sharded data parallelism "
        "about $3 |W|$ with less memory at the peak. Test loss falls as a power of the data or of "
        "the parameters, until the other is what is lacking."
    ),
    source="lecture notes 003, *Large Language Models* and *Large-Scale Generative Models*",
    run=run,
    counts="steps",
    data="handwritten digits (digits.csv.gz)",
)
