"""Moodle XML: a category a question, variants in it, each with its mistakes and its working.

One number becomes a numerical question, anything more a Cloze question with a gap a number.
What Moodle can't mark, such as a formula, is asked for on paper.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from ncrevise import __version__, registry
from ncrevise.document.markdown import read_template
from ncrevise.export.moodle_xml import gaps, xml
from ncrevise.export.moodle_xml.alternatives import percentage, places
from ncrevise.export.moodle_xml.parts import boxes, held, is_number, label, refusal, weights
from ncrevise.export.moodle_xml.web import HTML, phrase
from ncrevise.paper import part_template, prompt_template, shown
from ncrevise.tape.value import Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ncrevise.family import Shown
    from ncrevise.item import Item, Solution
    from ncrevise.question import Part, Question

HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
TAIL = b"</quiz>\n"
ROOT = "$course$/top/ncrevise"
ON_PAPER = "<p><em>Work this out on paper: it is not marked here.</em></p>"
LIKE_A_GAP = re.compile(r"\{(?=#?\d)")
UNITS = (
    "<unitgradingtype>0</unitgradingtype><unitpenalty>0.1</unitpenalty>"
    "<showunits>3</showunits><unitsleft>0</unitsleft>\n"
)


def objection(solution: Solution) -> str:
    """Say why a variant can't be written: nothing in it can be marked."""
    if held(solution):
        return ""
    reasons = dict.fromkeys(refusal(solution, part) for part in solution.item.question.parts)
    return " and ".join(reasons)


def remark(solution: Solution) -> str:
    """Say what of a question Moodle can't hold as it is."""
    parts = solution.item.question.parts
    said = [
        f"{named(part)} is shown but not marked, because {why}"
        for part in parts
        if (why := refusal(solution, part))
    ]
    said += [
        f"{named(part)} can be read off the boxes of {named(grid)}"
        for part in parts
        for grid in parts
        if is_shape(solution, part, grid)
    ]
    return "; ".join(said)


def named(part: Part) -> str:
    """Name a part in a sentence."""
    return f"({part.letter})" if part.letter else "its only part"


def is_shape(solution: Solution, part: Part, grid: Part) -> bool:
    """Say whether a part asks for the shape of another's answer."""
    shape = np.shape(solution.results[grid.asks])
    result = solution.results[part.asks]
    asked = np.ndim(result) == 1 and not refusal(solution, grid)
    return asked and len(shape) > 1 and tuple(np.asarray(result).tolist()) == shape


def group(question: Question) -> bytes:
    """Open the category of a question, inside its family's."""
    family = registry.family(question.family)
    path = (f"{family.name} {family.title}", f"{question.id} {question.title}")
    category = "/".join((ROOT, *(name.replace("/", "//") for name in path)))
    text = xml.words("category", category) + xml.html("info", phrase(question.source))
    return xml.legal(f'<question type="category">\n{text}</question>\n').encode()


def write(solution: Solution) -> bytes:
    """Write one variant."""
    asked = held(solution)
    values = shown(solution.item)
    alone = len(asked) == 1 and is_number(solution, asked[0])
    body = numerical(solution, asked[0], values) if alone else cloze(solution, asked, values)
    kind = "numerical" if alone else "cloze"
    text = f'<question type="{kind}">\n{body}{ending(solution.item, values)}</question>\n'
    return xml.legal(text).encode()


def numerical(solution: Solution, part: Part, values: Mapping[str, Shown]) -> str:
    """Write a question for one number."""
    value = solution.values[part.asks]
    symbol = label(value.symbol) if isinstance(value, Value) else ""
    place = places(solution, part)[0]
    kept = percentage(part.marks)
    return "".join(
        (
            opening(solution, statement(solution, values, {part.asks: f"<p>{symbol}</p>"})),
            xml.value("defaultgrade", part.marks),
            answer("100", place.right, gaps.RIGHT),
            *(answer(kept, each.number, " Or: ".join(map(phrase, each.sentences))) for each in place.wrong),
            anything_else(),
            UNITS,
        )
    )
