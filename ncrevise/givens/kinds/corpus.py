"""Sentences of words: ``the cat sat; the dog sat``, or a line a sentence.

A sentence ends at a semicolon, at the end of a line, and at a full stop, question or exclamation
mark with a blank after it. Words stand between blanks. Punctuation at either end of a word is
left out, inside it stays (``don't``, ``3.5``); so do marks such as ``<s>``. Case is kept: ``The``
and ``the`` are two words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ncrevise.errors import AnswerError
from ncrevise.givens.kinds.support.corpus import Corpus

if TYPE_CHECKING:
    from ncrevise.document.tree import Listing
    from ncrevise.givens.declare import Given

__all__ = ["LIFTED", "Corpus", "coerce", "read", "show", "write"]

LIFTED = False
MOST_TEXT = 40_000
MOST_WORDS = 4_000
LONGEST = 30
END = re.compile(r"[;\n\r]+|[.!?]+(?=\s|$)")
PUNCTUATION = ".,:!?\"'`()[]{}“”‘’«»…–—-"
LIKE = "Write sentences with semicolons between them, such as the cat sat; the dog sat."


def read(text: str, given: Given) -> Corpus:
    """Read sentences.

    >>> from ncrevise.givens.declare import Given
    >>> read("I am Sam. Sam I am!", Given("the text", "corpus")).sentences
    (('I', 'am', 'Sam'), ('Sam', 'I', 'am'))
    """
    if len(text) > MOST_TEXT:
        raise AnswerError(f"A corpus may take {MOST_TEXT:,} characters, not {len(text):,}.")
    pieces = (tuple(filter(None, map(word, piece.split()))) for piece in END.split(text))
    sentences = tuple(filter(None, pieces))
    if not sentences:
        raise AnswerError(f"There are no words for {given.meaning}. {LIKE}")
    count = sum(map(len, sentences))
    if count > MOST_WORDS:
        raise AnswerError(f"That is {count:,} words; {MOST_WORDS:,} is the most read here.")
    return Corpus(sentences)


def word(typed: str) -> str:
    """Read one word; nothing is left of a stray mark.

    >>> word("(don't,")
    "don't"
    """
    bare = typed.strip(PUNCTUATION)
    if len(bare) > LONGEST:
        raise AnswerError(f"{bare[:LONGEST]!r}… is too long for a word: up to {LONGEST} letters.")
    if "#" in bare or "=" in bare or not bare.isprintable():
        raise AnswerError(f"{bare!r} is no word: leave out signs such as # and =.")
    return bare


def coerce(value: object, given: Given) -> Corpus:
    """Take a string, or a list of sentences.

    >>> from ncrevise.givens.declare import Given
    >>> coerce(["the cat", "the dog"], Given("the text", "corpus")).vocabulary
    ('the', 'cat', 'dog')
    """
    if isinstance(value, list | tuple) and all(isinstance(line, str) for line in value):
        value = "\n".join(value)
    if not isinstance(value, str):
        raise AnswerError(f"A corpus is written as text, or as a list of sentences. {LIKE}")
    return read(value, given)


def write(value: Corpus) -> str:
    """Write it to be typed again.

    >>> write(Corpus((("the", "cat"), ("the", "dog"))))
    'the cat; the dog'
    """
    return "; ".join(map(" ".join, value.sentences))


def show(value: Corpus) -> Listing:
    """Show the sentences under each other, numbered."""
    from ncrevise.document.tree import Listing, Paragraph, Words

    items = tuple((Paragraph((Words(" ".join(line)),)),) for line in value.sentences)
    return Listing(items, ordered=True)
