"""MathML and HTML: well-formed, safe, spoken, readable without a script or a network."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from importlib.resources import files
from xml.etree import ElementTree as ET

import pytest

from ncrevise.document.tree import (
    Aside,
    CodeBlock,
    Document,
    Equation,
    Heading,
    Keep,
    Listing,
    Maths,
    PageBreak,
    Paragraph,
    Part,
    Step,
    Strong,
    Table,
    Words,
)
from ncrevise.maths.build import add, call, multiply, negate, power, subscript, transpose
from ncrevise.maths.mathml import Place, Writer, write
from ncrevise.maths.tree import (
    Accent,
    Bind,
    Chain,
    Digits,
    Fence,
    Frac,
    Id,
    Limits,
    Mark,
    Matrix,
    Node,
    Num,
    Op,
    Root,
    Row,
    Slot,
    Space,
    Text,
)
from ncrevise.render.html import Check, fragment, render
from tests.sample_documents import CASES, FRACTIONS, GATE, PARAMETERS, SAMPLE, VECTOR_GATE, words

HOSTILE = "<script>alert(1)</script> & \" ' > ]]> <!-- \\( \x00\x1f {{x}}"
x, z, W = Id("x"), Id("z"), Id("W")
SUM = Limits(Op("∑", "prefix"), Row((Id("i"), Op("="), Digits("1"))), Id("n"))

GOLDEN = {
    "letter": (x, "<mi>x</mi>"),
    "upright letter": (Id("T", "upright"), '<mi mathvariant="normal">T</mi>'),
    "name": (Id("tanh"), "<mi>tanh</mi>"),
    "grouped digits": (Num(41418), "<mn>41\u202f418</mn>"),
    "negative": (Num(-3), '<mrow><mo form="prefix">−</mo><mn>3</mn></mrow>'),
    "minus in front": (negate(x), '<mrow><mo form="prefix">−</mo><mi>x</mi></mrow>'),
    "later term": (
        add(x, Num(-3)),
        '<mrow><mi>x</mi><mrow><mo form="infix">−</mo><mn>3</mn></mrow></mrow>',
    ),
    "understood times": (multiply(W, x), "<mrow><mi>W</mi><mo>&#x2062;</mo><mi>x</mi></mrow>"),
    "applied": (
        call("σ", z),
        (
            '<mrow><mi>σ</mi><mo>&#x2061;</mo><mrow><mo stretchy="false" form="prefix">(</mo>'
            '<mi>z</mi><mo stretchy="false" form="postfix">)</mo></mrow></mrow>'
        ),
    ),
    "prime": (Id("σ′"), '<mrow><mi>σ</mi><mo lspace="0" rspace="0">′</mo></mrow>'),
    "close in scripts": (
        subscript(Id("h"), Row((Id("t"), Op("−"), Digits("1")))),
        '<msub><mi>h</mi><mrow><mi>t</mi><mo lspace="0" rspace="0">−</mo><mn>1</mn></mrow></msub>',
    ),
    "both scripts": (
        transpose(subscript(x, Id("i"))),
        '<msubsup><mi>x</mi><mi>i</mi><mi mathvariant="normal">⊤</mi></msubsup>',
    ),
    "tall brackets": (
        Fence("(", Frac(x, z), ")"),
        (
            '<mrow><mo form="prefix">(</mo><mfrac><mi>x</mi><mi>z</mi></mfrac>'
            '<mo form="postfix">)</mo></mrow>'
        ),
    ),
    "one bracket": (
        Fence("", x, "|"),
        '<mrow><mi>x</mi><mo stretchy="false" form="postfix">|</mo></mrow>',
    ),
    "root": (Root(x, Digits("3")), "<mroot><mi>x</mi><mn>3</mn></mroot>"),
    "hat": (
        Accent(x, "^"),
        '<mover accent="true"><mi>x</mi><mo stretchy="false">ˆ</mo></mover>',
    ),
    "wide bar": (
        Accent(Row((x, z)), "¯"),
        '<mover accent="true"><mrow><mi>x</mi><mi>z</mi></mrow><mo>¯</mo></mover>',
    ),
    "limits": (
        SUM,
        (
            '<munderover><mo form="prefix">∑</mo><mrow><mi>i</mi><mo lspace="0" rspace="0">=</mo>'
            "<mn>1</mn></mrow><mi>n</mi></munderover>"
        ),
    ),
    "words": (Text("if "), "<mtext>if\u00a0</mtext>"),
    "space": (Space(0.5), '<mspace width="0.5em"/>'),
    "mark": (Mark(Num(3), "window"), '<mrow class="mark-window"><mn>3</mn></mrow>'),
    "names stand apart": (
        multiply(x, Row((Id("log"), z), Bind.APPLY)),
        (
            '<mrow><mi>x</mi><mo lspace="0" rspace="0.1667em">&#x2062;</mo><mrow><mi>log</mi>'
            '<mo lspace="0" rspace="0.1667em">&#x2061;</mo><mi>z</mi></mrow></mrow>'
        ),
    ),
}


def inside(formula: str) -> str:
    return formula.removeprefix("<math>").removesuffix("</math>")


def parse(formula: str) -> ET.Element:
    return ET.fromstring(f"<maths>{formula}</maths>")


def formulas(html: str) -> list[str]:
    return re.findall(r"<math.*?</math>", html)


class Reader(HTMLParser):
    """Collects start tags, and checks that every element is closed where it should be."""

    VOID = frozenset({"meta", "hr", "br", "input", "mspace"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def names(self) -> list[str]:
        return [name for name, _ in self.tags]


# --- MathML ---


@pytest.mark.parametrize(("node", "expected"), GOLDEN.values(), ids=GOLDEN)
def test_each_node_is_written_as_expected(node: Node, expected: str) -> None:
    assert inside(write(node, alt=False)) == expected
    parse(write(node))


def test_every_formula_of_the_sample_is_well_formed_and_spoken() -> None:
    found = formulas(render(SAMPLE))

    assert len(found) > 20
    for formula in found:
        (math,) = parse(formula)
        assert math.get("alttext")


def test_a_derivation_has_a_row_a_link_and_aligned_sides() -> None:
    (math,) = parse(write(GATE, display=True))
    rows = math.findall("mtable/mtr")

    assert len(rows) == len(GATE.links)
    assert ["".join(row[1].itertext()) for row in rows] == ["=", "=", "=", "≈"]
    assert [bool("".join(row[0].itertext())) for row in rows] == [True, False, False, False]
    assert all("right" in row[0].get("style", "") for row in rows)


def test_a_continuation_has_no_relation_and_an_infix_sign() -> None:
    broken = Chain(x, (("=", Num(1)), ("", Row((Space(1), Op("+"), Num(2))))))
    (math,) = parse(write(broken, display=True))
    last = math.findall("mtable/mtr")[-1]

    assert list(last[1]) == []
    sign = last[2].find("mrow/mo")
    assert sign is not None
    assert sign.get("form") == "infix"


def test_a_derivation_in_running_text_is_one_row() -> None:
    assert "mtable" not in write(GATE)
    assert "".join(parse(write(GATE, alt=False)).itertext()).endswith("≈0.3846")


def test_an_unknown_relation_passes_through() -> None:
    formula = write(Chain(x, (("\ue000R1\ue001", Num(1)), ("⊢", Num(2)))), display=True)

    assert "<mo>\ue000R1\ue001</mo>" in formula
    assert "<mo>⊢</mo>" in formula


def test_matrices_say_what_they_are() -> None:
    assert 'intent=":matrix"' in write(Matrix(((Num(1),),)))
    assert 'intent=":piecewise"' in write(CASES)


def test_brackets_grow_around_fractions_and_displayed_sums_only() -> None:
    assert 'stretchy="false"' in write(call("f", SUM))
    assert "stretchy" not in write(call("f", SUM), display=True)
    assert "stretchy" not in write(FRACTIONS.links[0][1], display=True)
    assert 'stretchy="false"' in write(call("f", power(x, Digits("2"))), display=True)


def test_letters_outside_the_basic_plane_become_ordinary_ones() -> None:
    bold = write(Id("𝐱"), alt=False)

    assert 'mathvariant="bold"' in bold
    assert ">x</mi>" in bold
    assert inside(write(Id("𝑥"), alt=False)) == "<mi>x</mi>"


def test_nothing_in_the_sample_is_outside_the_basic_plane() -> None:
    assert max(map(ord, render(SAMPLE))) < 0x10000


@pytest.mark.parametrize("node", [Id(HOSTILE), Text(HOSTILE), Op(HOSTILE), Digits(HOSTILE)])
def test_hostile_names_stay_text(node: Node) -> None:
    (math,) = parse(write(node))

    assert len(list(math.iter())) == 2
    assert "<script>alert(1)</script>" in "".join(math.itertext())


def test_numbers_can_be_left_open() -> None:
    class Gaps(Writer):
        def number(self, num: Num, at: Place = Place()) -> str:  # noqa: B008
            if isinstance(num.value, Slot):
                return f"<mn>#{num.value.value}.{num.value.entry}</mn>"
            return super().number(num, at)

    node = Chain(z, (("=", Fence("(", add(Num(Slot(1, 0)), Num(Slot(2, 3))), ")")),))
    formula = Gaps().formula(node, display=True, alt=False)

    assert "<mn>#1.0</mn><mn>#2.3</mn>" in formula


def test_a_row_of_factors_takes_no_sign_before_one_that_brings_its_own() -> None:
    row = Row((x, *add(Num(1), Num(2)).items[1:]), Bind.PRODUCT)  # type: ignore[union-attr]

    assert "&#x2062;" not in write(row)


# --- pages ---


@pytest.fixture(scope="module")
def page() -> str:
    return render(SAMPLE)


def test_a_page_is_one_file_without_script_or_network(page: str) -> None:
    reader = Reader(page)

    assert not {"script", "link", "img", "iframe", "base"} & set(reader.names())
    assert not re.search(r"""(?:src|href|url\()\s*=?\s*["']?(?:https?:)?//""", page)
    assert not [name for _, given in reader.tags for name in given if name.startswith("on")]
    assert "default-src 'none'" in page


def test_a_page_has_language_title_and_one_main(page: str) -> None:
    reader = Reader(page)
    given = dict(reader.tags)

    assert page.startswith("<!DOCTYPE html>\n")
    assert given["html"]["lang"] == "en-GB"
    assert "<title>Neural computation: sample</title>" in page
    assert reader.names().count("main") == 1
    assert reader.names().count("h1") == 1


def test_ids_are_unique(page: str) -> None:
    ids = [given["id"] for _, given in Reader(page).tags if "id" in given]

    assert len(ids) == len(set(ids))


def test_heading_levels_never_skip() -> None:
    blocks = tuple(Heading(level, words("t")) for level in (3, 6, 2, 4, 1, 5))
    names = Reader(render(Document("t", blocks))).names()
    levels = [int(name[1]) for name in names if re.fullmatch(r"h\d", name)]

    assert levels == [1, 2, 2, 3, 1, 2]


def test_a_page_without_a_heading_gets_its_title() -> None:
    assert "<h1>A &lt;b&gt;</h1>" in render(Document("A <b>", (Paragraph(words("text")),)))


def test_hostile_prose_stays_text() -> None:
    text = words(HOSTILE)
    blocks = (
        Heading(1, text, HOSTILE),
        Paragraph(text),
        Part(HOSTILE, 1, (Paragraph(text),)),
        Step(1, text, (CodeBlock(HOSTILE),)),
        Aside("hint", (Listing(((Paragraph(text),),)),)),
        Table((text,), ((text,),), "l", caption=HOSTILE),
    )
    for html in (render(Document(HOSTILE, blocks, HOSTILE)), fragment(blocks)):
        reader = Reader(html)

        assert "script" not in reader.names()
        assert "\x00" not in html
        assert reader.text.count("<script>alert(1)</script>") >= 8


def test_every_equation_on_the_page_is_in_a_box_that_scrolls(page: str) -> None:
    blocks = [given for name, given in Reader(page).tags if given.get("class") == "maths"]
    wide = [given for given in blocks if "tabindex" in given]

    assert len(blocks) == page.count('display="block"')
    assert 0 < len(wide) < len(blocks)
    assert all(given["aria-label"] for given in wide)


def test_long_formulas_are_broken(page: str) -> None:
    long_sum = next(found for found in formulas(page) if "<mi>O</mi>" in found)

    assert long_sum.count("<mtr>") > 2


def test_tables_name_their_rows_and_columns() -> None:
    html = render(Document("t", (PARAMETERS,)))
    reader = Reader(html)
    scopes = [given["scope"] for name, given in reader.tags if name == "th"]

    assert scopes == ["col"] * 4 + ["row"] * 4
    assert "<caption>Parameters layer by layer</caption>" in html
    assert html.count('<tr class="total">') == 1


def test_an_empty_head_is_not_a_heading_cell() -> None:
    html = fragment((Table(((), words("b")), ((words("1"), words("2")),), "lr"),))

    assert "<thead><tr><td></td><th" in html


def test_parts_show_marks_and_room_to_write() -> None:
    html = render(Document("t", (Part("a", 1, (Paragraph(words("Why?")),), 3), Part("", 0, ()))))

    assert 'aria-label="Part a"' in html
    assert "1 mark<" in html
    assert html.count("<i></i>") == 3
    assert "0 mark" not in html


def test_steps_can_be_folded_and_print_open(page: str) -> None:
    steps = [given for name, given in Reader(page).tags if name == "details"]

    assert len(steps) == 6
    assert all("open" in given for given in steps)
    assert "details::details-content { content-visibility: visible" in page


def test_punctuation_stays_with_its_formula() -> None:
    text = (Words("see ("), Maths(x), Words("). So "), Maths(x), Words(" is"), Strong(words("b")))
    html = fragment((Paragraph((*text, Words("."))),))

    assert "(&#x2060;<math" in html
    assert "</math>&#x2060;)." in html
    assert html.count("&#x2060;") == 2


def test_paper_keeps_together_what_belongs_together(page: str) -> None:
    assert '<div class="keep">' in page
    assert '<div class="break"></div>' in page
    assert "break-inside: avoid" in page
    assert "break-after: page" in page


def test_output_is_the_same_twice() -> None:
    assert render(SAMPLE) == render(SAMPLE)


def test_the_font_is_in_the_page_and_its_licence_beside_it(page: str) -> None:
    fonts = files("ncrevise.render").joinpath("fonts")

    assert fonts.joinpath("ncrevise-math.woff2").read_bytes()[:4] == b"wOF2"
    assert "GUST Font License" in fonts.joinpath("GUST-FONT-LICENSE.txt").read_text()
    assert "base64,d09GM" in page
    assert len(page) < 120_000


LIGHT, DARK = 0, 1


def luminance(colour: str) -> float:
    channels = [int(c * 2 if len(colour) == 4 else c, 16) / 255 for c in hexes(colour)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def hexes(colour: str) -> list[str]:
    return re.findall("." if len(colour) == 4 else "..", colour[1:])


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize("ink", ["ink", "quiet", "accent", "right", "wrong"])
@pytest.mark.parametrize("ground", ["paper", "faint"])
def test_colours_can_be_told_apart(scheme: int, ink: str, ground: str) -> None:
    css = files("ncrevise.render").joinpath("page.css").read_text("utf-8")
    colours = [dict(re.findall(r"--(\w+): (#\w+);", css_part)) for css_part in css.split("@media")]

    assert contrast(colours[scheme][ink], colours[scheme][ground]) >= 4.5


# --- practice pages and fragments ---


def test_a_practice_page_folds_its_steps_and_allows_only_its_own_script() -> None:
    html = render(SAMPLE, practice=[Check(0.3846, 0.00005), None])
    reader = Reader(html)
    forms = [given for name, given in reader.tags if name == "form"]

    assert [(given["data-value"], given["data-tolerance"]) for given in forms] == [
        ("0.3846", "5e-05")
    ]
    assert "hidden" in forms[0]
    assert all("open" not in given for name, given in reader.tags if name == "details")
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in html


def test_a_fragment_is_plain() -> None:
    reader = Reader(fragment(SAMPLE.blocks))

    assert not {"script", "style", "details", "html", "main", "form"} & set(reader.names())
    assert not [given for _, given in reader.tags if "id" in given]
    assert not {"h1", "h2"} & set(reader.names())
    assert render(SAMPLE, standalone=False) == fragment(SAMPLE.blocks)


def test_a_fragment_may_write_tex_instead() -> None:
    pytest.importorskip("ncrevise.maths.latex")
    html = fragment(
        (
            Paragraph((Words("Let "), Maths(add(x, z)), Words("."))),
            Keep((Equation(VECTOR_GATE),)),
            PageBreak(),
        ),
        maths="tex",
    )

    assert "<math" not in html
    assert r"\(x + z\)." in html
    assert re.search(r'<div class="maths">\\\[.*\\\]</div>', html, re.DOTALL)
    Reader(html)
