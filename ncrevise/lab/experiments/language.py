"""Language models of a text by its letters: tables of n-grams, ensembles, and networks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.data import alice
from ncrevise.derivatives.trees import count, single
from ncrevise.document.figure import Chart, Series
from ncrevise.document.tree import Listing, Paragraph, Strong, Words
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.models.language import analogy, generating, neural, ngram, smoothing
from ncrevise.models.language.perplexity import perplexity
from ncrevise.models.language.vocabulary import Vocabulary, vocabulary, windows
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.optimisers.batches import batches
from ncrevise.models.training import fit
from ncrevise.tape.ops import softmax

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.document.tree import Block
    from ncrevise.lab.experiment import Bench

LONGEST = 6
NETWORKS = (2, 4, 6)
IMAGINED = (1.0, 0.3, 0.1, 0.03, 0.01)
EPOCHS, BATCH, RATE = 16, 128, 0.004
VECTOR, HIDDEN = 16, 192
OPENING, DRAWN = "Alice ", 140
LETTERS, COMMON = "aeoths", 400


@dataclass(frozen=True, slots=True)
class Parts:
    """A text in three parts: to learn from, to choose settings by, to be judged by."""

    words: Vocabulary
    train: Any
    held: tuple[Any, Any]
    test: tuple[Any, Any]

    def within(self, part: tuple[Any, Any], n: int) -> tuple[Any, Any]:
        """Shorten the contexts of a part to n − 1 letters."""
        contexts, letters = part
        return contexts[:, LONGEST - n :], letters


@dataclass(frozen=True, slots=True)
class Scores:
    """Perplexities of the test part for one n, and the share of it a bare table rules out."""

    impossible: float
    table: float
    averaged: float
    backed: float
    seen: int


def parts() -> Parts:
    """Cut the text: eight tenths, one, one."""
    text = alice.load()
    found = vocabulary(text)
    w = found.numbers(text)
    ends = len(w) * 8 // 10, len(w) * 9 // 10
    cut = [windows(part, LONGEST - 1) for part in (w[ends[0] : ends[1]], w[ends[1] :])]
    return Parts(found, w[: ends[0]], cut[0], cut[1])


def scored(text: Parts, tables: list[ngram.Ngrams]) -> tuple[Scores, Any]:
    """Judge the last of some tables, alone and together with those before it."""
    contexts, letters = text.test
    last = tables[-1]
    bare = smoothing.add_k(last, contexts, 0)
    k = min(
        IMAGINED, key=lambda k: perplexity(smoothing.add_k(last, text.held[0], k), text.held[1])
    )
    weights = smoothing.learned_weights(tables, *text.held)
    return Scores(
        float((bare[np.arange(len(letters)), letters] == 0).mean()),
        perplexity(smoothing.add_k(last, contexts, k), letters),
        perplexity(smoothing.ensemble(tables, contexts, weights), letters),
        perplexity(smoothing.backoff(tables, contexts), letters),
        last.seen,
    ), weights


def trained(bench: Bench, text: Parts, n: int) -> neural.Neural:
    """Train a network to foretell a letter from the n − 1 before it."""
    noise = bench.noise(f"network {n}")
    contexts, letters = windows(text.train, n - 1)
    p = neural.initial(len(text.words), n - 1, VECTOR, HIDDEN, noise.split("weights"))
    p = single(p)
    epochs, steps = bench.epochs(EPOCHS), -(-len(letters) // BATCH)
    drawn = batches(len(letters), BATCH, noise.split("order"), epochs)
    rule = Adam(lambda t: RATE * (1 - t / (epochs * steps)))
    run = fit(lambda p, at: neural.loss(p, contexts[at], letters[at]), p, rule, drawn)
    for _ in bench.stage(f"Training the network for n = {n}", epochs):
        losses = []
        for value, p in islice(run, steps):  # noqa: B007
            losses.append(value)
        bench.loss(sum(losses) / len(losses))
    return p


def foretold(p: neural.Neural, contexts: Any) -> Any:
    """Give a network's probabilities in double precision, so that they add up to 1."""
    return softmax(neural.forward(p, contexts).astype(float))


def run(bench: Bench) -> Findings:
    """Count, smooth, train, and judge all by text that none of them has seen."""
    text = parts()
    tables: list[ngram.Ngrams] = []
    scores, shares = {}, {}
    for k in bench.stage("Counting n-grams", LONGEST):
        tables.append(ngram.count([text.train], k + 1, len(text.words)))
        scores[k + 1], shares[k + 1] = scored(text, tables)
    nets = {n: trained(bench, text, n) for n in NETWORKS}
    by_net = {
        n: perplexity(foretold(p, text.within(text.test, n)[0]), text.test[1])
        for n, p in nets.items()
    }
    p, together = nets[LONGEST], smoothing.ensemble(tables, text.test[0], shares[LONGEST])
    joint = perplexity((foretold(p, text.test[0]) + together) / 2, text.test[1])
    models: dict[str, tuple[int, Callable[[Any], Any]]] = {
        f"Table, n = {n}": (n - 1, partial(smoothing.backoff, tables[:n])) for n in NETWORKS
    }
    models[f"Network, n = {LONGEST}"] = (LONGEST - 1, partial(foretold, p))
    best = min(score.table for score in scores.values())
    last = scores[LONGEST]
    rising = [score.impossible for score in scores.values()]
    holds = (
        rising == sorted(rising)
        and last.impossible > 0.1
        and last.table > 1.3 * best
        and last.averaged < best
        and by_net[LONGEST] < last.table
    )
    measured = (
        f"With $n = {LONGEST}$ the table holds {last.impossible:.0%} of the letters of new text to "
        f"be impossible. Its perplexity is {last.table:.1f} even with imaginary counts, where the "
        f"best $n$ gives {best:.1f}; an ensemble of $n = 1$ to {LONGEST} comes to "
        f"{last.averaged:.2f}, and a network of {count(p):,} parameters to {by_net[LONGEST]:.2f}."
    )
    blocks = (
        section("Gaps in the table"),
        *gaps(text, scores, tables),
        section("Perplexity of new text"),
        chart(scores, by_net, len(text.words)),
        *comparison(scores, by_net, joint),
        section("What the network makes of letters"),
        *neighbours(text, p),
        section("What each of them writes"),
        *samples(bench, text, models),
    )
    numbers = {
        "impossible": last.impossible,
        "best table": best,
        "table": last.table,
        "ensemble": last.averaged,
        "back-off": last.backed,
        "network": by_net[LONGEST],
        "network and ensemble": joint,
    }
    return Findings(measured, holds, blocks, numbers)


def power_of_ten(value: int) -> str:
    """Write a large number as a power of ten."""
    if value < 10_000:
        return f"{value:,}"
    exponent = int(math.log10(value))
    return f"${value / 10**exponent:.1f} \\cdot 10^{{{exponent}}}$"


def gaps(text: Parts, scores: dict[int, Scores], tables: list[ngram.Ngrams]) -> tuple[Block, ...]:
    """Show how empty the tables are."""
    rows = [
        (f"{n}", power_of_ten(tables[n - 1].table), f"{s.seen:,}", f"{s.impossible:.1%}")
        for n, s in scores.items()
    ]
    return (
        *words(
            f"There are {len(text.words)} different characters, and {len(text.train):,} of text to "
            "count from. The last column is the share of new text to which a table without "
            "smoothing gives probability 0: one such letter, and the perplexity is infinite."
        ),
        table(
            ("n", "entries of the table", "of them seen", "new text held impossible"),
            rows,
            "rrrr",
            "How much of each table is filled, and how much of new text it rules out",
        ),
    )


def chart(scores: dict[int, Scores], by_net: dict[int, float], size: int) -> Chart:
    """Draw perplexity against n."""
    series = (
        Series("one table, imaginary counts", tuple((n, s.table) for n, s in scores.items())),
        Series("ensemble of tables", tuple((n, s.averaged) for n, s in scores.items())),
        Series("back-off", tuple((n, s.backed) for n, s in scores.items())),
        Series("network", tuple(by_net.items())),
    )
    alt = (
        "Perplexity of new text falls at first for a single table and rises again as contexts get "
        "longer; ensembles, back-off and networks are not harmed by longer ones."
    )
    return Chart(series, "n", f"perplexity (of {size})", alt)


def comparison(
    scores: dict[int, Scores], by_net: dict[int, float], joint: float
) -> tuple[Block, ...]:
    """Set the same as numbers."""
    rows = [
        (
            f"{n}",
            f"{s.table:.2f}",
            f"{s.averaged:.2f}",
            f"{s.backed:.2f}",
            f"{by_net[n]:.2f}" if n in by_net else "",
        )
        for n, s in scores.items()
    ]
    return (
        table(
            ("n", "one table", "ensemble", "back-off", "network"),
            rows,
            "rrrrr",
            "Perplexity of new text",
        ),
        *words(
            "The imaginary count and the weights of the ensemble were chosen by a part of the text "
            "kept aside for that. On so short a text the ensemble is hard to beat; what the "
            "network knows is something else, for the plain average of the two comes to "
            f"{joint:.2f}."
        ),
    )


def neighbours(text: Parts, p: neural.Neural) -> tuple[Block, ...]:
    """Show which letters have vectors in much the same direction."""
    known, often = text.words, np.bincount(text.train, minlength=len(text.words)) >= COMMON
    small = [k for k, letter in enumerate(known.words) if letter.islower() and often[k]]
    R = p.R[small]
    rows = []
    for letter in LETTERS:
        own = small.index(known.words.index(letter))
        near = analogy.nearest(R, R[own], 3, {own})
        rows.append((letter, ", ".join(known.words[small[k]] for k in near)))
    return (
        *words(
            "Every letter is a vector, learnt with the rest. Letters that stand in like places "
            "come to lie near each other, and what is learnt of one serves the others."
        ),
        table(
            ("letter", "nearest by cosine"), rows, "ll", "Letters and those with similar vectors"
        ),
    )


def samples(
    bench: Bench, text: Parts, models: dict[str, tuple[int, Callable[[Any], Any]]]
) -> tuple[Block, ...]:
    """Let every model go on from the same opening."""
    items = []
    for name, (context, foretell) in models.items():
        start = text.words.numbers(OPENING)
        noise = bench.noise(f"text of {name}")
        drawn = generating.continued(foretell, start, DRAWN, context, noise)
        said = " ".join("".join(text.words.text(drawn)).split())
        items.append((Paragraph((Strong((Words(f"{name}: "),)), Words(f"{said} …"))),))
    return (Listing(tuple(items)),)


LAB = Lab(
    title="Counting against learning: models of a text",
    asks=(
        "A text is predicted letter by letter from the $n - 1$ letters before. How far do tables "
        "of counts go, and what do smoothing and a network add?"
    ),
    claim=(
        "A table of n-grams grows exponentially with $n$, and most n-grams never occur in the text "
        "it is counted from. Imaginary counts, ensembles of several $n$, and networks that share "
        "what they learn among contexts are ways out."
    ),
    source="Wei, CSC413, §6",
    run=run,
    counts="epochs",
    data="alice",
)
