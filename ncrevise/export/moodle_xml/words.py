"""Gaps for what is no number: a choice for each word, each member of a set, each pair.

A set of known words becomes a yes or no for each of them, a set of pairs a choice for each
thing that something is assigned to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ncrevise.export.key.mistakes import wrong_answers
from ncrevise.export.moodle_xml import gaps
from ncrevise.export.moodle_xml.alternatives import percentage
from ncrevise.export.moodle_xml.web import plain
from ncrevise.results.kinds.members import members_of, shown
from ncrevise.results.values import Words, bare, key_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.item import Solution
    from ncrevise.question import Part
    from ncrevise.results.values import Answer

FEWEST_OPTIONS = 2
BELONGS, STAYS_OUT = "belongs", "does not"


class Choice(NamedTuple):
    """One word to choose.

    Args:
        name: what it is chosen for; empty where there is but one.
        right: the right word.
        options: all that may be chosen.
        wrong: what is said of a wrong word, by word.
    """

    name: str
    right: str
    options: tuple[str, ...]
    wrong: dict[str, str]


def choices(solution: Solution, part: Part) -> list[Choice]:
    """List the words that a part asks for, one by one; none where it can't be parted so."""
    result = solution.results[part.asks]
    if isinstance(result, str):
        return [word(solution, part, result)]
    if isinstance(result, Words):
        return words(solution, part, result)
    return members(solution, part, result)


def word(solution: Solution, part: Part, result: str) -> Choice:
    """Give the choice of one word: of those allowed, or those that mistakes lead to."""
    wrong = {bare(str(w)): plain(m.feedback) for m, w in wrong_answers(solution, part.asks)}
    wrong.pop(bare(result), None)
    return Choice("", bare(result), options((bare(result), *wrong), solution, part), wrong)


def options(found: Sequence[str], solution: Solution, part: Part) -> tuple[str, ...]:
    """List what may be chosen, in the order the prompt lists it, else alphabetically."""
    allowed = tuple(map(bare, solution.form(part.asks).words))
    more = [each for each in dict.fromkeys(found) if each not in allowed]
    return (*allowed, *more) if allowed else tuple(sorted(more))


def words(solution: Solution, part: Part, result: Words) -> list[Choice]:
    """Give a choice for every place where there is a word."""
    form, shape = solution.form(part.asks), result.shape
    across = form.along(len(shape) - 1, shape[-1])
    known = [
        (mistake, answer)
        for mistake, answer in wrong_answers(solution, part.asks)
        if isinstance(answer, Words) and answer.shape == shape
    ]
    seen = [bare(each) for each in result if each]
    seen += [bare(each) for _, answer in known for each in answer if each]
    offered = options(seen, solution, part)
    found = []
    for k, right in enumerate(result):
        if not right:
            continue
        wrong: dict[str, str] = {}
        for mistake, answer in known:
            if answer.entries[k] and key_of(answer.entries[k]) != key_of(right):
                wrong.setdefault(bare(answer.entries[k]), plain(mistake.feedback))
        name = bare(across[k % shape[-1]]) if across else str(k + 1)
        if len(shape) == 2:
            name = f"{k // shape[-1] + 1}, {name}"
        found.append(Choice(name, bare(right), offered, wrong))
    return found


def members(solution: Solution, part: Part, result: Answer) -> list[Choice]:
    """Give a yes or no for each word, or a choice for each first of a pair."""
    items = members_of(result)
    allowed = solution.form(part.asks).words
    if items and all(isinstance(item, tuple) and len(item) == 2 for item in items):
        pairs = [(shown(item[0]), shown(item[1])) for item in items if isinstance(item, tuple)]
        seconds = tuple(dict.fromkeys(second for _, second in pairs))
        unique = len({first for first, _ in pairs}) == len(pairs)
        return [Choice(a, b, seconds, {}) for a, b in pairs] if unique else []
    inside = {key_of(item) for item in items if isinstance(item, str)}
    return [
        Choice(
            bare(each), BELONGS if key_of(each) in inside else STAYS_OUT, (BELONGS, STAYS_OUT), {}
        )
        for each in allowed
    ]


def refusal(solution: Solution, part: Part) -> str:
    """Say why Moodle can't ask for these words; empty when it can."""
    found = choices(solution, part)
    if not found:
        return "Moodle can't compare sets in any order"
    few = min(len(each.options) for each in found) < FEWEST_OPTIONS
    return "there is no second word to choose from" if few else ""


def boxes(solution: Solution, part: Part, weight: int) -> str:
    """Write a gap for every word, with what it is chosen for."""
    kept = percentage(part.marks)

    def gap(choice: Choice) -> str:
        listed = [
            (each, "100", gaps.RIGHT)
            if each == choice.right
            else (each, kept if each in choice.wrong else "0", choice.wrong.get(each, gaps.WRONG))
            for each in choice.options
        ]
        return gaps.choice(listed, weight)

    found = choices(solution, part)
    return "".join(gaps.single(gaps.quoted(each.name), gap(each)) for each in found)
