"""Formulas said aloud."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ncrevise.maths import tex
from ncrevise.maths.build import add, multiply, power
from ncrevise.maths.number import spell
from ncrevise.maths.speech import Speaker, speak
from ncrevise.maths.tree import Chain, Id, Mark, Matrix, Node, Num, Slot, column
from tests import sample_documents as samples

SAID = [
    (r"f_t", "f sub t"),
    (r"W_{1,2}", "W sub 1, 2, end sub"),
    (r"x_{ij}^{(l)}", "x sub i j superscript l"),
    (r"h_{t-1} + 1", "h sub t minus 1 end sub plus 1"),
    (r"\bar{z}_1", "z bar sub 1"),
    (r"\hat{y} - \tilde{c}", "y hat minus c tilde"),
    (r"\vec{v}", "vector v"),
    (r"x^2 + y^3", "x squared plus y cubed"),
    (r"x^n", "x to the power n"),
    (r"x^{n+1} y", "x to the power n plus 1 end power times y"),
    (r"e^{-z}", "e to the power minus z"),
    (r"A^{-1} B^T x^\top", "A inverse times B transposed times x transposed"),
    (r"\gamma^T", "gamma to the power T"),
    (r"f'(x) + f''(x)", "f prime of x plus f double prime of x"),
    (r"z^\ast", "z star"),
    (r"\frac{a}{b}", "a over b"),
    (r"\frac{1}{2} + \frac{3}{4}", "1 half plus 3 quarters"),
    (r"\frac{1}{1+e^{-z}}",
     "start fraction 1 over 1 plus e to the power minus z end fraction"),
    (r"\frac{a+b}{c}", "start fraction a plus b all over c end fraction"),
    (r"\frac{\frac{a}{b}}{c}", "start fraction a over b all over c end fraction"),
    (r"\frac{a}{\frac{b}{c}}", "start fraction a over b over c end fraction"),
    (r"\sqrt{x} \sqrt{x+1}", "the square root of x times the square root of x plus 1 end root"),
    (r"\sqrt[3]{x}", "the cube root of x"),
    (r"\sigma(z)", "sigma of z"),
    (r"\sigma(a+b)", "sigma of open bracket a plus b close bracket"),
    (r"Q(s,a)", "Q of open bracket s, a close bracket"),
    (r"P(A \mid B)", "P of open bracket A given B close bracket"),
    (r"\{x \mid x > 0\}",
     "open curly bracket x such that x is greater than 0 close curly bracket"),
    (r"(-2) \cdot 3", "minus 2 times 3"),
    (r"\|x\|_2^2", "the norm of x sub 2 squared"),
    (r"|a-b|", "the absolute value of a minus b end absolute value"),
    (r"\sum_{j=1}^K e^{z_j}", "the sum over j from 1 to K of e to the power z sub j"),
    (r"\sum_{i \in S} x_i", "the sum over i in S of x sub i"),
    (r"\max_a Q", "the maximum over a of Q"),
    (r"\operatorname*{arg\,max}_a x", "the arg max over a of x"),
    (r"\lim_{n\to\infty} a_n", "the limit as n tends to infinity of a sub n"),
    (r"\int_0^1 f(x)\,dx", "the integral from 0 to 1 of f of x d x"),
    (r"\frac{\partial L}{\partial w}", "partial L over partial w"),
    (r"\nabla_\theta J(\theta)", "the gradient with respect to theta of J of theta"),
    (r"\left.\frac{dy}{dx}\right|_{x=0}", "d y over d x evaluated at x equals 0"),
    (r"\sin x + \log_2 n", "sine of x plus log sub 2 of n"),
    (r"A \odot B \ast C", "A elementwise times B convolved with C"),
    (r"\theta \leftarrow \theta - \eta g", "theta is set to theta minus eta times g"),
    (r"x \in \mathbb{R}^n", "x is in R to the power n"),
    (r"x \sim \mathcal{N}(0,1)", "x is distributed as N of open bracket 0, 1 close bracket"),
    (r"\Sigma \mathbf{x}", "capital sigma times bold x"),
    (r"\Delta w", "capital delta w"),
    (r"\binom{n}{k}", "n choose k"),
    (r"\begin{bmatrix}1&-2\\0.5&1\end{bmatrix}",
     "2 by 2 matrix: row 1: 1, minus 2; row 2: 0.5, 1"),
    (r"\begin{bmatrix}1\\-1\end{bmatrix} + b",
     "column vector 1, minus 1, end column vector, plus b"),
    (r"\begin{bmatrix}1&2\end{bmatrix}^\top", "row vector 1, 2, end row vector, transposed"),
    (r"10\,000", "10000"),
    (r"n! + 50\%", "n factorial plus 50 percent"),
    (r"a = b \quad c = d", "a equals b, c equals d"),
    (r"1,\ldots,n", "1, and so on, n"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "said"), SAID)
def test_formulas_are_said_as_a_lecturer_would(source: str, said: str) -> None:
    assert said == speak(tex.read(source))


CHAINS = [
    (samples.SOFTMAX, "which equals start fraction e to the power minus 1 over e squared plus"),
    (samples.VECTOR_GATE, "which equals column vector minus 1, 0.25"),
    (samples.ERROR_SIGNAL, "z bar equals y bar times sigma prime of z, which equals minus 0.5"),
    (samples.CASES, "ReLU of z equals cases: z, if z is at least 0; 0, otherwise"),
    (samples.FRACTIONS, "start fraction 1 half times 3 quarters all over 5 eighths end fraction"),
]


@pytest.mark.parametrize(("chain", "part"), CHAINS)
def test_derivations_are_said_link_by_link(chain: Node, part: str) -> None:
    assert part in speak(chain)


def test_an_approximation_is_said_to_be_one() -> None:
    said = speak(samples.GATE)

    assert said.startswith("f sub t equals sigma of open bracket W sub f times x sub t plus")
    assert said.endswith("which equals sigma of minus 0.47, which is approximately 0.3846")


def test_an_unknown_relation_passes_through() -> None:
    assert speak(Chain(Id("a"), (("®1", Id("b")), ("", Id("c"))))) == "a ®1 b c"


def test_numbers_are_said_as_they_are_printed() -> None:
    sum_ = add(multiply(Num(0.3), Num(-1.5)), Num(-2.0, 1))

    assert speak(sum_) == "0.3 times minus 1.5 minus 2.0"
    assert speak(Num(Fraction(-3, 4))) == "minus 3 quarters"
    assert speak(power(Num(-2), Num(2))) == "minus 2 squared"
    assert speak(Num(1e-9)) == "1 times 10 to the power minus 9"


def test_equal_numbers_printed_differently_are_said_differently() -> None:
    assert speak(Num(1, 2)) == "1"
    assert speak(Num(1.0, 2)) == "1.00"


def test_marks_make_no_sound() -> None:
    assert speak(Mark(Num(3), "window")) == speak(Num(3))


def test_gaps_can_be_left_for_numbers() -> None:
    class Gaps(Speaker):
        def number(self, node: Num) -> str:
            return "GAP" if isinstance(node.value, Slot) else self.say(spell(node))

    slot = Num(Slot(1, 2))

    assert Gaps().speak(multiply(slot, power(slot, slot))) == "GAP times GAP to the power GAP"
    assert Gaps().speak(column([slot, Num(2)])) == "column vector GAP, 2"
    assert Gaps().speak(Matrix(((slot,),), "[", "]")) == "1 by 1 matrix: row 1: GAP"
