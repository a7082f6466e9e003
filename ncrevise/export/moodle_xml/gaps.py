r"""Gaps in a text, in Moodle's own notation, and how they stand in it.

``{2:NUMERICAL:%100%0.54:0.005#Right.~%50%0.31:0.005#…~*#Not yet.}`` is a gap of weight 2.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ncrevise.export.moodle_xml.numbers import WIDTH
from ncrevise.export.moodle_xml.web import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.export.moodle_xml.alternatives import Place

RIGHT = "Right."
WRONG = "Not yet: compare your working with the solution."
WIDEST = (
    f"%0%-{'9' * (WIDTH - 1)}"  # after ``*`` it matches nothing, and makes all boxes equally wide
)
ENTITIES = {char: f"&amp;\\#{ord(char)};" for char in "~{}\\"}
ESCAPES = str.maketrans(
    {"&": "&amp;amp;", "<": "&amp;lt;", ">": "&amp;gt;", "#": "\\#", "\n": " "} | ENTITIES
)
CELL = '<td style="padding:.15em .3em">{}</td>'
BRACKET = (
    '<td rowspan="{}" aria-hidden="true" style="width:.4em;border:2px solid;border-{}:0"></td>'
)
TABLE = '<table style="border-collapse:collapse"><tbody>\n{}\n</tbody></table>'
BESIDE = '<div style="display:flex;align-items:center;gap:.5em;margin:.5em 0">{}{}</div>'


@lru_cache(maxsize=4096)
def quoted(text: str) -> str:
    """Write words for a gap; Moodle takes off a layer of entities and shows the rest as HTML."""
    return text.translate(ESCAPES)


@lru_cache(maxsize=4096)
def reason(sentences: tuple[str, ...], *, one_of_many: bool) -> str:
    """Say what leads to a wrong number; one number of many is no proof of it."""
    said = " Or: ".join(map(plain, sentences))
    return quoted(f"One way to get this number: {said}" if one_of_many else said)


def number(place: Place, weight: int, kept: str, *, one_of_many: bool) -> str:
    """Write a gap for a number.

    Args:
        place: what may be answered.
        weight: its share of the question's marks.
        kept: the percentage that a known mistake keeps.
        one_of_many: it is an entry of a vector or matrix.
    """
    right = "~".join(f"%100%{each.text}:{each.tolerance}#{RIGHT}" for each in place.right)
    wrong = "".join(
        f"~%{kept}%{each.number.text}:{each.number.tolerance}"
        f"#{reason(each.sentences, one_of_many=one_of_many)}"
        for each in place.wrong
    )
    return f"{{{weight}:NUMERICAL:{right}{wrong}~*#{WRONG}~{WIDEST}}}"


def choice(options: Sequence[tuple[str, str, str]], weight: int) -> str:
    """Write a gap for a word: each option, its percentage and what is said of it."""
    alternatives = (f"%{share}%{quoted(word)}#{quoted(said)}" for word, share, said in options)
    return f"{{{weight}:MULTICHOICE:{'~'.join(alternatives)}}}"


def single(label: str, gap: str) -> str:
    """Lay out one gap."""
    return f"<p>{label} {gap}</p>" if label else f"<p>{gap}</p>"


def listed(gaps: Sequence[str]) -> str:
    """Lay out gaps in a line."""
    return f"<p>({', '.join(gaps)})</p>"


def grid(label: str, gaps: Sequence[str], columns: int) -> str:
    """Lay out gaps between brackets."""
    cells = [CELL.format(gap) for gap in gaps]
    rows = ["".join(cells[k : k + columns]) for k in range(0, len(cells), columns)]
    opening, closing = (BRACKET.format(len(rows), open_side) for open_side in ("right", "left"))
    rows[0] = f"{opening}{rows[0]}{closing}"
    table = TABLE.format("\n".join(f"<tr>{row}</tr>" for row in rows))
    return BESIDE.format(f"<span>{label}</span>" if label else "", table)
