"""An export format for tests: a zip archive of a list of codes and of all that there is to know.

Copied into ``ncrevise/export`` it is a format like any other; the program knows nothing of it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ncrevise.export.key.record import record
from ncrevise.export.making.exporter import Exporter, Pieces
from ncrevise.export.making.members import zipped

if TYPE_CHECKING:
    from ncrevise.item import Solution
    from ncrevise.question import Question

LIST, ITEMS = "list.xml", "all/items.jsonl"


def group(question: Question) -> Pieces:
    return {LIST: f'<question id="{question.id}">\n'.encode()}


def write(solution: Solution) -> Pieces:
    code = solution.item.code
    return {
        ITEMS: f"{json.dumps(record(solution))}\n".encode(),
        LIST: f'<item code="{code}"/>\n'.encode(),
    }


def end(question: Question) -> Pieces:
    return {LIST: f'<end of="{question.id}"/>\n</question>\n'.encode()}


def objection(solution: Solution) -> str:
    return "it is left out for a test" if solution.item.question.id == "rl.q-update/2" else ""


EXPORTER = Exporter(
    write,
    head={LIST: b"<list>\n"},
    tail={LIST: b"</list>\n"},
    group=group,
    end=end,
    objection=objection,
    pack=zipped,
)
