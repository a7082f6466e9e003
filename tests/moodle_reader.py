"""What Moodle makes of a file: a reader of its XML that marks answers as it does.

It follows the rules of Moodle's importer and question types and imports nothing of ncrevise.
What Moodle refuses or misreads is an error here.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

GRADES = {
    *(1, 0.9, 0.8333333, 0.8, 0.75, 0.7, 0.6666667, 0.6, 0.5, 0.4, 0.3333333, 0.3, 0.25, 0.2),
    *(0.1666667, 0.1428571, 0.125, 0.1111111, 0.1, 0.05, 0),
}
NUMBER = r"-?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][-+]?\d+)?"
NUMERICAL = re.compile(rf"({NUMBER})(?::({NUMBER}))?")
SHARE = r"=|%(?:-?\d+(?:[.,]\d*)?)%"
ANSWER = r".+?(?<!\\)(?<!&)(?<!&amp;)(?=[~#}]|$)"
FEEDBACK = r".*?(?<!\\)(?=[~}]|$)"
ALTERNATIVE = rf"(?:{SHARE})?(?:{ANSWER})(?:#(?:{FEEDBACK}))?"
PARTED = re.compile(rf"~?({SHARE})?({ANSWER})(?:#({FEEDBACK}))?", re.DOTALL)
GAP = re.compile(
    rf"\{{(\d*):(NUMERICAL|MULTICHOICE):({ALTERNATIVE}(?:~{ALTERNATIVE})*)\}}", re.DOTALL
)
PARENTS = {"questiontext", "generalfeedback", "feedback", "hint", "info"}


class RefusedError(AssertionError):
    """Moodle would not import this, or not as it is meant."""


@dataclass
class Answer:
    text: str
    fraction: float
    feedback: str
    tolerance: float = 0.0

    def matches(self, value: str) -> bool:
        """Compare as Moodle does: an absolute tolerance, and next to nothing for float noise."""
        if self.text == "*":
            return True
        if not NUMERICAL.fullmatch(self.text):
            return self.text == value
        here = float(self.text)
        reach = abs(self.tolerance) + 1e-14 * max(1.0, abs(here))
        return here - reach <= float(value) <= here + reach


@dataclass
class Gap:
    kind: str
    weight: int
    answers: list[Answer]

    def mark(self, value: str) -> tuple[float, str]:
        """Give the fraction and feedback of the first answer that matches."""
        found = next((answer for answer in self.answers if answer.matches(value)), None)
        return (found.fraction, found.feedback) if found else (0.0, "")


@dataclass
class Question:
    kind: str
    name: str
    category: str
    idnumber: str
    text: str
    feedback: str
    grade: float
    gaps: list[Gap]
    tags: list[str]
    hints: list[str]
    penalty: float
    around: str = field(default="")

    def mark(self, values: list[str]) -> float:
        """Mark an answer to every gap; the share of all marks."""
        total = sum(gap.weight for gap in self.gaps)
        pairs = zip(self.gaps, values, strict=True)
        return sum(gap.weight * gap.mark(value)[0] for gap, value in pairs) / total


def grade_of(percent: str) -> float:
    """Match a grade with the list that Moodle knows."""
    wanted = float(percent) / 100
    near = [grade for grade in GRADES if abs(grade - wanted) < 1e-5]
    if not near:
        raise RefusedError(f"no such grade: {percent}")
    return near[0]


def alternative(kind: str, share: str, text: str, feedback: str) -> Answer:
    """Read an alternative of a gap."""
    fraction = 1.0 if share == "=" else grade_of(share.strip("%")) if share else 0.0
    said = html.unescape(feedback).replace(r"\}", "}").replace(r"\#", "#")
    if kind == "NUMERICAL":
        found = NUMERICAL.fullmatch(text)
        if found:
            return Answer(found[1], fraction, said, float(found[2] or 0))
        if text != "*":
            raise RefusedError(f"no number: {text}")
    word = html.unescape(text).replace(r"\}", "}").replace(r"\#", "#")
    return Answer(word, fraction, said)


def read_gap(weight: str, kind: str, rest: str) -> Gap:
    """Read what stands in a gap."""
    answers = []
    while found := PARTED.match(rest):
        answers.append(alternative(kind, found[1] or "", found[2], found[3] or ""))
        rest = rest[found.end() :]
    if rest:
        raise RefusedError(f"left over in a gap: {rest}")
    return checked(Gap(kind, int(weight or 1), answers))


def checked(gap: Gap) -> Gap:
    """Refuse a gap without a full answer, or a choice without a choice."""
    if all(answer.fraction != 1 for answer in gap.answers):
        raise RefusedError("no answer is worth everything")
    if gap.kind == "MULTICHOICE" and len(gap.answers) < 2:
        raise RefusedError("nothing to choose from")
    return gap


def text_of(element: ET.Element | None) -> str:
    """Read the text inside ``<text>``."""
    return (element.findtext("text") or "").strip() if element is not None else ""


def cloze(text: str) -> tuple[list[Gap], str]:
    """Find the gaps; what is around them must not look like one."""
    gaps = [read_gap(*found.groups()) for found in GAP.finditer(text)]
    around = GAP.sub("\0", text)
    if re.search(r"\{\d*:|\{#\d", around):
        raise RefusedError("something looks like a gap and is none")
    if not gaps:
        raise RefusedError("no gap")
    return gaps, around


def numerical(element: ET.Element) -> Gap:
    """Read the answers of a numerical question."""
    answers = []
    for answer in element.findall("answer"):
        text = text_of(answer) or "*"
        if text != "*" and not NUMERICAL.fullmatch(text):
            raise RefusedError(f"no number: {text}")
        said = text_of(answer.find("feedback"))
        tolerance = float(answer.findtext("tolerance") or 0)
        answers.append(Answer(text, grade_of(answer.attrib["fraction"]), said, tolerance))
    return checked(Gap("NUMERICAL", 1, answers))


def read_question(element: ET.Element, category: str) -> Question:
    """Read one question."""
    kind, text = element.attrib["type"], text_of(element.find("questiontext"))
    if kind not in {"numerical", "cloze"}:
        raise RefusedError(f"no such type: {kind}")
    gaps, around = cloze(text) if kind == "cloze" else ([numerical(element)], text)
    return Question(
        kind=kind,
        name=text_of(element.find("name")),
        category=category,
        idnumber=element.findtext("idnumber") or "",
        text=text,
        feedback=text_of(element.find("generalfeedback")),
        grade=float(element.findtext("defaultgrade") or 1),
        gaps=gaps,
        tags=[text_of(tag) for tag in element.findall("tags/tag")],
        hints=[text_of(hint) for hint in element.findall("hint")],
        penalty=float(element.findtext("penalty") or 0.3333333),
        around=around,
    )


def read(data: bytes) -> Iterator[Question]:
    """Read a file."""
    root = ET.fromstring(data)
    if root.tag != "quiz":
        raise RefusedError("no quiz")
    category = ""
    for element in root:
        for inner in element.iter():
            if inner.tag in PARENTS and inner.attrib.get("format") != "html":
                raise RefusedError(f"{inner.tag} is no HTML")
        if element.attrib["type"] == "category":
            category = text_of(element.find("category"))
        else:
            yield read_question(element, category)
