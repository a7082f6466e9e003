"""Formulas as data: names found, terms tidied, rules applied, spelled as a person would."""

from __future__ import annotations

import pytest

from ncrevise.answers import names_in, read_expression, same_function, to_text
from ncrevise.answers.algebra import standard
from ncrevise.answers.spelling import name_tex, spell
from ncrevise.answers.tidy import tidy
from ncrevise.bulk import signature
from ncrevise.errors import AnswerError, GivensError, NcreviseError
from ncrevise.formulas import Formulas
from ncrevise.givens.declare import Given
from ncrevise.givens.kinds import kind
from ncrevise.givens.typed import make
from ncrevise.item import draw_solution
from ncrevise.maths import text
from ncrevise.models import calculus
from ncrevise.registry import family
from tests.conftest import QUESTIONS


def tree(typed: str):
    return read_expression(typed, names_in(typed))


def gradient(typed: str) -> list[str]:
    names = names_in(typed)
    return [to_text(part) for part in calculus.gradient(tree(typed), names)]


class TestNames:
    @pytest.mark.parametrize(
        ("typed", "names"),
        [
            ("x^2 + 3xy - exp(-x)", ("x", "y")),
            ("w10 + w2 + w_1", ("w1", "w2", "w10")),
            ("θ^2 + theta phi", ("phi", "theta")),
            ("e^x + pi", ("x",)),
            ("σ(a) + sigmoid(b)", ("a", "b")),
            ("xsin(y)", ("x", "y")),
            ("3", ()),
        ],
    )
    def test_are_found_in_order(self, typed, names) -> None:
        assert names_in(typed) == names

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ("sinx", "brackets after sin"),
            ("x2 + x", "a power as x^2"),
            ("x = 2", "Leave out the ="),
        ],
    )
    def test_doubtful_ones_are_refused(self, typed, says) -> None:
        with pytest.raises(AnswerError, match=says.replace("^", r"\^")):
            names_in(typed)

    @pytest.mark.parametrize(
        ("name", "tex"), [("x", "x"), ("w1", "w_1"), ("w12", "w_{12}"), ("theta", r"\theta")]
    )
    def test_in_tex(self, name, tex) -> None:
        assert name_tex(name) == tex


class TestTidy:
    @pytest.mark.parametrize(
        ("typed", "tidied"),
        [
            ("2x*3", "6*x"),
            ("y*x*2*x", "2*x^2*y"),
            ("x + y - x", "y"),
            ("x - x", "0"),
            ("2*(x + y)", "2*(x + y)"),
            ("x*(x + y) - x^2", "x*y"),
            ("(2x + 2y)/2", "x + y"),
            ("x/(2y) + x/(2y)", "x/y"),
            ("exp(-x)*exp(-x)", "exp(-(2*x))"),
            ("exp(x - x)", "1"),
            ("-x - y", "-x - y"),
            ("z*(-x - y)", "-(z*(x + y))"),
            ("x^2/x^3", "1/x"),
            ("x*x^(1/2)*x^(1/2)", "x*sqrt(x)^2"),
            ("50%*x", "x/2"),
        ],
    )
    def test_terms(self, typed, tidied) -> None:
        before = tree(typed)
        after = tidy(standard(before))

        assert to_text(after) == tidied
        assert same_function(before, after)

    def test_decimals_stay_decimals(self) -> None:
        assert to_text(tidy(tree("0.5x*3"), decimals=True)) == "1.5*x"
        assert to_text(tidy(tree("x/2*3"))) == "3*x/2"

    def test_dividing_by_nothing(self) -> None:
        with pytest.raises(AnswerError, match="divides by zero"):
            tidy(tree("x/(y - y)"))


class TestRules:
    @pytest.mark.parametrize(
        ("typed", "slopes"),
        [
            ("3x^2*y + y^3 - 2x", ["6*x*y - 2", "3*x^2 + 3*y^2"]),
            ("x*exp(-x)", ["exp(-x) - x*exp(-x)"]),
            ("(x + 2y)^3", ["3*(x + 2*y)^2", "6*(x + 2*y)^2"]),
            ("ln(x^2 + 1)", ["2*x/(x^2 + 1)"]),
            ("x/(x + y)", ["y/(x + y)^2", "-(x/(x + y)^2)"]),
            ("sigmoid(2x)", ["2*sigmoid(2*x)*(1 - sigmoid(2*x))"]),
            ("sqrt(x)", ["1/(2*sqrt(x))"]),
            ("2^x", ["ln(2)*exp(x*ln(2))"]),
            ("cos(x)^2", ["-(2*cos(x)*sin(x))"]),
            ("0.5x^2 + x^3/4", ["x + 0.75*x^2"]),
        ],
    )
    def test_give_tidy_slopes(self, typed, slopes) -> None:
        assert gradient(typed) == slopes

    def test_are_told_inner_first(self) -> None:
        used = calculus.steps(tree("3x + x*exp(-2x)"), frozenset({"x"}))

        assert [(to_text(step.tree), step.rule) for step in used] == [
            ("3*x", "power rule"),
            ("exp(-2*x)", "chain rule"),
            ("x*exp(-2*x)", "product rule"),
        ]

    @pytest.mark.parametrize(
        ("rules", "typed", "wrong"),
        [
            (calculus.Calculus(chain="outer"), "exp(2x)", "exp(2*x)"),
            (calculus.Calculus(product="du*dv"), "x*exp(x)", "exp(x)"),
            (calculus.Calculus(power="n*u^n"), "x^3", "3*x^3"),
        ],
    )
    def test_can_be_replaced(self, rules, typed, wrong) -> None:
        (slope,) = calculus.gradient(tree(typed), ("x",), rules)

        assert to_text(slope) == wrong


class TestSpelling:
    @pytest.mark.parametrize(
        ("typed", "spelled"),
        [
            ("3*x*y", "3 x y"),
            ("1x + -2y", "x − 2 y"),
            ("x - -y", "x + y"),
            ("2*3", "2 · 3"),
            ("x*2", "x · 2"),
            ("(x + y)*2x", "(x + y) · 2 x"),
            ("exp(-x)^2", "(e^(−x))²"),
            ("sin(x)^2", "sin²(x)"),
            ("-x^2", "−x²"),
            ("(-x)^2", "(−x)²"),
            ("(1/2)*x", "1/2 x"),
            ("sqrt(x)/abs(y)", "√x/|y|"),
            ("w1*theta", "w_1 θ"),
            ("-(x + y)", "−(x + y)"),
            ("2*pi*x", "2 π x"),
            ("log2(x)", "log_2(x)"),
        ],
    )
    def test_is_a_person_s(self, typed, spelled) -> None:
        assert text.write(spell(tree(typed))) == spelled


class TestFormulas:
    ASKED = Formulas((tree("2x*y"), tree("x^2")), ("x", "y"), r"\nabla f")

    @pytest.mark.parametrize("typed", ["(2xy, x^2)", "2xy; x*x", "[y*2x, x^3/x]", "[2xy; x^2]"])
    def test_are_read_in_any_form(self, typed) -> None:
        assert self.ASKED.same(self.ASKED.read(typed))

    @pytest.mark.parametrize("typed", ["(x^2, 2xy)", "(2xy, x^2 + 1)"])
    def test_must_be_the_same_functions(self, typed) -> None:
        assert not self.ASKED.same(self.ASKED.read(typed))

    @pytest.mark.parametrize("typed", ["2xy", "(2xy, x^2, 0)", "", "(2xq, x)"])
    def test_others_are_refused(self, typed) -> None:
        with pytest.raises(AnswerError):
            self.ASKED.read(typed)

    def test_print_as_typed(self) -> None:
        assert self.ASKED.same(self.ASKED.read(str(self.ASKED)))


class TestGivens:
    ABOUT = Given("the function", "expression")

    @pytest.mark.parametrize("typed", ["x^2 + 3xy - exp(-x)", "2.50w1", "-x/3", "50% t", "7"])
    def test_survive_writing(self, typed) -> None:
        module = kind("expression")
        value = module.read(typed, self.ABOUT)

        assert module.read(module.write(value), self.ABOUT) == value

    @pytest.mark.parametrize(
        ("name", "givens", "says"),
        [
            ("gd.gradient", {"f": "3", "point": "1"}, "constant"),
            ("gd.gradient", {"f": "x y", "point": "1"}, "x, y, so the point needs 2"),
            ("gd.gradient", {"f": "abs(x)", "point": "1"}, "kink"),
            ("gd.gradient", {"f": "1/x", "point": "0"}, "divides by zero"),
            ("gd.gradient", {"f": "ln(x)", "point": "-1"}, "greater than zero"),
            ("gd.gradient", {"f": "(x - x)/(x - x)", "point": "1"}, "zero"),
            (
                "gd.gradient",
                {"f": "*".join(f"(x+y+{k})" for k in range(24)), "point": "1 2"},
                "long",
            ),
            ("gd.gradient", {"f": "((((x^64+1)^64+1)^64+1)^64+1)^64", "point": "2"}, "large"),
            ("gd.gradient", {"f": "a+b+c+d+f+g+h+i+j+k", "point": "1"}, "At most 9"),
            ("gd.step", {"f": "x^2", "w": "1 2", "eta": "1"}, "w needs 1 coordinate"),
            ("gd.step", {"f": "x^4", "w": "9", "eta": "1", "steps": "9"}, "run away"),
            ("gd.step", {"f": "x^4", "w": "1/3", "eta": "1/7", "steps": "50"}, "large"),
            ("gd.step", {"f": "x^2", "w": "1", "eta": "1", "steps": "999"}, "at most 50"),
        ],
    )
    @pytest.mark.timeout(5)
    def test_unworkable_ones_are_refused(self, name, givens, says) -> None:
        with pytest.raises(NcreviseError, match=says):
            make(family(name), givens)


def test_bulk_tells_functions_apart() -> None:
    question = next(q for q in QUESTIONS if q.id == "gd.gradient/polynomial")
    one, other = (draw_solution(question, seed) for seed in (3, 4))

    assert one.item.givens.f != other.item.givens.f
    assert signature(one.tape) != signature(other.tape)


def test_a_gradient_too_long_to_write() -> None:
    with pytest.raises(GivensError, match="too long"):
        calculus.checked_gradient(tree("*".join(f"(x+y+{k})" for k in range(24))), ("x", "y"))
