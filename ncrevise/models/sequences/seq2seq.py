"""Encoder and decoder: a sequence read, then another said (003 §12 *Neural Machine Translation*).

======  =========  ==========================================================
symbol  shape      meaning
======  =========  ==========================================================
source  (B, S)     tokens to be read, whole numbers
right   (B, T)     tokens to be said, each ending with the end token
E, F    (V, e)     embeddings of the tokens read, and of those said
scores  (B, T, K)  log-odds of each token that could be said
======  =========  ==========================================================

The encoder's last state is all the decoder knows of the sentence. The end token is what makes
the decoder start, as in the notes, and what it ends with. The two are different networks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.kernels.batched import cross_entropy, looked_up
from ncrevise.models.sequences import lstm, rnn
from ncrevise.models.sequences.forcing import continued, unrolled
from ncrevise.models.shapes import agree

if TYPE_CHECKING:
    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor


@dataclass(frozen=True, slots=True)
class Translator:
    """Embeddings, encoder, decoder, output layer, and which token to be said is the end."""

    E: Tensor
    encoder: lstm.Lstm
    F: Tensor
    decoder: lstm.Lstm
    output: rnn.Output
    end: int = 0


def initial(words: int, said: int, e: int, n: int, noise: Noise, end: int = 0) -> Translator:
    """Draw a translator.

    Args:
        words: how many tokens can be read.
        said: how many can be said.
        e: size of an embedding.
        n: memory cells of either network.
        noise: where the weights are drawn.
        end: the end token among those said.
    """
    return Translator(
        noise.normal((words, e), 0.5),
        lstm.initial(e, n, noise),
        noise.normal((said, e), 0.5),
        lstm.initial(e, n, noise),
        rnn.output(n, said, noise),
        end,
    )


def encoded(p: Translator, source: Any, mask: Any = None) -> lstm.State:
    """Read sentences; give the state behind the last word of each, shapes (B, n)."""
    agree(E=(p.E, "V e"), W_f=(p.encoder.f.W, "n e"), source=(source, "B S"))
    found = lstm.memory(p.encoder, looked_up(p.E, source), mask=mask)
    return lstm.State(found.h[:, -1], found.c[:, -1])


def say(p: Translator, token: Any, state: lstm.State) -> tuple[Tensor, lstm.State]:
    """Advance the decoder by one token (B,): give the scores of the next, (B, K)."""
    found = lstm.step(p.decoder, looked_up(p.F, token), state)
    return rnn.read(p.output, found["h"]), lstm.State(found["h"], found["c"])


def first(p: Translator, source: Any) -> Any:
    """Give what starts the decoder: an end token a sentence."""
    return np.full(len(source), p.end)


def scores(p: Translator, source: Any, right: Any, mask: Any = None, forced: Any = None) -> Tensor:
    """Score every token of the translation.

    Args:
        p: the translator.
        source: sentences, shape (B, S).
        right: translations, shape (B, T).
        mask: true at real words of the sentences, shape (B, S); all by default.
        forced: where the right token is what comes in next, shape (B, T); everywhere by
            default, and then the decoder runs over all tokens in one operation.

    Returns:
        Scores, shape (B, T, K).

    Raises:
        ShapeError: where arrays do not go together.
    """
    agree(source=(source, "B S"), right=(right, "B T"))
    agree(F=(p.F, "K e"), W_f=(p.decoder.f.W, "n e"), Wy=(p.output.Wy, "K n"))
    state, start = encoded(p, source, mask), first(p, source)
    if forced is not None:
        return unrolled(lambda token, before: say(p, token, before), state, start, right, forced)
    inputs = np.concatenate([start[:, None], right[:, :-1]], axis=1)
    return rnn.read(p.output, lstm.states(p.decoder, looked_up(p.F, inputs), state))


def loss(scores: Tensor, right: Any, mask: Any) -> Tensor:
    """Average the cross-entropy over real tokens.

    Args:
        scores: shape (B, T, K).
        right: the tokens that should be said, shape (B, T).
        mask: true at real ones, shape (B, T).
    """
    agree(scores=(scores, "B T K"), right=(right, "B T"), mask=(mask, "B T"))
    at = np.nonzero(mask)
    return cross_entropy(scores[at], classes=right[at])


def translated(p: Translator, source: Any, mask: Any = None, limit: int = 20) -> Any:
    """Translate greedily: the likeliest token at each step, shape (B, T), T ≤ limit."""
    state = encoded(p, source, mask)
    return continued(
        lambda token, before: say(p, token, before), state, first(p, source), limit, p.end
    )
