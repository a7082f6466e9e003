"""What may be typed in place of an answer."""

from __future__ import annotations

import difflib
from typing import Literal, NamedTuple, TypeAlias

Verb: TypeAlias = Literal[
    "answer", "go on", "hint", "solution", "skip", "quit", "help", "again", "calculate", "unknown"
]

COMMANDS = ("?", ":", "=")
WORDS: dict[str, Verb] = {
    ":skip": "skip",
    ":s": "skip",
    ":q": "quit",
    ":quit": "quit",
    ":h": "help",
    ":help": "help",
    ":again": "again",
    ":a": "again",
    ":hint": "hint",
    ":solution": "solution",
}
BARE: dict[str, Verb] = {"quit": "quit", "exit": "quit", "help": "help", "hint": "hint"}

HELP = """\
Type an answer and press Enter.
  numbers    0.25   1/4   25%   2e-3   sqrt(2)   1/(1+exp(-0.4))
  vectors    1 2 3   or  (1, 2, 3)
  matrices   1 2; 3 4   or a row a line, or pasted: [[1, 2], [3, 4]]
  A minus sign sticks to its number: 1 -2 is two numbers, 1 - 2 is one.
Or
  ?          a hint: what to do, then the formula, the numbers, the value
  ??         the working of this part
  = 0.4*2.5  work something out
  :again     show the question again
  :skip      leave this part
  :q         stop here and go on another time (Ctrl-C and Ctrl-D do it too)
Every answer is saved before you are told how it was. Hints cost no marks.
"""
LEGEND = "? hint   ?? solution   = 0.4*2.5 calculator   :skip   :q pause   :h help"
SHORT_LEGEND = "? hint   ?? solution   :q pause   :h help"


class Typed(NamedTuple):
    """A verb and what it is about."""

    verb: Verb
    text: str = ""


def understand(text: str, *, words: bool) -> Typed:
    """Tell a command from an answer.

    Args:
        text: what was typed.
        words: whether an answer may be a word, so that only ``:quit`` is a command.
    """
    bare = text.strip()
    last = bare.rpartition("\n")[2].strip()
    if last.startswith(COMMANDS):
        bare = last  # below the rows of a matrix
    if not bare:
        return Typed("go on")
    if set(bare) == {"?"}:
        return Typed("hint" if bare == "?" else "solution")
    if bare.startswith("="):
        return Typed("calculate", bare[1:].strip())
    if bare.startswith(":"):
        word = bare.lower()
        if word in WORDS:
            return Typed(WORDS[word])
        near = difflib.get_close_matches(word, WORDS, n=1)
        hint = f"Did you mean {near[0]}?" if near else ":h lists what can be typed."
        return Typed("unknown", f"There is no {bare[:20]}. {hint}")
    if not words and bare.lower() in BARE:
        return Typed(BARE[bare.lower()])
    return Typed("answer", text.strip())
