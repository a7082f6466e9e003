"""An encoder and a decoder learn to write numerals; what the decoder is fed while it learns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.document.figure import Chart, Series
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.optimisers.clipping import Clipped
from ncrevise.models.sequences import forcing, seq2seq
from ncrevise.models.sequences.timeline import mask_of
from ncrevise.models.training import fit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ncrevise.lab.experiment import Bench
    from ncrevise.models.sequences.seq2seq import Translator
    from ncrevise.tape import Loose as Tensor

WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty "
    "ninety hundred thousand and"
)
NAMES = WORDS.split()
VOCABULARY = {word: k for k, word in enumerate(NAMES)}
END = 10  # after the ten digits
LARGEST = 9999
TRAIN, TEST, WATCHED, BATCH = 1500, 500, 200, 50
EMBEDDING, CELLS, RATE = 16, 64, 0.01

WAYS: dict[str, Callable[[float], float]] = {  # the probability of the right token, by progress
    "teacher forcing": lambda _: 1.0,
    "scheduled": lambda part: forcing.linear(100, slope=part / 100),
    "free running": lambda _: 0.0,
}


def spoken(number: int) -> tuple[str, ...]:
    """Say a whole number below ten thousand in English."""
    if number < 20:
        return (NAMES[number],)
    if number < 100:
        return (NAMES[number // 10 + 18], *(spoken(number % 10) if number % 10 else ()))
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    rest = number % size
    link = ("and",) if 0 < rest < 100 else ()
    return (*spoken(number // size), name, *link, *(spoken(rest) if rest else ()))


def padded(rows: list[list[int]], fill: int) -> tuple[Any, Any]:
    """Fill up rows to one length; give them with a mask of what is real."""
    lengths = np.array([len(row) for row in rows])
    out = np.full((len(rows), int(lengths.max())), fill)
    mask = mask_of(lengths, out.shape[1])
    out[mask] = np.concatenate(rows)
    return out, mask


def laid_out(numbers: Any) -> tuple[Any, Any, Any, Any]:
    """Write numbers as words and as digits with an end, each with its mask."""
    said = [[VOCABULARY[word] for word in spoken(int(number))] for number in numbers]
    digits = [[int(digit) for digit in str(number)] + [END] for number in numbers]
    return *padded(said, 0), *padded(digits, END)


def taken_down(p: Translator, numbers: Any) -> list[str]:
    """Let a translator write numbers it hears."""
    source, mask, _, _ = laid_out(numbers)
    tokens = seq2seq.translated(p, source, mask, limit=6)
    return ["".join(str(token) for token in row if token != END) for row in tokens]


def shares(p: Translator, numbers: Any) -> tuple[float, float]:
    """Give the share of numbers written right, and of tokens right with the right ones before."""
    source, mask, right, real = laid_out(numbers)
    guesses = forcing.likeliest(seq2seq.scores(p, source, right, mask))
    hits = [one == str(other) for one, other in zip(taken_down(p, numbers), numbers, strict=True)]
    return float(np.mean(hits)), float(np.mean((guesses == right)[real]))


def batches(bench: Bench, numbers: Any, way: str, epochs: int) -> Iterator[tuple[Any, ...]]:
    """Give batches with their masks and where the right token is fed."""
    source, mask, right, real = laid_out(numbers)
    order, luck = bench.noise("order"), bench.noise("luck")
    steps = epochs * (len(numbers) // BATCH)
    rows: Any = np.zeros(0, int)
    for k in bench.stage(f"Training: {way}", steps):
        rows = rows if len(rows) else order.order(len(numbers))
        at, rows = rows[:BATCH], rows[BATCH:]
        probability = WAYS[way](k / steps)
        forced = forcing.scheduled(luck, right[at].shape, probability)
        yield source[at], mask[at], right[at], real[at], None if forced.all() else forced


def cost(p: Translator, batch: tuple[Any, ...]) -> Tensor:
    """Compute the cross-entropy of a batch."""
    source, mask, right, real, forced = batch
    return seq2seq.loss(seq2seq.scores(p, source, right, mask, forced), right, real)


def trained(
    bench: Bench, way: str, numbers: Any, watched: Any, epochs: int
) -> tuple[Translator, list[float]]:
    """Train a translator; give it with the share it writes right, at first and after each epoch."""
    p = seq2seq.initial(len(VOCABULARY), END + 1, EMBEDDING, CELLS, bench.noise("translator"), END)
    steps = epochs * (len(numbers) // BATCH)
    rule = Clipped(Adam(lambda t: RATE * (1 - t / steps)), 1.0)
    found = [shares(p, watched)[0]]
    for k, (value, after) in enumerate(fit(cost, p, rule, batches(bench, numbers, way, epochs)), 1):
        p = after
        bench.loss(value)
        if k % (len(numbers) // BATCH) == 0:
            found.append(shares(p, watched)[0])
    return p, found


def run(bench: Bench) -> Findings:
    """Train in three ways on the same numbers, and let each write new ones."""
    order = bench.noise("numbers").order(LARGEST + 1)
    train, new = order[:TRAIN], order[TRAIN : TRAIN + TEST]
    epochs = bench.epochs(10)
    translators, curves = {}, {}
    for way in WAYS:
        translators[way], curves[way] = trained(bench, way, train, new[:WATCHED], epochs)
    found = {way: (shares(p, train[:TEST])[0], *shares(p, new)) for way, p in translators.items()}
    taught, free = (float(np.mean(curves[way])) for way in ("teacher forcing", "free running"))
    whole = found["teacher forcing"][1]
    return Findings(
        f"Taught with the right tokens, it writes {whole:.0%} of {TEST} numbers it never heard "
        f"without a mistake, now fed its own digits; taught with its own, "
        f"{found['free running'][1]:.0%}. Averaged over training, {taught:.0%} against {free:.0%}.",
        whole > 0.8 and taught > free,
        blocks(translators["teacher forcing"], new, curves, found),
        {f"{way}, new numbers": shares[1] for way, shares in found.items()},
    )


def blocks(
    p: Translator,
    new: Any,
    curves: dict[str, list[float]],
    found: Mapping[str, tuple[float, ...]],
) -> tuple[Any, ...]:
    """Set what there is to see."""
    said = taken_down(p, new)
    wrong = [(n, own) for n, own in zip(new, said, strict=True) if str(n) != own]
    chosen = [*wrong[:4], *((n, own) for n, own in zip(new, said, strict=True) if str(n) == own)]
    return (
        section("Hearing words, writing digits"),
        *words(
            "One LSTM reads the words; its last state is all that a second one gets. Starting "
            "from the end token, that one writes digits until it writes the end token itself."
        ),
        table(
            ("heard", "written", ""),
            [
                (" ".join(spoken(int(n))), own or "nothing", "" if str(n) == own else f"not {n}")
                for n, own in chosen[:8]
            ],
            "lrl",
            "Numbers it never heard; mistakes first",
        ),
        section("Fed the right digit, or its own"),
        *words(
            "While learning, the decoder's next input is the right digit (*teacher forcing*), its "
            "own guess (*free running*), or the right one with a probability that falls from 1 "
            "to 0 (*scheduled*). Afterwards all are fed their own."
        ),
        curve(curves),
        table(
            ("", "heard before", "new", "next digit, right ones before"),
            [(way, *(f"{share:.1%}" for share in row)) for way, row in found.items()],
            "lrrr",
            "Numbers without a mistake, and single digits when the right ones are fed",
        ),
    )


def curve(curves: dict[str, list[float]]) -> Chart:
    """Draw the share of new numbers written right, epoch by epoch."""
    series = tuple(Series(way, tuple(enumerate(shares))) for way, shares in curves.items())
    alt = "With teacher forcing the share of numbers written right grows first; all end close."
    return Chart(series, "epoch", "new numbers right", alt)


LAB = Lab(
    title="Encoder, decoder and teacher forcing",
    asks=(
        "Two networks translate: one reads a number in words, the other writes it in digits. What "
        "should the writer be fed while it learns?"
    ),
    claim=(
        "An encoder that memorises a sentence and a decoder that speaks from its memory translate "
        "between sequences of different lengths; in training the decoder's inputs are the right "
        "tokens rather than its own outputs."
    ),
    source="Wei, CSC413, §12",
    run=run,
)
