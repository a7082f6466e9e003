"""The words around the gaps: prompt, parts, hints, names and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise import __version__
from ncrevise.document.markdown import read_template
from ncrevise.export.moodle_xml import xml
from ncrevise.export.moodle_xml.web import HTML, WRITER, wording
from ncrevise.paper import allowed, part_template, prompt_template, stated
from ncrevise.render.web.blocks import marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ncrevise.family import Shown
    from ncrevise.item import Item, Solution
    from ncrevise.question import Part

ON_PAPER = "<p><em>Work this out on paper: it is not marked here.</em></p>"


def statement(item: Item, values: Mapping[str, Shown], boxes: Mapping[str, str]) -> str:
    """Write the prompt, then each part and what it is answered in.

    Args:
        item: the variant.
        values: what its placeholders stand for.
        boxes: HTML after each part that is marked, by what it asks.
    """
    parts = item.question.parts
    paragraphs = [wording(prompt_template(item.question), values)]
    for part in parts:
        worth = part.marks if part.asks in boxes and len(parts) > 1 else 0
        paragraphs += [
            heading(part, worth),
            wording(part_template(item, part), values),
            WRITER.blocks((*stated(item, part), *allowed(item, part))),
            boxes.get(part.asks, ON_PAPER),
        ]
    return "\n".join(filter(None, paragraphs))


def heading(part: Part, worth: int) -> str:
    """Write a part's letter and marks."""
    letter = f"<strong>({part.letter})</strong>" if part.letter else ""
    said = " ".join(filter(None, (letter, marks(worth))))
    return f"<p>{said}</p>" if said else ""


def opening(solution: Solution, text: str) -> str:
    """Write what every question begins with: its name, text and worked solution."""
    item = solution.item
    return (
        xml.words("name", f"{item.question.title} ({item.code})")
        + xml.html("questiontext", text)
        + xml.html("generalfeedback", HTML.working(solution.tape))
    )


def ending(item: Item, values: Mapping[str, Shown]) -> str:
    """Write what every question ends with."""
    question = item.question
    names = (question.topic, question.family, f"level {question.level}", f"ncrevise {__version__}")
    tags = "".join(map(tag, dict.fromkeys(names)))
    return (
        xml.value("penalty", 0)
        + xml.value("hidden", 0)
        + xml.value("idnumber", item.code)
        + "".join(xml.html("hint", hint) for hint in hints(item, values))
        + f"<tags>\n{tags}</tags>\n"
    )


def tag(name: str) -> str:
    """Write a tag."""
    return xml.words("tag", name)


def hints(item: Item, values: Mapping[str, Shown]) -> Iterator[str]:
    """Write the bank's hints, for quizzes with several tries, each after its part's letter."""
    question = item.question
    for hint in question.hints:
        letter = f"({hint.part}) " if hint.part else ""
        template = read_template(f"{letter}{hint.text}", question.file, hint.line)
        yield wording(template, values)
