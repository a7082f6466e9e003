r"""Gaps in a text, in Moodle's own notation, and how they are laid out.

``{2:NUMERICAL:%100%0.5424:0.000051#Right.~%50%0.31:0.000051#…~*#Not yet.}``; a gap of weight 2.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ncrevise.export.moodle_xml.web import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ncrevise.export.moodle_xml.alternatives import Place
    from ncrevise.family import Family

RIGHT = "Right."
WRONG = "Not yet: compare your working with the solution."
WIDEST = "%0%-99999999999"  # matched by nothing after ``*``; makes all boxes equally wide
ENTITIES = {char: f"&amp;\\#{ord(char)};" for char in "~{}\\"}
ESCAPES = str.maketrans(
    {"&": "&amp;amp;", "<": "&amp;lt;", ">": "&amp;gt;", "#": "\\#", "\n": " "} | ENTITIES
)
BRACKET = '<td rowspan="{rows}" aria-hidden="true" style="width:.4em;border:2px solid;border-{side}:0"></td>'
CELL = '<td style="padding:.15em .3em">{}</td>'
TABLE = '<table style="border-collapse:collapse;margin:.3em 0"><tbody>\n{}\n</tbody></table>'
BESIDE = '<div style="display:flex;align-items:center;gap:.5em">{}{}</div>'


@lru_cache(maxsize=4096)
def spoken(text: str) -> str:
    """Write words for a gap; Moodle takes off one layer of entities and shows the rest as HTML."""
    return text.translate(ESCAPES)


@lru_cache(maxsize=4096)
def reason(family: Family[object], mistakes: tuple[str, ...], *, one_of_many: bool) -> str:
    """Say what mistakes lead to a number; one number of many proves none of them."""
    feedback = {mistake.id: mistake.feedback for mistake in family.mistakes}
    said = " Or: ".join(plain(feedback[name]) for name in mistakes)
    return spoken(f"One way to get this number: {said}" if one_of_many else said)


def numerical(
    place: Place, weight: int, kept: str, family: Family[object], *, one_of_many: bool
) -> str:
    """Write a gap for a number."""
    right = place.right
    wrong = "".join(
        f"~%{kept}%{other.number.text}:{other.number.tolerance}"
        f"#{reason(family, tuple(other.mistakes), one_of_many=one_of_many)}"
        for other in place.wrong
    )
    return (
        f"{{{weight}:NUMERICAL:%100%{right.text}:{right.tolerance}#{RIGHT}{wrong}"
        f"~*#{WRONG}~{WIDEST}}}"
    )


def choice(options: Sequence[tuple[str, str, str]], weight: int) -> str:
    """Write a gap for a word: each option, its percentage and its feedback."""
    written = "~".join(f"%{share}%{spoken(word)}#{said}" for word, share, said in options)
    return f"{{{weight}:MULTICHOICE:{written}}}"


def scalar(label: str, gaps: Sequence[str]) -> str:
    """Lay out one gap."""
    return f"<p>{label} {gaps[0]}</p>" if label else f"<p>{gaps[0]}</p>"


def listed(gaps: Iterable[str]) -> str:
    """Lay out a list of gaps."""
    return f"<p>({', '.join(gaps)})</p>"


def matrix(label: str, rows: Sequence[Sequence[str]]) -> str:
    """Lay out rows of gaps between brackets."""
    cells = ["".join(map(CELL.format, row)) for row in rows]
    left, right = (BRACKET.format(rows=len(rows), side=side) for side in ("right", "left"))
    cells[0] = f"{left}{cells[0]}{right}"
    table = TABLE.format("\n".join(f"<tr>{row}</tr>" for row in cells))
    return BESIDE.format(f"<span>{label}</span>" if label else "", table)
