"""The README: its commands run, its screens are real, every command is in it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ncrevise.cli.app import app, bank_app, new_app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SCREENS = re.findall(r"```console\n\$ (.+)\n((?:.*\n)*?)```", README)
INLINE = [
    command
    for command in re.findall(r"`(ncrevise [^`]+)`", README)
    if not re.search(r"[A-Z]{3,}|--install|my-questions", command)
]


def run(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    words = shlex.split(command)
    environment = os.environ | {
        "COLUMNS": "80",
        "NCREVISE_HOME": str(cwd / "home"),
        "PYTHONUTF8": "1",
    }
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.mark.parametrize(("command", "shown"), SCREENS, ids=[c for c, _ in SCREENS])
def test_screens_are_real(command: str, shown: str, tmp_path: Path, *, accept: bool) -> None:
    done = run(command, tmp_path)

    assert done.returncode == 0, done.stderr
    if accept:
        path = ROOT / "README.md"
        old, new = (f"$ {command}\n{screen}```" for screen in (shown, done.stdout))
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        return
    assert done.stdout == shown


@pytest.mark.parametrize("command", sorted(set(INLINE)))
def test_commands_run(command: str, tmp_path: Path) -> None:
    small = re.sub(r"-n \d{3,}", "-n 8", command)
    done = run(small, tmp_path)

    allowed = {0, 4} if " quiz" in small else {0}
    assert done.returncode in allowed, done.stderr


def test_set_up_is_two_lines() -> None:
    blocks = re.findall(r"```sh\n((?:.*\n)*?)```", README)

    assert len(blocks) == 2
    assert all(block.count("\n") == 1 for block in blocks)
    assert all(block.startswith("python3 -m venv .venv && ") for block in blocks)
    assert "-m pytest" in blocks[1]


def test_the_example_question_is_a_question(tmp_path: Path) -> None:
    example = re.search(r"```text\n(\+\+\+\n.*?)```", README, re.DOTALL)
    assert example
    (tmp_path / "bank" / "cnn").mkdir(parents=True)
    (tmp_path / "bank" / "cnn" / "conv2d.md").write_text(example[1], encoding="utf-8")
    done = run("ncrevise bank check bank", tmp_path)

    assert done.returncode == 0, done.stdout
    assert "1 question fine, 0 faulty" in done.stdout


def test_ci_runs_the_readme() -> None:
    assert "README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def commands() -> list[str]:
    named = [c.name or getattr(c.callback, "__name__", "") for c in app.registered_commands]
    groups = {"bank": bank_app, "new": new_app}
    return [*named, *(f"{g} {c.name}" for g in groups for c in groups[g].registered_commands)]


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command: str) -> None:
    assert f"ncrevise {command}" in README
    shown = CliRunner().invoke(app, [*command.split(), "--help"])
    assert shown.exit_code == 0
    assert len(shown.stdout.splitlines()) > 5


def test_bank_readme_lists_every_key() -> None:
    from ncrevise.bank import KEYS, PART_KEYS, WORKED_KEYS

    text = (ROOT / "question_bank" / "README.md").read_text(encoding="utf-8")
    for key in (KEYS - {"family", "worked"}) | PART_KEYS | WORKED_KEYS:
        assert f"`{key}`" in text, key
