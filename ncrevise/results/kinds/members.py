"""A set: numbers, words or pairs, in any order, each counted once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np

from ncrevise.answers import read_array
from ncrevise.errors import AnswerError
from ncrevise.results.kinds.numbers import near
from ncrevise.results.kinds.word import known
from ncrevise.results.values import bare, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ncrevise.document.tree import Block
    from ncrevise.maths.tree import Node
    from ncrevise.results.form import Form
    from ncrevise.results.typed import Json, Rows, Tolerance
    from ncrevise.results.values import Answer, Member, Set
    from ncrevise.tape import Tape
    from ncrevise.tape.value import Numpy

Item: TypeAlias = "float | str | tuple[Item, ...]"

EMPTY = frozenset({"{}", "()", "[]", "∅", "none", "empty", r"\emptyset", "{ }", "[ ]"})
PAIR = re.compile(r"[(\[<]([^()\[\]<>]*)[)\]>]")
LOOSE = re.compile(r"\s*([^:=→>]+?)\s*(?::|=|->|→|↦)\s*(.+?)\s*", re.DOTALL)
OUTER = " \t\n{}[]"
MOST_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class Members:
    """A set as it was read."""

    items: tuple[Item, ...]

    @property
    def rows(self) -> Rows:
        """Its members, in order."""
        return (tuple(map(shown, self.items)),)

    @property
    def value(self) -> frozenset[Item]:
        """The set."""
        return frozenset(self.items)

    def agrees(self, answer: Answer, tolerance: Tolerance) -> bool:
        """Say whether it has these members and no other."""
        return not any(self.compared(answer, tolerance))

    def standing(self, answer: Answer, tolerance: Tolerance) -> Numpy | None:  # noqa: ARG002
        """Its members have no order."""
        return None

    def compared(self, answer: Answer, tolerance: Tolerance) -> tuple[int, int]:
        """Count the members that are missing and those that are too many."""
        wanted = members_of(answer)
        missing = sum(not any(alike(a, b, tolerance) for b in self.items) for a in wanted)
        extra = sum(not any(alike(a, b, tolerance) for b in wanted) for a in self.items)
        return missing, extra


def shown(item: Item) -> str:
    """Write a member."""
    if isinstance(item, tuple):
        return f"({', '.join(map(shown, item))})"
    return f"{item:g}" if isinstance(item, float) else bare(item)


def alike(a: Item, b: Item, tolerance: Tolerance) -> bool:
    """Compare two members."""
    if isinstance(a, tuple) or isinstance(b, tuple):
        if not (isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b)):
            return False
        return all(alike(x, y, tolerance) for x, y in zip(a, b, strict=True))
    if isinstance(a, str) or isinstance(b, str):
        return isinstance(a, str) and isinstance(b, str) and key_of(a) == key_of(b)
    return bool(near(a, b, np.max(tolerance)))


def item_of(value: Member) -> Item:
    """Give a member as it is compared: words in their normal form, numbers as floats."""
    if isinstance(value, tuple):
        return tuple(item_of(part) for part in value)
    return value.strip() if isinstance(value, str) else float(value)


def order(item: Item) -> tuple[int, str, float]:
    """Sort numbers by size, then words, then pairs."""
    if isinstance(item, tuple):
        return 2, " ".join(map(shown, item)), 0.0
    return (1, item, 0.0) if isinstance(item, str) else (0, "", item)


def members_of(answer: Answer | Iterable[Member]) -> tuple[Item, ...]:
    """List a set's members, as words, floats or pairs, without repeats."""
    flat = (
        answer.ravel().tolist()
        if isinstance(answer, np.ndarray)
        else cast("Iterable[Member]", answer)
    )
    return tuple(sorted({item_of(item) for item in flat}, key=order))


def read(text: str, like: Answer, form: Form) -> Members:
    """Read ``{1, 2, 3}``, ``a, b`` or ``(a, 1), (b, 2)``; ``{}`` and ``none`` are the empty set."""
    if text.strip().casefold() in EMPTY:
        return Members(())
    if not text.strip():
        raise AnswerError("Nothing is typed here: type the members, or {} for none.", text)
    if len(text) > MOST_TEXT:
        raise AnswerError(f"That is {len(text):,} characters: too long for a set.")
    sample = members_of(like)
    if any(isinstance(item, tuple) for item in sample):
        return Members(members_of(pairs(text, form)))
    if form.words or any(isinstance(item, str) for item in sample):
        words = [word for word in re.split(r"[,;\s]+", text.strip(f"{OUTER}()")) if word]
        return Members(members_of([known(w, form.words) if form.words else w for w in words]))
    return Members(members_of([float(entry) for entry in read_array(text).entries]))


def pairs(text: str, form: Form) -> list[Member]:
    """Read pairs in brackets, or each as ``a: 1``."""
    found = PAIR.findall(text.strip().strip("{}"))
    if found:
        parts = [re.split(r"[,;:]|->|→|↦", inner) for inner in found]
    else:
        loose = [LOOSE.fullmatch(piece) for piece in re.split(r"[,;\n]", text.strip(OUTER))]
        if not all(loose):
            raise AnswerError("Pairs are needed here, such as (a, 1), (b, 2).", text)
        parts = [[match[1], match[2]] for match in loose if match]
    return [tuple(one(part, form) for part in pair) for pair in parts]


def one(part: str, form: Form) -> float | str:
    """Read one side of a pair: a number, or a word."""
    word = part.strip()
    try:
        return float(Fraction(word))
    except (ValueError, ZeroDivisionError):
        return known(word, form.words) if form.words and len(form.words) > 0 else word


def differs(a: Answer, b: Answer, tolerance: Tolerance, form: Form) -> bool:  # noqa: ARG001
    """Say whether two sets have not the same members."""
    return any(Members(members_of(a)).compared(b, tolerance))


def node(item: Item) -> Node:
    """Spell a member."""
    from ncrevise.maths.tree import Fence, Num
    from ncrevise.results.printed import name_node, row

    if isinstance(item, tuple):
        return Fence("(", row(tuple(map(node, item))), ")")
    if isinstance(item, str):
        return name_node(item)
    return Num(int(item) if item == int(item) else item)


def blocks(tape: Tape, value: Set, form: Form, label: str) -> tuple[Block, ...]:  # noqa: ARG001
    """Print the members between braces."""
    from ncrevise.maths.tree import EQUALS, Chain, Fence, Id, Text
    from ncrevise.results.printed import equation, row

    items = tuple(map(node, members_of(value)))
    shown_set: Node = Fence("{", row(items), "}") if items else Id("∅")
    return equation(label, Chain(Text(form.meaning), ((EQUALS, shown_set),)))


def plain(item: Item) -> Json:
    """Give a member as JSON has it."""
    if isinstance(item, tuple):
        return [plain(part) for part in item]
    if isinstance(item, str):
        return bare(item)
    return int(item) if item == int(item) else item


def data(value: Set) -> list[Json]:
    """List the members in order."""
    return [plain(item) for item in members_of(value)]


def write(value: Set) -> str:
    """Write them between braces."""
    return f"{{{', '.join(map(shown, members_of(value)))}}}"
