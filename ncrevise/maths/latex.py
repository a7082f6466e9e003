r"""LaTeX for a formula: amsmath and amssymb are all it needs.

The same source serves a typesetter and MathJax, so nothing but ASCII is left in it, save
for accented letters inside ``\text``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ncrevise.maths.latex_glyphs import glyph, prose
from ncrevise.maths.number import spell
from ncrevise.maths.slots import is_mark, mark
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
    Script,
    Slot,
    Space,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

KNOWN = frozenset(
    ("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "ln", "max", "min", "sup", "inf")
) | {"lim", "arg", "det", "gcd", "dim", "ker", "Pr"}
PRIMES = {"′": "'", "″": "''", "‴": "'''"}
FENCES = {"|": (r"\lvert", r"\rvert"), "‖": (r"\lVert", r"\rVert")}
ACCENTS = {"¯": r"\bar", "^": r"\hat", "~": r"\tilde", "˙": r"\dot", "→": r"\vec"}
WIDE = {"¯": r"\overline", "^": r"\widehat", "~": r"\widetilde", "→": r"\overrightarrow"}
MARKS = {"window": r"\underline", "kernel": r"\boldsymbol", "result": r"\boxed", "muted": ""}
SPACES = {0.167: r"\,", 0.222: r"\:", 0.278: r"\;", 1.0: r"\quad", 2.0: r"\qquad"}
COLUMNS = {"right": "r", "left": "l", "centre": "c"}
ENVIRONMENTS = {"(": "pmatrix", "[": "bmatrix", "{": "Bmatrix", "|": "vmatrix", "": "matrix"}
DERIVATIONS = frozenset(("aligned", "align*"))  # their rows are long, so each has a line
SINGLE = re.compile(r"[0-9A-Za-z]|\\[A-Za-z]+|\\[A-Za-z]+\{[A-Za-z0-9\\]+\}")
COMMAND_END = re.compile(r"\\[A-Za-z]+$")
SIGNS = frozenset("−-+±∓")


def write(node: Node, *, display: bool = False) -> str:
    """Write a formula as LaTeX, without dollar signs.

    Args:
        node: the formula.
        display: it has a line to itself, so a derivation may take one row a link.

    Raises:
        RenderError: it holds a character that LaTeX's usual fonts lack.
    """
    return Writer().formula(node, display=display)


class Writer:
    """Prints nodes. Override ``number`` to leave gaps."""

    def formula(self, node: Node, *, display: bool = False) -> str:
        """Write a whole formula."""
        if display and isinstance(node, Chain) and len(node.links) > 1:
            return self.derivation(node)
        return self.node(node)

    def number(self, num: Num) -> str:
        """Write a number."""
        return mark(num) if isinstance(num.value, Slot) else self.node(spell(num))

    def node(self, node: Node) -> str:
        """Write any node."""
        match node:
            case Id(name, style):
                return identifier(name, style)
            case Digits(text):
                return "".join(map(glyph, text))
            case Num():
                return self.number(node)
            case Op():
                return operator(node)
            case Text(text):
                return rf"\text{{{prose(text)}}}"
            case Space(em):
                return SPACES.get(round(em, 3), rf"\hspace{{{em:g}em}}")
            case Row(items):
                return self.row(items)
            case Fence():
                return self.fence(node)
            case Frac(top, bottom):
                return rf"\frac{{{self.node(top)}}}{{{self.node(bottom)}}}"
            case Root(body, index):
                order = f"[{{{self.node(index)}}}]" if index else ""
                return rf"\sqrt{order}{{{self.node(body)}}}"
            case Script(base, sub, sup):
                return self.base(base) + self.low(sub) + self.high(sup)
            case Limits():
                return self.limits(node)
            case Accent(base, mark):
                return self.accent(base, mark)
            case Matrix():
                return self.matrix(node)
            case Mark(body, role):
                return f"{MARKS[role]}{{{self.node(body)}}}"
            case Chain(left, links):
                return spaced((self.node(left), *(self.link(link) for link in links)))

    def row(self, items: tuple[Node, ...]) -> str:
        """Write neighbours; a sign in front after a factor must not look like a sum."""
        text = ""
        before: Node | None = None
        for item in items:
            written = self.node(item)
            if before is not None and not isinstance(before, Op | Space) and is_signed(item):
                written = f"{{{written}}}"
            close = before is None or clings(before, item)
            text = tight((text, written)) if close else spaced((text, written))
            before = item
        return text

    def fence(self, node: Fence) -> str:
        """Write brackets; they grow only around what is tall."""
        body = self.node(node.body)
        opening, closing = sides(node)
        bar = not node.open and node.close in FENCES
        if is_tall(node.body) or bar:
            return spaced((rf"\left{opening or '.'}", body, rf"\right{closing or '.'}"))
        return tight((opening, body, closing))

    def base(self, node: Node) -> str:
        """Write what scripts are put to, in braces unless it is one thing already."""
        text = self.node(node)
        if SINGLE.fullmatch(text) or isinstance(node, Fence | Op | Digits | Num):
            return text
        return f"{{{text}}}"

    def low(self, sub: Node | None) -> str:
        """Write a subscript."""
        return f"_{{{self.node(sub)}}}" if sub is not None else ""

    def high(self, sup: Node | None) -> str:
        """Write a superscript; primes have their own."""
        if isinstance(sup, Id | Op):
            name = sup.name if isinstance(sup, Id) else sup.symbol
            if name in PRIMES:
                return PRIMES[name]
        return f"^{{{self.node(sup)}}}" if sup is not None else ""

    def limits(self, node: Limits) -> str:
        """Write what stands below and above."""
        base = node.base
        if isinstance(base, Op) and base.form == "prefix":
            return self.node(base) + self.low(node.under) + self.high(node.over)
        if isinstance(base, Id) and len(base.name) > 1 and base.name.replace(" ", "").isalpha():
            head = named(base.name, star="*")
            return head + self.low(node.under) + self.high(node.over)
        text = self.node(base)
        if node.over is not None:
            text = rf"\overset{{{self.node(node.over)}}}{{{text}}}"
        if node.under is not None:
            text = rf"\underset{{{self.node(node.under)}}}{{{text}}}"
        return text

    def accent(self, base: Node, mark: str) -> str:
        """Write an accent, stretched over more than one letter."""
        text = self.node(base)
        command = ACCENTS if SINGLE.fullmatch(text) else WIDE
        return f"{command.get(mark, ACCENTS[mark])}{{{text}}}"

    def matrix(self, node: Matrix) -> str:
        """Write a grid between brackets."""
        rows = [" & ".join(self.node(cell) for cell in row) for row in node.rows]
        if is_binomial(node):
            return rf"\binom{{{rows[0]}}}{{{rows[1]}}}"
        if node.open == "{" and not node.close:
            return environment("cases", rows)
        if node.align == "centre" and (node.open, node.close) in {("(", ")"), ("[", "]"), ("", "")}:
            return environment(ENVIRONMENTS[node.open], rows)
        width = max((len(row) for row in node.rows), default=1)
        grid = environment("array", rows, f"{{{COLUMNS[node.align] * width}}}")
        if not node.open and not node.close:
            return grid
        opening, closing = sides(Fence(node.open, node, node.close))
        return rf"\left{opening or '.'} {grid} \right{closing or '.'}"

    def link(self, link: tuple[str, Node]) -> str:
        """Write a link of a derivation that stays on one line."""
        relation, side = link
        return spaced((symbols(relation), self.node(side)))

    def derivation(self, node: Chain, name: str = "aligned") -> str:
        """Write a derivation, a row a link, in the environment called ``name``."""
        rows = [
            spaced((f"&{symbols(relation)}" if relation else "&\\quad {}", self.node(side)))
            for relation, side in node.links
        ]
        rows[0] = spaced((self.node(node.left), rows[0]))
        return environment(name, rows)


def spaced(texts: Iterable[str]) -> str:
    """Join pieces with a space between, which LaTeX ignores but a person reads."""
    return " ".join(text for text in texts if text)


def tight(texts: Iterable[str]) -> str:
    """Join pieces, keeping a command apart from a letter after it."""
    joined = ""
    for text in texts:
        apart = COMMAND_END.search(joined) and text[:1].isalnum()
        joined += f" {text}" if apart else text
    return joined


def identifier(name: str, style: str) -> str:
    """Write a symbol; a name is upright."""
    stem = name.rstrip("".join(PRIMES))
    primes = "".join(PRIMES[prime] for prime in name[len(stem) :])
    if not stem:
        return rf"{{}}{primes}" if primes else ""
    if len(stem) > 1:
        bold = style == "bold" and stem.isascii() and stem.isalnum()
        return (rf"\mathbf{{{stem}}}" if bold else named(stem)) + primes
    text = glyph(stem)
    if style == "bold":
        text = rf"\mathbf{{{text}}}" if text.isalnum() else rf"\boldsymbol{{{text}}}"
    elif style == "upright" and text.isalpha():
        text = rf"\mathrm{{{text}}}"
    return text + primes


def named(name: str, star: str = "") -> str:
    """Write a name of several letters."""
    if name in KNOWN:
        return rf"\{name}"
    if re.fullmatch(r"arg ?(max|min)", name):
        return rf"\operatorname{star}{{arg\,{name[-3:]}}}"
    if name.isascii() and name.isalnum():
        return rf"\operatorname{star}{{{name}}}"
    if name.isascii():
        return rf"\text{{{prose(name)}}}"
    return spaced(map(glyph, name))


def symbols(text: str) -> str:
    """Write an operator or relation, whatever it is made of."""
    if is_mark(text):
        return text
    if len(text) > 1 and text.isascii() and text.isalpha():
        return rf"\operatorname{{{text}}}"
    if text == ":=":
        return glyph("≔")
    return "".join(map(glyph, text))


def operator(op: Op) -> str:
    """Write an operator; a bar between two things is a relation."""
    if op.symbol == "|" and op.form == "infix":
        return r"\mid"
    if op.symbol == "‖" and op.form != "infix":
        return r"\Vert"
    return symbols(op.symbol)


def sides(node: Fence) -> tuple[str, str]:
    """Write both brackets."""
    opening = FENCES[node.open][0] if node.open in FENCES else symbols(node.open)
    closing = FENCES[node.close][1] if node.close in FENCES else symbols(node.close)
    return opening, closing


def environment(name: str, rows: list[str], columns: str = "") -> str:
    r"""Write rows; one that begins with a bracket must not be read as an option of ``\\``."""
    safe = [f"{{}}{row}" if row[:1] in {"[", "*"} else row for row in rows]
    joint, edge = (" \\\\\n", "\n") if name in DERIVATIONS else (r" \\ ", " ")
    return rf"\begin{{{name}}}{columns}{edge}{joint.join(safe)}{edge}\end{{{name}}}"


def is_binomial(node: Matrix) -> bool:
    """Say whether a grid is a binomial coefficient."""
    return node.align == "centre" and node.open == "(" and [len(row) for row in node.rows] == [1, 1]


def clings(left: Node, right: Node) -> bool:
    """Say whether neighbours are written without a space: for the eye, LaTeX needs none."""
    if isinstance(left, Op) and left.form == "prefix":
        return True
    if isinstance(right, Op):
        return right.form in {"separator", "postfix"}
    return isinstance(right, Fence) and isinstance(left, Id | Script)


def is_signed(node: Node) -> bool:
    """Say whether a node starts with a sign of its own."""
    if isinstance(node, Mark):
        return False
    if isinstance(node, Row) and node.items:
        return node.bind is Bind.PREFIX and is_signed(node.items[0])
    return isinstance(node, Op) and node.form == "prefix" and node.symbol in SIGNS


def is_tall(node: Node) -> bool:
    """Say whether brackets around a node must grow."""
    match node:
        case Frac() | Matrix():
            return True
        case Num(Slot()):
            return False
        case Num():
            return is_tall(spell(node))
        case Limits(base):
            return isinstance(base, Op)
        case Row(items):
            return any(is_tall(item) for item in items)
        case Fence(_, body) | Root(body) | Mark(body) | Accent(body) | Script(body):
            return is_tall(body)
        case Chain(left, links):
            return is_tall(left) or any(is_tall(side) for _, side in links)
        case _:
            return False
