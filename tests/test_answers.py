"""Typed answers: every form read, every refusal with its place, and properties on any text."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction as F
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ncrevise.answers import (
    evaluate,
    fold,
    read_array,
    read_expression,
    read_number,
    same_function,
    show_value,
    to_text,
    variables_of,
)
from ncrevise.answers.functions import FUNCTIONS
from ncrevise.answers.precise import Precise
from ncrevise.answers.tree import Binary, Call, Constant, Name, Negative, Number, Percent, Tree
from ncrevise.answers.vocabulary import ARITIES
from ncrevise.errors import AnswerError
from tests import fuzz_answers

EXACT = [
    *((text, F(3, 4)) for text in ("3/4", "75%", "7.5e-1", "7.5·10^-1", "7.5 × 10⁻¹", "0.75")),
    *((text, F(3, 4)) for text in (".75", "+0.75", "¾", "3÷4", "3⁄4", " 3 / 4 ", "[0.75]", "٠.٧٥")),
    *((text, F(-3, 4)) for text in ("−0.75", "–3/4", "—.75", "-(3/4)", "0.75*-1", "-75%")),
    ("-2^2", F(-4)),
    ("(-2)^2", F(4)),
    ("2^-2", F(1, 4)),
    ("2^3^2", F(512)),
    ("2**3", F(8)),
    ("2²", F(4)),
    ("2⁻²", F(1, 4)),
    ("--2", F(2)),
    ("8-3-2", F(3)),
    ("12/3/2", F(2)),
    ("12/3*2", F(8)),
    ("1+2*3", F(7)),
    ("1 - 2", F(-1)),
    ("1 -2", F(-1)),
    ("2(3)", F(6)),
    ("(1+2)(3+4)", F(21)),
    ("2√4", F(4)),
    ("√4^2", F(4)),
    ("sqrt(9/16)", F(3, 4)),
    ("Sqrt(4)", F(2)),
    ("4^0.5", F(2)),
    ("(4/9)^(3/2)", F(8, 27)),
    ("exp(0) + ln(1) + cos(0) + sin(0) + tanh(0) + tan(0)", F(2)),
    ("sigmoid(0)", F(1, 2)),
    ("σ(0)", F(1, 2)),
    ("log2(1/8)", F(-3)),
    ("log10(1000)", F(3)),
    ("max(1, 5/2, 2) - min(3, -1)", F(7, 2)),
    ("relu(-3) + relu(2) + abs(-1)", F(3)),
    ("(1\n+ 2)\n", F(3)),
    ("81\u202f930", F(81930)),
    ("1\u2009234\u2009567.5", F(2469135, 2)),
    ("5.", F(5)),
    ("1e30", F(10) ** 30),
    ("２．５", F(5, 2)),
    ("1\u200b2", F(12)),
    ("0" * 30 + "7", F(7)),
]
ROUNDED = [
    ("2π", 2 * math.pi),
    ("2pi", 2 * math.pi),
    ("2/3π", 2 / 3 * math.pi),
    ("√2", math.sqrt(2)),
    ("√3*√3", 3.0),
    ("2e", 2 * math.e),
    ("e^2", math.e**2),
    ("exp(-1)", math.exp(-1)),
    ("log(10)", math.log(10)),
    ("log2(3)", math.log2(3)),
    ("sigmoid(-800)", 0.0),
    ("2^0.5", math.sqrt(2)),
    ("sin(1)/cos(1) - tan(1)", 0.0),
    ("max(sqrt(2), 1)", math.sqrt(2)),
    ("25%π", math.pi / 4),
]

MATRIX = ((2, 2), (1, 2, 3, 4))
ROW, COLUMN = ((3,), (1, 2, 3), "row"), ((3,), (1, 2, 3), "column")
ARRAYS = [
    *((text, *MATRIX, None) for text in ("1 2; 3 4", "[1 2; 3 4]", "1,2;3,4", "[[1,2],[3,4]]")),
    *(
        (text, *MATRIX, None)
        for text in ("1 2\n3 4", "1 2\r\n3 4\r\n", "[[1, 2],\n [3, 4]]", "1 2;\n3 4;")
    ),
    *(
        (text, *MATRIX, None)
        for text in ("((1,2),(3,4))", "{{1,2},{3,4}}", "[1,2],[3,4]", "[1 2]\n[3 4]")
    ),
    *(
        (text, *MATRIX, None)
        for text in ("⎡1 2⎤\n⎣3 4⎦", "[1 3; 2 4]'", "[1 3; 2 4]^T''", "[[[1,2],[3,4]]]")
    ),
    *((text, *MATRIX, None) for text in ("[1,2,\n3,4]", "1\t2\u20283\u00a04", "[1 3;2 4]’")),
    *(
        (text, *ROW)
        for text in ("1 2 3", "[1,2,3]", "(1, 2, 3)", "(1 2 3)", "{1,2,3}", "[[1,2,3]]", "1,2,3,")
    ),
    *(
        (text, *COLUMN)
        for text in ("[1 2 3]'", "[1,2,3]^T", "[1,2,3]ᵀ", "(1, 2, 3)^⊤", "1;2;3", "1\n2\n3")
    ),
    *((text, *COLUMN) for text in ("[[1],[2],[3]]", "[1;2;3]", "[1 2 3] ^T")),
    ("1 -2", (2,), (1, -2), "row"),
    ("1 - 2", (), (-1,), None),
    ("1-2", (), (-1,), None),
    ("(1 -2) 3", (2,), (-1, 3), "row"),
    ("1 - -2", (), (3,), None),
    ("-3/4 2e-3; sqrt(4) (1+2)", (2, 2), (F(-3, 4), F(1, 500), 2, 3), None),
    ("25 % 1/2", (2,), (F(1, 4), F(1, 2)), "row"),
    ("max(1, 2) sqrt (9)", (2,), (2, 3), "row"),
    ("2 (1+2)", (2,), (2, 3), "row"),
    ("2(1+2)", (), (6,), None),
    ("[1 (2\n+3)]", (2,), (1, 5), "row"),
    ("1 2^ 2 3 *2", (3,), (1, 4, 6), "row"),
    ("[1, 3; 0, −1]", (2, 2), (1, 3, 0, -1), None),
    ("[0.3; 0.5]", (2,), (F(3, 10), F(1, 2)), "column"),
    ("[5]", (1,), (5,), None),
    ("(1+2)", (), (3,), None),
    ("81\u202f930 5", (2,), (81930, 5), "row"),
    ("1\u00a02", (2,), (1, 2), "row"),
]

SHAPED = [
    ("1 2 3", (3,), "row of 3:  1  2  3"),
    ("1;2;3", (3,), "column of 3:  1 ; 2 ; 3"),
    ("1 2 3", (3, 1), "row of 3:  1  2  3"),
    ("1;2;3", (1, 3), "column of 3:  1 ; 2 ; 3"),
    ("-0.2 -2/5; 1 2", (2, 2), "2×2:  −1/5  −2/5 ; 1  2"),
    ("5", (1,), "5"),
    ("(5)", (1, 1), "5"),
    ("1 -2", (2,), "row of 2:  1  −2"),
    ("1 -2", (), "−1"),
    ("0.8808 sqrt(2)", (2,), "row of 2:  0.8808  ~1.41421"),
]

LONG = "1234567890123456789"
REFUSED = [  # text, shape, place, sentence
    ("", (), None, "Nothing is typed here: type a number."),
    ("[]", None, None, "Nothing is typed here: type a number."),
    ("1 1/2", (), 2, "Is that 1+1/2 or 1*1/2? Put the sign in."),
    ("1½", (), 1, "Is that 1+1/2 or 1*1/2? Put the sign in."),
    ("2 3", (), 2, "Put a sign between 2 and 3, such as + or *."),
    ("(1)2", (), 3, "Put a sign between ) and 2, such as + or *."),
    ("1.2.3", (), 3, "Put a sign between 1.2 and .3, such as + or *."),
    ("3,14", (), 1, "Write 3.14 with a point, not a comma."),
    ("81,930", (), 2, "Write 81930 without the comma (or 81.930 if the comma is a decimal one)."),
    ("1,234,567.5", (), 1, "Write 1234567.5 without the comma."),
    ("1, 2", (), None, "This needs one number; you gave 2 numbers."),
    ("1 2; 3", None, 5, "Rows have different lengths: row 1 has 2, row 2 has 1."),
    ("1 2; 3", (2, 2), 5, "Rows have different lengths: row 1 has 2, row 2 has 1."),
    ("1 2 3", (2, 2), None, "This needs 2 rows of 2 numbers; you gave 3 numbers."),
    (
        "1 2 3 4",
        (2, 2),
        None,
        "This needs 2 rows of 2 numbers; you gave 4 numbers. Put ; between rows.",
    ),
    ("1;2", (3,), None, "This needs 3 numbers; you gave 2 rows of one number."),
    (
        "3,1 2,5",
        (2,),
        None,
        "This needs 2 numbers; you gave 4 numbers. Write decimals with a point, like 3.14.",
    ),
    ("1,,2", None, 2, "An entry is missing here."),
    ("1;;2", None, 2, "Row 2 is empty."),
    ("[1 2", None, 0, "This bracket is not closed: add ]."),
    ("[1 2)", None, 4, "This bracket should be ], not )."),
    ("1 2]", None, 3, "There is a ] too many."),
    ("[[1,2],3]", None, 7, "Some rows have brackets and some have not: bracket each row, or none."),
    ("[[1;2],[3;4]]", None, 4, "Use either ; or brackets around each row, not both."),
    ("[1 2]+1", None, 0, "Use round brackets ( ) inside an entry."),
    ("1 2'", None, 3, "Put the ' after a closing bracket, as in [1 2 3]'."),
    ("max(1;2)", (), 5, "A semicolon can't stand here: type one expression."),
    ("1+", (), 2, "Something is missing at the end: type a number there."),
    ("1+*2", (), 2, "A number is missing before *."),
    ("sqrt 2", (), 0, "Put brackets after sqrt: write sqrt(2)."),
    ("sin^2(3)", (), 0, "Put the power last: write (sin(x))^2."),
    ("sqrt(1, 2)", (), 0, "sqrt takes one number; you gave 2."),
    ("1 + sqrtt(2)", (), 4, "I don't know the name sqrtt: did you mean sqrt?"),
    ("2 x 3", (), 2, "I don't know the name x: write * for times."),
    (
        "factorial(10**7)",
        (),
        0,
        "I don't know the name factorial: type a number, such as 3/4 or sqrt(2).",
    ),
    ("inf", (), 0, "Infinity can't be marked as a number: type a finite one."),
    ("1 + ∞", (), 4, "Infinity can't be marked as a number: type a finite one."),
    ("nan", (), 0, "Infinity can't be marked as a number: type a finite one."),
    ("y = 3", (), 2, "Leave out the = and what stands before it: type only the value."),
    ("≈3", (), 0, "Leave out the ≈ and type the number alone."),
    ("3|", (), 1, "Write abs(x) for the absolute value, without bars."),
    ("3 @", (), 2, "I can't read '@' here: use numbers, names, + - * / ^ and brackets."),
    ("__import__('os').system('x')", (), 16, "I can't read this point: write decimals like 0.75."),
    ("1\x002", (), 1, "There is an invisible character here: delete it, or type the answer again."),
    (
        "1\ud800",
        (),
        1,
        "There is an invisible character here: delete it, or type the answer again.",
    ),
    ("3₂", (), 1, "I can't read the small character ₂ here: type it at full size."),
    ("3ⁿ", (), 1, "I can't read the small character ⁿ here: type it at full size."),
    ("1 + 2/(3-3)", (), 5, "This divides by zero."),
    ("1/0.0", (), 1, "This divides by zero."),
    ("0^-1", (), 1, "Zero to a negative power divides by zero."),
    ("sqrt(-1)", (), 0, "The square root of a negative number is not a real number."),
    ("(-8)^(1/3)", (), 4, "A negative number to a broken power is not a real number."),
    ("ln(0)", (), 0, "ln needs a number greater than zero."),
    ("log2(-1)", (), 0, "log2 needs a number greater than zero."),
    ("9**9**9", (), 1, "The exponent must be between -64 and 64; exp(x) reaches further."),
    ("(10^30)^30", (), 7, "This becomes too large or too small to work with: check it."),
    ("1" + "%" * 100, (), 78, "This becomes too large or too small to work with: check it."),
    ("exp(700)*exp(700)", (), 8, "This becomes too large or too small to work with: check it."),
    ("pi^64*exp(700)", (), 5, "This becomes too large or too small to work with: check it."),
    ("exp(800)", (), 0, "This exp is too large a number: check it."),
    ("sin(1e7)", (), 0, "The argument of sin must be between -10^6 and 10^6."),
    ("1e999", (), 0, "The power of ten must be between -30 and 30."),
    ("1e" + "9" * 300, (), 0, "The power of ten must be between -30 and 30."),
    (LONG, (), 0, "That number has more than 18 digits: round it."),
    ("2 " + "(" * 33 + ")" * 33, (), 34, "That has more than 32 brackets inside one another."),
    ("-" * 40 + "1", (), 32, "That is nested more than 32 deep: write it more simply."),
    ("1^" * 40 + "1", (), 64, "That is nested more than 32 deep: write it more simply."),
    ("+1" * 110, (), 200, "That has more than 200 numbers and signs: shorten it."),
    ("(e)" * 80, (), 200, "That has more than 200 numbers and signs: shorten it."),
    ("1 " * 145, None, None, "That is 145 numbers: type at most 144."),
    ("1" * 401, None, None, "That is 401 characters long: type at most 400."),
    ("(" * 10**5, None, None, "That is 100000 characters long: type at most 400."),
    ("7" * 10**7, (), None, "That is 10000000 characters long: type at most 400."),
]

GREEK = ("x", "y", "w_1", "theta", "β")
PRINTED = [
    ("x^2 + 3xy - exp(-x)", "x^2 + 3*x*y - exp(-x)"),
    ("2x(y+1)", "2*x*(y + 1)"),
    ("xy^2", "x*y^2"),
    ("x^yx", "x^y*x"),
    ("xsin(y)", "x*sin(y)"),
    ("xe^-x", "x*e^-x"),
    ("1/2x", "1/2*x"),
    ("1/(2x)", "1/(2*x)"),
    ("w1 + w_1 + w₁", "w_1 + w_1 + w_1"),
    ("θ + theta + beta", "theta + theta + β"),
    ("log(x) + σ(x)", "ln(x) + sigmoid(x)"),
    ("x² y", "x^2*y"),
    ("x^½", "x^(1/2)"),
    ("-x^2%", "-x^2%"),
    ("(-x)^2", "(-x)^2"),
    ("x - (y - 1)", "x - (y - 1)"),
    ("x - -y", "x - -y"),
    ("(x^y)^2", "(x^y)^2"),
    ("√x", "sqrt(x)"),
    ("max(x, 2y)", "max(x, 2*y)"),
    ("1e-20 + 1.50 + 1e30", "1e-20 + 1.5 + 1e30"),
]
NAME_HINTS = [
    ("thata", 0, "I don't know the name thata: did you mean theta?"),
    ("1 + q", 4, "I don't know the name q: use x, y, w_1, theta and β."),
    ("x2", 0, "I don't know the name x2: write x^2 or 2*x."),
    ("x 2", 2, "Put a sign between x and 2, such as + or *."),
    ("x\ny", 1, "Type this on one line."),
    ("(x", 2, "A bracket is not closed: add )."),
    ("x)", 1, "There is a ) too many."),
    ("x,y", 1, "A comma can't stand here: write decimals with a point, like 3.14."),
    ("x " * 150, 202, "That is too long for one entry: shorten it."),
    ("z" * 99, 0, "I don't know the name zzzzzzzzzzzzzzzzzzzzzzzz…: use x, y, w_1, theta and β."),
]

IDENTITIES = [
    ("(x+1)^2", "x^2+2x+1"),
    ("(x-y)(x+y)", "x^2-y^2"),
    ("sin(x)^2+cos(x)^2", "1"),
    ("sin(2x)", "2sin(x)cos(x)"),
    ("cos(2x)", "1-2sin(x)^2"),
    ("tan(x)", "sin(x)/cos(x)"),
    ("1+tan(x)^2", "1/cos(x)^2"),
    ("sin(x+y)", "sin(x)cos(y)+cos(x)sin(y)"),
    ("cos(x-y)", "cos(x)cos(y)+sin(x)sin(y)"),
    ("sin(3x)", "3sin(x)-4sin(x)^3"),
    ("sin(x)sin(y)", "(cos(x-y)-cos(x+y))/2"),
    ("ln(xy)", "ln(x)+ln(y)"),
    ("ln(x/y)", "ln(x)-ln(y)"),
    ("ln(x^3)", "3ln(x)"),
    ("ln(sqrt(x))", "ln(x)/2"),
    ("log2(x)", "ln(x)/ln(2)"),
    ("log10(x)", "ln(x)/ln(10)"),
    ("log2(8x)", "3+log2(x)"),
    ("exp(x+y)", "exp(x)exp(y)"),
    ("exp(2x)", "exp(x)^2"),
    ("exp(-x)", "1/exp(x)"),
    ("exp(ln(x))", "x"),
    ("ln(exp(x))", "x"),
    ("sqrt(x)^2", "x"),
    ("sqrt(x^2)", "abs(x)"),
    ("sqrt(4x)", "2sqrt(x)"),
    ("1/sqrt(x)", "sqrt(x)/x"),
    ("x/sqrt(x)", "sqrt(x)"),
    ("sqrt(x)sqrt(y)", "sqrt(xy)"),
    ("abs(x)", "max(x,-x)"),
    ("abs(xy)", "abs(x)abs(y)"),
    ("abs(x)^2", "x^2"),
    ("abs(-x)", "abs(x)"),
    ("relu(x)", "max(0,x)"),
    ("relu(x)", "(x+abs(x))/2"),
    ("relu(x)-relu(-x)", "x"),
    ("relu(x)+relu(-x)", "abs(x)"),
    ("max(x,y)+min(x,y)", "x+y"),
    ("max(x,y)-min(x,y)", "abs(x-y)"),
    ("max(x,y)", "(x+y+abs(x-y))/2"),
    ("sigmoid(x)", "1/(1+exp(-x))"),
    ("sigmoid(x)", "exp(x)/(1+exp(x))"),
    ("1-sigmoid(x)", "sigmoid(-x)"),
    ("tanh(x)", "2sigmoid(2x)-1"),
    ("tanh(x)", "(exp(x)-exp(-x))/(exp(x)+exp(-x))"),
    ("tanh(x)", "(exp(2x)-1)/(exp(2x)+1)"),
    ("sigmoid(x)(1-sigmoid(x))", "exp(-x)/(1+exp(-x))^2"),
    ("1-tanh(x)^2", "4/(exp(x)+exp(-x))^2"),
    ("(x^3-1)/(x-1)", "x^2+x+1"),
    ("(x^2-1)/(x+1)", "x-1"),
    ("1/x+1/y", "(x+y)/(xy)"),
    ("x/(x+y)", "1-y/(x+y)"),
    ("1/(x(x+1))", "1/x-1/(x+1)"),
    ("x^2y/(xy)", "x"),
    ("x^0.5", "sqrt(x)"),
    ("x^(1/2)x^(1/2)", "x"),
    ("2^x", "exp(x ln(2))"),
    ("2^(x+1)", "2*2^x"),
    ("4^x", "2^(2x)"),
    ("x^y", "exp(y ln(x))"),
    ("x^(-2)", "1/x^2"),
    ("(xy)^3", "x^3y^3"),
    ("(x+y)^5", "x^5+5x^4y+10x^3y^2+10x^2y^3+5xy^4+y^5"),
    ("(x+1)^10(x-1)^10", "(x^2-1)^10"),
    ("sqrt(1-x^2)^2", "1-x^2"),
    ("sqrt(x-3)sqrt(x+3)", "sqrt(x^2-9)"),
    ("ln(1+exp(x))", "x+ln(1+exp(-x))"),
    ("ln(x^2+1)-ln(2)", "ln((x^2+1)/2)"),
    ("-ln(sigmoid(x))", "ln(1+exp(-x))"),
    ("exp(x)/(exp(x)+exp(y))", "sigmoid(x-y)"),
    ("50% x", "x/2"),
    ("x sqrt(8)", "2x sqrt(2)"),
    ("sqrt(8)", "2sqrt(2)"),
    ("sqrt(2)sqrt(3)", "sqrt(6)"),
    ("1/(1+sqrt(2))", "sqrt(2)-1"),
    ("sin(pi/6)", "1/2"),
    ("cos(pi)", "-1"),
    ("tan(pi/4)", "1"),
    ("exp(1)", "e"),
    ("ln(e^2)", "2"),
    ("ln(8)/ln(2)", "3"),
    ("sqrt(3+2sqrt(2))", "1+sqrt(2)"),
    ("2^0.5", "sqrt(2)"),
    ("e^(x-1)", "exp(x)/e"),
    ("abs(x)/x*abs(x)", "x"),
    ("x abs(x)/abs(x)", "x"),
    ("max(x,0)^2", "x relu(x)"),
    ("min(x,y)", "-max(-x,-y)"),
    ("exp(-x^2/2)", "1/sqrt(exp(x^2))"),
    ("tanh(2x)", "2tanh(x)/(1+tanh(x)^2)"),
    ("sigmoid(x)exp(-x)", "1-sigmoid(x)"),
    ("cos(x)^4-sin(x)^4", "cos(2x)"),
    ("sin(x)/(1+cos(x))", "(1-cos(x))/sin(x)"),
    ("ln(x)ln(x)", "ln(x)^2"),
    ("(x+y)^2-(x-y)^2", "4xy"),
    ("x^2+2xy+y^2", "(x+y)^2"),
    ("2(x-1)+2(y-3)", "2x+2y-8"),
    ("3x^2y-y/x", "y(3x^3-1)/x"),
    ("(x-2)^2+3(y+1)^2", "x^2-4x+7+3y^2+6y"),
]
SAME = [
    ("(x+y)^2", "x^2 + 2xy + y^2", True),
    ("(x+y)^2", "x^2 + y^2", False),
    ("x", "x + 1e-20", False),
    ("2/4", "0.5", True),
    ("2", "3", False),
    ("sqrt(2)", "2/sqrt(2)", True),
    ("(x^2-1)/(x-1)", "x+1", True),
    ("ln(x^2)", "2ln(x)", True),
    ("log10(x)", "ln(x)/ln(10)", True),
    ("sin(x)^2 + cos(x)^2", "1", True),
    ("sin(x)", "sin(x) + 1e-20", False),
    ("tan(x)", "sin(x)/cos(x)", True),
    ("tanh(x)", "2σ(2x) - 1", True),
    ("σ(x)(1-σ(x))", "exp(-x)/(1+exp(-x))^2", True),
    ("e^x", "exp(x)", True),
    ("exp(x+y)", "exp(x)exp(y)", True),
    ("relu(x)", "x", False),
    ("relu(x)", "max(0, x)", True),
    ("relu(x)", "(x + abs(x))/2", True),
    ("relu(x-50)", "0", False),
    ("abs(x)", "sqrt(x^2)", True),
    ("1e-30sin(x)", "2e-30sin(x)", False),
    ("ln(x-5000)", "ln(2x-10000) - ln(2)", True),
    ("(sqrt(x-7000))^2", "x - 7000", True),
    ("sqrt(-1-x^2)", "2sqrt(-1-x^2)", False),
    ("1/(1-1)", "2", False),
    ("(x+y)^40", "(y+x)^39*(x+y)", True),
    ("(x+y)^40", "(x-y)^40", False),
    ("x + exp(600)", "2x + exp(600)", False),
]


@pytest.mark.parametrize(("text", "value"), EXACT)
def test_exact_numbers(text: str, value: F) -> None:
    """These are read without rounding."""
    found = read_number(text)

    assert found == value
    assert isinstance(found, F)


@pytest.mark.parametrize(("text", "value"), ROUNDED)
def test_rounded_numbers(text: str, value: float) -> None:
    """Irrational ones become floats."""
    found = read_number(text)

    assert isinstance(found, float)
    assert found == pytest.approx(value, rel=1e-15, abs=1e-15)


@pytest.mark.parametrize(("text", "shape", "entries", "orientation"), ARRAYS)
def test_arrays(text: str, shape: object, entries: object, orientation: object) -> None:
    """Every notation of a list or matrix gives the same reading."""
    reading = read_array(text)

    assert (reading.shape, reading.entries, reading.orientation) == (shape, entries, orientation)


@pytest.mark.parametrize(("text", "shape", "echo"), SHAPED)
def test_wanted_shape_and_echo(text: str, shape: tuple[int, ...], echo: str) -> None:
    """A vector may be typed either way round; the echo says which way it was."""
    reading = read_array(text, shape)

    assert (reading.shape, reading.echo) == (shape, echo)


@pytest.mark.parametrize(("text", "shape", "place", "sentence"), REFUSED)
def test_refusals(text: str, shape: object, place: object, sentence: str) -> None:
    """A refusal says what is wrong and points at it in the text as typed."""
    with pytest.raises(AnswerError) as caught:
        read_array(text, shape)  # type: ignore[arg-type]

    assert (str(caught.value), caught.value.position) == (sentence, place)
    assert caught.value.text == text[:400]


def test_typed_and_decimals() -> None:
    """Each entry keeps its own text and how many decimals it was typed with."""
    reading = read_array("0.880 −.5 88.1% 8.8·10^-1; 3/4 7 1.5e3 sqrt(2)\n8.8×10⁻¹ (1+2) 2.0 ¾")

    assert reading.typed[:4] == ("0.880", "−.5", "88.1%", "8.8·10^-1")
    assert reading.typed[8:] == ("8.8×10⁻¹", "(1+2)", "2.0", "¾")
    assert reading.decimals == (3, 1, 3, 2, None, 0, 0, None, 2, None, 1, None)


def test_transposing_moves_the_typed_text() -> None:
    """Entries and their texts are turned together."""
    reading = read_array("[1.0 2; 3 4.00]'")

    assert reading.typed == ("1.0", "3", "2", "4.00")
    assert reading.decimals == (1, 0, 0, 2)


def test_file_limits() -> None:
    """Solver files may hold longer matrices, and no longer ones still."""
    text = ";".join(["-0.125 " * 50] * 50)

    assert read_array(text, max_cells=2500, max_characters=20_000).shape == (50, 50)
    with pytest.raises(AnswerError, match="2500 numbers: type at most 2000"):
        read_array(text, max_cells=2000, max_characters=20_000)
    with pytest.raises(AnswerError, match="too long for one entry"):
        read_array("+".join("1" * 300), max_characters=20_000)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (F(-1, 5), "−1/5"),
        (F(1, 3), "1/3"),
        (F(8807, 10000), "0.8807"),
        (F(1, 10**12), "0.000000000001"),
        (F(10**40), "~1e+40"),
        (F(1, 3**40), "~8.22526e−20"),
        (-math.sqrt(2), "~−1.41421"),
    ],
)
def test_show_value(value: F | float, shown: str) -> None:
    """Exact values are shown exactly while short, rounded ones behind a tilde."""
    assert show_value(value) == shown


@pytest.mark.parametrize(("text", "printed"), PRINTED)
def test_expressions(text: str, printed: str) -> None:
    """A formula prints as it was understood, and reads back the same."""
    tree = read_expression(text, GREEK)

    assert to_text(tree) == printed
    assert read_expression(printed, GREEK) == tree


@pytest.mark.parametrize(("text", "place", "sentence"), NAME_HINTS)
def test_expression_refusals(text: str, place: int, sentence: str) -> None:
    """Unknown names are met with what was perhaps meant."""
    with pytest.raises(AnswerError) as caught:
        read_expression(text, GREEK)

    assert (str(caught.value), caught.value.position) == (sentence, place)


def test_variables_shadow() -> None:
    """A question's own e, σ or w1 beside w_1 is a variable."""
    tree = read_expression("e σ(w1 + w_1)", ("e", "σ", "w1", "w_1"))

    assert variables_of(tree) == {"e", "σ", "w1", "w_1"}
    assert to_text(tree) == "e*σ*(w1 + w_1)"
    assert variables_of(read_expression("e pi x", "x")) == {"x"}


@pytest.mark.parametrize(("left", "right"), IDENTITIES)
def test_identities(left: str, right: str) -> None:
    """The same functions are the same also inside others, and nothing near them is."""
    one, other = read_expression(left, "xy"), read_expression(right, "xy")

    assert same_function(one, other, "xy")
    for around in ("exp((%s)/7)", "3*(%s)-x", "tanh(%s)"):
        inside = (read_expression(around % text, "xy") for text in (left, right))
        assert same_function(*inside, "xy")
    for away in ("(%s)+0.000001", "1.00001*(%s)", "(%s)+x/1000", "-(%s)"):
        assert not same_function(one, read_expression(away % right, "xy"), "xy")


@pytest.mark.parametrize(("left", "right", "same"), SAME)
def test_same_function(left: str, right: str, same: bool) -> None:
    """Formulas are equal when they agree wherever both have a value."""
    trees = read_expression(left, "xy"), read_expression(right, "xy")

    assert same_function(*trees, "xy") is same
    assert same_function(*reversed(trees)) is same


class Dual:
    """A value with its derivative: the smallest tape there is."""

    def __init__(self, value: float, slope: float = 0.0) -> None:
        self.value, self.slope = value, slope

    def __add__(self, other: Dual) -> Dual:
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other: Dual) -> Dual:
        slope = self.slope * other.value + self.value * other.slope
        return Dual(self.value * other.value, slope)

    def exp(self) -> Dual:
        """Return e to this power."""
        return Dual(math.exp(self.value), self.slope * math.exp(self.value))


def test_fold_runs_over_other_values() -> None:
    """The same tree gives a derivative when folded over dual numbers."""
    tree = read_expression("x x + 3exp(x)", "x")
    found = fold(
        tree,
        number=lambda value: Dual(float(value)),
        names={"x": Dual(2.0, 1.0)},
        functions={"exp": Dual.exp},
    )

    assert found.value == pytest.approx(4 + 3 * math.exp(2))
    assert found.slope == pytest.approx(4 + 3 * math.exp(2))


def test_fold_names_what_is_missing() -> None:
    """A name or function without a meaning is refused at its place."""
    with pytest.raises(AnswerError, match="y has no value here") as caught:
        evaluate(read_expression("x + y", "xy"), {"x": F(1)})
    assert caught.value.position == 4
    with pytest.raises(AnswerError, match="exp has no value here"):
        fold(read_expression("exp(1)"), number=float, names={}, functions={})


def test_every_function_is_known_everywhere() -> None:
    """The parser and both evaluators agree on the list of functions."""
    for name in ARITIES:
        tree = read_expression(f"{name}(0.75)")
        exact, precise = evaluate(tree), Precise().evaluate(tree, {})
        assert float(exact) == pytest.approx(float(precise), rel=1e-14)
    assert ARITIES.keys() == FUNCTIONS.keys()


@given(st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=999))
def test_fifty_digits_against_mpmath(value: F) -> None:
    """The fifty-digit sine, cosine and tanh have the digits they claim."""
    import mpmath

    with mpmath.workdps(70):
        exact = mpmath.mpf(value.numerator) / value.denominator
        for name in ("sin", "cos", "sigmoid", "tanh"):
            wanted = (
                1 / (1 + mpmath.exp(-exact)) if name == "sigmoid" else getattr(mpmath, name)(exact)
            )
            found = Precise().evaluate(Call(name, (Name("x"),)), {"x": value})
            assert isinstance(found, Decimal)
            assert abs(mpmath.mpf(str(found)) - wanted) <= mpmath.mpf("1e-39") * max(1, abs(wanted))


# Properties

numbers = st.builds(
    lambda digits, power: Number(F(digits) * F(10) ** power),
    st.integers(0, 10**9),
    st.integers(-30, 21),
)
leaves = st.one_of(
    numbers,
    st.sampled_from([Name(name) for name in GREEK]),
    st.sampled_from([Constant("pi"), Constant("e")]),
)


def grow(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    """Build larger trees from smaller ones."""
    return st.one_of(
        st.builds(Binary, st.sampled_from("+-*/^"), parts, parts),
        st.builds(Negative, parts),
        st.builds(Percent, parts),
        st.builds(
            lambda name, part: Call(name, (part,)), st.sampled_from(["exp", "ln", "abs"]), parts
        ),
        st.builds(lambda one, two: Call("max", (one, two)), parts, parts),
    )


trees = st.recursive(leaves, grow, max_leaves=12)
texts = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=fuzz_answers.CHARACTERS, max_size=60),
    st.lists(st.sampled_from(fuzz_answers.PIECES), max_size=30).map("".join),
)


@given(trees)
def test_printed_trees_read_back(tree: Tree) -> None:
    """Printing and reading is the identity."""
    assert read_expression(to_text(tree), GREEK, max_characters=20_000) == tree


@given(trees, st.integers(0, 3))
def test_exact_values_agree_with_python(tree: Tree, point: int) -> None:
    """An exact value is what Python's own fractions give for the printed text."""
    env = {name: F(point) for name in GREEK}
    plain = {"pi", "e", "ln", "exp"}
    if any(word in to_text(tree) for word in plain) or "%" in to_text(tree):
        return
    try:
        value = evaluate(tree, env)
    except AnswerError:
        return
    if isinstance(value, F):
        functions = {"max": max, "abs": abs}
        assert fold(tree, number=F, names=env, functions=functions) == value


@given(st.lists(st.fractions(max_denominator=10**6), min_size=6, max_size=6))
def test_shown_matrices_read_back(values: list[F]) -> None:
    """Our own one-line form is accepted, whatever the entries."""
    rows = [
        ", ".join(str(value).replace("-", "−") for value in values[at : at + 3]) for at in (0, 3)
    ]
    digits = max(len(str(value)) for value in values)
    if digits <= 18:
        reading = read_array(f"[{rows[0]}; {rows[1]}]", (2, 3))
        assert reading.entries == tuple(values)


@given(texts)
@settings(max_examples=400)
def test_nothing_but_answer_errors(text: str) -> None:
    """Whatever is typed, an entry point answers or raises AnswerError pointing into it."""
    for entry in fuzz_answers.ENTRIES.values():
        position = None
        try:
            entry(text)
        except AnswerError as error:
            position = error.position
        assert position is None or 0 <= position <= len(text)


@pytest.mark.parametrize(
    "text", ["sqrt((00.)^-1)", "(relu(-x))^-1", "log2((0.1-0.1)^-1)", "-(-0.)^x"]
)
def test_infinite_formulas_can_be_compared(text: str) -> None:
    """A formula that is nowhere finite is compared without an exception."""
    fuzz_answers.ENTRIES["same_function"](text)


def test_fuzz_program_finds_nothing() -> None:
    """A short run of the fuzz program is clean."""
    assert fuzz_answers.fuzz(300, "short").troubles == 0


def test_nothing_heavy_is_imported() -> None:
    """Reading a number loads neither sympy nor numpy, and no file calls eval or exec."""
    root = Path(fuzz_answers.__file__).resolve().parents[1]
    code = "import ncrevise.answers as a, sys; a.read_number('1'); print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )

    assert not {"sympy", "numpy", "mpmath"} & set(run.stdout.split())
    for file in (root / "ncrevise" / "answers").glob("*.py"):
        assert not re.search(r"\b(eval|exec|sympify)\(", file.read_text(encoding="utf-8"))
