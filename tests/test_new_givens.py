"""Corpora, trees, graphs and curves: read, written back, and shown in every format."""

from __future__ import annotations

import doctest
import importlib
import json as plain_json
import pkgutil
import re
import tomllib
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ncrevise.document.figure import Chart, NodeFigure, TreeFigure
from ncrevise.document.tree import Document, Listing, Table
from ncrevise.errors import AnswerError
from ncrevise.export.moodle_xml.web import is_drawn
from ncrevise.givens.declare import Given
from ncrevise.givens.kinds import kind, support
from ncrevise.givens.kinds.corpus import Corpus
from ncrevise.givens.kinds.curve import Curve, Line
from ncrevise.givens.kinds.graph import Edge, Graph
from ncrevise.givens.kinds.support import numerals, ring
from ncrevise.givens.kinds.tree import Tree
from ncrevise.maths.runs import measure
from ncrevise.render import html, json, latex, lines, markdown, pdf, svg, terminal, text
from ncrevise.render.drawing import nodes, weights

KINDS = ("corpus", "tree", "graph", "curve")
ABOUT = {name: Given(f"the {name}", name) for name in KINDS}


def read(name: str, typed: object) -> object:
    return kind(name).coerce(typed, ABOUT[name])


def leaf(word: str) -> Tree:
    return Tree(word)


def number(value: float | Fraction) -> Tree:
    return Tree(numerals.written(value), (), value)


def node(*children: Tree | str, label: str = "") -> Tree:
    return Tree(label, tuple(leaf(c) if isinstance(c, str) else c for c in children))


THE_CAT = node("the", "cat")
SENTENCE = node(node("the", "cat", label="NP"), node("sat", label="VP"), label="S")
GOOD = node("not", node("very", "good"))
READ: list[tuple[str, object, object]] = [
    ("corpus", "the cat sat; the dog sat", (("the", "cat", "sat"), ("the", "dog", "sat"))),
    ("corpus", "the cat\n\n the dog \r\n", (("the", "cat"), ("the", "dog"))),
    ("corpus", ["the cat", "the dog"], (("the", "cat"), ("the", "dog"))),
    ("corpus", "I am Sam. Sam I am!", (("I", "am", "Sam"), ("Sam", "I", "am"))),
    ("corpus", "Is pi 3.5? Don't (say), “no” …", (("Is", "pi", "3.5"), ("Don't", "say", "no"))),
    ("corpus", "<s> a </s>; ; b", (("<s>", "a", "</s>"), ("b",))),
    ("corpus", "The the THE", (("The", "the", "THE"),)),
    ("tree", "((the cat) sat)", node(THE_CAT, "sat")),
    ("tree", " ( [the,cat]  sat )\n", node(THE_CAT, "sat")),
    ("tree", "(S (NP the cat) (VP sat))", SENTENCE),
    ("tree", "(S: (NP: the cat) (VP: sat))", SENTENCE),
    ("tree", "(np: the cat)", node("the", "cat", label="np")),
    ("tree", "(x: (the cat) sat)", node(THE_CAT, "sat", label="x")),
    ("tree", "(: NP cat)", node("NP", "cat")),
    ("tree", "(I (love you))", node("I", node("love", "you"))),
    ("tree", "(A (B C))", node("A", node("B", "C"))),
    ("tree", "((A B) C)", node(node("A", "B"), "C")),
    ("tree", "(not (very good))", GOOD),
    ("tree", "(S 1 2)", Tree("S", (number(1), number(2)))),
    ("tree", "((1 −2) 0.50 1/2 25%)", node(node(number(1), number(-2)), number(0.5), number(Fraction(1, 2)), number(0.25))),
    ("tree", "(2nd 1-2)", node("2nd", "1-2")),
    ("tree", "(cat)", node("cat")),
    ("tree", "cat", leaf("cat")),
    ("graph", "a-b, b-c, a-c", Graph(("a", "b", "c"), (Edge(0, 1), Edge(0, 2), Edge(1, 2)))),
    ("graph", "a - b;b–c\nc -- a", Graph(("a", "b", "c"), (Edge(0, 1), Edge(0, 2), Edge(1, 2)))),
    ("graph", ["b->a", "a→c"], Graph(("b", "a", "c"), (Edge(0, 1), Edge(1, 2)), directed=True)),
    ("graph", "a-b-c", Graph(("a", "b", "c"), (Edge(0, 1), Edge(1, 2)))),
    ("graph", "a-b:2, b-c:-0.5, a-c:1/3", Graph(("a", "b", "c"), (Edge(0, 1, 2), Edge(0, 2, Fraction(1, 3)), Edge(1, 2, -0.5)))),
    ("graph", "a->a:2, a->b, b->a", Graph(("a", "b"), (Edge(0, 0, 2), Edge(0, 1), Edge(1, 0)), directed=True)),
    ("graph", "10-2, 1-10", Graph(("1", "2", "10"), (Edge(0, 2), Edge(1, 2)))),
    ("graph", "b, a-c, b", Graph(("b", "a", "c"), (Edge(1, 2),))),
    ("graph", "x_1", Graph(("x_1",))),
    ("curve", "train: 2.3 1.9; test: 2.4, 2.1", Curve((Line("train", ((1, 2.3), (2, 1.9))), Line("test", ((1, 2.4), (2, 2.1)))))),
    ("curve", "(0, 1) (1, 0.5)", Curve((Line("", ((0, 1), (1, 0.5))),))),
    ("curve", "[0 1], (1 1/2)", Curve((Line("", ((0, 1), (1, Fraction(1, 2)))),))),
    ("curve", "[3, 1, 2]", Curve((Line("", ((1, 3), (2, 1), (3, 2))),))),
    ("curve", "[[0, 3], [2, 1]]", Curve((Line("", ((0, 3), (2, 1))),))),
    ("curve", "validation loss: 5\n\ntrain-2: (−1, −5)", Curve((Line("validation loss", ((1, 5),)), Line("train-2", ((-1, -5),))))),
    ("curve", {"train": [2.3, "1/2"], "test": [[0, 1], [5, 2]]}, Curve((Line("train", ((1, 2.3), (2, Fraction(1, 2)))), Line("test", ((0, 1), (5, 2)))))),
    ("curve", [2, 1.5], Curve((Line("", ((1, 2), (2, 1.5))),))),
]  # fmt: skip

WRONG: list[tuple[str, object, str]] = [
    ("corpus", " ; . !", "There are no words for the corpus. Write sentences"),
    ("corpus", "a C# b", "'C#' is no word: leave out signs such as # and =."),
    ("corpus", "x=1", "'x=1' is no word"),
    ("corpus", "a" * 31, "is too long for a word: up to 30 letters."),
    ("corpus", "a \u202eb", "is no word"),
    ("corpus", "a " * 4001, "That is 4,001 words; 4,000 is the most read here."),
    ("corpus", "a" * 40_001, "A corpus may take 40,000 characters, not 40,001."),
    ("corpus", 5, "A corpus is written as text, or as a list of sentences."),
    ("corpus", [["a"]], "A corpus is written as text"),
    ("tree", "", "There is no tree here. A tree is written in brackets"),
    ("tree", "((a b) c", "The bracket ( is never closed."),
    ("tree", "(a b))", "The bracket ) closes nothing: every bracket before it is closed"),
    ("tree", ") a", "The bracket ) closes nothing."),
    ("tree", "(a [b c))", "The bracket [ is closed by ), not ]."),
    ("tree", "(a ())", "There is nothing between two brackets."),
    ("tree", "the cat", "The tree has ended, but 'cat' follows: put one pair of brackets round"),
    ("tree", "(np:)", "The label np: has nothing under it."),
    ("tree", "(the np: cat)", "The label np: must come first in its bracket."),
    ("tree", "(a; b)", "'a;' is no word: leave out signs such as : ; # and =."),
    ("tree", "(a:b c)", "'a:b' is no word"),
    ("tree", f"({'a' * 25} b)", "is too long for a word: up to 24 letters."),
    ("tree", "(1/0 2)", "At 1/0: This divides by zero."),
    ("tree", "(" * 61 + "a" + ")" * 61, "Brackets may be 60 deep, not more."),
    ("tree", f"({'a ' * 60})", "That is 61 nodes and leaves; 60 is the most read here."),
    ("tree", "(" * 4001, "A tree may take 4,000 characters, not 4,001."),
    ("tree", ["a", "b"], "A tree is written as text."),
    ("graph", "", "From 1 to 60 nodes and up to 500 edges are read, not 0 and 0."),
    ("graph", "a-b, b->c", "b->c is directed, a-b is not: all must be alike."),
    ("graph", "a b", "'a b' is no name: up to 12 letters and digits."),
    ("graph", "a-b c", "'b c' is no name: up to 12 letters and digits in 'a-b c'."),
    ("graph", "a-", "No name at one end in 'a-'."),
    ("graph", "->", "No name at one end in '->'."),
    ("graph", "a-b, b-a", "The edge b-a is there twice."),
    ("graph", "a->b, b->a, a->b", "The edge a->b is there twice."),
    ("graph", "a:2", "'a:2' is a node: only edges have weights."),
    ("graph", "a-b:", "In a-b:: Nothing is typed here"),
    ("graph", "a-b:x", "In a-b:x: I don't know the name x"),
    ("graph", "a-b:0", "In a-b:0: an edge of weight 0 is none; leave it out."),
    ("graph", "a-b:1e10", "In a-b:1e10: a number may be up to a thousand million in size."),
    ("graph", ",".join(map(str, range(61))), "not 61 and 0."),
    ("graph", "a-b," * 6000, "A graph may take 20,000 characters, not 24,000."),
    ("graph", [["a", "b"]], "A graph is written as text."),
    ("curve", "", "From 1 to 6 curves are read, not 0."),
    ("curve", "train:", "In train: from 1 to 100 points are read, not 0."),
    ("curve", "1 2; 3 4", "'1 2' has no name. With several curves each needs one."),
    ("curve", "a: 1; a: 2", "The curve a is there twice."),
    ("curve", "1: 2", "'1' is no name: use up to 24 letters and digits."),
    ("curve", "a: 1 x", "In a: I don't know the name x"),
    ("curve", "(0, 1, 2)", "In the curve: (0, 1, 2) is no point."),
    ("curve", "(1, 1) (0, 2)", "In the curve: points go from left to right, but 0 comes after 1."),
    ("curve", "a: (0, 1) 5", "In 'a: (0, 1) 5': points stand in brackets, as in (0, 1) (1, 0.5)."),
    ("curve", "((0, 1)", "points stand in brackets"),
    ("curve", [1, [2, 3]], "In the curve: some points stand in brackets, others do not."),
    ("curve", [1, None], "A number is needed here, not None."),
    ("curve", ";".join(f"{c}: 1" for c in "abcdefg"), "From 1 to 6 curves are read, not 7."),
    ("curve", "1 " * 101, "In the curve: from 1 to 100 points are read, not 101."),
    ("curve", "1" * 25, "is too long for a number."),
    ("curve", "1 " * 10_001, "Curves may take 20,000 characters, not 20,002."),
    ("curve", {"a": 1}, "Curves are written as text, or as lists of numbers."),
]  # fmt: skip


class TestReading:
    @pytest.mark.parametrize(("name", "typed", "value"), READ)
    def test_typed(self, name: str, typed: object, value: object) -> None:
        wanted = Corpus(value) if name == "corpus" else value

        assert read(name, typed) == wanted
        assert hash(read(name, typed)) == hash(wanted)

    @pytest.mark.parametrize(("name", "typed", "message"), WRONG)
    def test_refused_with_a_sentence(self, name: str, typed: object, message: str) -> None:
        with pytest.raises(AnswerError) as raised:
            read(name, typed)

        assert message in str(raised.value)
        assert len(str(raised.value)) < 250

    @pytest.mark.parametrize(
        ("typed", "position"), [("((a b) c", 0), ("(a [b c))", 7), ("(a b) c", 6), ("(a; b)", 1)]
    )
    def test_a_caret_can_point_at_it(self, typed: str, position: int) -> None:
        with pytest.raises(AnswerError) as raised:
            read("tree", typed)

        assert (raised.value.text, raised.value.position) == (typed, position)

    @pytest.mark.parametrize("name", KINDS)
    def test_toml(self, name: str) -> None:
        for which, typed, value in READ:
            if which == name and not isinstance(typed, dict):
                data = tomllib.loads(f"value = {plain_json.dumps(typed)}")["value"]
                assert read(name, data) == (Corpus(value) if name == "corpus" else value)

    def test_limits_hold_for_heights_and_weights_alone(self) -> None:
        above = Given("the loss", "curve", low=0, high=5)

        assert kind("curve").read("(-1, 0) (9, 5)", above).lines[0].xs == (-1, 9)
        with pytest.raises(AnswerError, match="at least 0"):
            kind("curve").read("1 -1", above)
        with pytest.raises(AnswerError, match=r"In a-b:7: It must be at most 5"):
            kind("graph").read("a-b:7", above)

    @pytest.mark.parametrize("name", KINDS)
    def test_none_is_lifted(self, name: str) -> None:
        assert kind(name).LIFTED is False

    def test_hostile_text_is_read_or_refused(self) -> None:
        pieces = ["(", ")", "[", "]", "((", "a:", "a-", "->", ":", ",", ";", "\n", ".", "1e9", " "]
        pieces += ["(" * 30 + "a" + ")" * 30, "a-b-", "(1,", "1/", "%s{0}", "__import__('os')"]
        pieces += ["\x00", "\x1b[31m", "\u202e", "\ud800", "9" * 20, "2^9^9^9", "[[", "]]", "-"]
        for name in KINDS:
            for piece in pieces:
                for count in (1, 50, 2000, 200_000 // len(piece)):
                    try:
                        read(name, piece * count)
                    except AnswerError as error:
                        assert len(str(error)) < 400  # noqa: PT017


WORD = st.from_regex(r"[A-Za-z<>0-9][A-Za-z'0-9.]{0,6}[A-Za-z<>0-9]", fullmatch=True)
SCALAR = st.one_of(
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9, allow_subnormal=False).filter(lambda x: x == 0 or abs(x) > 1e-20),
    st.fractions(-1000, 1000, max_denominator=999).filter(lambda x: x.denominator > 1),
)
CORPORA = st.lists(st.lists(WORD, min_size=1, max_size=6).map(tuple), min_size=1, max_size=6).map(
    lambda found: Corpus(tuple(found))
)
LABEL = st.sampled_from(["", "", "S", "NP", "np", "x1", "I", "A", "3"])
LEAVES = st.one_of(
    st.from_regex(r"[A-Za-z]{1,6}", fullmatch=True).map(leaf),
    st.sampled_from(["S", "NP", "I", "don't"]).map(leaf),
    SCALAR.map(number),
)
TREES = st.recursive(
    LEAVES,
    lambda below: st.builds(
        Tree, LABEL, st.lists(below, min_size=1, max_size=3).map(tuple), st.none()
    ),
    max_leaves=12,
).filter(lambda tree: sum(1 for _ in tree.postorder()) <= 60)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    count = draw(st.integers(1, 7))
    names = draw(st.permutations([f"n{k}" for k in range(count)]))
    if draw(st.booleans()):
        names = [str(k) for k in sorted(draw(st.sets(st.integers(0, 30), min_size=count, max_size=count)))]  # fmt: skip
    pairs = [(u, v) for u in range(count) for v in range(count)]
    directed = draw(st.booleans())
    ends = sorted(draw(st.sets(st.sampled_from(pairs if directed else [p for p in pairs if p[0] <= p[1]]))))  # fmt: skip
    weights = draw(st.lists(SCALAR.filter(bool), min_size=len(ends), max_size=len(ends)))
    some = draw(st.booleans())
    edges = tuple(Edge(*pair, w if some else 1) for pair, w in zip(ends, weights, strict=True))
    return Graph(tuple(names), edges, directed and bool(edges))


def curve_of(found: list[tuple[bool, list[object], list[object]]]) -> Curve:
    made = []
    for k, (counted, xs, ys) in enumerate(found):
        across = range(1, len(ys) + 1) if counted else sorted(set(xs))
        points = tuple(zip(across, ys, strict=False))
        made.append(Line(f"line {k}" if len(found) > 1 else "", points))
    return Curve(tuple(made))


SOME = st.lists(SCALAR, min_size=1, max_size=8)
CURVES = st.lists(st.tuples(st.booleans(), SOME, SOME), min_size=1, max_size=6).map(curve_of)
RANDOM = {"corpus": CORPORA, "tree": TREES, "graph": graphs(), "curve": CURVES}


class TestWritingBack:
    @pytest.mark.parametrize("name", KINDS)
    @settings(max_examples=100, deadline=None)
    @given(st.data())
    def test_read_gives_the_same(self, name: str, data: st.DataObject) -> None:
        value = data.draw(RANDOM[name])

        assert read(name, kind(name).write(value)) == value

    @pytest.mark.parametrize("value", [-0.0, 1e-19, 0.00013669560267158743, -(10**9)])
    def test_numbers_that_are_hard_to_write(self, value: float) -> None:
        for name, made in (
            ("tree", Tree("", (number(value), leaf("a")))),
            ("graph", Graph(("a", "b"), (Edge(0, 1, value or 1),))),
            ("curve", Curve((Line("", ((1, value),)),))),
        ):
            assert read(name, kind(name).write(made)) == made

    @pytest.mark.parametrize(
        ("name", "written"),
        [
            ("corpus", "the cat sat; the dog sat"),
            ("tree", "(S (NP the cat) (VP sat))"),
            ("tree", "(np: the cat)"),
            ("tree", "(x: (the cat) sat)"),
            ("tree", "(: NP cat)"),
            ("tree", "((1 -2) 0.5)"),
            ("graph", "a->b:2, b->a, c"),
            ("graph", "a, b, c, a-c, b-c"),
            ("curve", "train: 2.3 1.9; test: (0, 1) (1, 0.5)"),
        ],
    )
    def test_as_people_write_it(self, name: str, written: str) -> None:
        assert kind(name).write(read(name, written)) == written


class TestValues:
    def test_corpus(self) -> None:
        corpus = read("corpus", "b a b; a c")

        assert corpus.words == ("b", "a", "b", "a", "c")
        assert corpus.vocabulary == ("b", "a", "c")
        assert corpus.counts == {"b": 2, "a": 2, "c": 1}
        assert corpus.runs(2) == {("b", "a"): 1, ("a", "b"): 1, ("a", "c"): 1}
        assert corpus.runs(4) == {}

    def test_tree(self) -> None:
        assert [each.label for each in SENTENCE.postorder()] == [
            "the",
            "cat",
            "NP",
            "sat",
            "VP",
            "S",
        ]
        assert SENTENCE.words == ("the", "cat", "sat")
        assert (SENTENCE.depth, leaf("a").depth, GOOD.depth) == (2, 0, 2)

    @settings(max_examples=100, deadline=None)
    @given(TREES)
    def test_spans_are_the_leaves_under_each_node(self, tree: Tree) -> None:
        for each, (start, end) in zip(tree.postorder(), tree.spans, strict=True):
            assert tree.leaves[start:end] == each.leaves

    @settings(max_examples=100, deadline=None)
    @given(graphs())
    def test_graph_as_networkx_has_it(self, graph: Graph) -> None:
        other = nx.DiGraph() if graph.directed else nx.Graph()
        other.add_nodes_from(range(len(graph.names)))
        other.add_weighted_edges_from(graph.edges)

        assert graph.adjacency == pytest.approx(nx.to_numpy_array(other), abs=0)
        for k in range(len(graph.names)):
            assert set(graph.neighbours(k)) == set(other[k])
            assert graph.degree(k) == len(other[k])

    def test_adjacency_is_of_whole_numbers_where_weights_are(self) -> None:
        assert read("graph", "a-b:2").adjacency.dtype.kind == "i"
        assert read("graph", "a-b:1/2").adjacency.tolist() == [[0, 0.5], [0.5, 0]]
        assert read("graph", "a-b:1/2").rows[0] == (0, Fraction(1, 2))
        assert read("graph", "a-b:2").weighted
        assert not read("graph", "a-b:1").weighted

    def test_curve(self) -> None:
        curve = read("curve", "train: 2 1; test: (0, 3) (1, 4)")

        assert curve.names == ("train", "test")
        assert curve["test"].ys == (3, 4)
        assert [line.counted for line in curve.lines] == [True, False]

    @pytest.mark.parametrize("count", range(1, 61))
    def test_nodes_on_a_ring_are_apart_and_fill_the_square(self, count: int) -> None:
        places = ring.places(count, ())

        assert len(set(places)) == count
        assert all(0 <= v <= 1 for place in places for v in place)
        if count > 2:
            assert {0, 1} <= {x for x, _ in places} & {y for _, y in places}

    def test_few_edges_cross(self) -> None:
        around = ((0, 3), (3, 1), (1, 4), (4, 2), (2, 0))

        assert ring.crossings(list(range(5)), around) > 0
        assert ring.crossings(ring.order(5, around), around) == 0
        assert ring.order(4, ((0, 1), (1, 2))) == [0, 1, 2, 3]

    def test_examples_in_docstrings(self) -> None:
        names = [f"ncrevise.givens.kinds.{name}" for name in KINDS]
        names += [f"{support.__name__}.{m.name}" for m in pkgutil.iter_modules(support.__path__)]
        tried = 0
        for name in names:
            found = doctest.testmod(importlib.import_module(name))
            assert found.failed == 0, name
            tried += found.attempted
        assert tried > 25


SHOWN = {
    "corpus": ["the cat sat; the dog sat", "one " * 300],
    "tree": [
        "((the cat) sat)",
        "(S (NP (DT the) (NN cat)) (VP (VB sat) (PP (IN on) (NP (DT the) (NN mat)))))",
        "((1 -2) (0.5 1/2))",
        "(" * 14 + "the quick) brown) fox) jumps) over) that) lazy) dog) again) and) once) more) today) friend)",
        "(a " * 29 + "b" + ")" * 29,
        f"({'extraordinarily ' * 12})",
        "naïve",
    ],
    "graph": [
        "a-b, b-c, a-c",
        "a->b, b->c, c->a, d",
        "1-2:2, 2-3:0.5, 3-4:-1, 4-1:3, 1-3:7",
        "a->a:2, a->b:3, b->c",
        "a->b:2, b->a:3",
        "Ann-Bob, Bob-Christina, Christina-Ann, Dave",
        "a",
        ", ".join(f"{i}-{(i + 7) % 20}" for i in range(20)),
        ", ".join(f"{i}->{j}" for i in range(9) for j in range(i)),
        ", ".join(f"{i}-{j}:{i + 2}" for i in range(8) for j in range(i)),
        ", ".join(f"längername{k}" for k in range(60)),
    ],
    "curve": [
        "train: 2.3 1.9 1.4; test: 2.4 2.1 2.2",
        "(0, 1) (1, 0.5) (2, 1/4)",
        "5",
        "; ".join(f"curve number {c}: {'1 2 3 ' * 33}" for c in "abcdef"),
    ],
}  # fmt: skip
CASES = [(name, typed) for name in KINDS for typed in SHOWN[name]]
BLOCKS = tuple(kind(name).show(read(name, typed)) for name, typed in CASES)


def words_of(name: str, value: object) -> set[str]:
    """List what must be seen of a value wherever it is shown."""
    if name == "corpus":
        return set(value.vocabulary)
    if name == "tree":
        return {n.label for n in value.postorder() if n.number is None and n.label}
    if name == "graph":
        return set(value.names)
    return {line.name for line in value.lines if line.name}


def letters(text: str) -> str:
    return "".join(text.split())


class TestShowing:
    def test_what_stands_for_each(self) -> None:
        shown = [type(kind(name).show(read(name, SHOWN[name][0]))) for name in KINDS]

        assert shown == [Listing, TreeFigure, NodeFigure, Chart]
        assert all(is_drawn(block) == (not isinstance(block, Listing | Table)) for block in BLOCKS)

    @pytest.mark.parametrize("room", [20, 40, 60, 80, 120])
    @pytest.mark.parametrize(("name", "typed"), CASES)
    def test_terminal_shows_it_whole(self, name: str, typed: str, room: int) -> None:
        value = read(name, typed)
        for encoding in ("utf-8", "cp1252", "ascii"):
            for plain in (False, True):
                seen = terminal.render(
                    Document("", (kind(name).show(value),)),
                    width=room, colour=False, encoding=encoding, plain=plain,
                )  # fmt: skip
                seen.encode(encoding)
                assert all(measure(line) <= room for line in seen.splitlines())
                for word in words_of(name, value):
                    assert letters(word.replace("ï", "i").replace("ä", "a")) in letters(
                        seen.replace("ï", "i").replace("ä", "a")
                    )

    def test_ascii_is_drawn_in_ascii(self) -> None:
        seen = terminal.render(Document("", BLOCKS), width=60, colour=False, encoding="ascii")

        assert seen.isascii()
        assert "+--+---+" in seen
        assert "|  +- " in seen
        assert "(a)" in seen

    def test_colour_takes_nothing_away(self) -> None:
        bare = terminal.render(Document("", BLOCKS), width=80, colour=False)
        dressed = terminal.render(Document("", BLOCKS), width=80, colour=True)

        assert "\x1b" not in bare
        assert re.sub(r"\x1b\[[\d;]*m", "", dressed) == bare

    def test_plain_text(self) -> None:
        seen = text.render(Document("", BLOCKS))

        assert "the cat sat" in seen
        assert "Its edges: a and b; a and c; b and c." in seen
        assert "(S (NP (DT the) (NN cat))" in seen
        assert "counted from 1: 2.3, 1.9, 1.4." in seen

    def test_lines_for_programs(self) -> None:
        seen = "\n".join(lines.lines(BLOCKS))

        assert "- the cat sat" in seen
        assert all(block.alt in seen for block in BLOCKS if is_drawn(block))

    def test_html(self) -> None:
        page = html.render(Document("Given", BLOCKS))

        assert page.count("<svg") == sum(map(is_drawn, BLOCKS))
        assert all(f"<title>{block.alt}</title>" in page for block in BLOCKS if is_drawn(block))

    def test_latex(self) -> None:
        seen = latex.render(Document("Given", BLOCKS))

        assert "(S (NP (DT the) (NN cat))" in seen
        assert "joined to" in seen
        assert "edges to" in seen
        assert r"\item" in seen

    def test_markdown(self) -> None:
        seen = markdown.render(Document("", BLOCKS))

        assert "┌──┴───┐" in seen
        assert "(Christina)" in seen
        assert "1. the cat sat" in seen

    def test_json(self) -> None:
        data = plain_json.loads(json.render(Document("", BLOCKS)), parse_constant=pytest.fail)
        found = {block.get("shape"): block for block in reversed(data["blocks"])}

        assert found["nodes"]["edges"][0] == {"start": 0, "end": 1, "label": None}
        assert found["nodes"]["nodes"][0] == {"name": "a", "x": 0.5, "y": 1.0}
        assert found["tree"]["root"]["children"][0]["children"][0]["label"]["alt"] == "the"
        assert found["tree"]["root"]["label"] is None

    def test_pdf(self) -> None:
        assert pdf.render(Document("Given", BLOCKS))[:5] == b"%PDF-"

    @pytest.mark.parametrize("block", [b for b in BLOCKS if is_drawn(b)])
    def test_nothing_leaves_the_picture(self, block: NodeFigure | TreeFigure | Chart) -> None:
        root = ET.fromstring(svg.figure(block))
        wide, high = float(root.attrib["width"]), float(root.attrib["height"])

        assert wide < 1400
        for each in root.iter("{http://www.w3.org/2000/svg}text"):
            assert 0 <= float(each.attrib["x"]) <= wide
            assert 8 < float(each.attrib["y"]) <= high


class TestTelling:
    """What those hear who do not see the drawing is enough to draw it again."""

    @settings(max_examples=100, deadline=None)
    @given(graphs())
    def test_a_graph_can_be_drawn_from_its_words(self, graph: Graph) -> None:
        alt = show_alt("graph", graph)
        told = alt.partition("Its edges: ")[2].removesuffix(".")
        found = {}
        for edge in filter(None, told.split("; ")):
            match = re.fullmatch(r"(\w+) (and|to) (\w+)(?: with weight (.+))?", edge)
            end = match[1] if match[3] == "itself" else match[3]
            assert (match[2] == "to") == graph.directed
            ends = graph.names.index(match[1]), graph.names.index(end)
            found[ends] = match[4]

        assert list(found) == [edge[:2] for edge in graph.edges]
        assert all((weight is None) == (not graph.weighted) for weight in found.values())
        assert ("undirected" in alt) == (bool(graph.edges) and not graph.directed)
        assert re.findall(r"\w+", alt.split(" the node")[1].split(".")[0].removeprefix("s").replace(" and ", " ")) == list(graph.names)  # fmt: skip

    @settings(max_examples=100, deadline=None)
    @given(TREES)
    def test_a_tree_can_be_drawn_from_its_words(self, tree: Tree) -> None:
        alt = show_alt("tree", tree)
        joined = [each for each in tree.postorder() if each.children]
        told = re.findall(r"Node (\d+)(?: \((\S+)\))?(, the root,)? (?:joins|stands over) ", alt)

        assert [int(k) for k, _, _ in told] == list(range(1, len(joined) + 1))
        assert [name for _, name, _ in told] == [each.label for each in joined]
        assert [bool(root) for _, _, root in told] == [each is tree for each in joined]
        assert all(each.label in alt for each in tree.leaves if each.number is None)

    def test_in_full(self) -> None:
        assert show_alt("tree", read("tree", "(not (very 0.5))")) == (
            "A tree. Its leaves from left to right: not, very, 0.5. Node 1 joins very and 0.5. "
            "Node 2, the root, joins not and node 1."
        )
        assert show_alt("graph", read("graph", "a->a:-2, a->b, c")) == (
            "A weighted directed graph with the nodes a, b and c. Its edges: a to itself with "
            "weight −2; a to b with weight 1."
        )
        assert show_alt("graph", read("graph", "a")) == (
            "A graph with the node a. It has no edges."
        )
        assert show_alt("curve", read("curve", "a: 1 2; b: (0, -1) (2, 1/3)")) == (
            "2 curves. The curve a, counted from 1: 1, 2. The curve b: −1 at 0; 1/3 at 2."
        )

    def test_spoken(self) -> None:
        spoken = terminal.render(Document("", BLOCKS), width=10_000, plain=True, colour=False)

        assert all(f"Figure: {block.alt}" in spoken for block in BLOCKS if is_drawn(block))
        assert "item 1: the cat sat" in spoken


def show_alt(name: str, value: object) -> str:
    from ncrevise.givens.kinds.support import pictures

    drawn = {"graph": pictures.graph, "tree": pictures.tree, "curve": pictures.chart}
    return drawn[name](value).alt


def seen(name: str, typed: str, room: int = 60, encoding: str = "utf-8") -> str:
    block = kind(name).show(read(name, typed))
    return terminal.render(Document("", (block,)), width=room, colour=False, encoding=encoding)


class TestDrawings:
    def test_a_tree(self) -> None:
        assert seen("tree", "(S (NP the cat) (VP sat))").splitlines() == [
            "         S",
            "    ┌────┴─────┐",
            "    NP         VP",
            " ┌──┴───┐      │",
            "the    cat    sat",
        ]

    def test_a_tree_too_wide_is_written_line_by_line(self) -> None:
        narrow = seen("tree", SHOWN["tree"][1], 24).splitlines()

        assert narrow[:5] == ["S", "├─ NP", "│  ├─ DT", "│  │  └─ the", "│  └─ NN"]

    def test_a_tree_too_deep_is_told_in_brackets(self) -> None:
        assert "(a (a (a" in seen("tree", SHOWN["tree"][4], 60)

    def test_an_arrow_points_at_its_end(self) -> None:
        assert re.search(r"\(a\)[^\w ]+→\(b\)", seen("graph", "a->b"))
        assert re.search(r"\(a\)←[^\w ]+\(b\)", seen("graph", "a, b, b->a"))
        assert re.search(r"\(a\)←[^\w ]+→\(b\)", seen("graph", "a->b, b->a"))
        assert re.search(r"\(a\)\.+>\(b\)", seen("graph", "a->b", encoding="ascii"))

    def test_a_weight_stands_on_its_edge(self) -> None:
        assert re.search(r"\(a\)[^\w ]+−2.5[^\w ]+\(b\)", seen("graph", "a-b:-2.5"))

    def test_an_edge_from_a_node_to_itself(self) -> None:
        assert "(a)↺" in seen("graph", "a-a, a-b")
        assert "↺ an edge from a node to itself" in seen("graph", "a-a, a-b")
        assert "(a)@3" in seen("graph", "a-a:3, a-b", encoding="ascii")

    def test_two_weights_on_one_line_are_told(self) -> None:
        told = seen("graph", "a->b:2, b->a:3")

        assert re.search(r"a +b \(2\)\nb +a \(3\)", told)

    def test_edges_that_would_run_through_a_third_node_are_told(self) -> None:
        figure = NodeFigure(
            ("a", "b", "c"),
            ((0, 0.5), (0.5, 0.5), (1, 0.5)),
            kind("graph").show(read("graph", "a-c, b")).links[:0],
            "",
        )
        through = kind("graph").show(read("graph", "a, b, c, a-c"))
        moved = NodeFigure(figure.names, figure.places, through.links, "")

        assert "(b)" in terminal.render(Document("", (figure,)), width=60, colour=False)
        assert "joined to" in terminal.render(Document("", (moved,)), width=60, colour=False)

    def test_more_edges_than_can_be_told_apart_are_a_table(self) -> None:
        assert isinstance(kind("graph").show(read("graph", SHOWN["graph"][9])), Table)
        assert not isinstance(kind("graph").show(read("graph", SHOWN["graph"][8])), Table)

    def test_the_same_picture_every_time(self) -> None:
        typed = "a->b:2, b->c:3, c->a:1, b->a:5, c->c:9"
        drawings = {svg.figure(kind("graph").show(read("graph", typed))) for _ in range(3)}

        assert len(drawings) == 1

    @pytest.mark.parametrize("count", [3, 4, 5])
    def test_weights_keep_clear_of_edges_nodes_and_each_other(self, count: int) -> None:
        every = ", ".join(f"{i}-{j}:{i + j}" for i in range(count) for j in range(i))
        figure = kind("graph").show(read("graph", every))
        placed = nodes.spread(figure)
        paths = [nodes.path(figure, link, placed) for link in figure.links]
        boxes = weights.placed(figure.links, paths, [each.box for each in placed])

        assert None not in boxes
        for k, box in enumerate(boxes):
            for other in [*boxes[:k], *(each.box for each in placed)]:
                assert weights.between(box, other) > 0
            for path in paths:
                assert all(weights.reach(box, a, b) > 0 for a, b in pairwise(path))

    def test_edges_both_ways_are_two_curves(self) -> None:
        root = ET.fromstring(svg.figure(kind("graph").show(read("graph", "a->b, b->a"))))
        paths = [p.attrib["d"] for p in root.iter("{http://www.w3.org/2000/svg}path")]
        heads = [p for p in paths if p.endswith("Z")]
        bends = [re.findall(r"[\d.]+ ([\d.]+)", p) for p in paths if not p.endswith("Z")]

        assert len(heads) == 2
        assert max(map(float, bends[0])) < min(map(float, bends[1])) or max(
            map(float, bends[1])
        ) < min(map(float, bends[0]))

    def test_leaves_stand_in_the_order_of_the_sentence(self) -> None:
        for typed in SHOWN["tree"][:3]:
            tree = read("tree", typed)
            root = ET.fromstring(svg.figure(kind("tree").show(tree)))
            words = [
                (float(t.attrib["x"]), "".join(t.itertext()))
                for t in root.iter("{http://www.w3.org/2000/svg}text")
                if "".join(t.itertext()) in tree.words
            ]
            assert [w for _, w in sorted(words)] == [w for w in tree.words if any(w == v for _, v in words)]  # fmt: skip
            assert all(b[0] - a[0] > 10 for a, b in pairwise(sorted(words)))

    def test_a_wide_tree_grows_to_the_right(self) -> None:
        root = ET.fromstring(svg.figure(kind("tree").show(read("tree", SHOWN["tree"][5]))))

        assert float(root.attrib["width"]) < 300
        assert float(root.attrib["height"]) > 300
