"""One word: of those that may be answered, where they are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.errors import AnswerError
from ncrevise.results.values import NO, YES, bare, key_of

if TYPE_CHECKING:
    from ncrevise.document.tree import Block
    from ncrevise.results.form import Form
    from ncrevise.results.typed import Rows, Tolerance
    from ncrevise.results.values import Answer
    from ncrevise.tape import Tape
    from ncrevise.tape.value import Numpy


@dataclass(frozen=True, slots=True)
class Word:
    """One of a few words."""

    word: str

    @property
    def rows(self) -> Rows:
        """The word."""
        return ((self.word,),)

    @property
    def value(self) -> str:
        """The word."""
        return self.word

    def agrees(self, answer: Answer, tolerance: Tolerance) -> bool:  # noqa: ARG002
        """Say whether it is the same word."""
        return isinstance(answer, str) and key_of(self.word) == key_of(answer)

    def standing(self, answer: Answer, tolerance: Tolerance) -> Numpy | None:  # noqa: ARG002
        """It has no entries."""
        return None


def normal(text: str) -> str:
    """Write a word in small letters, one space between words, without its quotes; yes as yes."""
    word = " ".join(text.strip().strip("\"'.").casefold().split())
    return "yes" if word in YES else "no" if word in NO else word


def known(text: str, allowed: tuple[str, ...]) -> str:
    """Find which of the words allowed is meant, by itself or by its place among them.

    Raises:
        AnswerError: when it is none of them; an unknown word is asked again, never marked.
    """
    keys = {key_of(word): word for word in allowed}
    for pair in (("yes", "no"), ("true", "false")):
        if set(keys) == set(pair):
            word = normal(text)
            if word in {"yes", "no"}:
                return pair[word == "no"]
            raise AnswerError(f"{text.strip()!r} is neither {pair[0]} nor {pair[1]}.", text)
    found = keys.get(key_of(text))
    if found is None and text.strip().isdigit() and not any(key.isdigit() for key in keys):
        place = int(text.strip()) - 1
        found = allowed[place] if 0 <= place < len(allowed) else None
    if found is None:
        listed = ", ".join(map(bare, allowed))
        raise AnswerError(f"{text.strip()!r} is not one of: {listed}.", text)
    return found


def read(text: str, like: Answer, form: Form) -> Word:
    """Read a word, one of those allowed; where yes or no is asked, nothing else."""
    word = normal(text)
    if not word:
        raise AnswerError("Nothing is typed here: type a word.", text)
    yes_or_no = normal(str(like)) in {"yes", "no"}
    allowed = form.words or (("yes", "no") if yes_or_no else ())
    return Word(bare(known(text, allowed)) if allowed else word)


def differs(a: Answer, b: Answer, tolerance: Tolerance, form: Form) -> bool:  # noqa: ARG001
    """Say whether two words are not the same."""
    return key_of(str(a)) != key_of(str(b))


def blocks(tape: Tape, value: str, form: Form, label: str) -> tuple[Block, ...]:  # noqa: ARG001
    """Print what it is and the word."""
    from ncrevise.maths.tree import EQUALS, Chain, Text
    from ncrevise.results.printed import equation, name_node

    return equation(label, Chain(Text(form.meaning), ((EQUALS, name_node(value)),)))


def data(value: str) -> str:
    """Give the word."""
    return bare(value)


def write(value: str) -> str:
    """Give the word."""
    return bare(value)
