"""The command line's manners: what it prints where, exit codes, narrow and odd terminals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.conftest import QUESTIONS

if TYPE_CHECKING:
    from pathlib import Path

CODE = "rl.q-update/1@1"
LSTM = "lstm.step/1@7f2a"


def run(
    *arguments: str, cwd: Path, stdin: str = "", **extra: str
) -> subprocess.CompletedProcess[str]:
    environment = (
        os.environ | {"COLUMNS": "80", "PYTHONUTF8": "1", "NCREVISE_HOME": str(cwd)} | extra
    )
    return subprocess.run(
        [sys.executable, "-m", "ncrevise", *arguments],
        cwd=cwd,
        env=environment,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
        check=False,
    )


def test_bare_says_what_to_do(tmp_path: Path) -> None:
    done = run(cwd=tmp_path)

    assert done.returncode == 0
    assert "ncrevise quiz" in done.stdout
    assert done.stderr == ""


def test_list_as_json(tmp_path: Path) -> None:
    questions = json.loads(run("list", "--json", cwd=tmp_path).stdout)
    families = json.loads(run("list", "--families", "--json", cwd=tmp_path).stdout)

    assert {"id", "family", "title", "topic", "level", "marks", "parts", "source"} <= set(
        questions[0]
    )
    assert len(questions) == len(QUESTIONS)
    for family in families:
        assert {"id", "givens", "results", "mistakes", "conventions"} <= set(family)
        for given in family["givens"]:
            assert {"name", "type", "shape", "default", "meaning"} <= set(given)


@pytest.mark.parametrize("form", ["terminal", "text", "markdown", "latex", "html", "json"])
def test_show_in_every_format(form: str, tmp_path: Path) -> None:
    done = run("show", LSTM, "--solution", "--format", form, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert len(done.stdout) > 500
    if form == "json":
        assert json.loads(done.stdout)["schema"] == 1


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("code", [f"{q.id}@2" for q in QUESTIONS])
def test_nothing_is_wider_than_the_window(columns: int, code: str, tmp_path: Path) -> None:
    from ncrevise.bank import Bank
    from ncrevise.item import draw_solution
    from ncrevise.maths.runs import measure
    from ncrevise.paper import question_document
    from ncrevise.render.terminal import render

    document = question_document(draw_solution(*Bank().open(code)), solved=True)
    lines = render(document, width=columns, colour=False).splitlines()

    assert max(map(measure, lines)) <= columns
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize(
    "extra",
    [
        {"NO_COLOR": "1"},
        {"TERM": "dumb"},
        {"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"},
        {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    ],
)
def test_odd_terminals(extra: dict[str, str], tmp_path: Path) -> None:
    for question in QUESTIONS[::3]:
        done = run("show", f"{question.id}@1", "--solution", cwd=tmp_path, **extra)
        assert done.returncode == 0, done.stderr
        assert "\x1b" not in done.stdout
        assert "?" * 3 not in done.stdout


def test_plain_speaks(tmp_path: Path) -> None:
    done = run("--plain", "show", LSTM, "--solution", cwd=tmp_path)

    assert "sigma of" in done.stdout
    assert not set("⎡⎢⎣┃█") & set(done.stdout)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["show", "lstm.step/1"], 2, "lstm.step/2@7f2a"),
        (["show", "lstm.stp/1@1"], 2, "no question"),
        (["show", "lstm.step/1@xyz"], 2, "not a code"),
        (["list", "cn"], 2, "Did you mean cnn?"),
        (["solve", "lstm.stp"], 2, "Did you mean lstm.step"),
        (
            [
                "solve",
                "rl.q-update",
                "Q=1 2; 3",
                "s=1",
                "a=1",
                "r=1",
                "s_next=1",
                "alpha=1",
                "gamma=1",
            ],
            3,
            "Rows have different lengths",
        ),
        (
            [
                "solve",
                "rl.q-update",
                "Q=1 2; 3 4",
                "s=9",
                "a=1",
                "r=1",
                "s_next=1",
                "alpha=1",
                "gamma=1",
            ],
            3,
            "only 2 states",
        ),
        (
            [
                "solve",
                "rl.q-update",
                "Q=1 2; 3 4",
                "s=1",
                "a=1",
                "r=1",
                "s_next=1",
                "alpha=7",
                "gamma=1",
            ],
            3,
            "at most 1",
        ),
        (["solve", "rl.q-update", "q=1"], 2, "Did you mean"),
        (["solve", "rl.q-update", "s=1"], 4, "Still needed: Q, a, r"),
        (["solve", "rl.q-update", "s=1", "s=2"], 2, "given twice"),
        (["solve", "cnn.conv2d", "A=1 2; 3 4", "B=1 2 3; 4 5 6; 7 8 9"], 3, "does not fit"),
        (["solve", "cnn.conv2d", "A=9**9**9", "B=1"], 3, ""),
        (["solve", "cnn.conv2d", "A=__import__('os').system('x')", "B=1"], 3, ""),
        (["solve", "cnn.conv2d", "A=1", "B=1", "--set", "flop=no"], 2, "Did you mean flip?"),
        (["solve", "cnn.conv2d", "-f", "nothing.txt"], 3, "nothing.txt"),
        (["check", CODE, "--part", "z", "--answer", "1"], 2, "parts"),
        (["check", CODE, "--part", "a", "--answer", "1 1/2"], 3, "1"),
        (["sheet", "-o", "x.doc"], 2, ".pdf"),
        (["sheet", "-o", "nowhere/x.pdf"], 2, "no such folder"),
        (["export", "jsonl", "-o", "nowhere/x"], 2, "no such folder"),
        (["bank", "check", "nowhere"], 2, "no such folder"),
        (["--bank", "nowhere", "list"], 2, "no such folder"),
        (["quiz", "--level", "9"], 2, "--level"),
        (["quiz", "--seed", "hello", "-n", "1"], 2, "seed"),
        (["frobnicate"], 2, "frobnicate"),
    ],
)
def test_errors_are_for_people(arguments: list[str], code: int, said: str, tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)

    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_check_says_right_and_wrong(tmp_path: Path) -> None:
    right = run("check", LSTM, "--part", "a", "--answer", "0.5075", cwd=tmp_path)
    wrong = run("check", LSTM, "--part", "a", "--answer", "0.1", "--json", cwd=tmp_path)
    data = json.loads(wrong.stdout)

    assert right.returncode == 0
    assert wrong.returncode == 1
    assert data["schema"] == 1
    assert (data["code"], data["part"], data["verdict"], data["marks"]) == (LSTM, "a", "wrong", 0)


BLOCK = "A = 1 3 1\n    0 -1 1  # a comment\n    2 2 -1\nB = [[1,2],[0,-1]]\nmode = full\n"


def test_solve_reads_one_format_everywhere(tmp_path: Path) -> None:
    (tmp_path / "q.txt").write_text(BLOCK)
    from_file = run("solve", "cnn.conv2d", "-f", "q.txt", cwd=tmp_path)
    from_stdin = run("solve", "cnn.conv2d", "-f", "-", cwd=tmp_path, stdin=BLOCK)
    typed = run(
        "solve", "cnn.conv2d", "A=1 3 1; 0 -1 1; 2 2 -1", "B=1 2; 0 -1", "mode=full", cwd=tmp_path
    )

    assert from_file.returncode == 0, from_file.stderr
    assert from_file.stdout == from_stdin.stdout == typed.stdout
    assert "Convention" in typed.stdout


def test_solve_as_json(tmp_path: Path) -> None:
    done = run("solve", "cnn.conv2d", "-f", "-", "--json", cwd=tmp_path, stdin=BLOCK)
    data = json.loads(done.stdout)

    assert set(data) == {"schema", "family", "givens", "conventions", "results", "working"}
    assert data["results"]["map"] == [[1, 5, 7, 2], [0, -2, -4, 1], [2, 6, 4, -3], [0, -2, -2, 1]]
    assert set(data["working"][0]) == {"name", "say", "text", "latex", "value"}


def test_template_can_be_filled_in(tmp_path: Path) -> None:
    from ncrevise.registry import family_names

    for name in family_names():
        done = run("solve", name, "--template", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert f"ncrevise solve {name}" in done.stdout


@pytest.mark.parametrize("suffix", ["pdf", "html", "tex", "md"])
def test_sheets_are_the_same_again(suffix: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        arguments = ["sheet", "-n", "4", "--seed", "5", "-o", f"{name}.{suffix}"]
        done = run(*arguments, "--solutions", "separate", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    first, again = ((tmp_path / f"{n}.{suffix}").read_bytes() for n in "ab")

    assert first == again
    assert (tmp_path / f"a-solutions.{suffix}").exists()
    assert len(list(tmp_path.glob(f"*.{suffix}"))) == 4


@pytest.mark.parametrize("target", ["jsonl", "moodle"])
def test_export_is_the_same_for_any_jobs(target: str, tmp_path: Path) -> None:
    for jobs in ("1", "2"):
        done = run(
            "export",
            target,
            "lstm",
            "rl",
            "-n",
            "150",
            "--seed",
            "3",
            "--jobs",
            jobs,
            "-o",
            f"x{jobs}",
            cwd=tmp_path,
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "x1").read_bytes() == (tmp_path / "x2").read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["x1", "x2"]


def test_export_variants_differ(tmp_path: Path) -> None:
    run("export", "jsonl", "-n", "400", "--seed", "3", "-o", "x", cwd=tmp_path)
    lines = [json.loads(line) for line in (tmp_path / "x").read_text(encoding="utf-8").splitlines()]
    givens = {(line["question"], json.dumps(line["givens"])) for line in lines}

    assert len(lines) == len(givens) == 400


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_interrupted_export_goes_on(tmp_path: Path) -> None:
    arguments = ["export", "jsonl", "lstm", "-n", "3000", "--seed", "3", "-o"]
    command = [sys.executable, "-m", "ncrevise", *arguments, "x"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 60
        state = tmp_path / "x.state"
        while time.monotonic() < deadline and not (state.exists() and state.stat().st_size > 4000):
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)

    assert process.returncode == 130
    assert "same command goes on" in said
    assert not (tmp_path / "x").exists()

    with (tmp_path / "x.part").open("ab") as part:  # as a crash may leave it
        part.write(b"half a li")
    assert run(*arguments, "x", cwd=tmp_path).returncode == 0
    assert run(*arguments, "y", cwd=tmp_path).returncode == 0
    assert (tmp_path / "x").read_bytes() == (tmp_path / "y").read_bytes()
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.skipif(os.name == "nt", reason="pipes")
def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m ncrevise list --families | head -n 1",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == ""


def test_light_commands_import_nothing_heavy(tmp_path: Path) -> None:
    heavy = "numpy,sympy,typst,scipy,prompt_toolkit,markdown_it"
    for command in (["--help"], ["--version"], ["list"], ["topics"], []):
        script = (
            f"import sys\nsys.argv = ['ncrevise', *{command!r}]\nfrom ncrevise.cli import main\n"
            "try:\n    main()\nexcept SystemExit:\n    pass\n"
            f"sys.stderr.write(','.join(m for m in {heavy!r}.split(',') if m in sys.modules))"
        )
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == "", command


def test_names_complete() -> None:
    from ncrevise.cli.app import known_families, known_topics

    assert known_families("cnn.co") == ["cnn.conv2d"]
    assert known_topics("ls") == ["lstm", "lstm.step"]
    assert "lstm.step/1" in known_topics("lstm.step")
