"""Which sentence was said: a prior and an observation model, by Bayes' rule.

Source: lecture notes 003 §6, *Probability and Bayes' Rule*.

========  ======  ==========================================================
symbol    shape   meaning
========  ======  ==========================================================
prior     (N,)    Pr(s) of each sentence, from a language model
likely    (N,)    Pr(a | s), how likely it sounds like what was heard
first     (V,)    ln Pr of each word as the first of a sentence
then      (V, V)  ln Pr of each word (column) after each (row)
heard     (T, V)  ln Pr(a_t | w) of what was heard at each place, by word
sounds    (V, D)  what each word sounds like: the middle of a normal distribution
a         (T, D)  what was heard
========  ======  ==========================================================

Pr(s | a) = Pr(s) Pr(a | s) / Σ Pr(s′) Pr(a | s′), and the denominator is the same for all
sentences: the best is the one with the largest ln Pr(a | s) + ln Pr(s).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.kernels.batched import log_softmax
from ncrevise.models.shapes import agree
from ncrevise.tape import NO_TAPE, Recorder
from ncrevise.tape import Loose as Tensor
from ncrevise.tape.ops import divide, times, total

if TYPE_CHECKING:
    from ncrevise.noise import Noise


def posterior(prior: Tensor, likely: Tensor, tape: Recorder = NO_TAPE) -> Tensor:
    """Compute Pr(s | a) of each sentence, shape (N,); fractions stay exact.

    Raises:
        ShapeError: where there are not as many of one as of the other.
    """
    agree(prior=(prior, "N"), likely=(likely, "N"))
    both = tape.name("both", times(prior, likely), "Prior times likelihood", "p")
    heard = tape.name("heard", total(both), "Probability of what was heard", "Z")
    return tape.name("posterior", divide(both, heard), "Posterior", "q")


def log_posterior(log_prior: Tensor, log_likely: Tensor) -> Tensor:
    """Compute ln Pr(s | a), where probabilities themselves would underflow to 0."""
    agree(log_prior=(log_prior, "N"), log_likely=(log_likely, "N"))
    return log_softmax(log_prior + log_likely)


def score(first: Any, then: Any, heard: Any, words: Any) -> float:
    """Compute ln Pr(a | s) + ln Pr(s) of one sentence under a model of word pairs."""
    prior = first[words[0]] + then[words[:-1], words[1:]].sum()
    return float(prior + heard[np.arange(len(words)), words].sum())


def decode(first: Any, then: Any, heard: Any) -> Any:
    """Find the sentence with the largest ``score``, of all Vᵀ, in T V² steps (Viterbi 1967).

    Args:
        first: shape (V,).
        then: shape (V, V).
        heard: shape (T, V).

    Returns:
        Its words, shape (T,).

    Raises:
        ShapeError: naming the arrays that do not go together.
    """
    agree(first=(first, "V"), then=(then, "V V"), heard=(heard, "T V"))
    best, came = first + heard[0], []
    for now in heard[1:]:
        through = best[:, None] + then
        came.append(through.argmax(axis=0))
        best = through.max(axis=0) + now
    words = [int(best.argmax())]
    for before in reversed(came):
        words.append(int(before[words[-1]]))
    return np.array(words[::-1])


def hear(sounds: Any, words: Any, spread: float, noise: Noise) -> Any:
    """Say words through a noisy channel: a, shape (T, D)."""
    return sounds[words] + noise.normal((len(words), sounds.shape[1]), spread)


def log_likelihood(sounds: Any, a: Any, spread: float) -> Any:
    """Compute ln Pr(a_t | w) of every word at every place, shape (T, V).

    Args:
        sounds: shape (V, D).
        a: shape (T, D).
        spread: the standard deviation of the channel's noise.
    """
    agree(sounds=(sounds, "V D"), a=(a, "T D"))
    squared = ((a[:, None] - sounds) ** 2).sum(axis=-1)
    scale = a.shape[1] * math.log(spread * math.sqrt(2 * math.pi))
    return -squared / (2 * spread**2) - scale
