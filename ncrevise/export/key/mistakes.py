"""The wrong answers that are known: what each mistake leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.tape import raw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.item import Solution
    from ncrevise.mistake import Mistake
    from ncrevise.results.values import Answer


def wrong_answers(solution: Solution, name: str) -> Iterator[tuple[Mistake, Answer]]:
    """Yield the mistakes that can be made and what each makes of a result, in their order."""
    for mistake in solution.item.family.mistakes:
        answers = solution.mistakes.get(mistake.id, {})
        if name in answers:
            yield mistake, raw(answers[name])
