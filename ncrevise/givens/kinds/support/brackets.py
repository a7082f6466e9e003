"""Reading brackets in brackets, without ever calling itself on what a stranger typed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from ncrevise.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = re.compile(r"[()\[\]]|[^\s()\[\],]+")
CLOSING = {"(": ")", "[": "]"}
MOST_DEPTH = 60
LIKE = "A tree is written in brackets, such as ((the cat) sat)."


@dataclass(slots=True)
class Word:
    """A word, and where it was typed."""

    text: str
    at: int


@dataclass(slots=True)
class Group:
    """What stands between two brackets, and where the first was typed."""

    sign: str
    at: int
    items: list[Item] = field(default_factory=list)


Item: TypeAlias = Word | Group


def parse(text: str) -> Item:
    """Read one word, or one pair of brackets with all that is in it.

    Raises:
        AnswerError: pointing at the bracket or word that is at fault.
    """
    whole = Group("", 0)
    opened = [whole]
    for found in TOKEN.finditer(text):
        token, at = found[0], found.start()
        if whole.items and len(opened) == 1:
            raise AnswerError(after(token), text, at)
        if token in CLOSING:
            if len(opened) > MOST_DEPTH:
                raise AnswerError(f"Brackets may be {MOST_DEPTH} deep, not more.", text, at)
            opened.append(Group(token, at))
            opened[-2].items.append(opened[-1])
        elif token in CLOSING.values():
            closed = opened.pop()
            check_pair(closed, token, text, at)
        else:
            opened[-1].items.append(Word(token, at))
    if len(opened) > 1:
        last = opened[-1]
        raise AnswerError(f"The bracket {last.sign} is never closed. {LIKE}", text, last.at)
    if not whole.items:
        raise AnswerError(f"There is no tree here. {LIKE}")
    return whole.items[0]


def after(token: str) -> str:
    """Say that something follows where nothing may."""
    if token in CLOSING.values():
        return f"The bracket {token} closes nothing: every bracket before it is closed already."
    return f"The tree has ended, but {token!r} follows: put one pair of brackets round it all."


def check_pair(closed: Group, token: str, text: str, at: int) -> None:
    """Refuse a bracket that closes another kind or nothing, and brackets round nothing."""
    if not closed.sign:
        raise AnswerError(f"The bracket {token} closes nothing. {LIKE}", text, at)
    if CLOSING[closed.sign] != token:
        wanted = CLOSING[closed.sign]
        raise AnswerError(
            f"The bracket {closed.sign} is closed by {token}, not {wanted}.", text, at
        )
    if not closed.items:
        raise AnswerError("There is nothing between two brackets.", text, closed.at)


def groups(item: Item) -> Iterator[Group]:
    """Walk all pairs of brackets."""
    waiting = [item]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Group):
            yield here
            waiting += here.items


def words(item: Item) -> Iterator[Word]:
    """Walk all words."""
    if isinstance(item, Word):
        yield item
    for group in groups(item):
        yield from (each for each in group.items if isinstance(each, Word))
