"""The shipped data is what it is said to be, and a reader's own files are read or refused."""

from __future__ import annotations

import gzip
import hashlib
import io
import pickle
import re
import struct
import tempfile
import zipfile
from collections import Counter
from importlib.resources import files
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncrevise.data import alice, digits, idx, karate, kingdom, mnist, pixels, trees
from ncrevise.errors import GivensError, NcreviseError, UsageError

FOLDER = Path(str(files("ncrevise.data")))
RNG = np.random.default_rng(0)


# What is shipped


def test_every_shipped_file_is_cited_with_its_size_and_digest() -> None:
    text = (FOLDER / "CITATIONS.md").read_text(encoding="utf-8")
    cited = {}
    for section in text.split("\n## ")[1:]:
        if size := re.search(r"- Size: ([\d,]+) \(`([0-9a-f]{16})`\)", section):
            cited[section.splitlines()[0]] = int(size[1].replace(",", "")), size[2]
            assert all(
                f"- {field}:" in section
                for field in ("What", "Who and when", "Licence", "Obtained from", "Changed")
            )
    found = {
        path.name: (path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest()[:16])
        for path in FOLDER.iterdir()
        if path.suffix in {".gz", ".txt"}
    }

    assert cited == found


def test_shipped_files_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir() if path.is_file()) <= 150_000


def test_digits_are_the_published_test_set() -> None:
    data = digits.load()

    assert data.images.shape == (1797, 8, 8)
    assert data.images.dtype == np.float64
    assert data.labels.dtype == np.int64
    assert (data.images.min(), data.images.max()) == (0, 1)
    assert set(np.unique(data.images * 16)) == set(range(17))
    assert np.bincount(data.labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert (data.images[0, 0] * 16).tolist() == [0, 0, 5, 13, 9, 1, 0, 0]


@pytest.mark.parametrize("test", [1, 10, 360, 361, 1796])
def test_split_is_stratified_disjoint_and_whole(test: int) -> None:
    data = digits.load()
    marked = digits.Digits(np.arange(1797.0).reshape(-1, 1, 1), data.labels)
    train, kept = digits.split(marked, test)

    assert len(kept) == test
    assert sorted([*train.images.flat, *kept.images.flat]) == list(range(1797))
    share = np.bincount(data.labels, minlength=10) * test / 1797
    assert np.all(abs(np.bincount(kept.labels, minlength=10) - share) < 1)
    for part in (train, kept):
        assert np.array_equal(part.labels, data.labels[part.images.ravel().astype(int)])


def test_split_is_always_the_same() -> None:
    marked = digits.Digits(np.arange(1797.0).reshape(-1, 1, 1), digits.load().labels)
    kept = digits.split(marked).test.images.ravel().astype(int)

    assert np.array_equal(kept, digits.split(marked).test.images.ravel())
    assert not np.array_equal(kept, digits.split(marked, key="other").test.images.ravel())
    assert kept[:6].tolist() == [7, 14, 19, 24, 27, 32]


@pytest.mark.parametrize("test", [-1, 0, 1797])
def test_split_needs_two_parts(test: int) -> None:
    with pytest.raises(GivensError, match="choose from 1 to 1796"):
        digits.split(digits.load(), test)


def test_karate_club_is_that_of_networkx() -> None:
    club, graph = karate.load(), nx.karate_club_graph()

    assert len(club.edges) == 78
    assert list(club.edges) == sorted(tuple(sorted(edge)) for edge in graph.edges)
    assert list(club.factions) == [graph.nodes[n]["club"] for n in range(34)]
    assert Counter(club.factions) == {"Mr. Hi": 17, "Officer": 17}
    assert club.names[karate.INSTRUCTOR] == "1"
    assert club.names[karate.PRESIDENT] == "34"
    assert np.array_equal(club.adjacency(), nx.to_numpy_array(graph, weight=None))


def test_alice_is_clean_text() -> None:
    text = alice.load()

    assert len(text) == 45_223
    assert len(set(text)) == 64
    assert re.findall("^CHAPTER (.*)$", text, re.MULTILINE) == ["I", "II", "III", "IV"]
    assert text.startswith("CHAPTER I\n\nDown the Rabbit-Hole\n\nAlice was beginning to get very")
    assert text.endswith("of her or of anything else.\n")
    assert not re.search(
        r"gutenberg|fulcrum|ebook|[\r\t_*`]| \n|\n |  |\n\n\n", text, re.IGNORECASE
    )


# What is made


def test_kingdom_has_one_word_for_one_word() -> None:
    said = {word for sentence in kingdom.sentences() for word in sentence}

    assert (
        len(kingdom.ESPERANTO)
        == len(set(kingdom.ESPERANTO.values()))
        == len(kingdom.entries())
        == 80
    )
    assert said == set(kingdom.ESPERANTO)


def test_kingdom_is_always_the_same() -> None:
    assert kingdom.sentences(50) == kingdom.sentences(100)[:50]
    assert kingdom.sentences(50) != kingdom.sentences(50, key="other")
    assert [" ".join(s) for s in kingdom.sentences(2)] == [
        "today the aunt rides the horse",
        "the mayor of berlin speaks german",
    ]


def test_noise_changes_as_many_words_as_asked() -> None:
    clean, noisy = kingdom.sentences(2000), kingdom.sentences(2000, 0.25)
    pairs = [
        p for one, other in zip(clean, noisy, strict=True) for p in zip(one, other, strict=True)
    ]
    changed = sum(one != other for one, other in pairs) / len(pairs)

    assert changed == pytest.approx(0.25 * 79 / 80, abs=0.015)


def vectors(sentences: list[list[str]], size: int) -> dict[str, np.ndarray]:
    """Factor positive pointwise mutual information, the plainest of word vectors."""
    words = sorted({word for sentence in sentences for word in sentence})
    place = {word: i for i, word in enumerate(words)}
    counts = np.zeros((len(words), len(words)))
    for sentence in sentences:
        for i, one in enumerate(sentence):
            for j, other in enumerate(sentence):
                counts[place[one], place[other]] += i != j
    rates = counts.sum(1) / counts.sum()
    found = np.maximum(np.log(np.maximum(counts / counts.sum(), 1e-12) / np.outer(rates, rates)), 0)
    left, strength, _ = np.linalg.svd(found)
    rows = left[:, :size] * np.sqrt(strength[:size])
    return dict(zip(words, rows / np.linalg.norm(rows, axis=1, keepdims=True), strict=True))


def score(found: dict[str, np.ndarray]) -> float:
    def best(a: str, b: str, c: str) -> str:
        aim = found[b] - found[a] + found[c]
        return max(found.keys() - {a, b, c}, key=lambda word: found[word] @ aim)

    known = kingdom.analogies()
    return sum(best(a, b, c) == d for a, b, c, d in known) / len(known)


def test_word_vectors_learn_the_analogies() -> None:
    known = kingdom.analogies()

    assert {("man", "woman", "king", "queen"), ("france", "paris", "italy", "rome"),
            ("king", "prince", "uncle", "nephew"), ("drinks", "drank", "rides", "rode")} <= set(known)  # fmt: skip
    assert score(vectors(kingdom.sentences(), 40)) >= 0.95
    assert score(vectors(kingdom.sentences(noise=0.1), 40)) >= 0.95
    assert score(vectors(kingdom.sentences(noise=0.9), 40)) < 0.3


@pytest.mark.parametrize(
    ("english", "esperanto"),
    [
        ("yesterday the king wore the crown", "hieraŭ la reĝo la kronon portis"),
        ("the queen says that her gown is long", "la reĝino diras ke ŝia robo longa estas"),
        ("paris is the capital of france", "parizo la ĉefurbo de francio estas"),
    ],
)
def test_esperanto(english: str, esperanto: str) -> None:
    assert " ".join(kingdom.in_esperanto(english.split())) == esperanto


def test_noise_can_be_translated() -> None:
    for sentence in kingdom.sentences(500, 0.5):
        assert len(kingdom.in_esperanto(sentence)) == len(sentence)


def test_sums_come_to_what_python_says() -> None:
    for tree in trees.expressions(300, 4):
        for node in tree.nodes():
            text = str(node).replace("−", "-").replace("×", "*")
            assert eval(text) == node.value
            assert abs(node.value) <= 9
            assert len(node.children) in {0, 2}
        assert tree.children
    assert {sign for tree in trees.expressions(50) for sign in tree.words()} >= set("+−×")


def test_phrases_are_rated_by_their_parts() -> None:
    drawn = trees.phrases(2000, 4)
    rated = {str(tree): tree.value for tree in drawn}

    assert rated["(very good)"] == 2
    assert rated["(not good)"] == -1
    assert rated["(not (very good))"] == -1
    assert rated["(very (not good))"] == -2
    assert rated["(slightly great)"] == 1
    assert set(rated.values()) == {-2, -1, 0, 1, 2}
    assert all(len(node.children) in {0, 2} for tree in drawn for node in tree.nodes())
    for tree in drawn:
        if (
            len(tree.children) == 2
            and tree.children[1].children
            and tree.children[1].children[0].word == "but"
        ):
            assert tree.value == tree.children[1].value


def test_trees_are_always_the_same() -> None:
    assert trees.expressions(9) == trees.expressions(9)
    assert trees.phrases(9) == trees.phrases(9)
    assert trees.phrases(9) != trees.phrases(9, key="other")


# A reader's own


def packed(array: np.ndarray) -> bytes:
    return (
        bytes([0, 0, 8, array.ndim])
        + struct.pack(f">{array.ndim}I", *array.shape)
        + array.tobytes()
    )


def publish(
    folder: Path, part: str, count: int, side: int = 28, form: str = "{}-{}-ubyte"
) -> np.ndarray:
    images = RNG.integers(0, 256, (count, side, side), dtype=np.uint8)
    labels = (np.arange(count) % 10).astype(np.uint8)
    for kind, array in (("images-idx3", images), ("labels-idx1", labels)):
        path = folder / form.format(part, kind)
        path.write_bytes(gzip.compress(packed(array)) if path.suffix == ".gz" else packed(array))
    return images


@pytest.mark.parametrize("form", ["{}-{}-ubyte", "{}-{}-ubyte.gz", "{}-{}.ubyte", "{}-{}.ubyte.gz"])
def test_mnist_as_published(tmp_path: Path, form: str) -> None:
    train = publish(tmp_path, "train", 30, form=form)
    test = publish(tmp_path, "t10k", 10, form=form)

    for path in (tmp_path, str(tmp_path / form.format("train", "images-idx3"))):
        data = mnist.load(path)
        assert np.array_equal(data.train.images, train / 255)
        assert np.array_equal(data.test.images, test / 255)
        assert data.train.labels.tolist() == list(range(10)) * 3


def test_mnist_without_its_test_keeps_a_sixth(tmp_path: Path) -> None:
    publish(tmp_path, "train", 60)
    data = mnist.load(tmp_path)

    assert (len(data.train), len(data.test)) == (50, 10)
    assert data.test.labels.tolist() != [0] * 10


def test_archive(tmp_path: Path) -> None:
    x = RNG.integers(0, 256, (20, 12, 12), dtype=np.uint8)
    y = np.arange(20) % 10
    np.savez_compressed(
        tmp_path / "mnist.npz",
        x_train=x,
        y_train=y,
        x_test=x[:5].reshape(5, -1),
        y_test=y[:5, None],
    )
    for path in (tmp_path, tmp_path / "mnist.npz"):
        data = mnist.load(path)
        assert np.array_equal(data.train.images, x / 255)
        assert np.array_equal(data.test.images, x[:5] / 255)
        assert np.array_equal(data.test.labels, y[:5])


@pytest.mark.parametrize(("most", "full"), [(1.0, 1), (16, 16), (255, 255), (200, 255)])
@pytest.mark.parametrize("heading", ["", "\ufefflabel,p0,p1,p2,p3\n"])
def test_rows(tmp_path: Path, most: float, full: int, heading: str) -> None:
    lines = [f"{n % 10},0,{most},0,{most / 2}" for n in range(12)]
    (tmp_path / "d.csv.gz").write_bytes(gzip.compress((heading + "\n".join(lines)).encode()))
    data = mnist.load(tmp_path)

    assert data.train.images.shape == (10, 2, 2)
    assert data.train.images[3].tolist() == [[0, most / full], [0, most / full / 2]]


def test_a_pair_of_texts(tmp_path: Path) -> None:
    (tmp_path / "mnist_test.csv").write_text("1,0,0,0,1\n")
    (tmp_path / "mnist_train.csv").write_text("2,0,0,0,1\n3,0,0,0,1\n")
    data = mnist.load(tmp_path)

    assert data.train.labels.tolist() == [2, 3]
    assert data.test.labels.tolist() == [1]


def test_a_label_at_the_end_is_noticed(tmp_path: Path) -> None:
    """In the shipped file a pixel stands first, which is never inked: every label would be 0."""
    (tmp_path / "d.csv").write_bytes(gzip.decompress((FOLDER / "digits.csv.gz").read_bytes()))
    with pytest.raises(GivensError, match=r"every image is labelled 0.*label comes first"):
        mnist.load(tmp_path / "d.csv")


def npz(**arrays: object) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, **arrays)  # type: ignore[arg-type]
    return stream.getvalue()


def forged(shape: str, kind: str = "|u1", name: str = "x_train") -> bytes:
    """Make an archive whose array says it is larger than it is."""
    head = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}}}".ljust(117) + "\n"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(
            f"{name}.npy", b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode()
        )
        archive.writestr("y_train.npy", b"")
    return stream.getvalue()


X, Y = np.zeros((3, 4, 4)), np.arange(3)
OBJECTS = np.array([[[{}]]], dtype=object)
IMAGES = packed(np.zeros((2, 28, 28), np.uint8))
BAD_FILES = {
    "empty": (b"", "label and its pixels"),
    "a pickle": (pickle.dumps([1]), "starts with 80 04"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "starts with 89 50 4e 47"),
    "prose": (b"hello\nworld\n", "'world' is not a number"),
    "short gzip": (gzip.compress(b"1,0\n" * 999)[:20], "damaged or cut short"),
    "wrong gzip": (b"\x1f\x8bnonsense", "damaged or cut short"),
    "wrong blocks": (gzip.compress(b"")[:10] + b"\xff" * 20, "damaged or cut short"),
    "bad checksum": (gzip.compress(b"1,0\n" * 9)[:-8] + bytes(8), "damaged or cut short"),
    "ragged": (b"1,0,0,0,0\n2,0,0,0\n", "line 2: it has 4 cells, and the lines before it have 5"),
    "no square": (b"1,0,0,0\n" * 9, "its images are 3, and only square ones"),
    "a word": (b"1,0,0,0,1\n2,0,0,0,\x1b[31mred\n", r"line 2, cell 5: '\\x1b\[31mred' is not a number"),
    "label only": (b"1\n2\n", "label and its pixels"),
    "label 12": (b"1,0,0,0,1\n12,0,0,0,1\n", "image 2 has the label 12"),
    "label 1.5": (b"1.5,0,0,0,1\n", "image 1 has the label 1.5"),
    "negative": (b"1,0,0,0,-1\n", "pixels go from -1 to 0"),
    "too bright": (b"1,0,0,0,256\n", "pixels go from 0 to 256"),
    "nan": (b"1,0,0,0,nan\n", "pixels go from nan"),
    "too long": (b"1," * 2**19 + b"1", "line 1: it is too long"),
    "one digit": (b"1,0,0,0,1\n", "every image is labelled 1"),
    "stray idx": (IMAGES, "name it and its labels as MNIST does"),
    "short zip": (npz(x_train=X, y_train=Y)[:-30], "archive is damaged"),
    "other names": (npz(data=X, target=Y), "it holds 'data', 'target'. Name the arrays"),
    "objects": (npz(x_train=OBJECTS, y_train=Y), "only plain numbers"),
    "complex": (npz(x_train=X + 1j, y_train=Y), "only plain numbers"),
    "counts differ": (npz(x_train=X, y_train=Y[:2]), "3 images and 2 labels"),
    "flat": (npz(x_train=Y, y_train=Y), "no images"),
    "none": (npz(x_train=X[:0], y_train=Y[:0]), "no images"),
    "colour": (npz(x_train=np.zeros((3, 4, 4, 3)), y_train=Y), "4 × 4 × 3, and only square"),
    "test of another size": (npz(x_train=X, y_train=Y, x_test=X[:, :2, :2], y_test=Y), "4 × 4, those of the test 2 × 2"),
    "forged size": (forged("(999999999, 28, 28)"), r"999999999 × 28 × 28 numbers .* 67,108,864"),
    "forged, mild": (forged("(100, 28, 28)"), "array is damaged"),
    "forged, below zero": (forged("(-5, -5)"), "array is damaged"),
    "forged, nothing": (forged("(0, 99999999999999999999)"), "are announced"),
    "forged objects": (forged("(1, 2, 2)", "|O"), "only plain numbers"),
    "forged kind": (forged("(1, 2, 2)", "__import__"), "array is damaged"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_FILES)
def test_bad_files_are_refused_in_words(tmp_path: Path, case: str) -> None:
    content, words = BAD_FILES[case]
    path = tmp_path / "given"
    path.write_bytes(content)
    with pytest.raises(GivensError, match=words) as caught:
        mnist.load(path)
    assert str(path) in str(caught.value)
    assert str(caught.value).isprintable()


BAD_IMAGES = {
    "cut short": (IMAGES[:-1], "2 × 28 × 28 bytes are announced and only 1567 are there"),
    "too long": (IMAGES + b"!", "there are more"),
    "in the header": (IMAGES[:9], "within its header"),
    "nothing": (b"", "starts with nothing, and an idx file of images starts with 00 00 08 03"),
    "labels": (packed(np.zeros(2, np.uint8)), "starts with 00 00 08 01"),
    "floats": (b"\0\0\x0d\x03" + IMAGES[4:], "starts with 00 00 0d 03"),
    "a lie": (b"\0\0\x08\x03" + b"\xff" * 12 + bytes(99), "4294967295 × 4294967295 × 4294967295 numbers"),
    "a bomb": (gzip.compress(b"\0\0\x08\x03" + struct.pack(">3I", 2, 2, 2) + bytes(10**7)), "there are more"),
    "wide": (packed(np.zeros((2, 28, 27), np.uint8)), "28 × 27, and only square"),
    "three": (packed(np.zeros((3, 28, 28), np.uint8)), "3 images and 2 labels"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_IMAGES)
def test_bad_idx_files_are_refused_in_words(tmp_path: Path, case: str) -> None:
    publish(tmp_path, "train", 2)
    content, words = BAD_IMAGES[case]
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(content)
    with pytest.raises(GivensError, match=words) as caught:
        mnist.load(tmp_path)
    assert str(path) in str(caught.value)


def test_folders_without_one_set(tmp_path: Path) -> None:
    with pytest.raises(GivensError, match=r"there are none\. Give an MNIST folder"):
        mnist.load(tmp_path)
    (tmp_path / "a.csv").write_text("")
    (tmp_path / "b.csv").write_text("")
    with pytest.raises(GivensError, match="there are several"):
        mnist.load(tmp_path)
    publish(tmp_path, "train", 2)
    (tmp_path / "train-labels-idx1-ubyte").unlink()
    with pytest.raises(GivensError, match="train-labels-idx1-ubyte is missing"):
        mnist.load(tmp_path)


@pytest.mark.parametrize("path", ["/no/such/file", "/dev/null"])
def test_no_such_file(path: str) -> None:
    with pytest.raises(UsageError, match="there is no such file or folder"):
        mnist.load(path)


def test_an_archive_under_an_idx_name_is_not_chased_round(tmp_path: Path) -> None:
    (tmp_path / "only.npz").write_bytes(IMAGES)
    with pytest.raises(GivensError, match="name it"):
        mnist.load(tmp_path)


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ncrevise.data.rows.MOST_PIXELS", 50)
    monkeypatch.setattr(pixels, "MOST_PIXELS", 50)
    (tmp_path / "d.csv").write_text("1,0,0,0,0\n" * 11)
    with pytest.raises(GivensError, match="at most 50 are read"):
        mnist.load(tmp_path)


@given(
    st.binary(max_size=60) | st.builds(lambda rest: b"\0\0\x08\x03" + rest, st.binary(max_size=60))
)
def test_any_idx_header_is_read_or_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "images")
        path.write_bytes(content)
        try:
            read = idx.read(path, 3)
        except NcreviseError:
            return
    assert packed(read) == content


@given(st.lists(st.integers(0, 5), min_size=3, max_size=3), st.data())
def test_true_idx_files_read_back(shape: list[int], data: st.DataObject) -> None:
    size = int(np.prod(shape))
    numbers = np.frombuffer(data.draw(st.binary(min_size=size, max_size=size)), np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "images")
        path.write_bytes(packed(numbers.reshape(shape)))
        read = idx.read(path, 3)
    assert np.array_equal(read, numbers.reshape(shape))


@given(
    st.binary(max_size=80)
    | st.text(alphabet="0123456789,.-e\n", max_size=80).map(str.encode)
    | st.tuples(st.integers(0, 800), st.integers(0, 255)).map(
        lambda change: (
            (whole := npz(x_train=X, y_train=Y))[: change[0]]
            + bytes([change[1]])
            + whole[change[0] + 1 :]
        )
    )
)
def test_any_file_is_read_or_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "given")
        path.write_bytes(content)
        try:
            data = mnist.load(path)
        except NcreviseError:
            return
    assert 0 <= data.train.images.min() <= data.train.images.max() <= 1
    assert data.train.images.shape[1] == data.train.images.shape[2]
