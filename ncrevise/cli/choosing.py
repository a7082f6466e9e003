"""Choosing questions and seeds for a quiz, a sheet or an export."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ncrevise.cli import screen
from ncrevise.draw import Draw
from ncrevise.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.question import Question

BITS = 16


def read_seed(text: str | None) -> int:
    """Read a seed, decimal or hex; draw one from the system when there is none."""
    if text is None:
        import secrets

        return secrets.randbits(BITS)
    clean = text.strip().lower()
    if re.fullmatch(r"\d{1,18}", clean):
        return int(clean)
    if re.fullmatch(r"(0x)?[0-9a-f]{1,15}", clean):
        return int(clean, 16)
    raise UsageError(f"--seed {text!r}: a seed is a whole number, or hex such as 7f2a.")


def questions_for(topics: Sequence[str], level: int | None) -> list[Question]:
    """Find the questions of some topics, of one level if given."""
    found = [q for q in screen.bank().questions(tuple(topics)) if level is None or q.level == level]
    if not found:
        raise UsageError(f"No question of level {level} there; leave --level out to see all.")
    return found


def choose(questions: Sequence[Question], count: int, seed: int) -> list[tuple[Question, int]]:
    """Choose ``count`` variants.

    Every question comes once before any comes again, in drawn order, and no family twice
    running where there is another.
    """
    draw = Draw(f"choose@{seed:x}")
    chosen: list[tuple[Question, int]] = []
    pool: list[Question] = []
    while len(chosen) < count:
        pool = pool or draw.shuffled(questions)
        last = chosen[-1][0].family if chosen else ""
        place = next((k for k, q in enumerate(pool) if q.family != last), 0)
        chosen.append((pool.pop(place), draw.integer(0, 2**BITS - 1)))
    return chosen
