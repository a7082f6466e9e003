"""Reads one layer: its name, then numbers and options in any order."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from ncrevise.errors import AnswerError
from ncrevise.givens.kinds.network.forms import FILLERS, FLAGS, FORMS, KINDS, LIMITS, OPTIONS, said
from ncrevise.models.layers import Layer
from ncrevise.registry import did_you_mean

WORD = re.compile(
    r"(?P<pair>[0-9]+\s*[x×X]\s*[0-9]+)"
    r"|(?P<number>[0-9]*\.[0-9]+|[0-9]+)"
    r"|(?P<name>no bias(?:es)?|[A-Za-z]+(?:[-_][A-Za-z]+)*(?:[12][dD]\b)?)"
    r"|(?P<blank>[\s@=:()'\"]+)"
    r"|(?P<bad>.)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A name, number or pair of numbers, and where it stands."""

    sort: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """What it says, without regard to case and hyphens."""
        return re.sub("[ _-]", "", self.text.lower())


class Reader:
    """Reads one layer.

    Args:
        text: everything that was typed, for messages.
        start: where the layer starts in it.
        end: where it ends.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.tokens = [
            Token(found.lastgroup or "", found[0], found.start())
            for found in WORD.finditer(text, start, end)
            if found.lastgroup != "blank" and found[0].lower() not in FILLERS
        ]
        self.kind = self.named()
        self.form = FORMS[self.kind]
        self.values: dict[str, Any] = {}

    def fault(self, message: str, at: Token | None = None) -> AnswerError:
        """Make the error that says what is wrong, and where."""
        return AnswerError(message, self.text, at.start if at else self.start)

    def layer(self) -> Layer:
        """Read the layer."""
        bare = iter(self.form.numbers)
        while self.tokens:
            token = self.tokens.pop(0)
            if token.sort == "name":
                self.option(token)
            elif token.sort == "bad":
                raise self.fault(f"{token.text!r} has no meaning in a layer.", token)
            else:
                free = (what for what in bare if what not in self.values)
                self.note("kernel" if token.sort == "pair" else next(free, ""), token)
        for what in self.form.numbers:
            if what not in self.values and what != "rate":
                name = self.form.names[0]
                needed = f"{said(what, self.kind)}, as in {self.form.example}"
                raise self.fault(f"{name} needs its {needed}.")
        made = Layer(self.kind, **self.values)
        apart = made.pools and "stride" not in self.values
        return replace(made, stride=made.kernel) if apart else made

    def named(self) -> str:
        """Read the name a layer begins with, of one word or several."""
        words: list[str] = []
        while self.tokens and self.tokens[0].sort == "name":
            if words and self.tokens[0].word in OPTIONS:
                break
            words.append(self.tokens.pop(0).word)
        name = "".join(words)
        if not name:
            raise self.fault("A layer begins with its name, as in conv 16 3x3.")
        if name not in KINDS:
            raise self.fault(f"There is no layer {' '.join(words)!r}.{did_you_mean(name, KINDS)}")
        return KINDS[name]

    def option(self, token: Token) -> None:
        """Read an option such as ``s2``, ``padding=same`` or ``nobias``."""
        if token.word not in OPTIONS:
            hint = did_you_mean(token.word, OPTIONS)
            raise self.fault(f"{token.text!r} says nothing about a layer.{hint}", token)
        if token.word in FLAGS:
            self.note(FLAGS[token.word], token)
        elif self.tokens:
            self.note(OPTIONS[token.word], self.tokens.pop(0))
        else:
            raise self.fault(f"{token.text!r} needs a number after it.", token)

    def note(self, what: str, token: Token) -> None:
        """Take down what was said, where it means something and once."""
        if what not in (*self.form.numbers, *self.form.options):
            extra = f"a {said(what, self.kind)}" if what else repr(token.text)
            like = f" It is written {self.form.example}." if self.form.example else ""
            raise self.fault(f"{self.form.names[0]} does not take {extra}.{like}", token)
        if what in self.values:
            raise self.fault(f"The {said(what, self.kind)} is given twice.", token)
        if what == "padding" and token.word in FLAGS:
            self.values.update(padding=0, same=token.word == "same")
        else:
            self.values[what] = False if what == "bias" else self.amount(what, token)

    def amount(self, what: str, token: Token) -> float | tuple[int, int]:
        """Read a number, or a pair for a kernel or stride."""
        if what == "rate" and token.sort == "number":
            if float(token.text) >= 1:
                raise self.fault("A dropout rate is below 1.", token)
            return float(token.text)
        sided = what in {"kernel", "stride"}
        whole = token.sort == "number" and "." not in token.text
        if not whole and not (sided and token.sort == "pair"):
            raise self.fault(f"{token.text!r} is no {said(what, self.kind)}.", token)
        numbers = [int(digits[:9]) for digits in re.findall("[0-9]+", token.text)]
        low, high = LIMITS[what]
        if not low <= min(numbers) <= max(numbers) <= high:
            raise self.fault(f"A {said(what, self.kind)} lies from {low} to {high}.", token)
        return (numbers[0], numbers[-1]) if sided else numbers[0]
