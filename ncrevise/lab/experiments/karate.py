"""Graph networks on a karate club: two labels, depth, missing edges, fewer neighbours."""

from __future__ import annotations

from collections import deque
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from ncrevise.data import karate
from ncrevise.document.figure import Chart, Map, Series, Spot
from ncrevise.exhibits import layout
from ncrevise.kernels.batched import cross_entropy
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.models.graphs import adjacency, gcn, links, message, oversmoothing, pooling
from ncrevise.models.networks import mlp
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.training import fit
from ncrevise.tape.ops import take

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ncrevise.document.tree import Block
    from ncrevise.lab.experiment import Bench
    from ncrevise.noise import Noise

P = TypeVar("P")

CLUB = karate.load()
N = len(CLUB.names)
LABELLED = np.array([karate.INSTRUCTOR, karate.PRESIDENT])
CLASSES = np.array([0, 1])
STEPS, RATE, UNITS, STARTS = 100, 0.02, 8, 10
DEPTHS = (1, 2, 3, 4, 6, 8, 12)
ROUNDS = 12
SAMPLES = (1, 2, 4, N)
KEPT, SIZE = 16, 8  # edges kept aside, numbers of an embedding
SIDES = ("instructor's side", "president's side", "predicted wrongly")


def truth() -> Any:
    """Give the side each member took: 0 the instructor's, 1 the president's."""
    return np.array([faction != CLUB.factions[karate.INSTRUCTOR] for faction in CLUB.factions]) * 1


def accuracy(scores: Any) -> float:
    """Give the share of right sides among the members without a label."""
    right = scores.argmax(axis=1) == truth()
    return float(np.delete(right, LABELLED).mean())


def trained(A: Any, depth: int, noise: Noise, steps: int, activation: str = "relu") -> gcn.Mlp:
    """Train a network of some layers to foretell the two labels."""
    scheme = "he" if activation == "relu" else "xavier"
    p = gcn.initial((N, *[UNITS] * (depth - 1), 2), noise, activation, scheme=scheme)
    x = np.eye(N)
    run = fit(lambda p, _: gcn.loss(p, A, x, LABELLED, CLASSES), p, Adam(RATE), repeat(0, steps))
    return last(run)


def last(run: Iterable[tuple[float, P]]) -> P:
    """Train to the end; give the parameters there."""
    return deque(run, maxlen=1).pop()[1]


def run(bench: Bench) -> Findings:
    """Train from two labels at many depths, then foretell edges, then hear fewer neighbours."""
    A, x = CLUB.adjacency(), np.eye(N)
    steps = bench.epochs(STEPS)
    found: dict[int, list[float]] = {depth: [] for depth in DEPTHS}
    shown = x
    for k in bench.stage("Training from two labels", len(DEPTHS) * STARTS):
        depth = DEPTHS[k % len(DEPTHS)]
        p = trained(A, depth, bench.noise(f"start {k // len(DEPTHS)} depth {depth}"), steps)
        scores = gcn.forward(p, A, x)
        found[depth].append(accuracy(scores))
        shown = scores if (k, depth) == (DEPTHS.index(2), 2) else shown
    right = {depth: float(np.mean(each)) for depth, each in found.items()}
    bounded = with_tanh(bench, A, steps)
    alone = mlp_alone(bench, steps)
    smooth = smoothing(bench, A)
    areas = foretold_links(bench, A, steps)
    sampled = hearing_few(bench, A, steps)
    deepest = max(DEPTHS)
    holds = right[2] > 0.9 and right[2] > alone + 0.2 and smooth["averaged"][-1] > 0.9
    measured = (
        f"From two labels a network of two layers predicts {right[2]:.0%} of the other "
        f"{N - 2} members, mean of {STARTS} starts; the same network without the edges, "
        f"{alone:.0%}. After {deepest} rounds of averaging two members' features have a cosine of "
        f"{smooth['averaged'][deepest]:.2f} on average; networks of {deepest} layers, trained, "
        f"predict {right[deepest]:.0%} with ReLU and {bounded[deepest]:.0%} with tanh."
    )
    blocks = (
        section("Two labels"),
        *words(
            "Members 1 (the instructor) and 34 (the president) are labelled; of the others only "
            "whom they met is known. A feature vector says nothing but which member it is."
        ),
        drawn(A, shown),
        section("Depth"),
        *depth_blocks(smooth, found, bounded),
        section("Edges predicted"),
        *link_blocks(areas),
        section("Fewer neighbours"),
        *sample_blocks(sampled),
        section("The order of nodes"),
        *order_blocks(bench, A),
    )
    numbers = {
        "two layers": right[2],
        "deepest": right[deepest],
        "deepest with tanh": bounded[deepest],
        "without edges": alone,
        "similarity": smooth["averaged"][deepest],
        "link prediction AUC": areas["graph network"],
    }
    return Findings(measured, holds, blocks, numbers)


def with_tanh(bench: Bench, A: Any, steps: int) -> dict[int, float]:
    """Train at every depth with tanh in place of ReLU; give the mean share of right sides."""
    found: dict[int, list[float]] = {depth: [] for depth in DEPTHS}
    for k in bench.stage("The same with tanh", len(DEPTHS) * STARTS):
        depth, noise = DEPTHS[k % len(DEPTHS)], bench.noise(f"tanh {k}")
        p = trained(A, depth, noise, steps, "tanh")
        found[depth].append(accuracy(gcn.forward(p, A, np.eye(N))))
    return {depth: float(np.mean(each)) for depth, each in found.items()}


def mlp_alone(bench: Bench, steps: int) -> float:
    """Train without edges: a label then says nothing of anybody else."""
    found = []
    for k in bench.stage("Training without edges", STARTS):
        none = np.zeros((N, N))
        p = trained(none, 2, bench.noise(f"alone {k}"), steps)
        found.append(accuracy(mlp.forward(p, np.eye(N))))
    return float(np.mean(found))


def smoothing(bench: Bench, A: Any) -> dict[str, list[float]]:
    """Measure how alike members become, round after round, with nothing learnt."""
    P = adjacency.normalised(A)
    averaged = [oversmoothing.similarity(h) for h in oversmoothing.rounds(P, np.eye(N), ROUNDS)]
    nets = [
        gcn.initial((N, *[16] * ROUNDS), bench.noise(f"untrained {k}"), "tanh", "tanh", "xavier")
        for k in range(STARTS)
    ]
    alike = [[oversmoothing.similarity(h) for h in gcn.hidden(p, A, np.eye(N))] for p in nets]
    near = [
        sum(len(adjacency.around(A, v, hops)) for v in range(N)) / N**2
        for hops in range(ROUNDS + 1)
    ]
    return {
        "averaged": averaged,
        "untrained": [0.0, *np.mean(alike, axis=0).tolist()],
        "heard": near,
    }


def foretold_links(bench: Bench, A: Any, steps: int) -> dict[str, float]:
    """Hide some edges, learn from the others, and rank the hidden among pairs never joined."""
    edges, x = np.array(CLUB.edges), np.eye(N)
    found: dict[str, list[float]] = {}
    for k in bench.stage("Predicting edges", STARTS):
        noise = bench.noise(f"edges {k}")
        order = noise.order(len(edges))
        hidden, known = edges[order[:KEPT]], edges[order[KEPT:]]
        others = links.strangers(A, N * N, noise.split("strangers"))
        asked, pool = np.concatenate([hidden, others[:KEPT]]), others[KEPT:]
        B, joined = adjacency.adjacency(known.tolist(), N), np.repeat([1, 0], KEPT)
        batches = (pool[each] for each in draws(noise, len(known), len(pool), steps))
        start = gcn.initial((N, 16, SIZE), noise.split("start"), "tanh", scheme="xavier")
        p = last(fit(partial(edge_loss, B, known), start, Adam(RATE), batches))
        u, v, degrees = asked[:, 0], asked[:, 1], B.sum(axis=1)
        said = {
            "graph network": links.scores(gcn.forward(p, B, x), asked),
            "friends in common": (B @ B)[u, v],
            "product of numbers of friends": degrees[u] * degrees[v],
        }
        for name, each in said.items():
            found.setdefault(name, []).append(links.area(each, joined))
    return {name: float(np.mean(each)) for name, each in found.items()}


def draws(noise: Noise, count: int, among: int, steps: int) -> Any:
    """Draw as many pairs never joined as there are edges, anew for every step."""
    drawn = noise.split("unjoined")
    return (drawn.integers((count,), among) for _ in range(steps))


def edge_loss(B: Any, yes: Any, p: gcn.Mlp, no: Any) -> Any:
    """Compute the cross-entropy of edges and of as many pairs that are none."""
    joined = np.repeat([1, 0], [len(yes), len(no)])
    return links.loss(gcn.forward(p, B, np.eye(N)), np.concatenate([yes, no]), joined)


def hearing_few(bench: Bench, A: Any, steps: int) -> dict[int, tuple[float, float]]:
    """Train while every member hears some neighbours only, drawn anew each step."""
    found, x = {}, np.eye(N)
    for k in bench.stage("Sampling neighbours", len(SAMPLES)):
        most, each = SAMPLES[k], []
        for start in range(STARTS):
            noise = bench.noise(f"sample {most} {start}")
            net = message.initial((N, UNITS, 2), noise.split("start"))
            graphs = (adjacency.sampled(A, most, noise) for _ in range(steps))
            p = last(fit(label_loss, net, Adam(RATE), graphs))
            each.append(accuracy(message.forward(p, A, x)))
        found[most] = float(np.mean(each)), float(np.minimum(A.sum(axis=1), most).mean())
    return found


def label_loss(p: message.Gnn, B: Any) -> Any:
    """Compute the cross-entropy of the two labels."""
    scores = message.forward(p, B, np.eye(N))
    return cross_entropy(take(scores, index=(LABELLED,)), classes=CLASSES)


def drawn(A: Any, scores: Any) -> Map:
    """Draw the club with the sides foretold."""
    said = scores.argmax(axis=1)
    wrong = said != truth()
    groups = np.where(wrong, 2, said).tolist()
    places = layout.framed(layout.placed(A)).tolist()
    spots = tuple(
        Spot(px, py, name, group)
        for (px, py), name, group in zip(places, CLUB.names, groups, strict=True)
    )
    missed = [CLUB.names[v] for v in np.flatnonzero(wrong)]
    alt = (
        "The club as a network of 34 members, in two halves around members 1 and 34. Predicted "
        f"wrongly: {', '.join(missed) or 'none'}."
    )
    return Map(spots, CLUB.edges, alt, SIDES)


def depth_blocks(
    smooth: dict[str, list[float]], found: dict[int, list[float]], bounded: dict[int, float]
) -> tuple[Block, ...]:
    """Show how alike members become, and what that does to a trained network."""
    series = tuple(
        Series(name, tuple(enumerate(smooth[key])))
        for name, key in (
            ("averaging alone", "averaged"),
            ("untrained network", "untrained"),
            ("share of the club heard of", "heard"),
        )
    )
    alt = (
        "After three rounds most members have heard of most of the club; the cosine between their "
        "embeddings rises towards 1, fast at first."
    )
    rows = [
        (f"{depth}", f"{np.mean(each):.0%}", f"{min(each):.0%}", f"{bounded[depth]:.0%}")
        for depth, each in found.items()
    ]
    return (
        *words(
            "Every layer carries news one step further. Soon everybody has heard of the same "
            "people, and embeddings become alike: the cosine below is the mean over all pairs."
        ),
        Chart(series, "rounds", "cosine, or share", alt),
        table(
            ("layers", "ReLU, mean", "ReLU, worst start", "tanh, mean"),
            rows,
            "rrrr",
            f"Members predicted rightly from two labels, {STARTS} starts each",
        ),
        *words(
            "The chart shows what happens before anything is learnt. Training can hold two sides "
            "apart: with tanh depth does little harm in this club of two halves, with ReLU some "
            "deep networks fail."
        ),
    )


def link_blocks(areas: dict[str, float]) -> tuple[Block, ...]:
    """Show how well hidden edges are told from pairs that never met."""
    return (
        *words(
            f"Without any labels the edges themselves can be learnt: {KEPT} of "
            f"{len(CLUB.edges)} are hidden, and $\\sigma(z_u^\\top z_v)$ is to be large where two "
            "members met. The AUC is how often a hidden edge is ranked above a pair that never "
            f"met; guessing gives 0.5. Means of {STARTS} choices of what is hidden."
        ),
        table(
            ("ranked by", "AUC"),
            [(name, f"{area:.2f}") for name, area in areas.items()],
            "lr",
            "Hidden edges told from pairs that never met",
        ),
    )


def sample_blocks(sampled: dict[int, tuple[float, float]]) -> tuple[Block, ...]:
    """Show what hearing fewer neighbours costs."""
    rows = [
        ("all" if most == N else f"{most}", f"{heard:.1f}", f"{right:.0%}")
        for most, (right, heard) in sampled.items()
    ]
    return (
        *words(
            "Member 34 has 17 neighbours. In large graphs such hubs make every step costly, and a "
            "sample of neighbours, drawn anew each time, has to do. Here the mean over the sample "
            "is taken in training, over all neighbours afterwards."
        ),
        table(
            ("neighbours at most", "heard on average", "right"),
            rows,
            "rrr",
            "Members predicted rightly by how many neighbours are heard",
        ),
    )


def order_blocks(bench: Bench, A: Any) -> tuple[Block, ...]:
    """Number the members anew and compare."""
    order, x = bench.noise("order").order(N), bench.noise("features").normal((N, 4))
    p = gcn.initial((4, UNITS, 3), bench.noise("any"), "tanh")
    here, there = gcn.forward(p, A, x), gcn.forward(p, adjacency.relabelled(A, order), x[order])
    rows = [("embeddings, each with its member", agreement(there, here[order]))]
    rows += [
        (
            f"{how} over all members",
            agreement(pooling.pooled(there, how), pooling.pooled(here, how)),
        )
        for how in pooling.POOLS
    ]
    rows.append(("embeddings, place by place", agreement(there, here)))
    return (
        *words(
            "Numbered in another order it is the same club. Each member keeps its embedding "
            "(equivariance), and what is pooled over all does not move (invariance)."
        ),
        table(("compared", "largest difference"), rows, "lr", "The club numbered in two orders"),
    )


def agreement(a: Any, b: Any) -> str:
    """Write how far two arrays differ; what rounding explains is none."""
    gap = float(np.abs(a - b).max())
    return "none" if gap < 1e-12 else f"{gap:.2f}"


LAB = Lab(
    title="A karate club predicted from two members",
    asks=(
        "A club of 34 splits in two. Knowing who met whom, and the side of two members, what can "
        "a graph network say of the others? And does it help to make it deep?"
    ),
    claim=(
        "Connected nodes are alike, so a few labels and the edges predict the rest. Two or three "
        "layers are usual: in deep graph networks nodes share many neighbours, and their "
        "embeddings become indistinguishable (oversmoothing)."
    ),
    source="Wei, CSC413, §19",
    run=run,
    counts="steps",
    data="karate",
)
