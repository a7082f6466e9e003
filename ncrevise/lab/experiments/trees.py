"""Recursive networks on rated phrases: what a tree tells that a bag of words cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.data.trees import JOINERS, MODIFIERS, RATINGS, STRONGEST, Tree, phrases
from ncrevise.document.figure import Chart, GraphFigure, Series, Vertex
from ncrevise.kernels.batched import cross_entropy
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.maths.tree import Num, Text
from ncrevise.models.networks import mlp
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.sequences import recursive
from ncrevise.models.training import fit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ncrevise.lab.experiment import Bench
    from ncrevise.tape import Loose as Tensor

    Rater = Callable[[Sequence[Tree]], Any]

VOCABULARY = {word: k for k, word in enumerate(sorted({*RATINGS, *MODIFIERS, *JOINERS}))}
CLASSES = 2 * STRONGEST + 1
SIZE, HIDDEN = 16, 32
TRAIN, TEST, LONGER = 400, 1000, 500
DEPTH, DEEPER = 3, 5
RATE = 0.03
RECURSIVE, TENSOR, BAG, DEEP_BAG = "recursive", "with a tensor", "bag of words", "bag, hidden layer"


def word(text: str) -> Tree:
    """Give a word as a leaf; one that only changes others is rated 0."""
    return Tree(RATINGS.get(text, 0), text)


def pair(value: int, left: Tree, right: Tree) -> Tree:
    """Join two trees to a phrase of a rating."""
    return Tree(value, children=(left, right))


SHOWN = pair(
    1,
    pair(-1, word("not"), pair(2, word("very"), word("good"))),
    pair(1, word("but"), pair(1, word("slightly"), word("funny"))),
)
SAME_WORDS = (
    pair(-2, word("great"), pair(-2, word("but"), word("awful"))),
    pair(2, word("awful"), pair(2, word("but"), word("great"))),
    pair(-1, pair(-1, word("not"), word("good")), pair(-1, word("but"), word("bad"))),
    pair(1, word("good"), pair(1, word("but"), pair(1, word("not"), word("bad")))),
)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases to learn from, others as long, and longer ones than any of these."""

    train: list[Tree]
    test: list[Tree]
    longer: list[Tree]


def drawn(bench: Bench) -> Phrases:
    """Draw phrases, no two alike, and none that the report looks at closely."""
    found: dict[str, Tree] = {}
    for tree in phrases(12 * TRAIN, DEPTH, bench.noise("phrases").key):
        found.setdefault(str(tree), tree)
    for tree in (SHOWN, *SAME_WORDS):
        found.pop(str(tree), None)
    short = list(found.values())
    longest = max(len(tree.words()) for tree in short)
    deeper = phrases(8 * LONGER, DEEPER, bench.noise("longer phrases").key)
    longer = {str(tree): tree for tree in deeper if len(tree.words()) > longest}
    return Phrases(short[:TRAIN], short[TRAIN : TRAIN + TEST], list(longer.values())[:LONGER])


def ratings(trees: Sequence[Tree]) -> Any:
    """List the ratings of all nodes as classes from 0, tree by tree."""
    return np.array([node.value + STRONGEST for tree in trees for node in tree.nodes()])


def learnt(bench: Bench, stage: str, loss: Callable[[Any, Any], Tensor], p: Any, steps: int) -> Any:
    """Train on all of the data at each step."""
    rule = Adam(lambda t: RATE * (1 - t / steps))
    for value, after in fit(loss, p, rule, bench.stage(stage, steps)):
        p = after
        bench.loss(value)
    return p


def composing(bench: Bench, train: list[Tree], steps: int, *, tensor: bool) -> Rater:
    """Train a recursive network on the rating of every node; give what rates every node."""
    name = TENSOR if tensor else RECURSIVE
    p = recursive.initial(len(VOCABULARY), SIZE, CLASSES, bench.noise(name), tensor=tensor)
    plan, classes = recursive.planned(train, VOCABULARY), ratings(train)
    order = np.concatenate(plan.places)

    def loss(p: recursive.Recursive, _: Any) -> Tensor:
        return cross_entropy(recursive.scores(p, plan)[order], classes=classes)

    best = learnt(bench, f"Training: {name}", loss, p, steps)

    def rate(trees: Sequence[Tree]) -> Any:
        plan = recursive.planned(trees, VOCABULARY)
        return recursive.scores(best, plan)[np.concatenate(plan.places)].argmax(-1) - STRONGEST

    return rate


def counted(trees: Sequence[Tree]) -> Any:
    """Count the words under every node, shape (nodes, words)."""
    nodes = [node for tree in trees for node in tree.nodes()]
    counts = np.zeros((len(nodes), len(VOCABULARY)))
    for row, node in zip(counts, nodes, strict=True):
        for each in node.words():
            row[VOCABULARY[each]] += 1
    return counts


def bagging(bench: Bench, name: str, train: list[Tree], steps: int, *hidden: int) -> Rater:
    """Train on how often each word comes under every node; give what rates every node."""
    sizes = (len(VOCABULARY), *hidden, CLASSES)
    x, classes = counted(train), ratings(train)

    def loss(p: mlp.Mlp, _: Any) -> Tensor:
        return cross_entropy(mlp.forward(p, x), classes=classes)

    p = learnt(bench, f"Training: {name}", loss, mlp.initial(sizes, bench.noise(name)), steps)
    return lambda trees: mlp.forward(p, counted(trees)).argmax(-1) - STRONGEST


def wholes(trees: Sequence[Tree]) -> Any:
    """Give the position of every tree's root among all nodes."""
    return np.cumsum([sum(1 for _ in tree.nodes()) for tree in trees]) - 1


def right(rate: Rater, trees: Sequence[Tree]) -> Any:
    """Say of every phrase whether its rating as a whole is right."""
    return rate(trees)[wholes(trees)] == np.array([tree.value for tree in trees])


def run(bench: Bench) -> Findings:
    """Train on the same phrases with and without their trees; ask about new ones."""
    data, steps = drawn(bench), bench.epochs(150)
    raters = {
        RECURSIVE: composing(bench, data.train, steps, tensor=False),
        TENSOR: composing(bench, data.train, steps, tensor=True),
        BAG: bagging(bench, BAG, data.train, steps),
        DEEP_BAG: bagging(bench, DEEP_BAG, data.train, steps, HIDDEN),
    }
    groups = {"learnt from": data.train, "new": data.test, "longer": data.longer}
    shares = {
        name: {group: float(np.mean(right(rate, trees))) for group, trees in groups.items()}
        for name, rate in raters.items()
    }
    best_bag = max(shares[BAG]["new"], shares[DEEP_BAG]["new"])
    tree, tensor = shares[RECURSIVE]["new"], shares[TENSOR]["new"]
    return Findings(
        f"Of {len(data.test)} new phrases the recursive network rates {tree:.0%} right, with a "
        f"tensor {tensor:.0%}, the better bag of words {best_bag:.0%}; of longer phrases than "
        f"any seen {shares[RECURSIVE]['longer']:.0%}, {shares[TENSOR]['longer']:.0%} and "
        f"{max(shares[BAG]['longer'], shares[DEEP_BAG]['longer']):.0%}.",
        min(tree, tensor) > best_bag + 0.2,
        blocks(data, raters, shares),
        {f"{name}, {group}": share for name, by in shares.items() for group, share in by.items()},
    )


def blocks(
    data: Phrases, raters: dict[str, Rater], shares: dict[str, dict[str, float]]
) -> tuple[Any, ...]:
    """Set what there is to see."""
    predicted = raters[RECURSIVE]([SHOWN])
    return (
        section("Phrases rated as a whole"),
        *words(
            f"{len(data.train)} phrases to learn from, with the rating of every part, from −2 "
            "(awful) to 2 (great). “not” makes a mild opposite, “very” doubles, and after "
            "“but” only the second half counts."
        ),
        table(
            ("", *next(iter(shares.values()))),
            [(name, *(f"{share:.0%}" for share in by.values())) for name, by in shares.items()],
            "lrrr",
            "Phrases whose rating is right",
        ),
        by_length(raters, [*data.test, *data.longer]),
        section("A phrase, node by node"),
        *words(
            "The network was never shown this phrase. At each node stands its own rating, from "
            "the same classifier everywhere, after $\\tanh(W [c_1; c_2] + b)$ of the two below."
        ),
        picture(SHOWN, predicted),
        section("The same words, another tree"),
        *words("A bag of words must give both phrases of such a pair one rating."),
        table(
            ("phrase", "rating", RECURSIVE, DEEP_BAG),
            [
                (
                    " ".join(tree.words()),
                    signed(tree.value),
                    *(signed(int(raters[name]([tree])[-1])) for name in (RECURSIVE, DEEP_BAG)),
                )
                for tree in SAME_WORDS
            ],
            "lrrr",
            "",
        ),
    )


def signed(value: int) -> str:
    """Write a rating as in the text."""
    return f"{value}".replace("-", "−")


def by_length(raters: dict[str, Rater], trees: list[Tree]) -> Chart:
    """Draw the share of right ratings by the number of words."""
    lengths = np.array([len(tree.words()) for tree in trees])
    series = []
    for name in (RECURSIVE, TENSOR, BAG, DEEP_BAG):
        hits = right(raters[name], trees)
        points = ((int(k), float(np.mean(hits[lengths == k]))) for k in np.unique(lengths))
        series.append(Series(name, tuple(points)))
    alt = (
        "The recursive networks rate phrases of all lengths mostly right, bags of words only a "
        "minority of the longer ones."
    )
    return Chart(tuple(series), "words in the phrase", "rated right", alt)


def picture(tree: Tree, predicted: Any) -> GraphFigure:
    """Draw a tree from its words to the whole, with a predicted rating at every node."""
    vertices: list[Vertex] = []
    edges: list[tuple[str, str]] = []

    def draw(node: Tree) -> str:
        below = [draw(child) for child in node.children]
        key = f"n{len(vertices)}"
        edges.extend((child, key) for child in below)
        label = "the whole" if node is tree else " ".join(node.words())
        vertices.append(Vertex(key, Text(label), above=Num(int(predicted[len(vertices)]))))
        return key

    draw(tree)
    told = ", ".join(
        f"“{' '.join(node.words())}” {signed(int(rating))}"
        for node, rating in zip(tree.nodes(), predicted, strict=True)
    )
    return GraphFigure(tuple(vertices), tuple(edges), f"The rating of every part: {told}.")


LAB = Lab(
    title="Recursive networks: what a tree tells",
    asks=(
        "A network puts a phrase together as its tree does, two parts at a time, always with the "
        "same weights. Does it understand “not very good”?"
    ),
    claim=(
        "Embeddings combined recursively along the tree, with one classifier shared by all nodes, "
        "learn to predict the sentiment of every phrase, negations too."
    ),
    source="Barber, Neural Nets, *Recursive Nets and Embeddings*",
    run=run,
    counts="steps",
)
