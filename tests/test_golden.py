"""A variant or two of every family in each text format, byte for byte as it was accepted.

A change of wording or layout shows here as a diff. ``pytest tests/test_golden.py --accept``
writes the files anew; read the diff before it is committed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from difflib import unified_diff
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ncrevise.bank import Bank
from ncrevise.export import moodle
from ncrevise.item import draw_solution
from ncrevise.paper import question_document
from ncrevise.render import html, latex, markdown, terminal, text
from tests.conftest import QUESTIONS, line_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.document.tree import Document
    from ncrevise.item import Solution

FOLDER = Path(__file__).parent / "golden"
LONG = 160  # characters of a line that is broken to be compared
MOST_SHOWN = 40  # lines of a difference
COLUMNS = 80


def document(solution: Solution) -> Document:
    return question_document(solution, solved=True)


def on_terminal(solution: Solution, *, plain: bool = False) -> str:
    return terminal.render(document(solution), width=COLUMNS, colour=False, plain=plain)


FORMATS: dict[str, Callable[[Solution], str]] = {
    "terminal.txt": on_terminal,
    "spoken.txt": lambda solution: on_terminal(solution, plain=True),
    "text.txt": lambda solution: text.render(document(solution)),
    "md": lambda solution: markdown.render(document(solution)),
    "tex": lambda solution: latex.render(document(solution)),
    "html": lambda solution: html.fragment(document(solution).blocks),
    "jsonl": line_of,
    "xml": lambda solution: "" if moodle.objection(solution) else moodle.write(solution).decode(),
}
LARGE = {"html", "xml"}  # formats that one variant of a family is enough of


def variants() -> list[tuple[str, str]]:
    """The first question of each family in all formats, its last in those that are small."""
    chosen: dict[str, list[str]] = {}
    for question in QUESTIONS:
        chosen.setdefault(question.family, []).append(question.id)
    pairs = [(f"{ids[0]}@1", form) for ids in chosen.values() for form in FORMATS]
    ends = [f"{ids[-1]}@2" for ids in chosen.values() if len(ids) > 1]
    return pairs + [(code, form) for code in ends for form in FORMATS if form not in LARGE]


VARIANTS = variants()


@lru_cache(maxsize=64)
def solved(code: str) -> Solution:
    return draw_solution(*Bank().open(code))


def file_of(code: str, form: str) -> Path:
    family, _, rest = code.partition("/")
    return FOLDER / family / f"{rest}.{form}"


def readable(written: str) -> list[str]:
    """Break long lines where formats do not mind, so that a difference can be seen."""
    pieces = (
        re.sub(r"(?<=>)(?=<)|(?<=, )|(?<=\\n)", "\n", line).split("\n")
        if len(line) > LONG
        else [line]
        for line in written.split("\n")
    )
    return [piece for line in pieces for piece in line]


def difference(name: str, accepted: bytes, made: bytes) -> str:
    """Show how two texts differ: by lines, or the bytes where they part."""
    texts = (readable(each.decode("utf-8", "backslashreplace")) for each in (accepted, made))
    found = unified_diff(*texts, f"{name} as accepted", f"{name} now", n=2, lineterm="")
    lines = list(islice(found, MOST_SHOWN + 1))
    if not lines:
        pairs = enumerate(zip(accepted, made, strict=False))
        at = next((k for k, (a, b) in pairs if a != b), min(len(accepted), len(made)))
        old, new = (each[max(0, at - 20) : at + 9] for each in (accepted, made))
        lines = [f"{name}: {old!r} was accepted, {new!r} is made"]
    return "\n".join([*lines[:MOST_SHOWN], *["…"] * (len(lines) > MOST_SHOWN)])


@pytest.mark.parametrize(("code", "form"), VARIANTS, ids=[f"{c}.{f}" for c, f in VARIANTS])
def test_output_is_as_accepted(code: str, form: str, accept: bool) -> None:
    file, made = file_of(code, form), FORMATS[form](solved(code)).encode()
    if accept:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(made)
    accepted = file.read_bytes() if file.exists() else b""
    if accepted != made:
        told = difference(f"{code}.{form}", accepted, made)
        pytest.fail(
            f"{told}\n\nIf this is meant: pytest tests/test_golden.py --accept", pytrace=False
        )


def test_no_file_is_left_over(accept: bool) -> None:
    wanted = {file_of(code, form) for code, form in VARIANTS}
    left = {path for path in FOLDER.glob("*/*") if path.is_file()} - wanted
    if accept:
        for path in left:
            path.unlink()

    assert accept or not left


def test_differences_are_told() -> None:
    assert "-b\n+c" in difference("x", b"a\nb\n", b"a\nc\n")
    assert difference("x", b"a" * 200 + b", b, c", b"a" * 200 + b", d, c").count("\n") < 9
    assert "\r" in difference("x", b"a\r\n", b"a\n")
    assert r">\n<' was accepted" in difference("x", b"a" * 200 + b">\n<", b"a" * 200 + b"><")
    assert difference("x", b"", b"a\n" * 99).endswith("…")


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="needs pdflatex")
def test_latex_compiles(tmp_path: Path) -> None:
    for file in sorted(FOLDER.glob("*/*.tex")):
        command = [
            "pdflatex",
            "-interaction=nonstopmode",
            "-halt-on-error",
            "-no-shell-escape",
            "-jobname=x",
            file,
        ]
        subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        log = (tmp_path / "x.log").read_text("latin-1")

        assert not re.findall(
            r"^(?:!.*|Missing character.*|Overfull \\hbox.*)", log, re.MULTILINE
        ), file
        assert (tmp_path / "x.pdf").exists(), file
        (tmp_path / "x.pdf").unlink()
