"""Trees as a person writes them: ``3xy``, ``x²``, ``e^{−x}``, fractions with a bar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ncrevise.answers.printing import decimal_text
from ncrevise.answers.tree import Binary, Call, Constant, Name, Negative, Number, Percent, Tree
from ncrevise.maths import build, tex
from ncrevise.maths.tree import Bind, Digits, Fence, Frac, Id, Node, Op, Root, Row, Script

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

INDEXED = re.compile(r"([^\W\d]+?)_?(\d+)")
RAISED = frozenset({"sin", "cos", "tan", "tanh", "ln"})  # sin²(x), not (sin(x))²
HEADS: dict[str, Node] = {
    "sigmoid": Id("σ"),
    "relu": Id("ReLU"),
    "log2": Script(Id("log"), sub=Digits("2")),
    "log10": Script(Id("log"), sub=Digits("10")),
}
SPECIAL: dict[str, Callable[[Node], Node]] = {
    "sqrt": Root,
    "abs": lambda body: Fence("|", body, "|"),
    "exp": lambda body: build.power(Id("e"), body),
}


def name_tex(name: str) -> str:
    r"""Write a variable in TeX: ``w1`` as ``w_1``, ``theta`` as ``\theta``."""
    indexed = INDEXED.fullmatch(name)
    letters, digits = indexed.groups() if indexed else (name, "")
    letters = f"\\{letters}" if len(letters) > 1 else letters
    return (
        f"{letters}_{{{digits}}}" if len(digits) > 1 else letters + (f"_{digits}" if digits else "")
    )


def spell(tree: Tree) -> Node:
    """Spell a tree."""
    negative, body = signed(tree)
    node = spell_unsigned(body)
    return build.negate(node) if negative else node


def signed(tree: Tree) -> tuple[bool, Tree]:
    """Take the sign from the front of a tree."""
    match tree:
        case Negative(body):
            negative, rest = signed(body)
            return not negative, rest
        case Number(value) if value < 0:
            return True, Number(-value)
        case Binary("*" | "/" as op, left, right):
            negative, rest = signed(left)
            return negative, Binary(op, rest, right) if negative else tree
        case _:
            return False, tree


def spell_unsigned(tree: Tree) -> Node:
    """Spell a tree that does not begin with a minus."""
    match tree:
        case Number(value):
            return numeral(value)
        case Constant(name):
            return Id("π" if name == "pi" else name)
        case Name(name):
            return tex.read(name_tex(name))
        case Negative(body):
            return build.negate(spell(body))
        case Percent(body):
            return Row((build.guard(spell(body), Bind.ATOM), Op("%", "postfix")), Bind.APPLY)
        case Call(name, args):
            return called(name, args)
        case Binary("+" | "-" as op, left, right):
            negative, body = signed(right)
            join = build.add if (op == "+") != negative else build.subtract
            return join(spell(left), spell_unsigned(body))
        case Binary("*", left, right):
            return build.multiply(spell(left), spell(right))
        case Binary("/", left, right):
            return build.divide(spell(left), spell(right))
        case Binary(_, left, right):
            return raised(left, right)


def numeral(value: Fraction) -> Node:
    """Spell a number that is not negative: as a decimal when it has one."""
    if value == 1:
        return build.ONE  # which a product leaves out
    top, stroke, bottom = decimal_text(value).partition("/")
    return Frac(Digits(top), Digits(bottom)) if stroke else Digits(top)


def called(name: str, args: tuple[Tree, ...], exponent: Node | None = None) -> Node:
    """Spell a function of its arguments, its own exponent on its name."""
    if name in SPECIAL:
        return SPECIAL[name](spell(args[0]))
    head = HEADS.get(name, Id(name))
    return build.call(Script(head, sup=exponent) if exponent else head, *map(spell, args))


def raised(base: Tree, exponent: Tree) -> Node:
    """Spell a power."""
    match base, exponent:
        case Call(name, args), Number(value) if name in RAISED and value > 0:
            return called(name, args, spell(exponent))
        case _:
            return build.power(spell(base), spell(exponent))
