"""Moodle XML: a category a question, its variants in it, each with its mistakes and working.

One number becomes a numerical question, anything more a Cloze question with a gap a number.
What Moodle can't mark, such as a formula, is asked for on paper.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from ncrevise import registry
from ncrevise.export.making.exporter import alone
from ncrevise.export.moodle_xml import gaps, xml
from ncrevise.export.moodle_xml.alternatives import percentage, places
from ncrevise.export.moodle_xml.parts import boxes, held, is_number, refusal, size, weights
from ncrevise.export.moodle_xml.web import phrase
from ncrevise.export.moodle_xml.wording import ending, opening, statement
from ncrevise.paper import shown
from ncrevise.results.kinds.numbers import is_numeric
from ncrevise.results.values import shape_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ncrevise.export.moodle_xml.numbers import Written
    from ncrevise.family import Shown
    from ncrevise.item import Solution
    from ncrevise.question import Part, Question

HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
TAIL = b"</quiz>\n"
ROOT = "$course$/top/ncrevise"
LIKE_A_GAP = re.compile(r"\{(?=\d*:|#\d)")
UNITS = (
    "<unitgradingtype>0</unitgradingtype><unitpenalty>0.1</unitpenalty>"
    "<showunits>3</showunits><unitsleft>0</unitsleft>\n"
)


def group(question: Question) -> bytes:
    """Open the category of a question, inside its family's."""
    family = registry.family(question.family)
    path = (f"{family.name} {family.title}", f"{question.id} {question.title}")
    category = "/".join((ROOT, *(name.replace("/", "//") for name in path)))
    text = xml.words("category", category) + xml.html("info", phrase(question.source))
    return xml.legal(f'<question type="category">\n{text}</question>\n').encode()


def objection(solution: Solution) -> str:
    """Say why a variant can't be written: nothing in it can be marked."""
    if held(solution):
        return ""
    parts = solution.item.question.parts
    return " and ".join(dict.fromkeys(refusal(solution, part) for part in parts))


def remark(solution: Solution) -> str:
    """Say what of a question Moodle can't hold as it is."""
    parts = solution.item.question.parts
    unmarked = [
        f"({part.letter}) is shown but not marked, because {why}"
        for part in parts
        if (why := refusal(solution, part))
    ]
    given_away = [
        f"({part.letter}) can be read off the boxes of ({grid.letter})"
        for part in held(solution)
        for grid in held(solution)
        if is_shape(solution, part, grid)
    ]
    return "; ".join(unmarked + given_away)


def is_shape(solution: Solution, part: Part, grid: Part) -> bool:
    """Say whether a part asks for the shape of another's answer."""
    shape = shape_of(solution.results[grid.asks])
    if not is_numeric(solution.results[part.asks]):
        return False
    result = np.asarray(solution.results[part.asks])
    return len(shape) > 1 and result.ndim == 1 and tuple(result.tolist()) == shape


def write(solution: Solution) -> bytes:
    """Write one variant."""
    parts, values = held(solution), shown(solution.item)
    alone = len(parts) == 1 and is_number(solution, parts[0])
    kind = "numerical" if alone else "cloze"
    body = (numerical if alone else cloze)(solution, parts, values)
    text = f'<question type="{kind}">\n{body}{ending(solution.item, values)}</question>\n'
    return xml.legal(text).encode()


def numerical(solution: Solution, parts: Sequence[Part], values: Mapping[str, Shown]) -> str:
    """Write a question for one number."""
    (part,) = parts
    place, kept = places(solution, part)[0], percentage(part.marks)
    wrong = (
        answer(kept, each.number, " Or: ".join(map(phrase, each.sentences))) for each in place.wrong
    )
    return (
        opening(solution, statement(solution.item, values, {part.asks: ""}))
        + xml.value("defaultgrade", part.marks)
        + "".join(answer("100", each, gaps.RIGHT) for each in place.right)
        + "".join(wrong)
        + answer("0", None, gaps.WRONG)
        + UNITS
    )


def answer(share: str, number: Written | None, said: str) -> str:
    """Write an answer that is matched; without a number, any answer."""
    text, tolerance = (number.text, number.tolerance) if number else ("*", "0")
    return (
        f'<answer fraction="{share}" format="moodle_auto_format"><text>{text}</text>\n'
        f"<tolerance>{tolerance}</tolerance>\n{xml.html('feedback', f'<p>{said}</p>')}</answer>\n"
    )


def cloze(solution: Solution, parts: Sequence[Part], values: Mapping[str, Shown]) -> str:
    """Write a question with gaps; braces that Moodle could take for one are written another way."""
    shares = weights(solution, parts)
    item = solution.item
    around = statement(item, values, {part.asks: f"\0{part.asks}\0" for part in parts})
    pieces = LIKE_A_GAP.sub("&#123;", around).split("\0")
    asked = {part.asks: part for part in parts}
    pieces[1::2] = [boxes(solution, asked[name], shares[name]) for name in pieces[1::2]]
    total = sum(shares[part.asks] * size(solution, part) for part in parts)
    return opening(solution, "".join(pieces)) + xml.value("defaultgrade", total)


EXPORTER = alone(write, head=HEAD, tail=TAIL, group=group, objection=objection, remark=remark)
