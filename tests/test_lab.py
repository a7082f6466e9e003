"""Every experiment: found by its name, run, reported in every format, the same each time."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from ncrevise import registry
from ncrevise.cli.app import app
from ncrevise.cli.lab import curve, watching
from ncrevise.document.tree import Document
from ncrevise.lab import report
from ncrevise.lab.experiment import Bench, Findings, Lab
from ncrevise.lab.report import document, grouped, record
from ncrevise.render import html, terminal, text
from tests.verdicts import Verdict, watched

if TYPE_CHECKING:
    from pathlib import Path

NAMES = registry.experiment_names()


class Terminal(StringIO):
    """A stream that takes itself for a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """Say yes."""
        return True


ALWAYS_HOLDS: frozenset[str] = frozenset()
"""Experiments whose verdict no spoiled number makes false, left for later."""


def brief(name: str, seed: str = "0") -> tuple[Lab, Bench, Findings]:
    """Run with a single round of training."""
    lab, bench = registry.experiment(name), briefly(name, seed)
    return lab, bench, lab.run(bench)


def briefly(name: str, seed: str = "0") -> Bench:
    """Give a bench for a single round of training, where anything is trained."""
    return Bench(name, seed, 1 if registry.experiment(name).counts else None)


@pytest.mark.parametrize("name", NAMES)
def test_a_single_round_is_reported_everywhere(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lab, bench = registry.experiment(name), briefly(name)
    findings, verdict = watched(lab, bench, monkeypatch)
    assert verdict.can_fail == (name not in ALWAYS_HOLDS), "the verdict depends on nothing measured"
    made = document(lab, bench, findings)

    assert isinstance(made, Document)
    for width in (60, 80, 120):
        for encoding in ("utf-8", "ascii"):
            shown = terminal.render(made, width=width, colour=False, encoding=encoding)
            assert max(map(len, shown.split("\n"))) <= width
            assert lab.title.split()[0] in shown
            shown.encode(encoding)
    assert lab.title in text.render(made)
    assert "<svg" in html.render(made)
    json.dumps(record(lab, bench, findings), allow_nan=False)


@pytest.mark.parametrize("name", NAMES)
def test_same_seed_same_report(name: str) -> None:
    first, second = brief(name), brief(name)

    assert text.render(document(*first)) == text.render(document(*second))


@pytest.mark.parametrize("name", NAMES)
def test_claim_is_confirmed(name: str) -> None:
    """The whole experiment, as a student runs it."""
    lab = registry.experiment(name)
    stages: dict[str, set[tuple[int, int]]] = {}

    def told(stage: str, done: int, total: int, loss: float | None) -> None:
        stages.setdefault(stage, set()).add((done, total))

    findings = lab.run(Bench(name, told=told))

    assert findings.holds, findings.measured
    assert stages, "a bar shows how far it is"
    assert all((total, total) in seen for seen in stages.values() for _, total in list(seen)[:1])


@pytest.mark.parametrize(
    ("reason", "fails"),
    [
        ("loss < 0.1", True),
        ("0.1 > loss or loss > 0.1 - 1", False),
        ("all(x < 0.1 for x in (loss, 0.05))", True),
        ("True", False),
        ("loss < 0.1 or True", False),
        ("loss == loss", False),
        ("loss is not None", False),
    ],
)
def test_verdicts_that_always_hold_are_seen(reason: str, fails: bool) -> None:
    found = Verdict(ast.parse(reason, mode="eval").body, {"loss": 0.05}, ("loss",))

    assert found.can_fail == fails


def test_listed() -> None:
    result = CliRunner().invoke(app, ["lab"])

    assert result.exit_code == 0
    assert all(name in result.stdout for name in NAMES)


def test_json_and_report_file(tmp_path: Path) -> None:
    for kind, start in (("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF"), ("md", b"# ")):
        path = tmp_path / f"report.{kind}"
        result = CliRunner().invoke(app, ["lab", "step-sizes", "--json", "-o", str(path)])

        assert result.exit_code == 0, result.output
        assert json.loads(result.stdout)["holds"] is True
        assert path.read_bytes()[: len(start)].lower() == start.lower()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["step-size"], "step-sizes"),
        (["step-sizes", "-o", "report.doc"], "must end in"),
        (["step-sizes", "-o", "no/such/folder.html"], "no such folder"),
        (["step-sizes", "--data", "x"], "takes none"),
        (["step-sizes", "--epochs", "0"], "epochs"),
    ],
)
def test_wrong_use_is_explained(arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(app, ["lab", *arguments])

    assert getattr(result.exception, "exit_code", result.exit_code) == 2
    assert said in str(result.exception) + result.output


def test_a_command_gives_the_report_again(tmp_path: Path) -> None:
    folder = tmp_path / "my digits"

    assert report.again(Bench("pca", "a b", 3, folder)) == (
        f"ncrevise lab pca --seed 'a b' --epochs 3 --data '{folder}'"
    )


@pytest.mark.parametrize(
    ("value", "figures", "said"),
    [
        (0, 2, "0"),
        (-0.00042, 2, "−0.00042"),
        (0.98, 2, "0.98"),
        (9.96, 2, "10"),
        (12, 2, "12"),
        (7.11, 3, "7.11"),
        (3044.2, 2, "3,044"),
        (12345678, 2, r"$1.2 \cdot 10^{7}$"),
        (-3e-9, 2, r"$-3.0 \cdot 10^{-9}$"),
    ],
)
def test_measured_numbers_are_written_for_people(value: float, figures: int, said: str) -> None:
    assert report.number(value, figures) == said


def test_loss_curve() -> None:
    assert curve([3.0, 2.0, 1.0], 3, "utf-8") == "█▅▁"
    assert curve([1.0] * 1000, 10, "utf-8") == "▁" * 10
    assert curve([3.0, 2.0, 1.0], 3, "ascii") == ""


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_bar_keeps_to_one_line(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm")
    with watching() as told:
        for stage in ("Training the first of two networks with many numbers", "Net [b]"):
            for k, loss in enumerate((None, 2.5, float("nan"), 0.001)):
                told(stage, k, 3, loss)

    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "\n", screen.getvalue()).splitlines()
    assert max(map(len, lines)) <= columns
    assert any("Net [b]" in line for line in lines)


def test_stopping_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(bench: Bench) -> Findings:
        raise KeyboardInterrupt

    lab = replace(registry.experiment("step-sizes"), run=stopped)
    monkeypatch.setattr(registry, "experiment", lambda _: lab)
    result = CliRunner().invoke(app, ["lab", "step-sizes"])

    assert result.exit_code == 130
    assert "Stopped." in result.output


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("30,000 steps of 1,797, and", "30\u202f000 steps of 1797, and"),
        ("from (0,100) to 3,12", "from (0,100) to 3,12"),
        ("1,234,567.5", "1\u202f234\u202f567.5"),
    ],
)
def test_thousands_stand_as_on_axes(typed: str, shown: str) -> None:
    assert grouped(typed) == shown
