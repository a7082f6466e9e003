"""The terminal and plain-text renderers: nothing is cropped, nothing depends on colour."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ncrevise.document.figure import Cell, GraphFigure, Grid, GridFigure, Vertex
from ncrevise.document.tree import (
    Aside,
    Document,
    Equation,
    Heading,
    Maths,
    Paragraph,
    Part,
    Step,
    Table,
    Words,
)
from ncrevise.maths.box import layout
from ncrevise.maths.build import add, call, divide, multiply, power, subscript, transpose
from ncrevise.maths.fit import fit
from ncrevise.maths.glyphs import Glyphs
from ncrevise.maths.inline import Inline
from ncrevise.maths.runs import measure, plain, width
from ncrevise.maths.text import write
from ncrevise.maths.tree import (
    Accent,
    Chain,
    Digits,
    Fence,
    Frac,
    Id,
    Limits,
    Mark,
    Matrix,
    Num,
    Op,
    Root,
    Row,
    Script,
    Space,
    Text,
    column,
)
from ncrevise.render import terminal, text
from ncrevise.render.console import graphs, grids, tables
from tests.sample_documents import (
    ATTENTION,
    CASES,
    CONVOLUTION,
    ERROR_SIGNAL,
    FRACTIONS,
    GATE,
    GRAPH,
    GRIDWORLD,
    LONG_SUM,
    PARAMETERS,
    SAMPLE,
    SOFTMAX,
    VECTOR_GATE,
    matrix,
    words,
)

UNICODE = Glyphs.for_encoding("utf-8")
ENCODINGS = ["utf-8", "cp1252", "ascii", "cp437", "iso8859-7"]
WIDE = matrix([[7.25 * i + j for j in range(12)] for i in range(3)])
FORMULAS = {
    "gate": GATE,
    "vector gate": VECTOR_GATE,
    "long sum": LONG_SUM,
    "softmax": SOFTMAX,
    "attention": ATTENTION,
    "error signal": ERROR_SIGNAL,
    "fractions": FRACTIONS,
    "cases": CASES,
    "wide matrix": WIDE,
    "product": Chain(Id("Y"), (("=", multiply(WIDE, transpose(WIDE))),)),
    "wide entries": Matrix(((LONG_SUM.links[0][1],) * 2,) * 2),
    "long name": Chain(Id("n" * 230), (("=", Id("m" * 230)), ("≈", Num(1.5)))),
    "long fraction": call("f", divide(LONG_SUM.links[0][1], Root(LONG_SUM.links[0][1]))),
    "many factors": multiply(*(Id("factor" + str(k)) for k in range(40))),
    "many arguments": call("f", *(Num(k * 1.5) for k in range(60))),
    "nested": call("f", call("g", call("h", LONG_SUM.links[0][1]))),
    "scripted": power(Fence("(", LONG_SUM.links[0][1], ")"), Num(2)),
}


def drawn(node, glyphs=UNICODE) -> list[str]:
    return [plain(row).rstrip() for row in layout(node, glyphs).rows]


def picture(text_: str) -> list[str]:
    return [line[4:] for line in text_.strip("\n").splitlines()]


def lines_of(document=SAMPLE, **options) -> list[str]:
    options = {"width": 80, "colour": False} | options
    return terminal.render(document, **options).splitlines()


class TestDrawing:
    def test_second_row_for_letters_without_a_subscript(self) -> None:
        expected = picture("""
    fₜ = σ(W  xₜ + U  hₜ₋₁ + b )
            f       f         f
       = σ(0.3 · 1.5 + (−0.8) · 0.4 − 0.6)
       = σ(−0.47)
       ≈ 0.3846
""")

        assert expected == drawn(GATE)

    def test_fractions_stack_and_the_main_bar_is_longest(self) -> None:
        expected = picture("""
                1   3
                ─ · ─
                2   4    3
    P(s | a) = ─────── = ─
                  5      5
                  ─
                  8
""")

        assert expected == drawn(FRACTIONS)

    def test_limits_and_raised_scripts(self) -> None:
        expected = picture("""
             zₖ
            e          e⁻¹
    yₖ = ───────── = ──────── ≈ 0.0474
           K   zⱼ    e² + e⁻¹
           ∑  e
          j=1
""")

        assert expected == drawn(SOFTMAX)

    def test_brackets_grow_for_fractions_but_not_for_scripts(self) -> None:
        assert picture("""
           ⎛Q Kᵀ⎞
    softmax⎜────⎟ V
           ⎝√dₖ ⎠
""") == drawn(ATTENTION)
        assert [f" {row}" for row in drawn(call("f", subscript(Id("W"), Id("f"))))] == [
            " f(W )",
            "    f",
        ]

    def test_numbers_in_a_matrix_are_level_at_the_point(self) -> None:
        expected = picture("""
    ⎡   1    −2.25 ⎤
    ⎢   0.5  10    ⎥
    ⎣ −12    −3    ⎦
""")

        assert expected == drawn(matrix([[1, -2.25], [0.5, 10], [-12, -3]]))

    def test_cases_have_a_brace_with_a_middle(self) -> None:
        expected = picture("""
              ⎧ z  if z ≥ 0
    ReLU(z) = ⎨
              ⎩ 0  otherwise
""")

        assert expected == drawn(CASES)

    def test_transpose_of_a_matrix_stands_at_its_top(self) -> None:
        assert drawn(transpose(matrix([[1, 2], [3, 4]]))) == ["⎡ 1  2 ⎤ᵀ", "⎣ 3  4 ⎦"]

    def test_accents_take_no_width(self) -> None:
        box = layout(Accent(subscript(Id("x"), Id("t")), "¯"), UNICODE)

        assert box.width == 2
        assert plain(box.rows[0]) == "x\u0304ₜ"

    def test_an_accent_without_a_glyph_gets_a_row(self) -> None:
        assert drawn(
            add(Accent(Id("z"), "¯"), Accent(Id("y"), "^")), Glyphs.for_encoding("ascii")
        ) == ["_   ^", "z + y"]

    def test_roles_reach_the_runs(self) -> None:
        box = layout(add(Mark(Num(3), "window"), Mark(Num(7), "result")), UNICODE)

        assert {("3", "window"), ("7", "result")} <= set(box.rows[0])

    def test_relations_of_unlike_width_end_level(self) -> None:
        ascii_ = Glyphs.for_encoding("ascii")
        node = Chain(Id("a"), (("=", Id("x")), ("=", Id("y")), ("≈", Id("z"))))

        assert drawn(node, ascii_) == ["a  = x", "   = y", "  ~= z"]

    def test_unknown_relations_pass_through(self) -> None:
        assert drawn(Chain(Id("a"), (("⋈", Id("b")),))) == ["a ⋈ b"]

    def test_numbers_go_through_one_place(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Inline, "number", lambda _self, _node: Digits("#"))

        assert "#" in "".join(drawn(GATE))
        assert not re.search(r"\d\.", "".join(drawn(GATE)))

    @pytest.mark.parametrize(
        ("node", "line"),
        [
            (GATE.links[0][1], "σ(W_f xₜ + U_f hₜ₋₁ + b_f)"),
            (multiply(Num(2), Id("p")), "2p"),
            (multiply(Num(2), subscript(Id("p"), Id("t"))), "2pₜ"),
            (divide(add(Id("a"), Id("b")), multiply(Id("c"), Id("d"))), "(a + b)/(c d)"),
            (subscript(Id("O"), Digits("0"), Digits("1")), "O_(0,1)"),
            (matrix([[1, 2], [3, 4]]), "[1, 2; 3, 4]"),
            (transpose(Id("K")), "Kᵀ"),
            (Root(add(Id("a"), Id("b"))), "√(a + b)"),
        ],
    )
    def test_inline(self, node, line) -> None:
        assert line == plain(Inline(UNICODE).line(node))


class TestGlyphs:
    @pytest.mark.parametrize("encoding", ENCODINGS)
    @pytest.mark.parametrize("node", FORMULAS.values(), ids=FORMULAS)
    def test_only_what_can_be_encoded(self, node, encoding) -> None:
        for row in layout(node, Glyphs.for_encoding(encoding)).rows:
            plain(row).replace("\xa0", " ").encode(encoding)

    @pytest.mark.parametrize(
        ("encoding", "written"),
        [
            ("utf-8", "σ(z) ≈ −3 ⊙ x²"),
            ("cp1252", "sigma(z) ~= -3 * x²"),
            ("ascii", "sigma(z) ~= -3 * x^2"),
            ("cp437", "σ(z) ≈ -3 * x²"),
        ],
    )
    def test_stand_ins(self, encoding, written) -> None:
        assert written == Glyphs.for_encoding(encoding).text("σ(z) ≈ −3 ⊙ x²")

    def test_a_stream_without_an_encoding_gets_ascii(self) -> None:
        assert Glyphs.for_encoding(None) == Glyphs.for_encoding("no such codec") == Glyphs("ascii")

    def test_tall_brackets_without_their_pieces(self) -> None:
        ascii_ = Glyphs.for_encoding("ascii")

        assert drawn(column([Num(1), Num(2)]), ascii_) == ["[ 1 ]", "[ 2 ]"]
        assert drawn(Fence("⌊", Frac(Id("a"), Id("b")), "⌋"), ascii_)[1] == "floor|-|"


class TestFit:
    @pytest.mark.parametrize("node", FORMULAS.values(), ids=FORMULAS)
    def test_never_wider_than_told(self, node) -> None:
        for room in range(40, 201):
            box = fit(node, room, UNICODE)

            assert box.width <= room
            assert {width(row) for row in box.rows} == {box.width}

    @pytest.mark.parametrize("node", FORMULAS.values(), ids=FORMULAS)
    @pytest.mark.parametrize("room", [40, 57, 80])
    def test_no_number_or_name_is_lost(self, node, room) -> None:
        def tokens(shown: str) -> list[str]:
            return sorted(re.findall(r"n{9,}|m{9,}|(?!nn|mm)[a-z]{3,}|\d+\.\d+", shown))

        shown = " ".join(plain(row) for row in fit(node, room, UNICODE).rows)

        assert shown.count("n") == write(node).count("n")
        assert tokens(write(node)) == tokens(re.sub(r"(?<=nn) +(?=n)|(?<=mm) +(?=m)", "", shown))

    @settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, 2**32), st.integers(2, 60))
    def test_any_formula_any_width(self, seed, room) -> None:
        node = scribble(random.Random(seed), 5)

        box = fit(node, room, UNICODE)

        assert box.width <= room
        assert {width(row) for row in box.rows} == {box.width}
        assert 0 <= box.baseline < box.height

    def test_sums_break_before_their_signs(self) -> None:
        rows = [plain(row).strip() for row in fit(LONG_SUM.links[0][1], 50, UNICODE).rows]

        assert all(row.startswith("+ ") for row in rows[1:])
        assert not any(row.endswith(("+", "·", "−")) for row in rows)

    def test_matrices_of_a_product_go_under_each_other(self) -> None:
        node = multiply(matrix([[1, 2], [3, 4]]), WIDE)
        rows = [plain(row) for row in fit(node, 92, UNICODE).rows]

        assert any(row.strip().startswith("· ⎢") for row in rows)
        assert rows[0].strip() == "⎡ 1  2 ⎤"

    def test_relations_are_level(self) -> None:
        rows = [plain(row) for row in fit(GATE, 80, UNICODE).rows]

        assert {row.index(sign) for row in rows for sign in "=≈" if sign in row} == {3}


def scribble(rng: random.Random, depth: int):
    """Make any tree at all, sensible or not."""
    leaves = [
        lambda: Id(rng.choice(["x", "W", "tanh", "σ", "漢字", ""])),
        lambda: Num(rng.choice([-3, 0.5, 1e-9, 40970, -2.25])),
        lambda: Op(rng.choice("+−·=⊙,|"), rng.choice(["infix", "prefix", "postfix", "separator"])),
        lambda: Text("if "),
        lambda: Space(1),
    ]
    if depth == 0 or rng.random() < 0.2:
        return rng.choice(leaves)()

    def sub():
        return scribble(rng, depth - 1)

    def subs(most=4):
        return tuple(sub() for _ in range(rng.randrange(most + 1)))

    size = rng.randrange(1, 4)
    return rng.choice(
        [
            lambda: Row(subs()),
            lambda: multiply(sub(), sub()),
            lambda: add(sub(), sub(), sub()),
            lambda: call("f", *subs()),
            lambda: Fence(
                rng.choice(["(", "[", "{", "⌊", "|", "⟨", ""]), sub(), rng.choice(")]}⌋|⟩")
            ),
            lambda: Frac(sub(), sub()),
            lambda: Root(sub(), rng.choice([None, Digits("3")])),
            lambda: Script(sub(), rng.choice([None, sub()]), rng.choice([None, sub()])),
            lambda: Limits(Op("∑", "prefix"), rng.choice([None, sub()]), sub()),
            lambda: Accent(sub(), rng.choice("¯^~˙→")),
            lambda: Matrix(
                tuple(tuple(sub() for _ in range(size)) for _ in range(rng.randrange(4)))
            ),
            lambda: Mark(sub(), "kernel"),
            lambda: Chain(sub(), tuple((rng.choice(["=", "≈", ""]), sub()) for _ in range(size))),
        ]
    )()


class TestDocument:
    @pytest.mark.parametrize("encoding", ENCODINGS)
    @pytest.mark.parametrize("options", [{}, {"plain": True}], ids=["drawn", "plain"])
    @pytest.mark.parametrize("room", [40, 44, 59, 60, 61, 80, 120, 200])
    def test_every_line_fits_and_is_clean(self, room, options, encoding) -> None:
        for line in lines_of(width=room, encoding=encoding, **options):
            line.encode(encoding)

            assert measure(line) <= room
            assert line == line.rstrip()
            assert "\x1b" not in line

    def test_colour_only_adds_escapes(self) -> None:
        coloured = terminal.render(SAMPLE, width=80)
        bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured)

        assert bare != coloured
        assert re.sub(r" (\d) ", r"[\1]", bare) == re.sub(
            r" (\d) ", r"[\1]", terminal.render(SAMPLE, width=80, colour=False)
        )

    def test_nothing_from_a_file_steers_the_terminal(self) -> None:
        nasty = Document("", (Paragraph(words("\x1b[31mred\x07 \u202e[bold]x[/bold]")),))

        assert lines_of(nasty) == ["[31mred [bold]x[/bold]"]

    def test_notes_stand_at_the_right(self) -> None:
        document = Document("", (Heading(2, words("Title"), "8 marks"),))

        assert lines_of(document, width=40) == ["Title" + " " * 28 + "8 marks"]
        assert lines_of(document, width=20) == ["Title        8 marks"]

    def test_a_note_without_room_gets_a_line(self) -> None:
        document = Document("", (Heading(2, words("A title of some length"), "8 marks"),))

        assert lines_of(document, width=28) == ["A title of some length", " " * 21 + "8 marks"]

    def test_steps_are_numbered_without_colour(self) -> None:
        assert "[3]  A long sum" in lines_of()

    def test_a_label_stands_at_the_baseline(self) -> None:
        document = Document("", (Aside("answer", (Equation(column([Num(1), Num(2), Num(3)])),)),))

        assert lines_of(document) == ["▎         ⎡ 1 ⎤", "▎ Answer  ⎢ 2 ⎥", "▎         ⎣ 3 ⎦"]

    def test_marks_follow_the_wording(self) -> None:
        document = Document("", (Part("a", 1, (Paragraph(words("Why?")),)),))

        assert lines_of(document, width=40) == ["(a)  Why?                       [1 mark]"]

    def test_a_short_formula_is_not_broken_at_a_line_end(self) -> None:
        formula = Maths(Chain(Id("s"), (("=", Num(1)),)))
        document = Document(
            "",
            (
                Paragraph(
                    (Words("a" * 36 + " "), formula, Words(".")),
                ),
            ),
        )

        assert lines_of(document, width=40) == ["a" * 36, "s = 1."]

    def test_spoken(self) -> None:
        pytest.importorskip("ncrevise.maths.speech")
        told = lines_of(width=200, plain=True)

        assert "Step 2: Pre-activation" in told
        assert any(line.startswith("row 1: layer conv") for line in told)
        assert f"Figure: {GRIDWORLD.alt}" in told
        assert not any(set(line) & set("─│┌⎡→") for line in told)


class TestTables:
    def test_numbers_to_the_right_and_a_rule_above_the_total(self) -> None:
        laid = [plain(line).rstrip() for line in tables.lines(PARAMETERS, 80, Inline(UNICODE))]

        assert len({len(line) for line in laid if line[-1].isdigit()}) == 1
        assert laid[-2] == laid[2] == "─" * len(laid[2])

    def test_wide_cells_wrap(self) -> None:
        table = Table((words("a"), words("b")), ((words("one two three four"), words("1")),), "lr")
        laid = [plain(line).rstrip() for line in tables.lines(table, 16, Inline(UNICODE))]

        assert laid[2:] == ["one two        1", "three four"]

    def test_one_cell_a_line_when_nothing_else_fits(self) -> None:
        table = Table((words("layer"), words("value")), ((words("x" * 18), words("1")),), "lr")
        laid = [plain(line) for line in tables.lines(table, 20, Inline(UNICODE))]

        assert laid == ["layer:", "x" * 18, "value: 1"]


class TestGrids:
    def test_the_window_has_a_frame(self) -> None:
        box = grids.draw(CONVOLUTION, 80, Inline(UNICODE))

        assert [plain(row)[:24].rstrip() for row in box.rows] == picture("""
    ⎡  0   0   0   0   0 ⎤
    ⎢    ┏━━━━━━┓        ⎥
    ⎢  0 ┃ 1   3┃  1   0 ⎥
    ⎢  0 ┃ 0  −1┃  1   0 ⎥
    ⎢    ┗━━━━━━┛        ⎥
    ⎢  0   2   2  −1   0 ⎥
    ⎣  0   0   0   0   0 ⎦
              A
""")

    def test_operands_stack_when_narrow(self) -> None:
        box = grids.draw(CONVOLUTION, 40, Inline(UNICODE))

        assert box.width <= 40
        assert "×" in [plain(row).strip() for row in box.rows]

    def test_a_gridworld(self) -> None:
        box = grids.draw(GRIDWORLD, 80, Inline(UNICODE))

        assert [plain(row) for row in box.rows] == picture("""
    ┌──────┬──────┬──────┐
    │ 0.81 │ 0.90 │  1   │
    │  →   │  →   │ goal │
    ├──────┼──────┼──────┤
    │ 0.73 │██████│  −1  │
    │  ↑   │██████│ trap │
    └──────┴──────┴──────┘
""")

    def test_a_grid_too_wide_is_told_in_rows(self) -> None:
        wide = GridFigure((Grid((tuple(Cell(Num(k * 100)) for k in range(20)),)),), (), "Hundreds.")
        shown = lines_of(Document("", (wide,)), width=40)

        assert shown[0] == "Hundreds."
        assert re.findall(r"\d+", " ".join(shown[1:]))[1:] == [str(k * 100) for k in range(20)]

    def test_nothing_to_draw(self) -> None:
        assert grids.draw(GridFigure((Grid(()),), (), ""), 40, Inline(UNICODE)) is not None


class TestGraphs:
    def test_the_sample(self) -> None:
        assert [
            plain(row).rstrip() for row in graphs.draw(GRAPH, 80, Inline(UNICODE)).rows
        ] == picture("""
    ┌───────┐      ┌────────┐
    │x = 2  │───┐  │b = 3   │─┐
    └───────┘   │  │b̄ = 0.75│ │
                │  └────────┘ │    ┌ + ─────┐   ┌ σ ───────┐
    ┌───────┐   │             └───→│z = 1   │──→│y = 0.7311│─┐
    │w = −1 │─┐ │  ┌ × ─────┐   ┌─→│z̄ = 0.75│   │ȳ = 1     │ │
    │w̄ = 1.5│ │ └─→│u = −2  │───┘  └────────┘   └──────────┘ │
    └───────┘ ├───→│ū = 0.75│                                │    ┌ + ───────┐
              │    └────────┘                                └───→│L = 1.7311│
              │                                                ┌─→│L̄ = 1     │
              │    ┌ w² ────┐                                  │  └──────────┘
              └───→│r = 1   │──────────────────────────────────┘
                   │r̄ = 1   │
                   └────────┘
""")

    def test_a_table_when_it_does_not_fit(self) -> None:
        shown = lines_of(Document("", (GRAPH,)), width=60)

        assert shown[0].split("  ")[0] == "node"
        assert any(re.match(r"u +× of x, w +−2 +0\.75$", line) for line in shown)

    @pytest.mark.parametrize("seed", range(300))
    def test_wires_lead_where_the_edges_say(self, seed) -> None:
        rng = random.Random(seed)
        names = [f"v{k}" for k in range(rng.randrange(1, 10))]
        edges = tuple(
            (a, b)
            for k, b in enumerate(names)
            for a in rng.sample(names[:k], min(k, rng.randrange(4)))
        )
        graph = GraphFigure(tuple(Vertex(name, Id(name)) for name in names), edges)
        box = graphs.draw(graph, 400, Inline(UNICODE))

        assert box is None or set(edges) == set(traced([plain(row) for row in box.rows]))


ARMS = dict(
    zip(
        "│─┌┐└┘├┤┬┴┼",
        ["ud", "lr", "dr", "dl", "ur", "ul", "udr", "udl", "dlr", "ulr", "udlr"],
        strict=True,
    )
)
STEPS = {"u": (0, -1), "d": (0, 1), "l": (-1, 0), "r": (1, 0)}
BACK = {"u": "d", "d": "u", "l": "r", "r": "l"}


def traced(rows: list[str]) -> list[tuple[str, str]]:
    """Follow the wires of a drawing as a reader would."""
    owner = {}
    for y, row in enumerate(rows):
        for found in re.finditer(r"│(v\d) *│", row):
            left, right = found.start(), found.end() - 1
            top, bottom = y, y
            while rows[top][left] != "┌":
                top -= 1
            while rows[bottom][left] != "└":
                bottom += 1
            owner |= {(x, k): found[1] for x in (left, right) for k in range(top + 1, bottom)}
    rights = {
        (x, y): name
        for (x, y), name in owner.items()
        if any((x - k, y) in owner and owner[x - k, y] == name for k in range(1, 12))
    }
    edges = []
    for (x, y), name in rights.items():
        if x + 1 < len(rows[y]) and rows[y][x + 1] in "─┐┘┬┴┤┼":
            edges += [(name, owner[end]) for end in follow(rows, x + 1, y, "r", set())]
    return edges


def follow(rows, x, y, heading, seen) -> list[tuple[int, int]]:
    """Find the frames that a wire reaches; one that crosses another goes straight on."""
    char = rows[y][x]
    if char == "→":
        return [(x + 1, y)]
    if (x, y, heading) in seen:
        return []
    seen.add((x, y, heading))
    arms = ARMS[char]
    ways = [arm for arm in arms if arm != BACK[heading]] if BACK[heading] in arms else [heading]
    ends = []
    for way in ways:
        dx, dy = STEPS[way]
        ends += follow(rows, x + dx, y + dy, way, seen)
    return ends


class TestText:
    def test_formulas_are_never_broken(self) -> None:
        shown = text.render(SAMPLE, width=40)

        assert write(LONG_SUM.links[0][1]) in shown
        for left, right in pairwise(re.findall(r"^ *(\S.*?)?(?= [=≈] )", shown, re.MULTILINE)):
            assert "\n" not in left + right

    def test_long_derivations_are_level(self) -> None:
        shown = text.render(Document("", (Equation(GATE),))).splitlines()

        assert [line.index(sign) for line, sign in zip(shown, "===≈", strict=True)] == [4] * 4

    def test_every_link_is_there(self) -> None:
        shown = text.render(Document("", (Equation(GATE),)))
        joined = re.sub(r"\n +", " ", shown).strip()

        assert joined == write(GATE)

    def test_no_drawings_no_trailing_blanks(self) -> None:
        shown = text.render(SAMPLE)

        assert not set("│┌⎡\x1b") & set(shown)
        assert all(line == line.rstrip() for line in shown.splitlines())

    def test_without_a_width_a_paragraph_is_one_line(self) -> None:
        assert any(
            "cell" not in line and "(see Long short-term memory, or run ncrevise show)." in line
            for line in text.render(SAMPLE).splitlines()
        )

    def test_grids_and_steps(self) -> None:
        shown = text.render(SAMPLE)

        assert "[0.81 →, 0.90 →, 1 goal; 0.73 ↑, wall, −1 trap]" in shown
        assert "\nStep 2. Pre-activation\n  z_f = W_f x_t + b_f\n" in shown

    def test_an_empty_document(self) -> None:
        assert text.render(Document("", ())) == terminal.render(Document("", ()), width=80) == ""
        assert text.render(Document("", (Step(1, (), ()),))) == "Step 1.\n"
