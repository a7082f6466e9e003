"""Figures as SVG: well-formed, described, deterministic, and nothing drawn on top of a label."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from ncrevise.document.figure import Cell, GraphFigure, Grid, GridFigure, Vertex
from ncrevise.maths.build import subscript
from ncrevise.maths.tree import Frac, Id, Num, Script, Text
from ncrevise.render.drawing.graphs import place
from ncrevise.render.drawing.label import label, stretches, width
from ncrevise.render.drawing.layers import arrange
from ncrevise.render.svg import figure
from tests.sample_documents import CONVOLUTION, GRAPH, GRIDWORLD

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = {"convolution": CONVOLUTION, "gridworld": GRIDWORLD, "graph": GRAPH}
HOSTILE = "</svg><script>alert('1')</script> & \"<\x00"


def texts(drawing: str) -> list[str]:
    root = ET.fromstring(drawing)
    return ["".join(each.itertext()).replace("\u2005", "") for each in root.iter(f"{SVG}text")]


def lstm() -> GraphFigure:
    gates = [Vertex(g, subscript(Id(g), Id("t")), "σ", Num(0.5, 4), Num(0.1, 4)) for g in "fiog"]
    inputs = [Vertex("x", Id("x"), "", Num(1)), Vertex("h", Id("h"), "", Num(2))]
    outer = [Vertex("c", Id("c"), "+", Num(1), Num(1)), Vertex("y", Id("y"), "⊙", Num(1), Num(1))]
    edges = [(a, g) for g in "fiog" for a in "xh"] + [(g, "c") for g in "fig"]
    return GraphFigure((*inputs, *gates, *outer), (*edges, ("c", "y"), ("o", "y")), "A cell.")


@pytest.mark.parametrize("name", FIGURES)
def test_is_well_formed_and_described(name: str) -> None:
    root = ET.fromstring(figure(FIGURES[name]))

    assert root.tag == f"{SVG}svg"
    assert root.attrib["role"] == "img"
    assert root.findtext(f"{SVG}title") == FIGURES[name].alt


@pytest.mark.parametrize("name", FIGURES)
def test_same_figure_same_bytes(name: str) -> None:
    assert figure(FIGURES[name]) == figure(FIGURES[name])


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_leaves_the_picture(name: str) -> None:
    root = ET.fromstring(figure(FIGURES[name]))
    wide, high = float(root.attrib["width"]), float(root.attrib["height"])
    for group in root:
        x, y = map(float, re.findall(r"-?[\d.]+", group.attrib.get("transform", "0 0"))[:2])
        for each in group.iter(f"{SVG}text"):
            assert 0 < x + float(each.attrib["x"]) < wide
            assert 0 < y + float(each.attrib["y"]) < high


def test_no_ids_so_that_two_figures_share_a_page() -> None:
    assert all(" id=" not in figure(each) for each in FIGURES.values())


def test_shows_every_number_of_the_grids() -> None:
    shown = texts(figure(CONVOLUTION))

    assert shown.count("−1") == 3
    assert "flipped\u00a0B" in shown
    assert shown.count("×") == 1


def test_trailing_zeros_stay() -> None:
    assert "0.90" in texts(figure(GRIDWORLD))


def test_roles_show_without_colour() -> None:
    drawing = re.sub(r"#[0-9a-f]{6}", "#888888", figure(GRIDWORLD))

    assert drawing.count("stroke-dasharray") == 1  # the trap, not the goal
    assert drawing.count('font-weight="bold"') == 2


def test_window_is_boxed() -> None:
    unboxed = GridFigure((Grid(((Cell(Num(1), "window"),),)),), (), "x")
    boxed = GridFigure((Grid(((Cell(Num(1), "window"),),), boxed=(0, 0, 1, 1)),), (), "x")

    assert figure(boxed).count("<rect") == figure(unboxed).count("<rect") + 1


def test_graph_shows_values_above_and_barred_signals_below() -> None:
    root = ET.fromstring(figure(GRAPH))
    height = {
        "".join(t.itertext()).replace("\u2005", ""): float(t.attrib["y"])
        for t in root.iter(f"{SVG}text")
    }

    assert height["y=0.7311"] < height["σ"] < height["y\u0304=1"]


def test_an_input_stands_next_to_its_first_use() -> None:
    layers = arrange(GRAPH).layers

    assert [k for k, layer in enumerate(layers) if "b" in layer] == [1]
    assert [k for k, layer in enumerate(layers) if "z" in layer] == [2]


def test_edges_run_to_the_right_and_points_keep_apart() -> None:
    layout = arrange(lstm())
    vertices = {vertex.key: vertex for vertex in lstm().vertices}
    spots, _ = place(layout, vertices)

    for route in layout.routes:
        assert all(spots[a].x < spots[b].x for a, b in pairwise(route))
    for layer in layout.layers:
        heights = [layout.height[key] for key in layer]
        assert all(b - a > 0.39 for a, b in pairwise(heights))


def test_order_leaves_no_needless_crossing() -> None:
    ends = (("a", "d"), ("b", "c"), ("a", "e"))
    tangled = GraphFigure(
        tuple(Vertex(key, Id(key), "" if key in "ab" else "+") for key in "abcde"), ends
    )
    layout = arrange(tangled)
    crossings = sum(
        (layout.height[p] - layout.height[q]) * (layout.height[c] - layout.height[d]) < 0
        for p, c in ends
        for q, d in ends
    )

    assert crossings == 0


def test_hostile_text_stays_text() -> None:
    drawing = figure(GraphFigure((Vertex("a", Text(HOSTILE), HOSTILE, Num(1)),), (), HOSTILE))

    assert "<script" not in drawing
    assert ET.fromstring(drawing).findtext(f"{SVG}title") == HOSTILE.replace("\x00", "\ufffd")


def test_empty_figures_have_a_size() -> None:
    assert 'width="1"' in figure(GraphFigure((), (), "Nothing."))


def test_label_comes_back_to_the_line_after_a_script() -> None:
    written = label(Script(Id("x"), Id("t"), Id("k")), 0, 0)
    climbs = [float(dy) for dy in re.findall(r'dy="([-\d.]+)"', written)]

    assert climbs[0] < 0 < climbs[1]
    assert 'dx="-' in written


def test_stacked_scripts_take_the_room_of_the_wider() -> None:
    both = Script(Id("x"), Id("t"), Id("k"))

    assert width(both) < width(Script(Id("x"), Id("t"))) + width(Id("k"))


def test_what_needs_two_dimensions_is_written_on_a_line() -> None:
    assert [run.text for run in stretches(Frac(Id("a"), Id("b")))] == ["a/b"]
