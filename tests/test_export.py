"""Exports of one member and of several: found by name, gone on with, packed."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from ncrevise.errors import UsageError
from ncrevise.export.making.exporter import Exporter, exporter, exporters
from ncrevise.export.making.members import framed, members, zipped

ROOT = Path(__file__).parent.parent
NUMBER = 150
WHAT = ("lstm", "rl.q-update", "-n", str(NUMBER), "--seed", "3")
STOP = f"""
from pathlib import Path
from ncrevise.bank import Bank
from ncrevise.export.making.batch import Batch

def told(done):
    if done >= 64:
        raise KeyboardInterrupt

Batch("packed", Bank().questions(("lstm", "rl.q-update")), {NUMBER}, 3, told=told).write(Path("x"))
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with one file more: a format of its own."""
    folder = tmp_path_factory.mktemp("package")
    for name in ("ncrevise", "question_bank"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "tests" / "archive_exporter.py", folder / "ncrevise/export/packed.py")
    return folder


def run(package: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(package)},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def made(package: Path, target: str, name: str, cwd: Path, jobs: int = 1) -> bytes:
    command = ("-m", "ncrevise", "export", target, *WHAT, "--jobs", str(jobs), "-o", name)
    done = run(package, *command, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return (cwd / name).read_bytes()


@pytest.fixture(scope="module")
def whole(package: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An archive made at one go by one process."""
    return made(package, "packed", "x", tmp_path_factory.mktemp("whole"))


def test_one_file_more_is_one_format_more(package: Path, tmp_path: Path, whole: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["list.xml", "all/items.jsonl"]
        listed = ET.fromstring(archive.read("list.xml"))
        items = [json.loads(line) for line in archive.read("all/items.jsonl").splitlines()]
    lines = made(package, "jsonl", "lines", tmp_path).splitlines()
    everything = [json.loads(line) for line in lines]

    assert items == [item for item in everything if item["question"] != "rl.q-update/2"]
    assert len(items) < len(everything) == NUMBER
    assert [item.attrib["code"] for item in listed.iter("item")] == [i["code"] for i in items]
    for question in listed:
        *inside, end = question
        assert {i.attrib["code"].partition("@")[0] for i in inside} == {question.attrib["id"]}
        assert end.attrib == {"of": question.attrib["id"]}


def test_an_archive_is_the_same_for_any_jobs(package: Path, tmp_path: Path, whole: bytes) -> None:
    assert made(package, "packed", "x", tmp_path, jobs=2) == whole
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize("lost", [0, 1, 20_000, 1_000_000])
def test_an_archive_is_gone_on_with(package: Path, tmp_path: Path, whole: bytes, lost: int) -> None:
    stopped = run(package, "-c", STOP, cwd=tmp_path)
    assert "KeyboardInterrupt" in stopped.stderr
    part = tmp_path / "x.part"
    data = part.read_bytes()
    assert 20_000 < len(data) < len(whole)
    part.write_bytes(data[: max(0, len(data) - lost)])

    assert made(package, "packed", "x", tmp_path) == whole
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_formats_are_found_by_name() -> None:
    assert exporters() == ("jsonl", "moodle")
    for name in exporters():
        assert isinstance(exporter(name), Exporter)
    with pytest.raises(UsageError, match=r"no export format 'moodel'\. Did you mean moodle\?"):
        exporter("moodel")


def test_framed_pieces_are_told_apart() -> None:
    added = [
        {"a": b"", "b c/ä.txt": b"3 a\nabc"},
        {"a": b"\n\n"},
        {"b c/ä.txt": b"", "d": b"\x00\xff\n"},
    ]
    file = io.BytesIO(b"".join(map(framed, added)))
    found = {name: b"".join(pieces) for name, pieces in members(file).items()}

    assert found == {"a": b"\n\n", "b c/ä.txt": b"3 a\nabc", "d": b"\x00\xff\n"}
    assert list(found) == ["a", "b c/ä.txt", "d"]


def test_an_archive_knows_no_time_and_no_machine() -> None:
    file = io.BytesIO()
    zipped({"b.txt": iter([b"one ", b"two"]), "a.txt": iter([])}, file)
    with zipfile.ZipFile(file) as archive:
        about = archive.infolist()
        assert archive.read("b.txt") == b"one two"

    assert [each.filename for each in about] == ["b.txt", "a.txt"]
    assert {each.date_time for each in about} == {(1980, 1, 1, 0, 0, 0)}
    assert {(each.create_system, each.compress_type) for each in about} == {(3, 0)}
