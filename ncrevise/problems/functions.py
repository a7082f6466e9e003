"""Functions worth differentiating, drawn term by term as text."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ncrevise.answers import Tree, read_expression, variables_of
from ncrevise.answers.algebra import standard
from ncrevise.answers.expressions import name_order
from ncrevise.answers.tidy import tidy
from ncrevise.answers.tree import size

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.draw import Draw

    Kind = Callable[[Draw, str, str], str]


def factor(d: Draw, most: int = 4) -> str:
    """Draw a whole factor; one is not written."""
    value = d.integer(1, most)
    return "" if value == 1 else str(value)


def inner(d: Draw, x: str, y: str) -> str:
    """Draw a linear function of two variables."""
    first, second = sorted((x, y), key=name_order)
    return f"{factor(d, 3)}{first} {d.choice('+-')} {factor(d, 3)}{second}"


def raised(d: Draw, x: str, most: int = 3) -> str:
    """Draw a variable with an exponent; one is not written."""
    exponent = d.integer(1, most)
    return x if exponent == 1 else f"{x}^{exponent}"


def product(d: Draw, x: str, y: str) -> str:
    """Draw a product of powers of two variables, in their order."""
    first, second = sorted((x, y), key=name_order)
    return f"{raised(d, first)}*{raised(d, second, 2)}"


def times(*names: str) -> str:
    """Multiply variables, in their order."""
    return "*".join(sorted(names, key=name_order))


KINDS: dict[str, Kind] = {
    "linear": lambda d, x, _y: f"{d.integer(2, 6)}{x}",
    "power": lambda d, x, _y: f"{factor(d)}{x}^{d.integer(2, 3)}",
    "mixed": lambda d, x, y: f"{factor(d)}{product(d, x, y)}",
    "bracket": lambda d, x, y: f"({inner(d, x, y)})^{d.integer(3, 4)}",
    "exp": lambda d, x, y: (
        f"{factor(d, 3)}exp({d.choice((f'-{times(x, y)}', f'{x} - {y}^2', f'{x} - 2{y}'))})"
    ),
    "log": lambda d, x, y: (
        f"{factor(d)}ln({d.choice(('', '1 + '))}{min(x, y)}^2 + {factor(d, 3)}{max(x, y)}^2)"
    ),
    "damped": lambda d, x, y: f"{product(d, x, y)}*exp(-{d.choice((x, y, f'2{x}'))})",
    "quotient": lambda d, x, y: f"{factor(d, 3)}{x}/({d.integer(1, 3)} + {y}^2)",
    "ratio": lambda d, x, y: f"{times(x, y)}/({x}^2 + {d.integer(1, 3)})",
    "wave": lambda d, x, y: f"{raised(d, x, 2)}*{d.choice(('sin', 'cos'))}({times(x, y)})",
    "sigmoid": lambda d, x, y: f"{factor(d, 3)}sigmoid({inner(d, x, y)})",
    "tanh": lambda d, x, y: f"{raised(d, x, 2)}*tanh({inner(d, x, y)})",
}


def function(d: Draw, names: tuple[str, ...], terms: tuple[str, ...]) -> Tree:
    """Draw a sum in which every variable occurs.

    Args:
        d: the draws.
        names: the variables.
        terms: a kind of term each; ``exp|log`` chooses.
    """
    while True:
        text = ""
        for kinds in terms:
            sign = f" {d.choice('+-')} " if text else ""
            text += sign + KINDS[d.choice(kinds.split("|"))](d, *d.sample(names, 2))
        tree = read_expression(text, names)
        alike = size(tidy(standard(tree))) < size(tree)
        if variables_of(tree) == set(names) and not alike:
            return tree


def check_kinds(terms: tuple[str, ...]) -> None:
    """Refuse kinds of terms that do not exist.

    Raises:
        ValueError: with those that do.
    """
    for kind in "|".join(terms).split("|"):
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is no kind of term; there are {', '.join(KINDS)}.")


def quadratic(d: Draw, names: tuple[str, ...]) -> str:
    """Draw squares that outweigh the products, so that there is one valley; then linear terms."""
    if len(names) == 1:
        return f"{factor(d, 3)}{names[0]}^2{signed(d, 6)}{names[0]}{signed(d, 9, skip=(0,))}"
    squares = " + ".join(f"{d.choice(('', '2', '3'))}{name}^2" for name in names)
    products = "".join(f" {d.choice('+-')} {a}*{b}" for a, b in pairwise(names))
    return squares + products + f"{signed(d, 4)}{d.choice(names)}"


def signed(d: Draw, most: int, skip: tuple[int, ...] = (0, 1, -1)) -> str:
    """Draw a term's sign and factor."""
    value = d.integer(-most, most, skip=skip)
    return f" {'-' if value < 0 else '+'} {abs(value)}"


def shifted(d: Draw, names: tuple[str, ...]) -> str:
    """Draw squares around other points than zero."""
    return " + ".join(f"{d.choice(('', '2'))}({name}{signed(d, 4, skip=(0,))})^2" for name in names)


def quartic(d: Draw, names: tuple[str, ...]) -> str:
    """Draw a fourth power among squares and products."""
    return f"{names[0]}^4 + " + quadratic(d, names)


def exponential(d: Draw, names: tuple[str, ...]) -> str:
    """Draw an exponential among squares and products."""
    return f"exp(-{names[0]}) + " + quadratic(d, names)


BOWLS: dict[str, Callable[[Draw, tuple[str, ...]], str]] = {
    "quadratic": quadratic,
    "shifted": shifted,
    "quartic": quartic,
    "exponential": exponential,
}


def bowl(d: Draw, names: tuple[str, ...], shape: str) -> Tree:
    """Draw a function with a valley to descend into."""
    return read_expression(BOWLS[shape](d, names), names)
