"""Choosing what to ask: the questions of a quiz, a sheet or an export, and what to ask next."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ncrevise.draw import Draw
from ncrevise.errors import UsageError
from ncrevise.question import code_of
from ncrevise.registry import faulty_families
from ncrevise.study.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.bank import Bank
    from ncrevise.question import Question
    from ncrevise.study.session import Session
    from ncrevise.study.tally import Tally

BITS = 16  # of the seed of a variant


def questions_for(bank: Bank, topics: Sequence[str], level: int | None) -> list[Question]:
    """Find the questions of some topics, of one level if given.

    Those of a faulty family of one's own are left out, unless they are named.

    Raises:
        UsageError: when there are none.
        FamilyError: when all of them are left out.
    """
    faulty = faulty_families()
    there = [q for q in bank.questions(tuple(topics)) if level is None or q.level == level]
    found = [q for q in there if q.family not in faulty or not {q.family, q.id}.isdisjoint(topics)]
    if there and not found:
        raise faulty[there[0].family]
    if not found:
        raise UsageError(f"No question of level {level} there; leave --level out to see all.")
    return found


def choose(questions: Sequence[Question], count: int, seed: int) -> list[tuple[Question, int]]:
    """Choose ``count`` variants.

    Every question comes once before any comes again, in drawn order but that no family comes
    twice running, where that can be avoided.
    """
    draw = Draw(f"choose@{seed:x}")
    chosen: list[tuple[Question, int]] = []
    pool: list[Question] = []
    while len(chosen) < count:
        pool = pool or draw.shuffled(questions)
        last = chosen[-1][0].family if chosen else ""
        place = next_place(pool, last)
        chosen.append((pool.pop(place), draw.integer(0, 2**BITS - 1)))
    return chosen


def next_place(pool: Sequence[Question], last: str) -> int:
    """Find the first question of another family than the last that strands none of the rest."""
    left = Counter(question.family for question in pool)
    others = [k for k, question in enumerate(pool) if question.family != last]
    for k in others:
        family, rest = pool[k].family, len(pool) - 1
        if all(n - (f == family) <= (rest + (f != family)) // 2 for f, n in left.items()):
            return k
    return max(others, key=lambda k: left[pool[k].family], default=0)


def plan_of(bank: Bank, topics: Sequence[str], level: int | None, count: int, seed: int) -> Plan:
    """Choose the questions of a quiz."""
    chosen = choose(questions_for(bank, topics, level), count, seed)
    codes = dict.fromkeys(code_of(question, variant) for question, variant in chosen)
    return Plan(tuple(topics), level, seed, tuple(codes))


def next_topics(session: Session, found: Tally) -> tuple[str, ...]:
    """Choose what is most useful after a quiz: its weakest family, else more of the same."""
    weakest = next((family for family, score in found.families.items() if score.share < 1), None)
    return (weakest,) if weakest else session.plan.topics
