"""Answers as they were typed, read against what is asked and compared with it.

Numbers, words, formulas and sets are four kinds; a kind reads, compares and shows. Nothing
typed is run, and what can't be read is refused rather than marked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np

from ncrevise.answers import (
    Reading,
    read_array,
    same_function,
    show_value,
    to_text,
)
from ncrevise.errors import AnswerError
from ncrevise.tape.value import is_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.formulas import Formulas
    from ncrevise.question import Accept

Rows: TypeAlias = tuple[tuple[str, ...], ...]

CELLS = 144
CHARACTERS_A_CELL = 25
NOISE = 1e-12  # of floating point, relative
SIZE = re.compile(r"\s*\(?\s*\d+(?:\s*(?:[x×*]|by)\s*\d+)+\s*\)?\s*", re.IGNORECASE)
EMPTY = frozenset({"", "{}", "()", "[]", "∅", "none", "empty"})
YES = dict.fromkeys(("yes", "y", "true"), "yes")
NO = dict.fromkeys(("no", "n", "false"), "no")


class Typed(Protocol):
    """An answer that was read."""

    @property
    def rows(self) -> Rows:
        """What it was read as, row by row."""

    def agrees(self, answer: Any, tolerance: Any) -> bool:  # noqa: ANN401
        """Say whether it is ``answer``."""

    def standing(self, answer: Any, tolerance: Any) -> Any:  # noqa: ANN401
        """Say which entries are right where they stand; None without entries."""


def floats(data: Any) -> Any:  # noqa: ANN401
    """Give an array of floats."""
    return np.asarray(data, dtype=float)


def is_numeric(answer: Any) -> bool:  # noqa: ANN401
    """Say whether a result is a number or an array."""
    return isinstance(answer, int | float | Fraction | np.ndarray)


def near(a: Any, b: Any, tolerance: Any) -> Any:  # noqa: ANN401
    """Say entry by entry whether two arrays of one shape agree."""
    slack = NOISE * np.maximum(1.0, np.abs(b))
    return np.abs(a - b) <= np.asarray(tolerance) + slack


@dataclass(frozen=True, slots=True)
class Numbers:
    """A number, vector or matrix.

    Attributes:
        data: its entries, in the shape of what is asked.
        reading: how they were typed.
    """

    data: Any
    reading: Reading

    @property
    def rows(self) -> Rows:
        """What it was read as, row by row."""
        shown = [show_value(entry).replace("−", "-") for entry in self.reading.entries]
        width = self.reading.shape[-1] if self.reading.shape else 1
        return tuple(tuple(shown[k : k + width]) for k in range(0, len(shown), width))

    def agrees(self, answer: Any, tolerance: Any) -> bool:  # noqa: ANN401
        """Say whether every entry is within its tolerance."""
        if not is_numeric(answer) or np.shape(answer) != self.data.shape:
            return False
        return bool(np.all(near(self.data, floats(answer), tolerance)))

    def standing(self, answer: Any, tolerance: Any) -> Any:  # noqa: ANN401
        """Say which entries are right."""
        if not self.data.shape or np.shape(answer) != self.data.shape:
            return None
        return near(self.data, floats(answer), tolerance)

    def as_like(self, sample: Any) -> Any:  # noqa: ANN401
        """Give the entries as a solver would hold them: exact where ``sample`` is exact."""
        exact = is_whole(sample)
        entries = [tidy(entry) if exact else float(entry) for entry in self.reading.entries]
        if not self.data.shape:
            return entries[0]
        fractions = any(isinstance(entry, Fraction) for entry in entries)
        return np.array(entries, dtype=object if fractions else None).reshape(self.data.shape)


def tidy(value: Fraction | float) -> Any:  # noqa: ANN401
    """Give whole fractions as whole numbers."""
    return int(value) if value == int(value) else value


def read_numbers(text: str, like: Any) -> Numbers:  # noqa: ANN401
    """Read numbers in the shape of ``like``; whole ones in a row also as a size, ``4 × 4``."""
    shape = np.shape(like)
    sides = shape if len(shape) < 3 else (int(np.prod(shape[:-1])), shape[-1])
    size = int(np.prod(shape))
    if len(shape) == 1 and floats(like).dtype.kind == "f" and SIZE.fullmatch(text):
        text = ", ".join(re.findall(r"\d+", text))
    reading = read_array(
        text,
        sides,
        max(CELLS, size),
        max_characters=max(400, CHARACTERS_A_CELL * size),
    )
    return Numbers(floats([float(e) for e in reading.entries]).reshape(shape), reading)


@dataclass(frozen=True, slots=True)
class Word:
    """One of a few words."""

    word: str

    @property
    def rows(self) -> Rows:
        """The word."""
        return ((self.word,),)

    def agrees(self, answer: Any, tolerance: Any) -> bool:  # noqa: ANN401, ARG002
        """Say whether it is the same word."""
        return self.word == normal_word(str(answer))

    def standing(self, answer: Any, tolerance: Any) -> Any:  # noqa: ANN401, ARG002
        """It has no entries."""
        return None


def normal_word(text: str) -> str:
    """Write a word in small letters, one space between words, without its quotes."""
    word = " ".join(text.strip().strip("\"'.").casefold().split())
    return YES.get(word, NO.get(word, word))


def read_word(text: str, like: Any) -> Word:  # noqa: ANN401
    """Read a word; where yes or no is asked, nothing else."""
    word = normal_word(text)
    if not word:
        raise AnswerError("Nothing is typed here: type a word.", text)
    if normal_word(str(like)) in {"yes", "no"} and word not in {"yes", "no"}:
        raise AnswerError(f"{text.strip()!r} is neither yes nor no.", text)
    return Word(word)


@dataclass(frozen=True, slots=True)
class Symbolic:
    """A formula in the variables of the question, or a vector of them."""

    formulas: Formulas

    @property
    def rows(self) -> Rows:
        """The formulas, as they were understood."""
        return (tuple(map(to_text, self.formulas.trees)),)

    def agrees(self, answer: Any, tolerance: Any) -> bool:  # noqa: ANN401, ARG002
        """Say whether they are the same functions."""
        return self.formulas.same(answer)

    def standing(self, answer: Any, tolerance: Any) -> Any:  # noqa: ANN401, ARG002
        """Say which entries of a vector are right."""
        mine, theirs = self.formulas, answer.trees
        if len(theirs) == 1:
            return None
        pairs = zip(mine.trees, theirs, strict=True)
        return np.array([same_function(a, b, mine.variables) for a, b in pairs])


def read_formulas(text: str, like: Any) -> Symbolic:  # noqa: ANN401
    """Read formulas in the variables of ``like``, as many as there are."""
    return Symbolic(like.read(text))


@dataclass(frozen=True, slots=True)
class Members:
    """A set: numbers or words in any order, each counted once."""

    items: tuple[Any, ...]

    @property
    def rows(self) -> Rows:
        """Its members, in order."""
        return (tuple(f"{item:g}" if isinstance(item, float) else item for item in self.items),)

    def agrees(self, answer: Any, tolerance: Any) -> bool:  # noqa: ANN401
        """Say whether it has these members and no other."""
        return not any(self.compared(answer, tolerance))

    def standing(self, answer: Any, tolerance: Any) -> Any:  # noqa: ANN401, ARG002
        """Its members have no order."""
        return None

    def compared(self, answer: Any, tolerance: Any) -> tuple[int, int]:  # noqa: ANN401
        """Count the members that are missing and those that are too many."""
        wanted = members_of(answer)
        missing = sum(not any(alike(a, b, tolerance) for b in self.items) for a in wanted)
        extra = sum(not any(alike(a, b, tolerance) for b in wanted) for a in self.items)
        return missing, extra


def alike(a: Any, b: Any, tolerance: Any) -> bool:  # noqa: ANN401
    """Compare two members."""
    if isinstance(a, str) or isinstance(b, str):
        return bool(a == b)
    return bool(near(a, b, np.max(tolerance)))


def members_of(answer: Any) -> tuple[Any, ...]:  # noqa: ANN401
    """List a set's members, as words or floats, without repeats."""
    flat = answer.ravel().tolist() if isinstance(answer, np.ndarray) else list(answer)
    found = {normal_word(item) if isinstance(item, str) else float(item) for item in flat}
    return tuple(sorted(found, key=lambda item: (isinstance(item, str), item)))


def read_members(text: str, like: Any) -> Members:  # noqa: ANN401
    """Read ``{1, 2, 3}`` or ``a, b``; ``{}`` and ``none`` are the empty set."""
    if text.strip().casefold() in EMPTY - {""}:
        return Members(())
    if not text.strip():
        raise AnswerError("Nothing is typed here: type the members, or {} for none.", text)
    if any(isinstance(item, str) for item in members_of(like)):
        words = (normal_word(item) for item in re.split(r"[,;\s]+", text.strip(" \t\n{}()[]")))
        return Members(members_of([word for word in words if word]))
    return Members(members_of([float(entry) for entry in read_array(text).entries]))


READERS: dict[str, Callable[[str, Any], Typed]] = {
    "choice": read_word,
    "numbers": read_numbers,
    "algebra": read_formulas,
    "set": read_members,
}


def read(text: str, like: Any, accept: Accept) -> Typed:  # noqa: ANN401
    """Read an answer.

    Args:
        text: what was typed.
        like: a result of the kind and shape that is asked.
        accept: the part's rule.

    Raises:
        AnswerError: when it can't be read, or has another shape.
    """
    fallback = "choice" if isinstance(like, str) else "numbers"
    return READERS[accept.rule if accept.rule in READERS else fallback](text, like)


def decimals_wanted(answer: Any, accept: Accept) -> Any:  # noqa: ANN401
    """Give the decimals that each entry is asked with; infinity for exact answers."""
    size = np.abs(floats(answer))
    if accept.rule == "places":
        return np.full(size.shape, accept.amount)
    if accept.rule == "figures":
        return accept.amount - 1 - np.floor(np.log10(np.maximum(size, 1e-300)))
    return np.full(size.shape, np.inf)


def reach(answer: Any, truth: Any, tolerance: Any, accept: Accept) -> Any:  # noqa: ANN401
    """Give the tolerance of another answer than the true one, such as a mistake's."""
    if np.shape(answer) != np.shape(truth):
        tolerance = np.max(tolerance)
    if accept.rule == "relative":
        return np.maximum(tolerance, accept.amount * np.abs(floats(answer)))
    if accept.rule == "figures":
        return np.maximum(tolerance, 0.5 * 10.0 ** -decimals_wanted(answer, accept))
    return tolerance
