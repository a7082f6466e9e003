"""The wheel, installed alone in a clean environment, runs from anywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, cwd: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV", "PYTEST"))
    }
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment | extra,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    built = run(
        sys.executable, "-m", "pip", "wheel", "--no-deps", "-q", "-w", folder, ROOT, cwd=folder
    )
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("ncrevise-*.whl")
    return found


@pytest.fixture(scope="session")
def installed(wheel: Path) -> Path:
    """Install the wheel, with what it needs, away from the checkout."""
    folder = wheel.parent
    home = folder / "venv"
    venv.create(home, with_pip=True)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    constraints = ROOT / ".ci" / "constraints.txt"
    done = run(python, "-m", "pip", "install", "-q", "-c", constraints, wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    return python


@pytest.mark.timeout(900)
def test_wheel_holds_the_data_and_its_citations(wheel: Path) -> None:
    source = ROOT / "ncrevise" / "data"
    wanted = {path.name: path.read_bytes() for path in source.iterdir() if path.is_file()}
    with zipfile.ZipFile(wheel) as archive:
        held = {name: archive.read(f"ncrevise/data/{name}") for name in wanted}
    assert held == wanted
    assert {"digits.csv.gz", "alice.txt.gz", "karate.txt", "CITATIONS.md"} <= wanted.keys()


LOAD = """
from ncrevise.data import alice, digits, karate
print(len(digits.load()), len(karate.load().edges), len(alice.load()))
"""


@pytest.mark.timeout(900)
def test_installed_data_loads(installed: Path, tmp_path: Path) -> None:
    loaded = run(installed, "-c", LOAD, cwd=tmp_path)
    assert loaded.stdout.split() == ["1797", "78", "45223"], loaded.stderr


@pytest.mark.timeout(900)
def test_wheel_runs_from_anywhere(installed: Path, tmp_path: Path) -> None:
    where = run(installed, "-c", "import ncrevise; print(ncrevise.__file__)", cwd=tmp_path)
    assert str(ROOT) not in where.stdout

    listed = run(installed, "-m", "ncrevise", "list", "--json", cwd=Path("/"))
    questions = json.loads(listed.stdout)
    assert len({q["family"] for q in questions}) >= 9

    for question in questions:
        shown = run(
            installed, "-m", "ncrevise", "show", f"{question['id']}@1", "--solution", cwd=tmp_path
        )
        assert shown.returncode == 0, shown.stderr
        assert shown.stderr == ""

    sheet = run(
        installed,
        "-m",
        "ncrevise",
        "sheet",
        "-n",
        "3",
        "--seed",
        "1",
        "--solutions",
        "after",
        "-o",
        "s.pdf",
        cwd=tmp_path,
    )
    assert sheet.returncode == 0, sheet.stderr
    assert (tmp_path / "s.pdf").read_bytes().startswith(b"%PDF-")

    export = run(
        installed,
        "-m",
        "ncrevise",
        "export",
        "jsonl",
        "rl",
        "-n",
        "20",
        "--seed",
        "1",
        "-o",
        "e.jsonl",
        cwd=tmp_path,
    )
    assert export.returncode == 0, export.stderr
    assert len((tmp_path / "e.jsonl").read_text().splitlines()) == 20


@pytest.mark.timeout(900)
def test_installed_takes_families_of_ones_own(installed: Path, tmp_path: Path) -> None:
    ncrevise = (installed, "-m", "ncrevise")
    alone = run(*ncrevise, "new", "family", "mine.sum", cwd=tmp_path)
    assert alone.returncode == 2
    assert alone.stderr == "Name a folder of your own to write it to: --families DIR.\n"

    written = run(*ncrevise, "new", "family", "mine.sum", "-d", "own", cwd=tmp_path)
    asked = run(*ncrevise, "--families", "own", "new", "question", "mine.sum", "4", cwd=tmp_path)
    checked = run(*ncrevise, "--families", "own", "bank", "check", cwd=tmp_path)
    arguments = ("export", "jsonl", "mine", "-n", "40", "--jobs", "2", "-o", "x.jsonl")
    export = run(*ncrevise, "--families", "own", *arguments, cwd=tmp_path)
    for done in (written, asked, checked, export):
        assert done.returncode == 0, done.stderr
    assert "4 questions fine, 0 faulty." in checked.stdout
    assert len((tmp_path / "x.jsonl").read_text().splitlines()) == 40
