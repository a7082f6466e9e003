"""Charts, galleries, heat maps and networks: seen whole in every format, whatever the numbers."""

from __future__ import annotations

import json as plain_json
import re
import shutil
import subprocess
from dataclasses import replace
from itertools import pairwise
from math import inf, nan
from typing import TYPE_CHECKING, get_args
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ncrevise.document.axes import axis, brief, frame, pooled, share
from ncrevise.document.figure import (
    Branch,
    Chart,
    Figure,
    Gallery,
    HeatMap,
    Link,
    Map,
    NodeFigure,
    Series,
    Shaded,
    Spot,
    TreeFigure,
)
from ncrevise.document.tree import Document, Step, Words
from ncrevise.export.moodle_xml.web import is_drawn
from ncrevise.maths.glyphs import Glyphs
from ncrevise.maths.inline import Inline
from ncrevise.maths.runs import measure, plain, width
from ncrevise.maths.text import write
from ncrevise.maths.tree import Num, Text
from ncrevise.render import html, json, latex, markdown, pdf, svg, telling, terminal, text
from ncrevise.render.console import charts, figures
from ncrevise.render.console.dots import Dots
from ncrevise.render.drawing.charts import thinned
from tests.sample_documents import (
    ATTENTION_MAP,
    CURVES,
    DIGITS,
    FILTERS,
    NETWORK,
    PARSED,
    PICTURES,
    POWER_LAW,
    ROUTES,
)

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</svg><script>alert('1')</script> & \"<\x00\x1b[31m #panic() $x$ \\end"
KINDS: dict[str, Figure] = {
    "curves": CURVES,
    "power law": POWER_LAW,
    "digits": DIGITS,
    "filters": FILTERS,
    "attention": ATTENTION_MAP,
    "network": NETWORK,
    "routes": ROUTES,
    "parsed": PARSED,
}


def lines(*points: tuple[float, float], **options: bool) -> Chart:
    return Chart((Series("s", points),), "x", "y", "A line.", **options)


def deep(levels: int) -> Branch:
    tree = Branch(Text("end"))
    for k in range(levels):
        tree = Branch(None, (Branch(Text(f"w{k}")), tree))
    return tree


ODD: dict[str, Figure] = {
    "no series": Chart((), "x", "y", "Nothing."),
    "no points": lines(),
    "one point": lines((1, 1)),
    "constant": lines((0, 3), (1, 3), (2, 3)),
    "upright": lines((2, 0), (2, 5)),
    "nan": lines((0, nan), (1, nan)),
    "a gap": lines((0, 1), (1, inf), (2, 3), (3, 4)),
    "huge": lines((-1e308, -1e308), (1e308, 1e308)),
    "tiny": lines((0, 1e-320), (1e-320, 0)),
    "close": lines((0, 1.0), (1, 1.0 + 1e-15)),
    "far from zero": lines((1e9, 1e9), (1e9 + 1, 1e9 + 1)),
    "log of nothing": lines((0, -1), (-1, 0), log_x=True, log_y=True),
    "log, wide": lines((1e-30, 1e-300), (1e30, 1e300), log_x=True, log_y=True),
    "equal, flat": lines((0, 0), (1e6, 1), equal=True),
    "equal, steep": lines((0, 0), (1, 1e6), equal=True),
    "no pictures": Gallery((), 4, "None."),
    "an empty picture": Gallery((Shaded(()),), 4, "Blank."),
    "unknown pixels": Gallery((Shaded(((nan, inf), (-1.0, 2.0))),), 1, "Odd.", signed=True),
    "a large picture": Gallery((Shaded(((0.5,) * 200,) * 5, "wide"),) * 2, 2, "Wide."),
    "no cells": HeatMap((), (), (), "Nothing."),
    "equal bounds": HeatMap(((1.0, nan),), ("r",), ("a", "b"), "Odd.", 1.0, 1.0, places=1),
    "many columns": HeatMap(
        (tuple(range(40)),), ("row",), tuple(f"column {k}" for k in range(40)), "Wide.", 0, 40
    ),
    "long labels": HeatMap(
        ((0.0,),), ("r" * 90,), ("c" * 90,), "Long.", x="x" * 90, y="y" * 90, places=3
    ),
    "no vertices": Map((), (), "Nothing."),
    "one place": Map((Spot(0.5, 0.5, "a"),) * 9, ((0, 1), (2, 2)), "Heaped."),
    "no nodes": NodeFigure((), (), (), "Nothing."),
    "nodes in one place": NodeFigure(("a",) * 3, ((0.5, 0.5),) * 3, (Link(0, 1),), "Heaped."),
    "many nodes": NodeFigure(
        tuple(f"node{k}" for k in range(60)),
        tuple((k % 8 / 7, k // 8 / 7) for k in range(60)),
        tuple(Link(k, (7 * k + 1) % 60, Num(k)) for k in range(60)),
        "Many.",
    ),
    "a bare tree": TreeFigure(Branch(), "A dot."),
    "a deep tree": TreeFigure(deep(40), "Deep."),
    "a wide tree": TreeFigure(
        Branch(Text("root"), tuple(Branch(Text(f"leaf{k}")) for k in range(50))), "Wide."
    ),
    "nowhere": Map((Spot(nan, 7.0, "a", 9), Spot(-inf, inf, "b")), ((0, 1),), "Odd."),
}


def drawn(figure: Figure, room: int, encoding: str = "utf-8", *, coloured: bool = False) -> str:
    box = figures.draw(figure, room, Inline(Glyphs(encoding)), coloured=coloured)
    assert box is not None
    return "\n".join(plain(row).rstrip() for row in box.rows)


def shown(figure: Figure, room: int, **options: object) -> str:
    return terminal.render(Document("", (figure,)), width=room, **options)


def texts(figure: Figure) -> list[str]:
    root = ET.fromstring(svg.figure(figure))
    return ["".join(each.itertext()).replace("\u2005", "") for each in root.iter(f"{SVG}text")]


class TestAxes:
    @pytest.mark.parametrize(
        ("values", "labels"),
        [
            ([0, 2000], "0 500 1000 1500 2000"),
            ([0.02, 2.4], "0.0 0.5 1.0 1.5 2.0 2.5"),
            ([-3.3, 4.1], "−4 −2 0 2 4 6"),
            ([], "0.0 0.2 0.4 0.6 0.8 1.0"),
            ([0], "−1.0 −0.5 0.0 0.5 1.0"),
        ],
    )
    def test_ticks_are_round_numbers(self, values: list[float], labels: str) -> None:
        assert [write(tick.label) for tick in axis(values, 5).ticks] == labels.split()

    def test_log_axes_count_in_powers_of_ten(self) -> None:
        ticks = axis([0.003, 40], 6, log=True).ticks

        assert [write(tick.label) for tick in ticks] == [
            f"10^({k})".replace("-", "−") for k in range(-3, 3)
        ]
        assert axis([1, 100], 6, log=True).place(10) == pytest.approx(0.5)

    def test_what_has_no_place(self) -> None:
        assert axis([1, 10], 5, log=True).place(0) is None
        assert axis([1, 10], 5).place(nan) is None

    @settings(max_examples=200)
    @given(
        st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=5),
        st.integers(1, 9),
        st.booleans(),
    )
    def test_any_numbers_have_an_axis(self, values: list[float], steps: int, log: bool) -> None:
        made = axis(values, steps, log=log)

        assert made.low < made.high
        assert 2 <= len(made.ticks) <= 2 * steps + 4
        assert [tick.at for tick in made.ticks] == sorted({tick.at for tick in made.ticks})
        assert (made.ticks[0].at, made.ticks[-1].at) == (0, 1)
        for value in values:
            at = made.place(value)
            assert at is None or 0 <= at <= 1

    @settings(max_examples=200)
    @given(st.floats(-1e12, 1e12), st.floats(1e-9, 1e12), st.integers(1, 9))
    def test_neighbouring_ticks_have_different_labels(
        self, low: float, span: float, steps: int
    ) -> None:
        labels = [write(tick.label) for tick in axis([low, low + span], steps).ticks]

        assert len(set(labels)) == len(labels)

    def test_a_gap_breaks_a_line(self) -> None:
        gap = ODD["a gap"]
        pieces = frame(gap).pieces(gap.series[0])

        assert [len(piece) for piece in pieces] == [1, 2]

    def test_brief_numbers(self) -> None:
        values = (0.1 + 0.2, 2.0, -0.0, 123456.0, 1e-7, nan)

        assert [write(brief(v)) for v in values] == [
            "0.3", "2", "0", "123 500".replace(" ", "\u202f"), "1 · 10^(−7)", "–",
        ]  # fmt: skip

    def test_shares_and_means(self) -> None:
        assert (share(5, 0, 10), share(-1, 0, 10), share(nan, 0, 1)) == (0.5, 0.0, None)
        assert share(1e308, -1e308, 1e308) == 1
        assert pooled([[1, 3, 5], [1, nan, 7]], 2, 2) == [[5 / 3, 6.0]]


class TestTerminal:
    @pytest.mark.parametrize("room", [20, 40, 60, 80, 120])
    @pytest.mark.parametrize("name", [*KINDS, *ODD])
    def test_nothing_is_cropped(self, name: str, room: int) -> None:
        figure = (KINDS | ODD)[name]
        for encoding in ("utf-8", "cp1252", "ascii"):
            for coloured in (False, True):
                box = figures.draw(figure, room, Inline(Glyphs(encoding)), coloured=coloured)
                assert box is None or box.width <= room
                assert box is None or all(width(row) == box.width for row in box.rows)
            told = shown(figure, room, colour=False, encoding=encoding)
            assert all(measure(line) <= room for line in told.splitlines())
            told.encode(encoding)

    @pytest.mark.parametrize("name", KINDS)
    def test_whole_at_forty_columns(self, name: str) -> None:
        assert figures.draw(KINDS[name], 40, Inline(Glyphs())) is not None

    @pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
    def test_a_chart_says_what_it_shows(self, encoding: str) -> None:
        drawing = drawn(CURVES, 60, encoding)

        for word in ("training loss", "validation loss", "early stop", "chance", "updates"):
            assert word in drawing
        for tick in ("2.5", "0.0", "500", "2000"):
            assert tick in drawing

    def test_a_chart_is_of_reasonable_height(self) -> None:
        assert all(
            16 <= len(drawn(c, room).splitlines()) <= 20
            for c in (CURVES, POWER_LAW)
            for room in (60, 80, 120)
        )

    def test_log_ticks(self) -> None:
        assert all(tick in drawn(POWER_LAW, 60) for tick in ("10⁰", "10⁻⁴", "10³"))
        assert "10^(-4)" in drawn(POWER_LAW, 60, "ascii")

    @pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
    def test_series_are_told_apart_without_colour(self, encoding: str) -> None:
        chart = Chart(
            tuple(Series("same", ((0, k), (9, k)), dots=k > 3) for k in range(6)), "", "", ""
        )
        rows = drawn(chart, 60, encoding).splitlines()
        looks = {
            re.sub(r"[^\S\n]*same", "", key).strip()
            for row in rows
            for key in re.findall(r"\S[^│|]*?same", row)
        }

        assert len(looks) == 6

    def test_every_line_has_dashes_of_its_own(self) -> None:
        samples = []
        for dashes in charts.DASHES:
            dots = Dots(12, 1, Glyphs())
            dots.curve([(0, 0.5), (1, 0.5)], "", "a", dashes)
            samples.append(tuple(bits for bits, _, _ in dots.cells.values()))

        assert len(set(samples)) == len(charts.DASHES)

    def test_a_letter_stands_at_the_end_of_each_line(self) -> None:
        ends = re.findall(r"│([a-z]+)$", drawn(CURVES, 60), re.MULTILINE)

        assert sorted("".join(ends)) == ["a", "b", "c"]

    def test_lines_that_end_together_keep_their_letters(self) -> None:
        series = tuple(Series(f"s{k}", ((0, k), (1, 1))) for k in range(3))

        assert "abc" in drawn(Chart(series, "", "", ""), 60)

    def test_a_gap_is_left_open(self) -> None:
        full = drawn(lines((0, 1), (1, 1), (2, 1), (3, 1)), 60)
        open_ = drawn(lines((0, 1), (1, nan), (2, 1), (3, 1)), 60)

        assert 10 < dotted(open_) < dotted(full) - 10

    def test_equal_units(self) -> None:
        square = lines((0, 0), (1, 1), equal=True)
        rows = [
            row for row in drawn(square, 80).splitlines() if row.count("│") + row.count("┤") == 2
        ]
        wide = (
            max(row.rfind("│") for row in rows)
            - min(i for row in rows for i in [row.find("│")] if i > 0)
            - 1
        )

        assert wide == pytest.approx(2 * len(rows), abs=2)

    def test_digits_without_colour(self) -> None:
        assert "████████           ████████           ▓▓▓▓▓▓▓▓" in drawn(DIGITS, 60)
        assert "@@@@@@@@" in drawn(DIGITS, 60, "ascii")
        assert all(image.caption in drawn(DIGITS, 60) for image in DIGITS.images)

    def test_large_pictures_put_two_pixels_into_a_cell(self) -> None:
        big = Gallery((Shaded(((0.0,) * 28,) * 14 + ((1.0,) * 28,) * 14),), 1, "")
        rows = drawn(big, 80, coloured=True).splitlines()

        assert rows == ["▀" * 28] * 14

    def test_blank_rows_of_colour_are_not_trimmed(self) -> None:
        written = shown(DIGITS, 60)

        assert written.count("\x1b[48;5;") > 8 * 3

    def test_signs_without_colour(self) -> None:
        for encoding, minus in (("utf-8", "−█"), ("ascii", "-@")):
            drawing = drawn(FILTERS, 60, encoding)
            assert minus in drawing
            assert minus.replace("−", "+").replace("-", "+") in drawing
            assert "negative" in drawing

    def test_heat_numbers_stay_when_shading_goes(self) -> None:
        for encoding in ("utf-8", "ascii"):
            assert drawn(ATTENTION_MAP, 80, encoding).count("0.64") == 1
            assert drawn(ATTENTION_MAP, 80, encoding).count("0.06") == 41
        assert "0.64▓" in drawn(ATTENTION_MAP, 80)

    def test_heat_numbers_are_level(self) -> None:
        rows = [row for row in drawn(ATTENTION_MAP, 80).splitlines() if "0." in row]
        assert len({tuple(m.start() for m in re.finditer(r"0\.", row)) for row in rows}) == 1

    def test_every_column_of_a_wide_map_is_there(self) -> None:
        drawing = drawn(replace(ODD["many columns"], places=0), 40)

        assert all(re.search(rf"(?<!\d){k}(?!\d)", drawing) for k in range(40))

    def test_long_labels_are_turned(self) -> None:
        columns = zip(
            *(row.ljust(80) for row in drawn(ATTENTION_MAP, 80).splitlines()), strict=True
        )

        assert any("because" in "".join(column) for column in columns)

    def test_groups_are_told_apart_by_shape(self) -> None:
        assert all(word in drawn(NETWORK, 60) for word in ("●Ann", "●Bob", "●Cy", "■Di", "■Ed"))
        assert all(word in drawn(NETWORK, 60, "ascii") for word in ("(Ann)", "[Ed]"))

    def test_names_never_cover_each_other(self) -> None:
        drawing = drawn(Map(tuple(Spot(0.5, 0.5, f"v{k}") for k in range(9)), (), ""), 60)

        assert all(f"●v{k}" in drawing for k in range(9))

    def test_told_when_there_is_no_room(self) -> None:
        inner = Document("", (Step(1, (Words("x"),), (CURVES,)),))
        told = terminal.render(inner, width=20, colour=False)

        assert "stays" in told
        assert "0.2141" in told

    def test_spoken(self) -> None:
        told = terminal.render(PICTURES, width=80, plain=True)

        assert all(f"Figure: {figure.alt[:20]}" in told for figure in KINDS.values())

    def test_hostile_names_do_not_reach_the_terminal(self) -> None:
        for figure in hostile():
            assert "\x1b[31m" not in shown(figure, 60, colour=False)
            assert "\x00" not in shown(figure, 60)


def dotted(drawing: str) -> int:
    return sum("\u2800" < char <= "\u28ff" for char in drawing)


def hostile() -> list[Figure]:
    return [
        Chart(
            (Series(HOSTILE, ((0, 1), (1, 2))),), HOSTILE, HOSTILE, HOSTILE, lines=((HOSTILE, 1),)
        ),
        Gallery((Shaded(((1.0,),), HOSTILE),), 1, HOSTILE),
        HeatMap(((1.0,),), (HOSTILE,), (HOSTILE,), HOSTILE, x=HOSTILE, y=HOSTILE),
        Map((Spot(0, 0, HOSTILE), Spot(1, 1, HOSTILE)), ((0, 1),), HOSTILE, (HOSTILE,)),
        NodeFigure((HOSTILE, "b"), ((0, 0), (1, 1)), (Link(0, 1, Text(HOSTILE)),), HOSTILE),
        TreeFigure(Branch(Text(HOSTILE), (Branch(Text(HOSTILE)),)), HOSTILE),
    ]


class TestSvg:
    @pytest.mark.parametrize("name", [*KINDS, *ODD])
    def test_is_well_formed_and_described(self, name: str) -> None:
        figure = (KINDS | ODD)[name]
        drawing = svg.figure(figure)
        root = ET.fromstring(drawing)

        assert root.findtext(f"{SVG}title") == figure.alt
        assert "nan" not in drawing.lower()
        assert "inf" not in drawing
        assert float(root.attrib["width"]) <= 1500
        assert drawing == svg.figure(figure)

    @pytest.mark.parametrize("name", KINDS)
    def test_nothing_leaves_the_picture(self, name: str) -> None:
        root = ET.fromstring(svg.figure(KINDS[name]))
        wide, high = float(root.attrib["width"]), float(root.attrib["height"])
        for each in root.iter(f"{SVG}text"):
            assert 0 <= float(each.attrib["x"]) < wide
            assert 0 < float(each.attrib["y"]) < high

    def test_a_chart_says_what_it_shows(self) -> None:
        words = texts(CURVES)

        for name in (
            "training loss",
            "validation loss",
            "early stop",
            "chance",
            "updates",
            "loss (nats)",
        ):
            assert name in words
        assert {"0.5", "2000"} <= set(words)
        assert "10−4" in texts(POWER_LAW)

    def test_series_are_told_apart_without_colour(self) -> None:
        chart = Chart(tuple(Series(f"s{k}", ((0, k), (9, k))) for k in range(6)), "", "", "")
        root = ET.fromstring(svg.figure(chart))
        patterns = {
            p.attrib.get("stroke-dasharray")
            for p in root.iter(f"{SVG}path")
            if p.attrib.get("stroke-width") == "1.9"
        }

        assert len(patterns) == 6

    @pytest.mark.parametrize("height", [0, 5, 9])
    def test_names_of_lines_do_not_meet(self, height: int) -> None:
        ends = [(0.0, 0.0), (1.0, 9.0)]
        series = [Series(f"s{k}", (*ends, (9.0, height + k / 99))) for k in range(6)]
        root = ET.fromstring(svg.figure(Chart(tuple(series), "", "", "")))
        named = [t for t in root.iter(f"{SVG}text") if (t.text or "").startswith("s")]
        levels = sorted(float(t.attrib["y"]) for t in named)

        assert len(levels) == 6
        assert 10 < levels[0] < levels[-1] < float(root.attrib["height"])
        assert all(b - a >= 15 for a, b in pairwise(levels))

    def test_long_curves_stay_small(self) -> None:
        noisy = lines(*((k, (k * 7919) % 101) for k in range(20_000)))

        assert len(svg.figure(noisy)) < 60_000
        assert thinned([(0, 1), (0.1, 9), (0.2, 0), (0.1, 5)]) == [
            (0, 1),
            (0.1, 9),
            (0.2, 0),
            (0.1, 5),
        ]

    def test_pixels_of_one_shade_are_one_path(self) -> None:
        picture = Gallery((Shaded(((0.5,) * 28,) * 28),), 1, "")
        root = ET.fromstring(svg.figure(picture))

        assert len(list(root.iter(f"{SVG}path"))) == 1
        assert len(svg.figure(picture)) < 1500

    def test_ink_takes_the_colour_of_the_text(self) -> None:
        assert "#000" not in svg.figure(DIGITS)
        assert 'fill="currentColor"' in svg.figure(DIGITS)

    def test_negative_pixels_show_without_colour(self) -> None:
        assert svg.figure(FILTERS) != svg.figure(replace(FILTERS, images=tuple(
            Shaded(tuple(tuple(abs(v) for v in row) for row in i.rows), i.caption) for i in FILTERS.images)))  # fmt: skip
        assert len(re.findall(r"h\d+\.?\d*M", svg.figure(FILTERS))) == 4

    def test_heat_labels(self) -> None:
        assert {"because", "tired", "key", "query", "0.64"} <= set(texts(ATTENTION_MAP))

    def test_groups_have_shapes(self) -> None:
        root = ET.fromstring(svg.figure(NETWORK))
        shapes = {p.attrib["d"] for p in root.iter(f"{SVG}path") if "fill" in p.attrib}

        assert len(shapes) == 2

    def test_hostile_text_is_escaped(self) -> None:
        for figure in hostile():
            drawing = svg.figure(figure)
            assert "<script" not in drawing
            ET.fromstring(drawing)


class TestDocuments:
    def test_every_kind_has_a_place_in_every_renderer(self) -> None:
        kinds = set(get_args(Figure))

        for table in (figures.PLAIN, figures.TINTED, svg.DRAWINGS, json.SHAPES, telling.TELLING):
            assert set(table) == kinds

    @pytest.mark.parametrize("name", KINDS)
    def test_is_a_figure_for_moodle(self, name: str) -> None:
        assert is_drawn(KINDS[name])
        assert is_drawn((KINDS[name],))

    def test_text_tells_the_numbers(self) -> None:
        told = text.render(PICTURES)

        assert "training loss       2.5   0.2141   0.2141       2.5" in told
        assert "because" in told
        assert "0.64" in told
        assert re.search(r"Cy +first club +Ann, Bob, Di", told)
        assert all(figure.alt in told for figure in KINDS.values())

    def test_html_holds_the_drawings(self) -> None:
        page = html.render(PICTURES)

        assert page.count("<svg") == len(KINDS)
        assert all(f"<title>{figure.alt}</title>" in page for figure in KINDS.values())

    def test_markdown_draws_in_characters(self) -> None:
        assert markdown.render(PICTURES).count("```text") == len(KINDS)

    def test_json_holds_the_numbers(self) -> None:
        odd = Document("", tuple((KINDS | ODD).values()))
        data = plain_json.loads(json.render(odd), parse_constant=pytest.fail)
        shapes = [block["shape"] for block in data["blocks"]]

        assert shapes[:8] == [
            "chart",
            "chart",
            "gallery",
            "gallery",
            "heat-map",
            "map",
            "nodes",
            "tree",
        ]
        assert data["blocks"][0]["series"][2]["points"] == [[1200.0, 0.67]]
        assert data["blocks"][0]["x"] == "updates"

    @pytest.mark.parametrize("extra", [False, True])
    def test_pdf_prints(self, extra: bool) -> None:
        odd = Document("Odd", (*ODD.values(), *hostile()))

        assert pdf.render(odd if extra else PICTURES)[:5] == b"%PDF-"

    def test_latex_tells_them(self) -> None:
        written = latex.render(PICTURES)

        assert "training loss" in written
        assert "0.64" in written

    @pytest.mark.skipif(shutil.which("pdflatex") is None, reason="needs pdflatex")
    def test_latex_compiles(self, tmp_path: Path) -> None:
        odd = Document("Odd", (*PICTURES.blocks, *ODD.values(), *hostile()))
        (tmp_path / "odd.tex").write_text(latex.render(odd), encoding="utf-8")
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "odd.tex"]
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)

        assert run.returncode == 0, run.stdout.decode(errors="replace")[-2000:]

    def test_rows_are_even_when_there_is_no_room(self) -> None:
        gallery = Gallery((Shaded(((1.0,),)),) * 8, 8, "")

        assert [gallery.beside(room) for room in (0, 1, 3, 6, 8, 99)] == [1, 1, 3, 4, 8, 8]

    def test_looks_repeat_only_after_six(self) -> None:
        chart = Chart(tuple(Series(f"s{k}", ((0, k),)) for k in range(8)), "", "", "")
        looks = charts.chosen(chart, Inline(Glyphs()))

        assert len({look.dashes for look in looks[:6]}) == 6
        assert len({look.mark for look in looks}) == 8
