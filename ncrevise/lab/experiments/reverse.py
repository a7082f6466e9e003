"""Sequences written backwards: attention, and transformers with and without positions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.trees import count, single
from ncrevise.document.figure import Chart, HeatMap, Series
from ncrevise.kernels.batched import cross_entropy
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.models.attention import seq2seq, transformer
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.training import fit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.lab.experiment import Bench
    from ncrevise.tape import Loose as Tensor

LETTERS = "ABCDEFGHIJ"
START = len(LETTERS)
LENGTH, BATCH, UNSEEN = 8, 64, 500
WIDTH, UNITS = 16, 32
ROUNDING = 1e-4  # a difference of scores that is none
ORDERED, UNORDERED = "transformer", "transformer, no positions"
ADDITIVE, AVERAGE = "additive attention", "plain average"
ALL = (len(LETTERS), len(LETTERS) + 1)


@dataclass(frozen=True, slots=True)
class Trained:
    """What became of one model.

    Args:
        p: its parameters.
        losses: before each step.
        right: which symbols of the unseen sequences it wrote correctly.
    """

    p: Any
    losses: list[float]
    right: Any

    @property
    def share(self) -> float:
        """The share of symbols it wrote correctly."""
        return float(self.right.mean())


def models(bench: Bench) -> dict[str, Any]:
    """Draw all models, in single precision."""
    looks = {
        "average": AVERAGE,
        "additive": ADDITIVE,
        "multiplicative": "multiplicative attention",
    }
    drawn: dict[str, Any] = {
        name: seq2seq.initial(ALL, WIDTH, UNITS, bench.noise(look), look)
        for look, name in looks.items()
    }
    for name, positions in ((ORDERED, True), (UNORDERED, False)):
        noise = bench.noise("transformer")
        drawn[name] = transformer.initial(ALL, UNITS, noise, heads=2, positions=positions)
    return {name: single(p) for name, p in drawn.items()}


def batches(bench: Bench, name: str, unseen: Any) -> Iterator[Any]:
    """Draw sequences to learn from, none of which is kept for judging."""
    noise, place = bench.noise(f"batches {name}"), len(LETTERS) ** np.arange(LENGTH)
    kept = unseen @ place
    while True:
        x = noise.integers((BATCH, LENGTH), len(LETTERS))
        yield x[~np.isin(x @ place, kept)]


def told(y: Any) -> Any:
    """Give what the decoder reads while it writes y: the start symbol, then y itself."""
    return np.concatenate([np.full((len(y), 1), START), y[:, :-1]], axis=1)


def loss(p: Any, x: Any) -> Tensor:
    """Score the next symbol, the one before it given."""
    y = x[:, ::-1]
    forward = seq2seq.forward if isinstance(p, seq2seq.Seq2Seq) else transformer.forward
    return cross_entropy(forward(p, x, told(y)), classes=y)


def decoded(p: Any, x: Any) -> Any:
    """Write without help, symbol by symbol."""
    if isinstance(p, seq2seq.Seq2Seq):
        return seq2seq.greedy(p, x, LENGTH, START)[0]
    return transformer.greedy(p, x, LENGTH, START)


def train(bench: Bench, name: str, p: Any, unseen: Any) -> Trained:
    """Train one model and try it on sequences it has not seen."""
    steps = bench.epochs(180)
    rounds = fit(loss, p, Adam(lambda t: 0.006 * (1 - t / steps)), batches(bench, name, unseen))
    losses = []
    for _ in bench.stage(f"Training {name}", steps):
        value, p = next(rounds)
        bench.loss(value)
        losses.append(value)
    return Trained(p, losses, decoded(p, unseen) == unseen[:, ::-1])


def looks(p: Any, x: Any) -> tuple[Any, Any]:
    """Give what a model writes for one sequence, and the weights it looked with, (T, S)."""
    if isinstance(p, seq2seq.Seq2Seq):
        y, alpha = seq2seq.greedy(p, x[None], LENGTH, START)
        return y[0], alpha[0]
    y = decoded(p, x[None])
    alpha = transformer.decode(p.decoder, told(y), transformer.encode(p.encoder, x[None]))[1][-1]
    return y[0], alpha[0].mean(axis=0)


def moved(p: Any, x: Any, order: Any) -> float:
    """Measure how far scores move, at most, when what is read is put in another order."""
    y = told(x[:, ::-1])
    return float(
        np.abs(transformer.forward(p, x, y) - transformer.forward(p, x[:, order], y)).max()
    )


def most_without_order(x: Any) -> float:
    """Give the most that anyone gets right who knows the symbols and not their order."""
    counts = (x[..., None] == np.arange(len(LETTERS))).sum(axis=1)
    return float(counts.max(axis=1).mean() / LENGTH)


def run(bench: Bench) -> Findings:
    """Train five models on the same task and look at what they look at."""
    unseen = bench.noise("unseen").integers((UNSEEN, LENGTH), len(LETTERS))
    found = {name: train(bench, name, p, unseen) for name, p in models(bench).items()}
    order = bench.noise("order").order(LENGTH)
    shifts = {name: moved(found[name].p, unseen, order) for name in (ORDERED, UNORDERED)}
    most = most_without_order(unseen)
    measured = (
        f"Of the symbols of {UNSEEN} unseen sequences additive attention writes "
        f"{found[ADDITIVE].share:.1%} correctly, a plain average of the annotations "
        f"{found[AVERAGE].share:.1%}; a transformer {found[ORDERED].share:.1%}, without positions "
        f"{found[UNORDERED].share:.1%}. Another order of the input moves its scores by "
        f"{shifts[ORDERED]:.1f} with positions and {by(shifts[UNORDERED])} without."
    )
    good = min(each.share for name, each in found.items() if name not in {AVERAGE, UNORDERED})
    shares = {name: each.share for name, each in found.items()}
    return Findings(
        measured,
        good > 0.97
        and found[AVERAGE].share < good - 0.2
        and found[UNORDERED].share < most + 0.02
        and shifts[UNORDERED] < ROUNDING < shifts[ORDERED],
        (*results(found, most), *maps(found, unseen)),
        {**shares, "most without order": most, **{f"moved: {k}": v for k, v in shifts.items()}},
    )


def by(shift: float) -> str:
    """Say how far scores moved; what is left of single precision has no number of its own."""
    return "only by rounding" if shift < ROUNDING else f"by {shift:.1f}"


def results(found: dict[str, Trained], most: float) -> tuple[Any, ...]:
    """Show how much each model gets right, and where in the sequence."""
    rows = [
        (name, f"{each.share:.1%}", f"{each.right.all(axis=1).mean():.1%}", f"{count(each.p):,}")
        for name, each in found.items()
    ]
    head = ("model", "symbols", "whole sequences", "parameters")
    caption = f"What is right in {UNSEEN} unseen sequences of {LENGTH} symbols"
    return (
        section("Who can write backwards"),
        table(head, rows, "lrrr", caption),
        by_place(found, most),
        *words(
            "With attention any place is as easy as any other. The plain average is one vector for "
            "the whole sequence, the same at every step: what stood in the middle is lost first. "
            f"Someone who knows the symbols but not their order can get {most:.0%} right "
            "by naming the most frequent one throughout; a transformer without positions can do "
            "no better on average."
        ),
        section("Learning"),
        learning(found),
    )


def by_place(found: dict[str, Trained], most: float) -> Chart:
    """Draw the share of right symbols at each place written."""
    series = tuple(
        Series(name, tuple(enumerate(each.right.mean(axis=0).tolist(), 1)))
        for name, each in found.items()
    )
    ends = ((name, each.right.mean(axis=0)) for name, each in found.items())
    shares = "; ".join(f"{name} from {at.min():.0%} to {at.max():.0%}" for name, at in ends)
    alt = f"Share of right symbols at the {LENGTH} places: {shares}."
    lines = (("most without order", most),)
    return Chart(series, "place written", "share right", alt, lines=lines)


def learning(found: dict[str, Trained]) -> Chart:
    """Draw the losses, each the mean of ten steps."""
    series = []
    for name, each in found.items():
        parts = [each.losses[k : k + 10] for k in range(0, len(each.losses), 10)]
        means = tuple((10 * k + len(part), sum(part) / len(part)) for k, part in enumerate(parts))
        series.append(Series(name, means))
    alt = (
        "The losses fall to nearly 0 with attention, but neither without it nor without positions."
    )
    return Chart(tuple(series), "step", "loss, nats a symbol", alt, log_y=True)


def maps(found: dict[str, Trained], unseen: Any) -> tuple[Any, ...]:
    """Show what three models look at while they write one sequence with few repeats."""
    x = max(unseen, key=lambda row: len(set(row.tolist())))
    said = {
        ADDITIVE: (
            "A dark anti-diagonal: to write the first symbol it looks at the last one read, or "
            "beside it, for the annotations of neighbours know of each other. Nobody told it "
            "where to look."
        ),
        ORDERED: "The same in the decoder's attention to the encoder, averaged over its two heads.",
        UNORDERED: "It cannot know where to look: what it reads has no order.",
    }
    blocks: list[Any] = [section("Where they look")]
    for name, sentence in said.items():
        blocks += [*words(f"**{name.capitalize()}.** {sentence}"), heat(name, found[name].p, x)]
    return tuple(blocks)


def heat(name: str, p: Any, x: Any) -> HeatMap:
    """Draw the weights of one sequence."""
    y, alpha = looks(p, x)
    rows = tuple(tuple(row) for row in alpha.tolist())
    down, along = (tuple(LETTERS[k] if k < START else "·" for k in each) for each in (y, x))
    off = float(np.mean(alpha.argmax(axis=1) == np.arange(LENGTH)[::-1]))
    alt = f"Where the model ({name}) looks: {off:.0%} of the largest weights on the anti-diagonal."
    return HeatMap(rows, down, along, alt, x="read", y="written")


LAB = Lab(
    title="Writing backwards with attention",
    asks=(
        f"A model reads {LENGTH} symbols and writes them in reverse. Where does it look while it "
        "writes, and what if it can't tell where a symbol stood?"
    ),
    claim=(
        "A decoder with attention looks at the one or the few inputs that it needs, which helps "
        "drastically where a sequence is too long for one vector. Attention alone does not see "
        "the order of its inputs; positions must be put into the embeddings."
    ),
    source="Wei, CSC413, §13 and §14",
    run=run,
    counts="steps",
)
