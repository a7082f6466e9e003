"""Language models: words and numbers, probabilities that add up, text drawn from them."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from ncrevise.errors import UsageError
from ncrevise.models.language import (
    cbow,
    cooccurrence,
    generating,
    glove,
    neural,
    ngram,
    perplexity,
    smoothing,
    speech,
    vocabulary,
)
from ncrevise.noise import Noise
from ncrevise.tape import Tape

CHECKS = ("language/vocabulary", "language/generating")
SENTENCE = "the fat cat sat on the mat and the fat cat ate the fat rat"
TEXT = SENTENCE.split()


def toy(n: int) -> tuple[vocabulary.Vocabulary, list[ngram.Ngrams], np.ndarray]:
    words = vocabulary.vocabulary(TEXT)
    numbers = words.numbers(TEXT)
    return words, [ngram.count([numbers], m, len(words)) for m in range(1, n + 1)], numbers


def test_words_and_numbers() -> None:
    words = vocabulary.vocabulary(TEXT, least=2, unknown="?")

    assert words.words == ("?", "cat", "fat", "the")
    assert words.text(words.numbers(["the", "dog", "cat"])) == ["the", "?", "cat"]
    with pytest.raises(UsageError, match="'dog' is not among the 9 words"):
        vocabulary.vocabulary(TEXT).numbers(["the", "dog"])


def test_windows() -> None:
    contexts, middle = vocabulary.windows(np.arange(5), 2, 1)

    assert contexts.tolist() == [[0, 1, 3], [1, 2, 4]]
    assert middle.tolist() == [2, 3]
    assert vocabulary.windows(np.arange(3), 0)[0].shape == (3, 0)
    assert vocabulary.windows(np.arange(2), 4)[0].shape == (0, 4)


def test_count_of_the_notes() -> None:
    """Pr(cat | the fat) = count(the fat cat)/count(the fat), 2 of 3."""
    words, tables, _ = toy(3)
    p = smoothing.add_k(tables[2], words.numbers(["the", "fat"])[None], 0)

    assert p[0, words.words.index("cat")] == pytest.approx(2 / 3)
    assert tables[2].table == 9**3
    assert tables[2].seen == 12


def test_every_row_adds_up_to_one() -> None:
    words, tables, _ = toy(4)
    contexts = Noise("contexts").integers((200, 3), len(words))
    weights = np.array([0.1, 0.2, 0.3, 0.2, 0.2])
    for p in (
        smoothing.add_k(tables[3], contexts, 0.5),
        smoothing.ensemble(tables, contexts, weights),
        smoothing.backoff(tables, contexts, 0.75),
    ):
        np.testing.assert_allclose(p.sum(axis=1), 1, atol=1e-12)
        assert (p > 0).all()


def test_unseen_words_have_no_probability_without_smoothing() -> None:
    words, tables, _ = toy(2)
    contexts, said = words.numbers(["rat", "cat"])[:, None], words.numbers(["the", "mat"])

    assert math.isinf(perplexity.perplexity(smoothing.add_k(tables[1], contexts, 0), said))
    assert perplexity.perplexity(smoothing.add_k(tables[1], contexts, 1), said) < 12


def test_no_round_of_em_makes_the_words_less_likely() -> None:
    _, tables, numbers = toy(3)
    contexts, said = vocabulary.windows(numbers[::-1].copy(), 2)
    found = [
        perplexity.perplexity(
            smoothing.ensemble(
                tables, contexts, smoothing.learned_weights(tables, contexts, said, rounds)
            ),
            said,
        )
        for rounds in range(6)
    ]

    assert found == sorted(found, reverse=True)
    assert found[-1] < found[0]


@pytest.mark.parametrize("n", [0, 40])
def test_impossible_lengths_are_refused(n: int) -> None:
    with pytest.raises(UsageError, match="no length of n-grams"):
        ngram.count([np.zeros(50, int)], n, 9)


def test_short_contexts_are_refused() -> None:
    _, tables, _ = toy(3)
    with pytest.raises(UsageError, match="3-grams need 2 words, not 1"):
        ngram.followers(tables[2], np.zeros((1, 1), int))


def test_text_drawn_keeps_to_what_was_seen() -> None:
    words = vocabulary.vocabulary(TEXT)
    numbers = words.numbers([*TEXT, "the"])
    table = ngram.count([numbers], 2, len(words))

    def foretell(context: np.ndarray) -> np.ndarray:
        return smoothing.add_k(table, context, 0)

    drawn = generating.continued(foretell, numbers[:1], 30, 1, Noise("drawn"))
    seen = set(zip(numbers[:-1].tolist(), numbers[1:].tolist(), strict=True))

    assert set(zip(drawn[:-1].tolist(), drawn[1:].tolist(), strict=True)) <= seen
    assert drawn.tolist() == (
        generating.continued(foretell, numbers[:1], 30, 1, Noise("drawn")).tolist()
    )


def test_posterior_is_exact_in_fractions() -> None:
    found = speech.posterior(
        np.array([Fraction(1, 4), Fraction(3, 4)]), np.array([Fraction(1, 2), Fraction(1, 3)])
    )

    assert found.tolist() == [Fraction(1, 3), Fraction(2, 3)]


def test_log_posterior_does_not_underflow() -> None:
    found = np.exp(speech.log_posterior(np.array([-5000.0, -5001.0]), np.zeros(2)))

    np.testing.assert_allclose(found, [1 / (1 + np.exp(-1)), 1 / (1 + np.exp(1))])


def test_heard_without_noise_is_what_was_said() -> None:
    sounds, words = Noise("sounds").normal((6, 8)), np.array([3, 1, 5])
    a = speech.hear(sounds, words, 1e-9, Noise("channel"))

    assert speech.log_likelihood(sounds, a, 0.1).argmax(axis=1).tolist() == [3, 1, 5]


def test_glove_weighs_as_in_the_notes() -> None:
    assert glove.weight(np.array([0, 50, 100, 400])).tolist() == [0, 0.5**0.75, 1, 1]


def test_starting_models_fit() -> None:
    noise = Noise("start")
    scores = neural.forward(neural.initial(7, 3, 4, 5, noise), np.zeros((2, 3), int))

    assert scores.shape == (2, 7)
    assert cbow.forward(cbow.initial(7, 4, noise), np.zeros((2, 3), int)).shape == (2, 7)
    assert glove.initial(7, 4, noise).R.shape == (7, 4)


def test_working_is_told() -> None:
    tape = Tape()
    noise = Noise("told")
    neural.forward(neural.initial(4, 2, 2, 3, noise), np.array([1, 2]), tape)
    cbow.forward(cbow.initial(4, 2, noise), np.array([1, 2]), tape)
    glove.loss(glove.initial(4, 2, noise), np.ones((4, 4), int), tape=tape)
    speech.posterior(np.array([0.5, 0.5]), np.array([0.2, 0.4]), tape)

    assert {"x", "h", "y", "v", "J", "posterior"} <= set(tape.named)


def test_low_rank_of_the_whole_rank_is_the_matrix() -> None:
    X = Noise("X").normal((5, 5))
    R, other = cooccurrence.low_rank(X, 5)

    np.testing.assert_allclose(R @ other.T, X, atol=1e-12)
