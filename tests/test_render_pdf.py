"""PDF: tagged, described, the same bytes twice, and deaf to what its text says."""

from __future__ import annotations

import builtins
import io
import json
import threading
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from ncrevise.document.tree import (
    Aside,
    Block,
    CodeBlock,
    Document,
    Equation,
    Heading,
    Keep,
    Listing,
    Maths,
    Paragraph,
    Part,
    Step,
    Table,
)
from ncrevise.errors import RenderError
from ncrevise.maths.json import to_json as tree
from ncrevise.maths.tree import Chain, Frac, Id, Mark, Num, Op, Row, Slot, Text
from ncrevise.maths.width import width
from ncrevise.render import pdf
from ncrevise.render.json import Writer, to_json
from ncrevise.render.json import render as render_json
from tests.sample_documents import (
    CASES,
    GATE,
    GRAPH,
    LONG_SUM,
    PARAMETERS,
    SAMPLE,
    matrix,
    words,
)

pypdf = pytest.importorskip("pypdf", reason="the dev extra brings it")

A4 = 595.3
MARGIN = 68.0  # 24 mm
HOSTILE = '#panic() $x$ \\ <a> @b // /* [ ] #eval("1") {_^~} `raw` = Head\n+ item'


def reader(*blocks: Block, **options: Any) -> Any:
    return pypdf.PdfReader(io.BytesIO(pdf.render(Document("Test", blocks), **options)))


def text(*blocks: Block) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader(*blocks).pages).split())


def tags(document: Any) -> list[tuple[str, str]]:
    """List the structure elements with their alternative text, in reading order."""
    found: list[tuple[str, str]] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((str(node["/S"]), str(node.get("/Alt", ""))))
            walk(node.get("/K", []))

    walk(document.trailer["/Root"]["/StructTreeRoot"])
    return found


def right_edge(*blocks: Block) -> float:
    """Find where the rightmost text begins, in points."""
    edges: list[float] = []

    def visit(piece: str, cm: list[float], tm: list[float], *_: object) -> None:
        if piece.strip():
            edges.append(tm[4] * cm[0] + cm[4])

    for page in reader(*blocks).pages:
        page.extract_text(visitor_text=visit)
    return max(edges)


@pytest.fixture(scope="module")
def sample() -> Any:
    return pypdf.PdfReader(io.BytesIO(pdf.render(SAMPLE)))


def test_every_formula_and_figure_is_described(sample: Any) -> None:
    described = [alt for tag, alt in tags(sample) if tag in {"/Formula", "/Figure"}]

    assert len(described) > 20
    assert all(described)


def test_formula_is_described_whole_even_when_broken() -> None:
    alts = [alt for tag, alt in tags(reader(Equation(LONG_SUM))) if tag == "/Formula"]

    assert len(alts) == 1
    assert alts[0] == to_json(Document("", (Equation(LONG_SUM),)))["blocks"][0]["alt"]


def test_tables_have_head_cells(sample: Any) -> None:
    kinds = [tag for tag, _ in tags(sample)]

    assert kinds.count("/TH") == len(PARAMETERS.head)
    assert kinds.count("/Table") == 1


def test_metadata(sample: Any) -> None:
    root = sample.trailer["/Root"]

    assert sample.metadata is not None
    assert sample.metadata.title == SAMPLE.title
    assert str(root["/Lang"]).startswith("en")
    assert root["/MarkInfo"]["/Marked"]


def test_title_option_wins() -> None:
    found = reader(Paragraph(words("x")), title="Mock paper").metadata

    assert found is not None
    assert found.title == "Mock paper"


def test_same_document_same_bytes() -> None:
    assert pdf.render(SAMPLE) == pdf.render(SAMPLE)


def test_same_bytes_from_another_thread() -> None:
    made: list[bytes] = []
    thread = threading.Thread(target=lambda: made.append(pdf.render(SAMPLE)))
    thread.start()
    thread.join()

    assert made == [pdf.render(SAMPLE)]


def test_papers_do_not_mix() -> None:
    first = pdf.render(Document("One", (Paragraph(words("alpha")),)))
    pdf.render(Document("Two", (Paragraph(words("beta")),)))

    assert pdf.render(Document("One", (Paragraph(words("alpha")),))) == first


def test_pages_are_numbered(sample: Any) -> None:
    last = len(sample.pages)

    assert [f"{k} / {last}" in page.extract_text() for k, page in enumerate(sample.pages, 1)] == [
        True
    ] * last


def test_head_line_from_the_second_page_on(sample: Any) -> None:
    assert sample.pages[1].extract_text().strip().startswith(SAMPLE.title)


def test_hostile_prose_is_inert() -> None:
    shown = text(
        Heading(1, words(HOSTILE), HOSTILE),
        Paragraph(words(HOSTILE)),
        Equation(Text(HOSTILE)),
        CodeBlock(HOSTILE),
        Step(1, words(HOSTILE), ()),
    )

    assert shown.count("#panic() $x$ \\ <a> @b") >= 4
    assert shown.count('#eval("1")') >= 4


def test_control_characters_vanish_and_backslashes_stay() -> None:
    assert "abc \\u0007" in text(Paragraph(words("a\x00b\x07c \\u0007\ud800")))


@pytest.mark.parametrize("broken", [
    Equation(LONG_SUM),
    Step(1, words("s"), (Equation(LONG_SUM),)),
    Part("a", 12, (Equation(LONG_SUM), Listing(((Equation(LONG_SUM),),)))),
    Aside("answer", (Equation(LONG_SUM), Equation(LONG_SUM.links[0][1]))),
    Equation(Chain(Id("y"), (("=", Frac(LONG_SUM.links[0][1], Id("n"))),))),
    Equation(matrix([[1234.5 + k for k in range(30)]], 2)),
])  # fmt: skip
def test_nothing_sticks_out(broken: Block) -> None:
    assert right_edge(broken) < A4 - MARGIN


def test_letter_paper() -> None:
    page = reader(Paragraph(words("x")), paper="letter").pages[0]

    assert (page.mediabox.width, page.mediabox.height) == (612, 792)


@pytest.mark.parametrize("levels", [(2,), (1, 3), (3, 1, 2), (5, 5)])
def test_heading_levels_never_skip(levels: tuple[int, ...]) -> None:
    document = reader(*(Heading(level, words(f"h{level}")) for level in levels))
    found = [int(tag[2:]) for tag, _ in tags(document) if tag[:2] == "/H" and tag[2:].isdecimal()]

    assert len(found) == len(levels)
    assert all(b <= a + 1 for a, b in zip((0, *found), found, strict=False))


def test_trailing_zeros_and_thin_spaces() -> None:
    shown = text(Equation(Row((Num(0.9, 4), Op(","), Num(40970)))))

    assert "0.9000" in shown
    assert "40\u202f970" in shown or "40 970" in shown


def test_marks_and_parts() -> None:
    shown = text(Part("a", 1, (Paragraph(words("Find it.")),)), Part("b", 4, ()))

    assert "(a)" in shown
    assert "[1 mark]" in shown
    assert "[4 marks]" in shown


def test_answer_space_runs_over_pages() -> None:
    assert len(reader(Part("", 1, (Paragraph(words("q")),), 40)).pages) == 2


def test_long_keep_and_long_table_run_over_pages() -> None:
    keep = Keep(tuple(Paragraph(words("word " * 80)) for _ in range(30)))
    rows = tuple((words(str(k)), words("x")) for k in range(90))

    assert len(reader(keep).pages) > 1
    assert "89" in text(Table((words("a"), words("b")), rows, "lr"))
    assert len(reader(Table((words("a"), words("b")), rows, "lr")).pages) > 1


def test_kept_statement_stays_together() -> None:
    filler = [Paragraph(words("line")) for _ in range(38)]
    keep = Keep(
        (Paragraph(words("Given")), Equation(matrix([[1]] * 9)), Paragraph(words("find it")))
    )
    pages = [page.extract_text() for page in reader(*filler, keep).pages]

    together = [("Given" in page, "find it" in page) for page in pages]
    assert together == [(False, False), (True, True)]


@pytest.mark.parametrize("blocks", [
    (), (Paragraph(()),), (Equation(Row(())),), (Aside("note", ()),), (Listing(()),),
    (replace(GRAPH, alt=""),), (Table((words("a"),), (), "l"),), (Keep(()),),
])  # fmt: skip
def test_empty_things_print(blocks: tuple[Block, ...]) -> None:
    assert len(reader(*blocks).pages) == 1


def test_name_in_a_script_without_a_font_is_refused_in_a_sentence() -> None:
    with pytest.raises(RenderError, match="No font on this machine can print"):
        pdf.render(Document("Test", (Paragraph(words("\U0010fffd")),)))


def test_missing_typst_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "typst":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setattr(pdf.presses, "kept", {})
    with pytest.raises(RenderError, match="use --format html or latex"):
        pdf.render(SAMPLE)


def test_json_has_one_schema_and_survives_a_round_trip() -> None:
    data = to_json(SAMPLE)

    assert data["schema"] == 1
    assert json.loads(render_json(SAMPLE)) == json.loads(json.dumps(data))
    assert {"heading", "keep", "part", "step", "figure", "table", "list", "code", "aside"} <= {
        block["kind"] for block in data["blocks"]
    }


def test_json_leaves_formulas_whole_and_the_page_breaks_them() -> None:
    document = Document("", (Equation(LONG_SUM),))
    links = [
        len(data["blocks"][0]["tree"][2])
        for data in (to_json(document), Writer(room=40.0).document(document))
    ]

    assert links[0] == 2
    assert links[1] > 4


def test_formulas_as_lists() -> None:
    fraction = Mark(Frac(Num(Fraction(-1, 2)), Id("x", "bold")), "result")

    expected = [
        "mark",
        [
            "frac",
            ["row", [["op", "−", "prefix"], ["frac", ["digits", "1"], ["digits", "2"]]]],
            ["id", "x", "bold"],
        ],
        "result",
    ]
    assert tree(fraction) == expected
    assert tree(CASES)[0] == "chain"


def test_estimated_width() -> None:
    assert width(GATE) < 20 < width(LONG_SUM)
    assert width(Num(Slot(0, 0))) > 0
    assert width(Paragraph((Maths(Id("x")),)).items[0].node) == width(Id("x"))  # type: ignore[union-attr]
