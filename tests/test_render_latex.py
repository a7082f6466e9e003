"""LaTeX and Markdown: what is written, and that it compiles."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from ncrevise.document.tree import (
    Aside,
    Code,
    CodeBlock,
    Document,
    Equation,
    Heading,
    Listing,
    Maths,
    Paragraph,
    Part,
    Table,
    Words,
)
from ncrevise.errors import RenderError
from ncrevise.maths import latex, tex, text
from ncrevise.maths.latex import Writer
from ncrevise.maths.number import spell
from ncrevise.maths.tree import (
    Bind,
    Chain,
    Digits,
    Id,
    Mark,
    Matrix,
    Node,
    Num,
    Op,
    Row,
    Script,
    Slot,
    Text,
    column,
)
from ncrevise.render import latex as latex_file
from ncrevise.render import markdown
from tests import sample_documents as samples

if TYPE_CHECKING:
    from pathlib import Path

    from ncrevise.document.tree import Block

SAME = [  # written as it is read
    r"f_{t} = \sigma(W_{f} x_{t} + U_{f} h_{t - 1} + b_{f})",
    r"\sum_{j = 1}^{K} e^{z_{j}}",
    r"\operatorname*{arg\,max}_{a} Q(s, a)",
    r"\operatorname{softmax}\left( \frac{Q K^{\top}}{\sqrt{d_{k}}} \right) V",
    r"f'(x) + f_{1}''",
    r"\bar{z} + \overline{a + b} + \hat{y} + \overrightarrow{A B}",
    r"\lVert x\rVert_{2}^{2} + \lvert a - b\rvert",
    r"P(A \mid B)",
    r"\lbrace 1, \ldots, n\rbrace",
    r"\left. \frac{d y}{d x} \right\rvert_{x = 0}",
    r"\begin{cases} z & \text{if } z \geq 0 \\ 0 & \text{otherwise} \end{cases}",
    r"\left[ \begin{array}{rr} 1 & -2 \\ 0.5 & 1 \end{array} \right] x",
    r"\binom{n}{k} n! \% 10\,000",
    r"\mathbf{x} + \boldsymbol{\theta} + \mathrm{d} x \in \mathbb{R}^{n}",
    r"\mathcal{L} \mathfrak{g} \Gamma \varepsilon \epsilon \varphi \phi \ell",
    r"a \cdot b \times c \odot d \ast e \otimes f \circ g",
    r"a \leq b \neq c \approx d \equiv e \propto f \subseteq g \to h \mapsto i",
    r"\frac{\partial L}{\partial w} = \nabla_{\theta} J(\theta) \quad \forall x",
    r"\sqrt[{3}]{x}",
    r"\lfloor x\rfloor + \lceil y\rceil + \langle z\rangle",
    r"\max_{a} q \log_{2} n",
    r"{(a + b)}^{\ast}",
]


@pytest.mark.parametrize("source", SAME)
def test_what_is_read_is_written_again(source: str) -> None:
    tree = tex.read(source)
    written = latex.write(tree)

    assert written == source.replace("{(a + b)}^", "(a + b)^")
    assert text.write(tex.read(written)) == text.write(tree)


WRITTEN = [
    (Row((Id("a"), Row((Op("−", "prefix"), Id("b")), Bind.PREFIX))), "a {-b}"),
    (Script(Id("σ′"), sup=Digits("2")), r"{\sigma'}^{2}"),
    (Script(Script(Id("x"), sup=Digits("2")), sup=Digits("3")), r"{x^{2}}^{3}"),
    (Matrix(((Row((Op("["), Id("a"))),), (Op("*"),)), "", ""),
     r"\begin{array}{r} {}[ a \\ \ast \end{array}"),
    (Text(r"50% of {a_b} & \c$#^~é"),
     r"\text{50\% of \{a\_b\} \& \textbackslash{}c\$\#\textasciicircum{}\textasciitilde{}é}"),
    (Text("--flag ,, '' – ”"), r"\text{-{}-flag ,{}, '{}' -- ''}"),
    (Id("12", "bold"), r"\mathbf{12}"),
    (Id("flipped B"), r"\text{flipped B}"),
    (Id("argmax"), r"\operatorname{arg\,max}"),
    (Mark(Num(3), "window"), r"\underline{3}"),
    (Mark(Num(7), "result"), r"\boxed{7}"),
    (Chain(Id("a"), (("=", Id("b")), ("≈", Id("c")))), r"a = b \approx c"),
    (Num(-2.5, 2), "-2.50"),
    (Num(40970), r"40\,970"),
]  # fmt: skip


@pytest.mark.parametrize(("node", "written"), WRITTEN)
def test_awkward_trees_stay_sound(node: Node, written: str) -> None:
    assert written == latex.write(node)


def test_a_derivation_has_a_row_a_link() -> None:
    chain = Chain(Id("a"), (("=", Id("b")), ("", Row((Op("+"), Id("c")))), ("≈", Id("d"))))
    rows = latex.write(chain, display=True).split("\n")

    assert rows == [
        r"\begin{aligned}",
        r"a &= b \\",
        r"&\quad {} + c \\",
        r"&\approx d",
        r"\end{aligned}",
    ]


def test_a_character_without_a_glyph_is_named() -> None:
    with pytest.raises(RenderError, match="U\\+4E2D"):
        latex.write(Id("中"))


def test_gaps_can_be_left_for_numbers() -> None:
    class Gaps(Writer):
        def number(self, num: Num) -> str:
            return "{@}" if isinstance(num.value, Slot) else self.node(spell(num))

    assert Gaps().node(column([Num(Slot(1, 2)), Num(2)])) == (
        r"\left[ \begin{array}{r} {@} \\ 2 \end{array} \right]"
    )


HOSTILE = r"""\input{x} 50% $x$ a_b #1 & ~ ^ <b> "q" 'r' `s` --flag ,, ?` -- — … “z” σ ≤ ² é [x]"""
HARD: tuple[Block, ...] = (
    Paragraph((Words(HOSTILE), Code(HOSTILE))),
    CodeBlock(HOSTILE + "\n[x]\n\n  \\end{verbatim}\n*"),
    Listing(((Paragraph((Words("[x] not an option"),)),), (), (Equation(Id("x")),))),
    Table(((Words("[h]"),), (Words("a" * 30),)), (((Words("[x] " * 30),), ()), ((), ())), "ll"),
    Part("", 1, (Equation(Id("x")),), 2),
    Part("a", 2, (), 1),
    Aside("note", (Listing(((Paragraph((Words("x"),)),),)),)),
    Heading(4, (Words("small $"), Maths(Row(()))), "a  b"),
    Equation(samples.LONG_SUM),
    Equation(Row(())),
)


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="needs pdflatex")
@pytest.mark.parametrize(
    "document",
    [samples.SAMPLE, Document("Hard", HARD), Document("Empty", (Paragraph(()),)),
     Document("Formulas", tuple(Paragraph((Maths(tex.read(source)),)) for source in SAME))],
    ids=lambda document: document.title,
)  # fmt: skip
def test_the_file_compiles(document: Document, tmp_path: Path) -> None:
    (tmp_path / "x.tex").write_text(latex_file.render(document), "utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "x"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    log = (tmp_path / "x.log").read_text("latin-1")

    assert run.returncode == 0, log[-2000:]
    assert not re.findall(r"^(?:Overfull \\hbox.*|Missing character.*)", log, re.MULTILINE)


def test_the_parts_of_a_question_keep_their_marks_and_room() -> None:
    written = latex_file.render(samples.SAMPLE)

    assert "Find $f_{t}$.\\worth{2 marks}\n\\answerlines{3}" in written
    assert r"\note{lstm.step/1@7f2a\quad 8 marks}" in written


def test_a_bracket_is_never_an_option() -> None:
    words = (Words("[x]"),)
    listed = latex_file.render(Document("", (Listing(((Paragraph(words),),)),)))
    tabled = latex_file.render(Document("", (Table((words,), ((words,),), "l"),)))

    assert r"\item{} [x]" in listed
    assert "{}[x] \\\\" in tabled


def test_a_window_is_framed() -> None:
    written = latex_file.render(Document("", (samples.CONVOLUTION,)))

    assert written.count(r"\cline{2-3}") == 2
    assert r"\multicolumn{1}{|r}{1} & \multicolumn{1}{r|}{3}" in written
    assert r"\boxed{5}" in written


def test_the_markdown_is_read_back_as_the_same_words() -> None:
    from markdown_it import MarkdownIt

    for start in ("", "1. ", "- ", "# ", "> ", "* ", "+ ", "=", "~~~", "    ", "12) "):
        words = start.strip() + " " + HOSTILE
        written = markdown.render(Document("", (Paragraph((Words(words),)),)))
        tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(written)

        assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
        inside = tokens[1].children or []
        assert "".join(token.content for token in inside).strip() == words.strip()


def test_the_markdown_has_every_block() -> None:
    written = markdown.render(samples.SAMPLE)

    for part in (
        "# Neural computation: sample\n",
        "*lstm.step/1\\@7f2a · 8 marks*",
        "**(a)** Find $f_{t}$. *\\[2 marks\\]*",
        "$$\n\\begin{aligned}\nf_{t} &= ",
        "┃ 0  −1┃",
        "| **total** |  |  | **$41\\,418$** |",
        "1. first\n2. second",
        "```text\nncrevise solve lstm.step\n  x = 1.5\n```",
        "> **Answer.**\n>\n> $$\n> f_{t} \\approx 0.3846\n> $$",
        "\n* * *\n",
    ):
        assert part in written


def test_code_holds_any_backticks() -> None:
    document = Document("", (CodeBlock("```\nx\n```"), Paragraph((Code("a`b"),))))

    assert markdown.render(document) == "````text\n```\nx\n```\n````\n\n``a`b``\n"


def test_a_formula_before_a_digit_ends() -> None:
    document = Document("", (Paragraph((Maths(Id("x")), Words("2"))),))

    assert markdown.render(document) == "$x$\u200b2\n"
