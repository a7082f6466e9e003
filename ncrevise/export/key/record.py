"""What an export says of one variant, as plain data."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from types import NoneType
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from ncrevise import __version__
from ncrevise.bulk import Filler
from ncrevise.document.markdown import read_inline
from ncrevise.givens.declare import givens_of
from ncrevise.maths import text
from ncrevise.paper import part_template, prompt_template, shown, stated
from ncrevise.render.lines import inline, lines
from ncrevise.results.kinds import BY_TYPE, kind_of
from ncrevise.results.values import bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ncrevise.answers import Tree
    from ncrevise.document.tree import Block
    from ncrevise.item import Item, Solution
    from ncrevise.question import Part
    from ncrevise.results.form import Form
    from ncrevise.results.typed import Json, Tolerance
    from ncrevise.results.values import Answer
    from ncrevise.tape.value import Nested

SCHEMA = 1
DIGITS = ".8g"  # kept of a rounded number: the same on every machine
AS_IT_IS = (int, str, NoneType)
SCALARS = (int, float, str, Fraction)


def joined(blocks: Iterable[Block]) -> str:
    """Write blocks as lines."""
    return "\n".join(lines(blocks))


PLAIN = Filler(joined, text.write)


def tidy(value: Answer | Nested | Tree | None) -> Json:
    """Make a value plain: whole numbers whole, fractions as text, floats to 8 figures."""
    if type(value) is float:
        return float(format(value, DIGITS))
    if isinstance(value, AS_IT_IS):
        return value
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [tidy(item) for item in value]
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return as_typed(value)


def as_typed(value: Answer | Tree) -> Json:
    """Write what is no number as it may be typed: words, sets, formulas."""
    from ncrevise.answers import to_text

    if type(value) in BY_TYPE:
        return kind_of(value).data(cast("Answer", value))
    return to_text(cast("Tree", value))


def given_values(givens: object) -> dict[str, Json]:
    """List givens as data, structured ones as they would be typed."""
    from ncrevise.givens.kinds import kind

    about = givens_of(type(givens))
    values: dict[str, Json] = {}
    for name, word in about.items():
        value = getattr(givens, name)
        plain = isinstance(value, SCALARS) or word.kind == "array"
        if value is not None:
            values[name] = tidy(value) if plain else kind(word.kind).write(value)
    return values


def described(form: Form) -> dict[str, Any]:
    """Say what may be answered, and the names of rows and columns, where there are any."""
    found: dict[str, Any] = {}
    if form.words:
        found["options"] = [bare(word) for word in form.words]
    if any(form.names):
        found["names"] = [None if names is None else list(map(bare, names)) for names in form.names]
    if form.allowed:
        found["allowed"] = feedback(form.allowed)
    return found


def part_prompt(item: Item, part: Part, values: Mapping[str, Any]) -> str:
    """Write what a part asks, and what its style shows with it."""
    text = PLAIN.wording(part_template(item, part), values)
    blocks = stated(item, part)
    return f"{text}\n{joined(blocks)}" if blocks else text


def record(solution: Solution) -> dict[str, Any]:
    """Describe a variant."""
    item = solution.item
    question = item.question
    values = shown(item)
    asked = [part.asks for part in question.parts]
    return {
        "schema": SCHEMA,
        "code": item.code,
        "question": question.id,
        "family": question.family,
        "title": question.title,
        "topic": question.topic,
        "level": question.level,
        "source": question.source,
        "seed": item.seed,
        "givens": given_values(item.givens),
        "prompt": PLAIN.wording(prompt_template(question), values),
        "parts": [
            {
                "part": part.letter,
                "asks": part.asks,
                "prompt": part_prompt(item, part, values),
                "marks": part.marks,
                "accept": str(part.accept),
                "answer": tidy(solution.results[part.asks]),
                "tolerance": tolerance(solution.tolerances[part.asks]),
                **described(solution.form(part.asks)),
            }
            for part in question.parts
        ],
        "working": PLAIN.working(solution.tape),
        "mistakes": [
            {
                "id": m.id,
                "feedback": feedback(m.feedback),
                "answers": {
                    name: tidy(solution.mistakes[m.id][name])
                    for name in asked
                    if name in solution.mistakes[m.id]
                },
            }
            for m in item.family.mistakes
            if m.id in solution.mistakes
        ],
        "version": __version__,
    }


@lru_cache(maxsize=4096)
def feedback(markdown: str) -> str:
    """Write a mistake's feedback as plain text."""
    return inline(read_inline(markdown))


def tolerance(value: Tolerance) -> Json:
    """Write a tolerance to three figures."""
    if isinstance(value, np.ndarray):
        return [tolerance(item) for item in value] if value.ndim else tolerance(value.item())
    return float(f"{value:.3g}")
