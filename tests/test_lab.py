"""Every experiment: found by its name, run, reported in every format, the same each time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from ncrevise import registry
from ncrevise.cli.app import app
from ncrevise.document.tree import Document
from ncrevise.lab.experiment import Bench, Findings, Lab
from ncrevise.lab.report import document, record
from ncrevise.render import html, terminal, text

if TYPE_CHECKING:
    from pathlib import Path

NAMES = registry.experiment_names()


def brief(name: str, seed: str = "0") -> tuple[Lab, Bench, Findings]:
    """Run with a single round of training."""
    lab = registry.experiment(name)
    bench = Bench(name, seed, 1 if lab.counts else None)
    return lab, bench, lab.run(bench)


@pytest.mark.parametrize("name", NAMES)
def test_a_single_round_is_reported_everywhere(name: str) -> None:
    lab, bench, findings = brief(name)
    report = document(lab, bench, findings)

    assert isinstance(report, Document)
    for width in (60, 80, 120):
        for encoding in ("utf-8", "ascii"):
            shown = terminal.render(report, width=width, colour=False, encoding=encoding)
            assert max(map(len, shown.split("\n"))) <= width
            assert lab.title.split()[0] in shown
            shown.encode(encoding)
    assert lab.title in text.render(report)
    assert "<svg" in html.render(report)
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
