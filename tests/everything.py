"""Run as a program: digests of many variants of every question in several formats, as JSON.

``ORDER=backwards`` writes them in the opposite order.
"""

from __future__ import annotations

import json
import os
import sys
from hashlib import sha256

from ncrevise.export import jsonl, moodle
from ncrevise.item import draw_solution
from ncrevise.paper import Paper, paper_documents, question_document
from ncrevise.render import html, latex, markdown, terminal
from tests.conftest import QUESTIONS

SEEDS = range(30)
FEW = 4  # variants of a question on a sheet


def digest(*written: bytes | str) -> str:
    found = sha256()
    for each in written:
        found.update(each if isinstance(each, bytes) else each.encode())
    return found.hexdigest()


def main() -> None:
    turn = -1 if os.environ.get("ORDER") == "backwards" else 1
    made = {}
    for question in QUESTIONS[::turn]:
        solved = {seed: draw_solution(question, seed) for seed in SEEDS[::turn]}
        lines = {seed: jsonl.write(each) for seed, each in solved.items()}
        quiz = {seed: b"" if moodle.objection(s) else moodle.write(s) for seed, s in solved.items()}
        made[f"{question.id} jsonl"] = digest(*(lines[seed] for seed in SEEDS))
        made[f"{question.id} moodle"] = digest(*(quiz[seed] for seed in SEEDS))
        sheet = Paper(question.title, [solved[seed] for seed in SEEDS[:FEW]])
        for name, render in (
            ("html", html.render),
            ("latex", latex.render),
            ("markdown", markdown.render),
        ):
            made[f"{question.id} {name}"] = digest(*map(render, paper_documents(sheet, "after")))
        shown = question_document(solved[0], solved=True)
        made[f"{question.id} terminal"] = digest(terminal.render(shown, width=80))
    json.dump(dict(sorted(made.items())), sys.stdout)


if __name__ == "__main__":
    main()
