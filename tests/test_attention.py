"""Attention and transformers where there is no number of another model to compare with."""

from __future__ import annotations

import numpy as np
import pytest

from ncrevise.derivatives.differentiate import value_and_gradient
from ncrevise.errors import ShapeError, UsageError
from ncrevise.models.attention import masks, multihead, scaled, seq2seq, transformer
from ncrevise.models.attention.positional import encoding
from ncrevise.noise import Noise
from ncrevise.tape import Tape
from ncrevise.tape.ops import total

START = 5
SYMBOLS = (5, 6)


def network(positions: bool = True, before: bool = True) -> transformer.Transformer:
    return transformer.initial(
        SYMBOLS, 8, Noise("net"), heads=2, units=12, depth=2, before=before, positions=positions
    )


def symbols(count: int, length: int) -> np.ndarray:
    return Noise("symbols").integers((count, length), SYMBOLS[0])


def told(y: np.ndarray) -> np.ndarray:
    return np.concatenate([np.full((len(y), 1), START), y[:, :-1]], axis=1)


def test_greedy_transformer_writes_the_likeliest_after_its_own_symbols() -> None:
    p, x = network(), symbols(3, 4)

    y = transformer.greedy(p, x, 6, START)

    assert y.shape == (3, 6)
    assert (transformer.forward(p, x, told(y)).argmax(axis=-1) == y).all()


@pytest.mark.parametrize("look", ["additive", "multiplicative", "average"])
def test_greedy_seq2seq_writes_the_likeliest_after_its_own_symbols(look: str) -> None:
    p, x = seq2seq.initial(SYMBOLS, 4, 6, Noise(look), look), symbols(3, 4)

    y, alpha = seq2seq.greedy(p, x, 5, START)

    assert (seq2seq.forward(p, x, told(y)).argmax(axis=-1) == y).all()
    assert alpha.shape == (3, 5, 4)
    np.testing.assert_allclose(alpha.sum(axis=-1), 1)


def test_unknown_attention_is_refused() -> None:
    with pytest.raises(UsageError, match="additive, multiplicative or average"):
        seq2seq.initial(SYMBOLS, 4, 6, Noise("x"), "hard")


@pytest.mark.parametrize("before", [True, False])
def test_only_positions_tell_the_order(before: bool) -> None:
    x, order = symbols(2, 6), Noise("order").order(6)
    blind, seeing = (network(positions, before).encoder for positions in (False, True))

    for p, same in ((blind, True), (seeing, False)):
        moved, direct = transformer.encode(p, x[:, order]), transformer.encode(p, x)[:, order]
        assert np.allclose(moved, direct) == same


def test_filling_does_not_matter() -> None:
    p, x, y = network(), symbols(2, 6), symbols(2, 3)
    where = masks.padding([4, 6], 6)
    other = x.copy()
    other[0, 4:] = (x[0, 4:] + 1) % SYMBOLS[0]

    np.testing.assert_allclose(
        transformer.forward(p, x, y, where), transformer.forward(p, other, y, where)
    )
    short = transformer.forward(p, x[:1, :4], y[:1])
    np.testing.assert_allclose(transformer.forward(p, x, y, where)[:1], short)


def test_looking_nowhere_gives_nothing_and_finite_gradients() -> None:
    noise = Noise("nowhere")
    Q, K, V = noise.normal((2, 3)), noise.normal((4, 3)), noise.normal((4, 2))
    where = np.array([[True, False, True, False], [False] * 4])

    def loss(q: object) -> object:
        return total(scaled.forward(q, K, V, where))

    C, alpha = scaled.attend(Q, K, V, where)
    value, slope = value_and_gradient(loss, Q)

    assert (C[1] == 0).all()
    assert (alpha[1] == 0).all()
    assert (alpha[0, [1, 3]] == 0).all()
    assert np.isfinite(value)
    assert np.isfinite(slope).all()
    assert (slope[1] == 0).all()


def test_masks() -> None:
    assert masks.causal(3).tolist() == [[1, 0, 0], [1, 1, 0], [1, 1, 1]]
    assert masks.padding([1, 3], 3).tolist() == [[[1, 0, 0]], [[1, 1, 1]]]


@pytest.mark.parametrize("where", [np.ones((2, 3), bool), np.ones((5, 2, 4), bool)])
def test_mask_of_another_shape_is_refused(where: np.ndarray) -> None:
    with pytest.raises(ShapeError, match=r"mask.*\(2, 4\)"):
        masks.weights(np.zeros((2, 4)), where)


def test_heads_must_share_the_width() -> None:
    with pytest.raises(ShapeError, match="3 heads"):
        multihead.initial(8, 3, Noise("x"))
    p = multihead.initial(8, 2, Noise("x"))
    uneven = multihead.MultiHead(p.W_Q, p.W_K, p.W_V, p.W_O, p.b_Q, p.b_K, p.b_V, p.b_O, 3)
    with pytest.raises(ShapeError, match="3 heads"):
        multihead.forward(uneven, np.zeros((1, 2, 8)))


def test_similarity_of_positions_depends_on_their_distance() -> None:
    PE = encoding(30, 16)
    products = PE @ PE.T

    for apart in range(30):
        np.testing.assert_allclose(np.diagonal(products, apart), products[0, apart])
    assert (products[0, 1:] < products[0, 0]).all()


def test_working_names_scores_weights_and_contexts() -> None:
    tape, noise = Tape(), Noise("working")
    Q, K, V = (tape.given(name, noise.normal((2, 2)).round(1)) for name in "QKV")

    C = scaled.forward(Q, K, V, tape=tape)

    assert list(tape.named) == ["Q", "K", "V", "d_K", "scores", "weights", "context"]
    np.testing.assert_allclose(C.data, scaled.forward(Q.data, K.data, V.data))
