"""Hearing sentences through noise, with and without a language model as the prior."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.data import kingdom
from ncrevise.document.figure import Chart, Series
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.models.language import ngram, smoothing, speech
from ncrevise.models.language.vocabulary import Vocabulary

if TYPE_CHECKING:
    from ncrevise.document.tree import Block
    from ncrevise.lab.experiment import Bench
    from ncrevise.noise import Noise

WORDS = Vocabulary(tuple(sorted(kingdom.ESPERANTO)))
V = START = len(WORDS)  # the number after the last word stands before every sentence
LEARNT, HEARD, IMAGINED = 4000, 200, 0.05
FEATURES, SPREADS, SHOWN = 12, (0.2, 0.4, 0.6, 0.8, 1.0, 1.5, 2.0), 0.8
PRIORS = {0: "no prior", 1: "single words", 2: "pairs of words"}
EXAMPLES = 4

Prior = tuple[Any, Any]


def run(bench: Bench) -> Findings:
    """Learn priors, say sentences through channels of rising noise, and decode them."""
    priors = learnt(bench)
    sounds = pronounced(bench.noise("letters"))
    said = told(bench, "heard", HEARD)
    errors: dict[int, list[float]] = {n: [] for n in PRIORS}
    shown: list[tuple[Any, Any, dict[int, Any]]] = []
    for k in bench.stage("Hearing sentences", len(SPREADS)):
        noise = bench.noise(f"channel {SPREADS[k]}")
        decoded = [heard(sounds, sentence, SPREADS[k], noise, priors) for sentence in said]
        for n in PRIORS:
            found = np.concatenate([each[n] for _, each in decoded])
            errors[n].append(float((found != np.concatenate(said)).mean()))
        if SPREADS[k] == SHOWN:
            shown = [(s, likely, each) for s, (likely, each) in zip(said, decoded, strict=True)]
    at = SPREADS.index(SHOWN)
    bare, pairs = errors[0][at], errors[2][at]
    none, one, two = (float(np.mean(each)) for each in errors.values())
    holds = pairs < bare / 2 and two < one < none
    measured = (
        f"Where the sounds alone give {bare:.0%} of the words wrongly, a prior of word pairs "
        f"brings it down to {pairs:.0%}; frequencies of single words, to {errors[1][at]:.0%}."
    )
    blocks = (
        section("Words heard wrongly"),
        *channel_words(),
        chart(errors),
        section("What was understood"),
        *examples(shown),
        section("Bayes' rule for one sentence"),
        *weighed(shown, priors[2]),
    )
    numbers = {"no prior": bare, "single words": errors[1][at], "pairs of words": pairs}
    return Findings(measured, holds, blocks, numbers)


def told(bench: Bench, what: str, count: int) -> list[Any]:
    """Tell sentences in numbers."""
    key = f"{bench.name} {bench.seed} {what}"
    return [WORDS.numbers(sentence) for sentence in kingdom.sentences(count, key=key)]


def learnt(bench: Bench) -> dict[int, Prior]:
    """Learn ln Pr of a first word and of a word after another, by n-grams of n = 1 and 2."""
    texts = [np.r_[START, w] for w in told(bench, "learnt", LEARNT)]
    contexts = np.arange(V + 1)[:, None]
    found = {0: (np.zeros(V), np.zeros((V, V)))}
    for n in (1, 2):
        p = smoothing.add_k(ngram.count(texts, n, V + 1), contexts, IMAGINED)[:, :V]
        log_p = np.log(p / p.sum(axis=1, keepdims=True))
        found[n] = log_p[START], log_p[:V]
    return found


def pronounced(noise: Noise) -> Any:
    """Give every word a sound, from its letters: words spelt alike sound alike."""
    letters = noise.normal((26, FEATURES))
    spelt = [[ord(letter) - ord("a") for letter in word] for word in WORDS.words]
    return np.stack([letters[each].sum(axis=0) / np.sqrt(len(each)) for each in spelt])


def heard(
    sounds: Any, sentence: Any, spread: float, noise: Noise, priors: dict[int, Prior]
) -> tuple[Any, dict[int, Any]]:
    """Say a sentence through the channel and decode it under every prior."""
    a = speech.hear(sounds, sentence, spread, noise)
    likely = speech.log_likelihood(sounds, a, spread)
    return likely, {n: speech.decode(*prior, likely) for n, prior in priors.items()}


def channel_words() -> tuple[Block, ...]:
    """Say how it sounds."""
    return words(
        f"A word sounds like the sum of its letters, {FEATURES} numbers, so that *said* and *says* "
        "are close. The channel adds normal noise to each. The best of all sentences of that "
        "length is found by the algorithm of Viterbi."
    )


def chart(errors: dict[int, list[float]]) -> Chart:
    """Draw wrong words against the noise of the channel."""
    series = tuple(
        Series(PRIORS[n], tuple(zip(SPREADS, each, strict=True))) for n, each in errors.items()
    )
    alt = (
        "Words heard wrongly rise with the noise, with no prior soonest, with one of single words "
        "a little later, and with one of word pairs much later."
    )
    return Chart(series, "standard deviation of the noise", "words wrong", alt)


def examples(shown: list[tuple[Any, Any, dict[int, Any]]]) -> tuple[Block, ...]:
    """Show sentences that the sounds alone get wrong."""
    rows = [
        (text(said), text(each[0]), text(each[2]))
        for said, _, each in shown
        if (each[0] != said).any()
    ]
    return (
        table(
            ("said", "by the sounds alone", "with pairs of words"),
            rows[:EXAMPLES],
            "lll",
            f"Sentences through noise of standard deviation {SHOWN}",
        ),
    )


def text(numbers: Any) -> str:
    """Write a sentence."""
    return " ".join(WORDS.text(numbers.tolist()))


def weighed(shown: list[tuple[Any, Any, dict[int, Any]]], prior: Prior) -> tuple[Block, ...]:
    """Weigh a sentence as said, as heard and some of its neighbours by Bayes' rule."""
    said, likely, each = next(
        (row for row in shown if (row[2][0] != row[0]).any() and (row[2][2] == row[0]).all()),
        shown[0],
    )
    candidates = [said, each[0], each[1]]
    for place in range(len(said)):  # the said sentence with the next best word at one place
        other = said.copy()
        order = np.argsort(-likely[place], kind="stable")
        other[place] = next(word for word in order.tolist() if word != said[place])
        candidates.append(other)
    different = {tuple(c.tolist()): c for c in candidates}
    before = np.array([speech.score(*prior, 0 * likely, c) for c in different.values()])
    sound = np.array([likely[np.arange(len(c)), c].sum() for c in different.values()])
    after = np.exp(speech.log_posterior(before, sound))
    order = np.argsort(-after, kind="stable")[:EXAMPLES]
    sentences = list(different.values())
    rows = [
        (text(sentences[k]), signed(before[k]), signed(sound[k]), share(after[k])) for k in order
    ]
    return (
        *words(
            "$\\Pr(s \\mid a) \\propto \\Pr(s) \\Pr(a \\mid s)$ among the sentence that was said "
            "and some that sound much like it, the likeliest first. Sums of logarithms stand for "
            "products that would be too small to write."
        ),
        table(
            ("sentence", "$\\ln \\Pr(s)$", "$\\ln \\Pr(a \\mid s)$", "$\\Pr(s \\mid a)$"),
            rows,
            "lrrr",
            "Prior, likelihood and posterior of some sentences",
        ),
    )


def share(value: float) -> str:
    """Write a probability with three places."""
    return f"{value:.3f}" if value >= 0.0005 else "under 0.001"


def signed(value: float) -> str:
    """Write a number with one place and a minus sign."""
    return f"{value:.1f}".replace("-", "−")


LAB = Lab(
    title="Hearing with a prior",
    asks=(
        "Sentences come through a noisy channel. How much does it help to know, before anything "
        "is heard, which sentences are likely?"
    ),
    claim=(
        "Speech is recognised by Bayes' rule: an observation model says how likely a sentence is "
        "to sound as it did, a language model how likely it is to be said at all, and the product "
        "of the two decides."
    ),
    source="Wei, CSC413, §6",
    run=run,
    counts="",
    data="kingdom",
)
