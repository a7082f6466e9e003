"""TeX in, tree out."""

from __future__ import annotations

import random

import pytest

from ncrevise.errors import RenderError
from ncrevise.maths import tex, text
from ncrevise.maths.number import GROUP
from ncrevise.maths.substitute import substitute
from ncrevise.maths.tree import (
    Accent,
    Bind,
    Chain,
    Context,
    Digits,
    Fence,
    Frac,
    Id,
    Limits,
    Matrix,
    Num,
    Op,
    Root,
    Row,
    Script,
    Space,
    Text,
)

t_minus_1 = Row((Id("t"), Op("−"), Digits("1")), Bind.SUM)

TREES = [
    (r"\bar{z}_1", Script(Accent(Id("z"), "¯"), Digits("1"))),
    (r"\bar z_1", Script(Accent(Id("z"), "¯"), Digits("1"))),
    (r"\overline{y}", Accent(Id("y"), "¯")),
    (r"\widehat{y}", Accent(Id("y"), "^")),
    (r"\vec{v}", Accent(Id("v"), "→")),
    (r"h_{t-1}", Script(Id("h"), t_minus_1)),
    (r"x_{1,2}", Script(Id("x"), Row((Digits("1"), Op(",", "separator"), Digits("2"))))),
    (r"x^{(l)}", Script(Id("x"), sup=Fence("(", Id("l"), ")"))),
    (r"f'", Script(Id("f"), sup=Id("′", "upright"))),
    (r"f''_1", Script(Id("f"), Digits("1"), Id("″", "upright"))),
    (r"W^\top", Script(Id("W"), sup=Id("⊤", "upright"))),
    (r"\mathbf{x}", Id("x", "bold")),
    (r"\boldsymbol{\theta}", Id("θ", "bold")),
    (r"\mathrm{d}", Id("d", "upright")),
    (r"\mathrm{ReLU}", Id("ReLU")),
    (r"\Delta", Id("Δ", "upright")),
    (r"\frac{a}{b}", Frac(Id("a"), Id("b"))),
    (r"\sqrt{x}", Root(Id("x"))),
    (r"\sqrt[3]{x}", Root(Id("x"), Digits("3"))),
    (r"\text{if }x", Row((Text("if "), Id("x")), Bind.PRODUCT)),
    (r"a\quad b", Row((Id("a"), Space(1.0), Id("b")), Bind.PRODUCT)),
    (r"10\,000", Digits(f"10{GROUP}000")),
    (r"40970", Digits(f"40{GROUP}970")),
    (r"(1, 2]", Fence("(", Row((Digits("1"), Op(",", "separator"), Digits("2"))), "]")),
    (r"(a)^2", Script(Fence("(", Id("a"), ")"), sup=Digits("2"))),
    (r"|x|_1", Script(Fence("|", Id("x"), "|"), Digits("1"))),
    (r"\lVert x \rVert", Fence("‖", Id("x"), "‖")),
    (r"a|b|", Row((Id("a"), Fence("|", Id("b"), "|")), Bind.PRODUCT)),
    (r"\left.x\right|", Fence("", Id("x"), "|")),
    (r"\binom{n}{k}", Matrix(((Id("n"),), (Id("k"),)), "(", ")", "centre")),
    (r"\begin{bmatrix}1&2\\3&4\end{bmatrix}",
     Matrix(((Digits("1"), Digits("2")), (Digits("3"), Digits("4"))))),
    (r"\begin{pmatrix}1\\2\end{pmatrix}", Matrix(((Digits("1"),), (Digits("2"),)), "(", ")")),
    (r"\begin{aligned} a &= b \\ &\approx c\end{aligned}",
     Chain(Id("a"), (("=", Id("b")), ("≈", Id("c"))))),
    (r"\begin{cases}a\\b\end{cases}", Matrix(((Id("a"),), (Id("b"),)), "{", "", "left")),
    (r"-x", Row((Op("−", "prefix"), Id("x")), Bind.PREFIX)),
    (r"a - x", Row((Id("a"), Op("−"), Id("x")), Bind.SUM)),
    (r"a \cdot -x",
     Row((Id("a"), Op("·"), Op("−", "prefix"), Id("x")), Bind.PRODUCT)),
    (r"f(x)", Row((Id("f"), Fence("(", Id("x"), ")")), Bind.APPLY)),
    (r"\max_a q", Row((Limits(Id("max"), Id("a")), Id("q")), Bind.PRODUCT)),
    (r"\frac{\max_a q}{2}",
     Frac(Row((Limits(Id("max"), Id("a")), Id("q")), Bind.PRODUCT), Digits("2"))),
    (r"\sum_{j}^K x",
     Row((Limits(Op("∑", "prefix"), Id("j"), Id("K")), Id("x")), Bind.PRODUCT)),
    ("", Row(())),
]  # fmt: skip


@pytest.mark.parametrize(("source", "tree"), TREES)
def test_reads_into_the_tree(source: str, tree: object) -> None:
    assert tree == tex.read(source)


LINES = [
    (r"f_t = \sigma(W_f x_t + U_f h_{t-1} + b_f)", "f_t = σ(W_f x_t + U_f h_(t−1) + b_f)"),
    (r"P(A \mid B) = P(A|B)", "P(A | B) = P(A | B)"),
    (r"-3 + (-2) \cdot x", "−3 + (−2) · x"),
    (r"y(1-y) + g(1-y)", "y (1 − y) + g(1 − y)"),
    (r"n(n+1)", "n (n + 1)"),
    (r"h(1-h) + h(x+1)", "h (1 − h) + h(x + 1)"),
    (r"\frac{\partial L}{\partial w}", "∂L/∂w"),
    (r"\frac{dy}{dx}", "dy/dx"),
    (r"1,\ldots,n", "1, …, n"),
    (r"\operatorname*{arg\,max}_a Q(s,a)", "arg max_a Q(s, a)"),
    (r"\{x : x > 0\}", "{x : x > 0}"),
    (r"x \in \mathbb{R}^n", "x ∈ ℝ^n"),
    (r"\begin{cases} x & \text{if } x>0 \\ 0 & \text{otherwise}\end{cases}",
     "{x, if x > 0; 0, otherwise"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "line"), LINES)
def test_reads_as_a_person_would_write_it(source: str, line: str) -> None:
    assert line == text.write(tex.read(source))


@pytest.mark.parametrize(
    "source",
    [
        *tex.GREEK_NAMES.split(),
        *(rf"{letter}_{index}" for letter in "xW" for index in "t1"),
        r"\bar{\theta}_{10,j}",
        r"h^{(1)}",
        r"a_{1}^{(l)}",
        r"W_{12345}",
        r"x_{a-1,b+2}",
        r"\vec{x}_{-1}",
        "\ue000_{\ue001}",
        r"x_{ij}",
        r"x_{a-}",
        r"x_{,}",
        r"x_{1a2}",
    ],
)
def test_symbols_read_fast_are_read_the_same(source: str) -> None:
    source = rf"\{source}" if source in tex.GREEK else source

    fast = tex.symbol(source)

    assert fast is not None
    assert tex.formula(source) == fast


FAULTS = [
    (r"x_1_2", r"$x_1_2$: duplicate subscript or superscript (character 4)"),
    (r"é\foo", r'unknown command "\foo" (character 2)'),
    (r"a \\ b", "rows"),
    (r"\underline{x}", "stand over a symbol"),
    (r"\phantom{x}", "nothing to show"),
    (r"\begin{array}{c|c}1&2\end{array}", "rules"),
    (r"\def\x{\x}\x", "expansions"),
    (r"\sqrt{" * 100 + "x" + "}" * 100, "too deeply nested"),
    ("x" * 5000, "longer than"),
    ("\ud800 x", "half a character"),
    ("\\text{a \ue000}", "inside words"),
]


@pytest.mark.parametrize(("source", "message"), FAULTS)
def test_faults_are_explained(source: str, message: str) -> None:
    with pytest.raises(RenderError) as raised:
        tex.read(source)

    assert message in str(raised.value)


def test_names_with_a_range_below_keep_it_there() -> None:
    assert isinstance(tex.read(r"\operatorname*{softmax}_j"), Limits)
    assert isinstance(tex.read(r"\operatorname{rank}_j"), Script)


GIVEN = [
    ("\ue000", Num(-2), "−2"),
    ("a + \ue000", Num(-2), "a + (−2)"),
    ("a - \ue000", Num(-2), "a − (−2)"),
    ("2\ue000", Num(-2), "2 · (−2)"),
    ("2\ue000", Num(3), "2 · 3"),
    ("\ue000 x", Num(-2), "−2 x"),
    ("\ue000 \\cdot \ue000", Num(-2), "−2 · (−2)"),
    ("-\ue000", Num(-2), "−(−2)"),
    ("\ue000^2", Num(-2), "(−2)²"),
    ("x = \ue000", Num(-2), "x = −2"),
    ("x_\ue000", Num(3), "x_3"),
    ("f(\ue000)", Num(-2), "f(−2)"),
    ("2\ue000", tex.read("a+b"), "2 (a + b)"),
    ("x - \ue000", tex.read("a+b"), "x − (a + b)"),
    ("x + \ue000", tex.read("-a"), "x + (−a)"),
    ("\\frac{\ue000}{2}", Num(4), "4/2"),
    ("A = \ue000", Matrix(((Num(1), Num(-2)),)), "A = [1, −2]"),
    ("\\begin{bmatrix}\ue000\\end{bmatrix}", Num(-2), "[−2]"),
    ("\\begin{aligned}a&=\ue000\\\\&=1\\end{aligned}", Num(-2), "a = −2 = 1"),
]


@pytest.mark.parametrize(("source", "value", "line"), GIVEN)
def test_given_values_get_the_brackets_they_need(source: str, value: Num, line: str) -> None:
    assert line == text.write(substitute(tex.read(source), {"\ue000": value}))


def test_a_number_knows_its_new_place() -> None:
    filled = substitute(tex.read("x \ue000"), {"\ue000": Num(3)})

    assert filled == Row((Id("x"), Op("·"), Num(3, None, Context.FACTOR)), Bind.PRODUCT)


PIECES = r"""
    x y W f _ ^ { } ( ) [ ] | \| \{ \} ' + - = / * < > & \\ , ; : . ! \frac \sqrt \bar \hat
    \overline \underline \vec \left( \right) \left| \right| \left. \right. \begin{pmatrix}
    \end{pmatrix} \begin{cases} \end{cases} \begin{aligned} \end{aligned} \sum \int \max \lim
    \sin \operatorname{softmax} \mathrm{ReLU} \mathbf{x} \mathcal{L} \text{if} \alpha \Gamma
    \odot \ldots \top \prime \partial \nabla \mid \lVert \rVert \underbrace \binom \, \quad
    \phantom \color{red} \not \xrightarrow 1 23 4.5 é σ # % $ @ \foo \overset \middle| \big(
    \to \newcommand{\x}{y} \x \pmod \ddot { } { } _ ^
    """.split()  # noqa: SIM905


@pytest.mark.parametrize("seed", range(4))
def test_any_text_is_read_or_refused(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(1500):
        source = " ".join(draw.choices([*PIECES, "\ue000"], k=draw.randint(1, 14)))
        try:
            tree = tex.formula(source)
        except RenderError:
            continue

        assert isinstance(text.write(tree), str)
