"""Networks as people type them, and what is computed from them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncrevise.bank import Bank
from ncrevise.errors import AnswerError, GivensError, NcreviseError
from ncrevise.givens.declare import Given, givens_of
from ncrevise.givens.kinds import kind
from ncrevise.givens.kinds.network.forms import ACTIVATIONS
from ncrevise.givens.place import plain
from ncrevise.item import Item, solve_item
from ncrevise.models.layers import Layer, check, labels, sizes
from ncrevise.paper import question_document
from ncrevise.registry import family
from ncrevise.render.text import render

ABOUT = Given("the layers, in order", "layers")
layers, size = kind("layers"), kind("size")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("conv 16 3x3", Layer("conv", 16, (3, 3))),
        ("conv 16 3", Layer("conv", 16, (3, 3))),
        ("Conv2D 16 @ 3 × 5", Layer("conv", 16, (3, 5))),
        ("convolution 16 filters of 3x3", Layer("conv", 16, (3, 3))),
        ("conv 16 3x3 s2 p1", Layer("conv", 16, (3, 3), (2, 2), padding=1)),
        ("conv p1 16 s2 3x3", Layer("conv", 16, (3, 3), (2, 2), padding=1)),
        ("conv k3 16 stride=2 padding: 1", Layer("conv", 16, (3, 3), (2, 2), padding=1)),
        ("conv 16 3x3 stride 2x1", Layer("conv", 16, (3, 3), (2, 1))),
        ("conv 16 3x3 same", Layer("conv", 16, (3, 3), same=True)),
        ("conv 16 3x3 padding='same'", Layer("conv", 16, (3, 3), same=True)),
        ("conv 16 3x3 valid", Layer("conv", 16, (3, 3))),
        ("conv 16 3x3 no bias", Layer("conv", 16, (3, 3), bias=False)),
        ("conv 16 3x3 no-bias", Layer("conv", 16, (3, 3), bias=False)),
        ("pool 2", Layer("maxpool", 0, (2, 2), (2, 2))),
        ("max-pool 3x3 s2", Layer("maxpool", 0, (3, 3), (2, 2))),
        ("average pooling 2 stride 1", Layer("avgpool", 0, (2, 2), (1, 1))),
        ("fully connected 10 units", Layer("dense", 10)),
        ("FC 10 nobias", Layer("dense", 10, bias=False)),
        ("batch norm", Layer("bn")),
        ("BatchNorm2d", Layer("bn")),
        ("dropout 0.5", Layer("dropout", rate=0.5)),
        ("dropout", Layer("dropout")),
        ("flatten", Layer("flatten")),
        ("global average pooling", Layer("gap")),
        ("ReLU", Layer("relu")),
    ],
)
def test_a_layer_is_read(typed: str, meant: Layer) -> None:
    assert layers.read(typed, ABOUT) == (meant,)


@pytest.mark.parametrize("between", [",", " , ", ";", "\n", " -> ", "→", ",\n"])
def test_layers_are_parted(between: str) -> None:
    found = layers.read(f"conv 8 3{between}pool 2{between}", ABOUT)

    assert [layer.kind for layer in found] == ["conv", "maxpool"]


@pytest.mark.parametrize(
    ("typed", "message", "at"),
    [
        ("", "From 1 to 60 layers are needed for the layers, in order", None),
        ("pool 2, cnov 16 3x3", "There is no layer 'cnov'. Did you mean conv", 8),
        ("flaten", "Did you mean flatten", 0),
        ("16 3x3", "A layer begins with its name", 0),
        ("conv 16", "conv needs its kernel, as in conv 16 3x3 s1 p1.", 0),
        ("conv 3x3", "conv needs its number of filters", 0),
        ("pool", "pool needs its kernel", 0),
        ("pool 2 3", "pool does not take '3'. It is written pool 2.", 7),
        ("dense 10 s2", "dense does not take a stride", 10),
        ("dense 3x3", "dense does not take a kernel", 6),
        ("bn 4", "bn does not take '4'.", 3),
        ("conv 16 3 s2 s3", "The stride is given twice.", 14),
        ("conv 16 3 same p1", "The padding is given twice.", 16),
        ("conv 16 3 s0", "A stride lies from 1 to 99.", 11),
        ("conv 16 3 p-1", "'-' is no padding.", 11),
        ("conv 16 3 p1x2", "'1x2' is no padding.", 11),
        ("conv 16.5 3", "'16.5' is no number of filters.", 5),
        (f"conv {'9' * 400} 3", "A number of filters lies from 1 to 100000.", 5),
        ("conv 16 3 strid 2", "'strid' says nothing about a layer. Did you mean stride", 10),
        ("conv 16 3 s", "'s' needs a number after it.", 10),
        ("conv 16 3 # 4", "'#' has no meaning in a layer.", 10),
        ("dropout 1.5", "A dropout rate is below 1.", 8),
        ("pool 2," * 61, "From 1 to 60 layers", None),
        ("x" * 5_000, "Layers may take 4000 characters", None),
    ],
)
def test_a_bad_layer_is_refused(typed: str, message: str, at: int | None) -> None:
    with pytest.raises(AnswerError) as refused:
        layers.read(typed, ABOUT)

    assert str(refused.value).startswith(message) or message in str(refused.value)
    assert refused.value.position == at


@given(st.text("conv pool dense bn 0123456789.,x×sp=-k@\n", max_size=60))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        found = layers.read(typed, ABOUT)
    except AnswerError:
        return
    assert layers.read(layers.write(found), ABOUT) == found


pairs = st.tuples(st.integers(1, 99), st.integers(1, 99))
some_layer = st.one_of(
    st.builds(
        Layer,
        st.just("conv"),
        st.integers(1, 100_000),
        pairs,
        pairs,
        padding=st.integers(0, 99),
        bias=st.booleans(),
    ),
    st.builds(
        Layer, st.sampled_from(["maxpool", "avgpool"]), st.just(0), pairs, pairs, st.booleans()
    ),
    st.builds(Layer, st.just("dense"), st.integers(1, 100_000), bias=st.booleans()),
    st.builds(Layer, st.just("dropout"), rate=st.floats(0.001, 0.999)),
    st.builds(Layer, st.sampled_from(["bn", "flatten", "gap", *ACTIVATIONS.split()])),
)


@given(st.lists(some_layer, min_size=1, max_size=6))
def test_what_is_written_is_read_back(some: list[Layer]) -> None:
    assert layers.read(layers.write(tuple(some)), ABOUT) == tuple(some)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("32x32x3", (32, 32, 3)),
        ("32 × 32 × 3", (32, 32, 3)),
        ("[32, 32, 3]", (32, 32, 3)),
        ("28x28", (28, 28, 1)),
        ("784", (784,)),
    ],
)
def test_a_size_is_read(typed: str, meant: tuple[int, ...]) -> None:
    assert size.read(typed, ABOUT) == meant
    assert size.read(size.write(meant), ABOUT) == meant


@pytest.mark.parametrize("typed", ["", "axb", "0x3x3", "1x2x3x4", "-3", "99999x99999x99999", "2.5"])
def test_a_bad_size_is_refused(typed: str) -> None:
    with pytest.raises(AnswerError):
        size.read(typed, ABOUT)


def test_layers_of_a_kind_are_numbered() -> None:
    found = layers.read("conv 8 3, relu, pool 2, conv 8 3, avgpool 2, flatten", ABOUT)

    assert labels(found) == ("conv 1", "ReLU", "pool 1", "conv 2", "pool 2", "flatten")


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        ("conv 8 5", (28, 28, 8)),
        ("conv 8 5 p2", (32, 32, 8)),
        ("conv 8 4 same", (32, 32, 8)),
        ("conv 8 3 same s2", (16, 16, 8)),
        ("conv 8 3 s2", (15, 15, 8)),
        ("pool 3", (10, 10, 3)),
        ("pool 3 s2 same", (16, 16, 3)),
        ("conv 8 3x5 s2x1", (15, 28, 8)),
        ("gap", (1, 1, 3)),
        ("flatten", (3072,)),
        ("dense 10", (10,)),
        ("bn", (32, 32, 3)),
    ],
)
def test_sizes(typed: str, made: tuple[int, ...]) -> None:
    assert list(sizes(layers.read(typed, ABOUT), (32, 32, 3)))[-1] == made


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (
            "conv 8 3, conv 8 9",
            "Layer 2 (conv 2) has a kernel of 9×9, but the map that reaches it ",
        ),
        ("flatten, pool 2", "Layer 2 (pool) needs a map of rows and columns"),
        ("dense 4, gap", "Layer 2 (global pool) needs a map"),
    ],
)
def test_layers_that_do_not_fit_are_refused(typed: str, message: str) -> None:
    with pytest.raises(GivensError) as refused:
        check(layers.read(typed, ABOUT), (8, 8, 1))

    assert str(refused.value).startswith(message)


def solved(name: str, **typed: str) -> Any:
    """Solve a question with givens of one's own."""
    question = Bank().question(name)
    model = family(question.family)
    about = givens_of(model.model)
    givens = model.model(
        **{key: kind(about[key].kind).read(text, about[key]) for key, text in typed.items()}
    )
    model.accept(plain(givens))
    return solve_item(Item(question, 0, givens))


def told(solution: Any) -> str:
    """Write the worked solution as text."""
    return render(question_document(solution, solved=True)).partition("Worked solution")[2]


def test_parameters_are_whole_numbers_of_any_size() -> None:
    solution = solved("cnn.parameters/3", input="1000000000", layers="dense 100000")

    assert solution.results["total"] == 100_000_000_100_000
    assert type(solution.results["total"]) is int


def test_a_dense_layer_flattens_a_map_by_itself() -> None:
    flat = solved("cnn.parameters/3", input="5x5x16", layers="flatten, dense 10").results
    implied = solved("cnn.parameters/3", input="5x5x16", layers="dense 10").results

    assert implied["total"] == flat["total"] == 4010


def test_own_counts_are_followed_to_the_total() -> None:
    solution = solved("cnn.parameters/3", input="28x28x1", layers="conv 8 3, conv 4 3")
    followed = solve_item(solution.item, {"layers": [72, 288]})

    assert followed.results["total"] == 360


@pytest.mark.parametrize(
    ("givens", "there", "missing"),
    [
        ({}, "= H − K + 1", "P"),
        ({"padding": "1"}, "= H − K + 2 P + 1", "S"),
        ({"mode": "full"}, "P = K − 1", "S"),
        ({"mode": "same"}, "Z = K − 1", "2 P"),
        ({"mode": "same", "B": "1 0 2; 1 1 1; 0 1 2"}, "= H − K + 2 P + 1", "Z"),
        ({"dilation": "2"}, "K′ = D (K − 1) + 1", "P"),
        ({"mode": "full", "B": "3"}, "= H − K + 1", "P"),
    ],
)
def test_sizes_are_worked_out_with_what_is_there(
    givens: dict[str, str], there: str, missing: str
) -> None:
    plain = {"A": "1 2 3; 4 5 6; 7 8 9", "B": "1 2; 3 4"}
    sized = told(solved("cnn.conv2d/1", **{**plain, **givens})).partition("Step 2")[0]

    assert there in sized
    assert missing not in sized.replace("Step 1. Size", "")


def test_a_kernel_that_fits_only_with_its_zeros_has_no_mistake_without_them() -> None:
    solution = solved("cnn.conv2d/1", A="5", B="1 2; 3 4", mode="full")

    assert "padding-dropped" not in solution.mistakes


def test_a_kernel_that_does_not_fit_is_refused() -> None:
    with pytest.raises(NcreviseError) as refused:
        solved("cnn.conv2d/1", A="1 2; 3 4", B="1 2; 3 4", dilation="2")

    assert str(refused.value) == (
        "B spans 3×3 pixels and A, with its zeros, has only 2×2: the kernel does not fit."
    )
