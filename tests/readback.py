"""Reads printed formulas back and works them out, knowing nothing of ncrevise.

Every link of ``left = a = b ≈ c`` is evaluated on its own, with intervals: a number printed
with the stated places (``0.5424`` at four) stands for everything that rounds to it, any other
number for itself. Names are looked up among values that the caller knows; an entry ``Y_(2,1)``
is row 2, column 1 of ``Y``. What can't be evaluated raises ``Unreadable``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

NOISE = 2e-9
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d[\d\u202f]*(?:\.\d+)?)|(?P<name>[^\W\d_²³ᵀ][^\W\d_²³ᵀ\u0300-\u036f]*[\u0300-\u036f]*[′*]*)"
    r"|(?P<op>[-+−·/^_()\[\]{},;⌊⌋|∗⋆⊙²³ᵀ√∑⊤≥]|=|\S))"
)


class Unreadable(Exception):
    """A formula that holds something with no number."""


@dataclass
class Span:
    """An interval, or an array of them."""

    lo: Any
    hi: Any

    @classmethod
    def of(cls, value: Any) -> Span:
        array = np.asarray(value, dtype=float)
        return cls(array, array)

    def __add__(self, other: Span) -> Span:
        return Span(self.lo + other.lo, self.hi + other.hi)

    def __neg__(self) -> Span:
        return Span(-self.hi, -self.lo)

    def __mul__(self, other: Span) -> Span:
        ends = [a * b for a in (self.lo, self.hi) for b in (other.lo, other.hi)]
        return Span(np.minimum.reduce(ends), np.maximum.reduce(ends))

    def inverse(self) -> Span:
        if np.any((self.lo <= 0) & (self.hi >= 0)):
            raise Unreadable("division by zero")
        return Span(1 / self.hi, 1 / self.lo)

    def rising(self, function: Any) -> Span:
        return Span(function(self.lo), function(self.hi))

    def power(self, exponent: int) -> Span:
        if exponent % 2 == 0:
            ends = np.stack([self.lo**exponent, self.hi**exponent])
            low = np.where((self.lo <= 0) & (self.hi >= 0), 0.0, ends.min(axis=0))
            return Span(low, ends.max(axis=0))
        return Span(self.lo**exponent, self.hi**exponent)

    @property
    def shape(self) -> tuple[int, ...]:
        return np.shape(self.lo)

    @property
    def T(self) -> Span:
        return Span(np.transpose(self.lo), np.transpose(self.hi))

    def __getitem__(self, index: Any) -> Span:
        return Span(self.lo[index], self.hi[index])


def product(a: Span, b: Span) -> Span:
    """Multiply as juxtaposition means it: numbers scale, matrices multiply."""
    if not a.shape or not b.shape:
        return a * b
    x, y = a, b
    if len(a.shape) == 2 and len(b.shape) == 2 and a.shape[1] != b.shape[0]:
        raise Unreadable(f"{a.shape} times {b.shape}")
    left = x if len(x.shape) == 2 else Span(x.lo[None, :], x.hi[None, :])
    right = y if len(y.shape) == 2 else Span(y.lo[:, None], y.hi[:, None])
    if left.shape[1] != right.shape[0]:
        raise Unreadable(f"{a.shape} times {b.shape}")
    terms = Span(left.lo[:, :, None], left.hi[:, :, None]) * Span(right.lo[None], right.hi[None])
    out = Span(terms.lo.sum(axis=1), terms.hi.sum(axis=1))
    if len(x.shape) == 1 or (len(y.shape) == 1 and len(out.lo) == 1):  # one row: a number
        out = out[0]
    return out[..., 0] if len(y.shape) == 1 else out


def softmax(z: Span) -> Span:
    low, high = np.exp(z.lo), np.exp(z.hi)
    rest_high = high.sum(axis=-1, keepdims=True) - high
    rest_low = low.sum(axis=-1, keepdims=True) - low
    return Span(low / (low + rest_high), high / (high + rest_low))


def largest(*items: Span) -> Span:
    lows = [np.max(item.lo) for item in items]
    highs = [np.max(item.hi) for item in items]
    return Span(np.asarray(max(lows)), np.asarray(max(highs)))


def humped(z: Span, function: Any) -> Span:
    """Apply a function that rises to zero and falls after it."""
    ends = np.stack([function(z.lo), function(z.hi)])
    top = np.where((z.lo <= 0) & (z.hi >= 0), function(np.zeros(z.shape)), ends.max(axis=0))
    return Span(ends.min(axis=0), top)


FUNCTIONS: dict[str, Any] = {
    "σ": lambda z: z.rising(lambda x: 1 / (1 + np.exp(-x))),
    "tanh": lambda z: z.rising(np.tanh),
    "σ′": lambda z: humped(z, lambda x: np.exp(-x) / (1 + np.exp(-x)) ** 2),
    "tanh′": lambda z: humped(z, lambda x: 1 - np.tanh(x) ** 2),
    "ReLU": lambda z: z.rising(lambda x: np.maximum(x, 0)),
    "exp": lambda z: z.rising(np.exp),
    "ln": lambda z: z.rising(np.log),
    "softmax": softmax,
    "max": largest,
    "sin": lambda z: Span(np.sin(z.lo) - abs(z.hi - z.lo), np.sin(z.lo) + abs(z.hi - z.lo)),
    "cos": lambda z: Span(np.cos(z.lo) - abs(z.hi - z.lo), np.cos(z.lo) + abs(z.hi - z.lo)),
}


def convolve(a: Span, b: Span, *, flip: bool, P: int = 0, S: int = 1, D: int = 1) -> Span:
    """Slide ``b`` over ``a`` with P zeros around it, in steps of S, its cells D apart."""
    kernel = b[::-1, ::-1] if flip else b
    image = Span(np.pad(a.lo, P), np.pad(a.hi, P))
    rows, columns = (n - D * (k - 1) for n, k in zip(image.shape, b.shape, strict=True))
    if rows < 1 or columns < 1:
        raise Unreadable("kernel larger than image")
    total = Span.of(np.zeros((-(-rows // S), -(-columns // S))))
    for s in range(b.shape[0]):
        for t in range(b.shape[1]):
            under = image[s * D : s * D + rows : S, t * D : t * D + columns : S]
            total = total + under * kernel[s, t]
    return total


SLIDING = re.compile(r"\((\w+) (∗|⋆) (\w+)\)_\(([PSD]=\d+(?:,[PSD]=\d+)*)\)")


class Reader:
    """Evaluates one side of a relation.

    Args:
        text: one line of print.
        places: decimals that mark a rounded number.
        names: what symbols stand for.
    """

    def __init__(self, text: str, places: int, names: dict[str, Any]) -> None:
        self.text, self.places, self.names = text, places, names
        self.tokens: list[tuple[str, str, bool]] = []
        position = 0
        text = text.rstrip()
        while position < len(text):
            found = TOKEN.match(text, position)
            if not found:
                raise Unreadable(text[position:])
            kind = found.lastgroup or ""
            spaced = found.start(kind) > position
            self.tokens.append((kind, found[kind], spaced))
            position = found.end()
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def kind(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.peek()
        if not token or (wanted and token != wanted):
            raise Unreadable(f"{token!r} where {wanted!r} was due in {self.text!r}")
        self.at += 1
        return token

    def whole(self) -> Span:
        sliding = SLIDING.fullmatch(self.text.strip())
        if sliding:
            a, b = (Span.of(self.names[sliding[k]]) for k in (1, 3))
            settings = {w[0]: int(w[2:]) for w in sliding[4].split(",")}
            return convolve(a, b, flip=sliding[2] == "∗", **settings)
        if self.text.strip() in self.names:  # a whole side, such as ∂f/∂x
            return Span.of(self.names[self.text.strip()])
        value = self.sum()
        if self.at < len(self.tokens):
            raise Unreadable(f"{self.peek()!r} left over in {self.text!r}")
        return value

    def sum(self) -> Span:
        value = self.term()
        while self.peek() in {"+", "−", "-"}:
            sign = self.take()
            term = self.term()
            value = value + (term if sign == "+" else -term)
        return value

    def term(self) -> Span:
        value = self.signed()
        while True:
            token = self.peek()
            if token in {"·", "×"}:
                self.take()
                value = product(value, self.signed())
            elif token == "/":
                self.take()
                value = value * self.signed().inverse()
            elif token == "⊙":
                self.take()
                value = value * self.signed()
            elif token in {"∗", "⋆"}:
                self.take()
                value = convolve(value, self.signed(), flip=token == "∗")
            elif self.kind() in {"number", "name"} or token in {"(", "[", "⌊", "√"}:
                value = product(value, self.raised())
            else:
                return value

    def signed(self) -> Span:
        if self.peek() in {"−", "-"}:
            self.take()
            return -self.signed()
        return self.raised()

    def raised(self) -> Span:
        is_e = self.peek() == "e" and "e" not in self.names
        value = self.atom()
        while self.peek() in {"^", "²", "³", "ᵀ"}:
            mark = self.take()
            if mark == "ᵀ":
                value = value.T if len(value.shape) == 2 else value
            elif mark in "²³":
                power = "²³".index(mark) + 2
                value = Span.of(np.exp(power)) if is_e else value.power(power)
            else:
                exponent = self.atom() if self.peek() != "(" else self.bracketed()
                if is_e:
                    value = exponent.rising(np.exp)
                elif np.ndim(exponent.lo) == 0 and float(exponent.lo) == int(exponent.lo):
                    value = value.power(int(exponent.lo))
                else:
                    raise Unreadable("a power that is no whole number")
        return value

    def bracketed(self) -> Span:
        self.take("(")
        value = self.sum()
        self.take(")")
        return value

    def atom(self) -> Span:
        kind, token = self.kind(), self.peek()
        if kind == "number":
            return self.number(self.take())
        if token == "(":
            return self.tuple_or_bracket()
        if token == "[":
            return self.matrix()
        if token == "⌊":
            self.take()
            value = self.sum()
            self.take("⌋")
            return value.rising(lambda x: np.floor(x + 1e-12))
        if token == "√":
            self.take()
            return (self.bracketed() if self.peek() == "(" else self.atom()).rising(np.sqrt)
        if kind == "name":
            return self.name()
        raise Unreadable(f"{token!r} in {self.text!r}")

    def tuple_or_bracket(self) -> Span:
        self.take("(")
        items = [self.sum()]
        while self.peek() == ",":
            self.take()
            items.append(self.sum())
        self.take(")")
        return items[0] if len(items) == 1 else stacked(items)

    def number(self, token: str) -> Span:
        clean = token.replace("\u202f", "")
        value = float(clean)
        decimals = len(clean.partition(".")[2])
        half = 0.5 * 10.0**-self.places if decimals == self.places and decimals else 0.0
        return Span(np.asarray(value - half), np.asarray(value + half))

    def matrix(self) -> Span:
        self.take("[")
        rows: list[list[Span]] = [[]]
        while True:
            rows[-1].append(self.sum())
            token = self.take()
            if token == "]":
                break
            if token == ";":
                rows.append([])
            elif token != ",":
                raise Unreadable(f"{token!r} in a matrix")
        if all(len(row) == 1 for row in rows):
            return stacked([row[0] for row in rows])
        return stacked([stacked(row) for row in rows])

    def name(self) -> Span:
        start = self.at
        name = self.take()
        while self.peek() == "_" and not self.tokens[self.at][2]:
            self.take()
            name += "_" + self.subscript()
        if [t[1] for t in self.tokens[self.at : self.at + 3]] == ["^", "(", "("]:
            self.take()  # an iterate, w^((1)): part of the name
            name += "^" + self.subscript()
            if self.peek() == "_":  # and its entries
                self.take()
                name += "_" + self.subscript()
        if name in FUNCTIONS and self.peek() == "(" and name not in self.names:
            return self.tuple_of_arguments(name)
        if name in self.names:
            return Span.of(self.names[name])
        if name == "e":
            return Span.of(np.e)
        entry = re.fullmatch(r"(.+)_\(?([\d,]+)\)?", name)
        if entry and entry[1] in self.names:
            place = tuple(int(k) - 1 for k in entry[2].split(","))
            return Span.of(self.names[entry[1]])[place]
        return self.longest(start, name)

    def longest(self, start: int, name: str) -> Span:
        """Names that hold brackets, ``Q(s_1, ·)``: the longest known one wins."""
        rest = "".join((" " if t[2] else "") + t[1] for t in self.tokens[start:]).strip()
        known = [n for n in self.names if rest.replace(" ", "").startswith(n.replace(" ", ""))]
        if not known:
            raise Unreadable(f"{name!r} is unknown in {self.text!r}")
        best = max(known, key=len)
        wanted, length = best.replace(" ", ""), 0
        self.at = start
        while length < len(wanted):
            length += len(self.take())
        return Span.of(self.names[best])

    def tuple_of_arguments(self, name: str) -> Span:
        self.take("(")
        items = [self.sum()]
        while self.peek() == ",":
            self.take()
            items.append(self.sum())
        self.take(")")
        result: Span = FUNCTIONS[name](*items)
        return result

    def subscript(self) -> str:
        if self.peek() != "(":
            return self.take()
        depth, text = 0, ""
        while True:
            token = self.take()
            depth += (token == "(") - (token == ")")
            text += token
            if depth == 0:
                return text


def stacked(items: list[Span]) -> Span:
    return Span(np.stack([i.lo for i in items]), np.stack([i.hi for i in items]))


def links(line: str) -> list[tuple[str, str]]:
    """Part a line at its relations: (relation before it, side), the first with none."""
    depth, start, relation = 0, 0, ""
    found = []
    for k, character in enumerate(line):
        if character in "([{⌊":
            depth += 1
        elif character in ")]}⌋":
            depth -= 1
        elif depth == 0 and character in "=≈" and line[k - 1 : k + 2] == f" {character} ":
            found.append((relation, line[start:k].strip()))
            relation, start = character, k + 1
    return [*found, (relation, line[start:].strip())]


@dataclass
class Report:
    """What became of a line: sides that could be evaluated, and links that are false."""

    sides: int
    read: int
    false: list[str]


def check(line: str, places: int, names: dict[str, Any]) -> Report:
    """Evaluate every side of a line and compare neighbours."""
    sides = links(line)
    values: list[Span | None] = []
    for _, side in sides:
        try:
            values.append(Reader(side, places, names).whole())
        except (Unreadable, ValueError, IndexError):
            values.append(None)
    report = Report(len(sides), sum(v is not None for v in values), [])
    before: tuple[Span, str] | None = None
    for (relation, side), value in zip(sides, values, strict=True):
        if value is None:
            continue
        if before is not None and not holds(relation, before[0], value, before[1], side):
            report.false.append(f"{before[1]} {relation} {side}")
        before = (value, side)
    return report


def holds(relation: str, a: Span, b: Span, left: str, right: str) -> bool:
    """Say whether two sides agree: to the noise of floats, or as far as rounding explains."""
    if a.shape != b.shape:
        return False
    exact = relation == "=" and not numeric_rounding(left, right)
    scale = NOISE * np.maximum(1, np.maximum(abs(a.lo), abs(b.lo)))
    if exact:
        middle_a, middle_b = (a.lo + a.hi) / 2, (b.lo + b.hi) / 2
        return bool(np.all(abs(middle_a - middle_b) <= scale))
    return bool(np.all((a.lo <= b.hi + scale) & (b.lo <= a.hi + scale)))


def numeric_rounding(left: str, right: str) -> bool:
    """Say whether names stand on a side: the caller's values of them are not rounded."""
    return any(
        re.search(r"[^\W\d_]", re.sub("|".join(map(re.escape, FUNCTIONS)), "", s))
        for s in (left, right)
    )
