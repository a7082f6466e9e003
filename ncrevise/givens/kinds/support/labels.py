"""Which words of a tree in brackets are labels, and which are no words at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.errors import AnswerError
from ncrevise.givens.kinds.support.brackets import Word, groups, words

if TYPE_CHECKING:
    from ncrevise.givens.kinds.support.brackets import Item

LONGEST = 24
COMMON = {"I", "A"}  # words in capitals that start sentences


def check(word: Word, text: str) -> None:
    """Refuse what is no word."""
    bare = word.text.removesuffix(":")
    if len(bare) > LONGEST:
        long = f"{bare[:LONGEST]!r}… is too long for a word: up to {LONGEST} letters."
        raise AnswerError(long, text, word.at)
    if any(sign in bare for sign in ":;#=") or not bare.isprintable():
        signs = f"{bare!r} is no word: leave out signs such as : ; # and =."
        raise AnswerError(signs, text, word.at)


def capitalised(found: Item) -> bool:
    """Say whether every bracket starts with a label in capitals, and there is another word."""
    heads = [group.items[0] for group in groups(found)]
    labels = {id(head) for head in heads if isinstance(head, Word) and is_label(head.text)}
    others = [word for word in words(found) if id(word) not in labels]
    lonely = any(len(group.items) == 1 for group in groups(found))
    return len(labels) == len(heads) and not lonely and not all(w.text.isupper() for w in others)


def is_label(word: str) -> bool:
    """Say whether a word may be a label without a colon."""
    return word.isupper() and word[0].isalpha() and word not in COMMON
