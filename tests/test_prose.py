"""Markdown in, blocks out; and templates filled with values."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ncrevise.document.markdown import read, read_inline, read_template
from ncrevise.document.tree import (
    Aside,
    Code,
    CodeBlock,
    Emph,
    Equation,
    Heading,
    Listing,
    Maths,
    Paragraph,
    Strong,
    Table,
    Words,
)
from ncrevise.errors import BankError, RenderError
from ncrevise.maths.tree import Digits, Id, Matrix, Num, Script, Text

x_t = Maths(Script(Id("x"), Id("t")))


def plain(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph((Words(text),)) for text in texts)


BLOCKS = [
    ("Find $x_t$.", (Paragraph((Words("Find "), x_t, Words("."))),)),
    ("one\ntwo", plain("one two")),
    ("*a* **b** `c`",
     (Paragraph((Emph((Words("a"),)), Words(" "), Strong((Words("b"),)), Words(" "), Code("c"))),)),
    ("$5 or $6, \\$x", plain("$5 or $6, $x")),
    ("$5-$6", plain("$5-$6")),
    ("<b>x</b> &amp; 1 < 2", plain("<b>x</b> & 1 < 2")),
    ("See [the notes](http://a.b).", plain("See the notes (http://a.b).")),
    ("<http://a.b>", plain("http://a.b")),
    ("$$\nx\n$$", (Equation(Id("x")),)),
    ("a\n\n$$x$$\n\nb", (*plain("a"), Equation(Id("x")), *plain("b"))),
    ("## Hints\n- a\n- b", (Heading(2, (Words("Hints"),)), Listing((plain("a"), plain("b"))))),
    ("1. a\n\n   b\n2. c", (Listing((plain("a", "b"), plain("c")), ordered=True),)),
    ("```\na\n  b\n```", (CodeBlock("a\n  b"),)),
    ("> note", (Aside("note", plain("note")),)),
    ("| a | b |\n|:-:|--:|\n| $x_t$ | 2 |",
     (Table(((Words("a"),), (Words("b"),)), (((x_t,), (Words("2"),)),), "cr"),)),
    ("", ()),
]  # fmt: skip


@pytest.mark.parametrize(("source", "blocks"), BLOCKS)
def test_reads_into_blocks(source: str, blocks: object) -> None:
    assert blocks == read(source)


FAULTS = [
    ("a\nb\n\nc $x$ and\n$x_1_2$", 14, "duplicate subscript"),
    ("a\n*b\n$\\foo$*", 12, "unknown command"),
    ("- a\n- b $\\foo$", 11, "unknown command"),
    ("$$\n\n\\frac{1\n$$", 12, "end of input"),
    ("| a |\n|--|\n| $\\foo$ |", 12, "unknown command"),
    ("| a |\n|--|\n| $x|y$ |", 12, "not closed"),
    ("a $x b", 10, "not closed"),
    ("![a](b)", 10, "images"),
    ("a\n\n---", 12, "rule"),
    ("$$x$$ (1)", 10, "labels"),
    ("\n\ue000", 11, "U+E000"),
]


@pytest.mark.parametrize(("source", "line", "message"), FAULTS)
def test_faults_name_their_line(source: str, line: int, message: str) -> None:
    with pytest.raises(BankError) as raised:
        read_template(source, "bank/x.md", 10)

    assert f"bank/x.md:{line}: " in str(raised.value)
    assert message in str(raised.value)


def test_a_fault_without_a_file_is_a_render_error() -> None:
    with pytest.raises(RenderError, match="unknown command"):
        read_inline(r"a $\foo$")


def test_phrases_hold_no_blocks() -> None:
    assert read_inline("# no heading $x_t$") == (Words("# no heading "), x_t)
    assert read_inline("plain words") == (Words("plain words"),)
    assert read_inline("") == ()


def test_plain_phrases_and_symbols_need_no_parser() -> None:
    script = (
        "import sys; from ncrevise.document.markdown import read_inline;"
        "from ncrevise.maths import tex;"
        r"read_inline('plain'); tex.read(r'\bar{z}_1');"
        "assert not {'markdown_it', 'math_core'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


IMAGE = Matrix(((Num(1), Num(-2)),))
TABLE = Table(((Words("h"),),), (), "l")

FILLED = [
    ("Do it {{how}}.", {"how": "well"}, (Paragraph((Words("Do it "), Words("well"), Words("."))),)),
    ("{{x}} is", {"x": Num(2)}, (Paragraph((Maths(Num(2)), Words(" is"))),)),
    ("**{{x}}** and `{{x}}`", {"x": Num(-2)},
     (Paragraph((Strong((Maths(Num(-2)),)), Words(" and "), Code("−2"))),)),
    ("$x_{ {{k}} }$", {"k": Digits("3")}, (Paragraph((Maths(Script(Id("x"), Digits("3"))),)),)),
    ("$x_{{{k}}}$", {"k": Digits("3")}, (Paragraph((Maths(Script(Id("x"), Digits("3"))),)),)),
    ("${{word}}$", {"word": "full"}, (Paragraph((Maths(Text("full")),)),)),
    ("$$ {{ image }} $$", {"image": IMAGE}, (Equation(IMAGE),)),
    ("{{image}}", {"image": IMAGE}, (Equation(IMAGE),)),
    ("{{text}}", {"text": "a"}, plain("a")),
    ("{{fig}}", {"fig": TABLE}, (TABLE,)),
    ("- a\n\n  {{fig}}", {"fig": (TABLE, TABLE)}, (Listing(((*plain("a"), TABLE, TABLE),)),)),
    ("| {{x}} |\n|--|\n| {{y}} |", {"x": "a", "y": Id("b")},
     (Table(((Words("a"),),), (((Maths(Id("b")),),),), "l"),)),
    ("## {{x}}", {"x": "a"}, (Heading(2, (Words("a"),)),)),
    ("```\n{{x}}\n```", {"x": Num(1)}, (CodeBlock("1"),)),
    ("{{x}}", {"x": "*not* $markup$"}, plain("*not* $markup$")),
]  # fmt: skip


@pytest.mark.parametrize(("source", "values", "blocks"), FILLED)
def test_values_take_the_place_of_names(source: str, values: dict, blocks: object) -> None:
    assert blocks == read_template(source).fill(values)


MISFITS = [
    ("a\n{{mod}} b", {"mode": "x"}, "bank/x.md:2: {{mod}} has no value; did you mean {{mode}}?"),
    ("a\n{{q}} b", {"mode": "x", "k": "y"}, "bank/x.md:2: {{q}} has no value; Known: mode, k"),
    ("x {{fig}} y", {"fig": TABLE}, "{{fig}} is no formula: give it a paragraph to itself"),
    ("$x {{fig}}$", {"fig": TABLE}, "{{fig}} is no formula"),
]


@pytest.mark.parametrize(("source", "values", "message"), MISFITS)
def test_names_that_cannot_be_filled_are_explained(source: str, values: dict, message: str) -> None:
    with pytest.raises(BankError) as raised:
        read_template(source, "bank/x.md").fill(values)

    assert message in str(raised.value)


def test_a_missing_value_is_placed_in_the_file() -> None:
    with pytest.raises(BankError, match=r"bank/x\.md:21: \{\{q\}\} has no value"):
        read_template("a\n{{q}} b", "bank/x.md", 20).fill({})


def test_placeholders_keep_their_names_in_an_error() -> None:
    with pytest.raises(BankError, match=r"x_\{\{k\}\}_2"):
        read_template("$x_{{k}}_2$", "bank/x.md")


def test_a_part_of_a_template_needs_only_its_own_names() -> None:
    template = read_template("{{a}}\n\n## Hints\n\n{{b}}")

    part = template.part(template.blocks[1:])

    assert template.names == ("a", "b")
    assert part.fill({"b": "x"}) == (Heading(2, (Words("Hints"),)), *plain("x"))
