"""The progress file: on disk before anything else, shared, append-only, and clear about trouble."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ncrevise.errors import StoreError
from ncrevise.study.event import Event, Kind
from ncrevise.study.store import PATIENCE, Store, progress_file
from tests.quizzes import quiz

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def event(name: str, kind: Kind = "answer", session: str = "s1") -> Event:
    return Event(
        name, 1_700_000_000_000, session, kind, "rl.q-update/1@3", "a", "8.5", "right", 2, 2
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "deep" / "progress.db")
    yield made
    made.close()


def test_nothing_is_made_by_reading(store: Store) -> None:
    assert store.events() == ()
    assert store.unfinished() == ()
    assert not store.path.parent.exists()


def test_what_is_added_is_read_back_in_order(store: Store) -> None:
    added = tuple(event(f"e{k}") for k in range(5))
    for one in added:
        store.append(one)

    assert Store(store.path).events() == added
    assert store.session("s1") == added
    assert store.session("other") == ()


def test_unfinished_sessions_are_those_neither_ended_nor_left(store: Store) -> None:
    for session, last in (("a", "end"), ("b", "pause"), ("c", "left"), ("d", "answer")):
        store.append(event(f"{session}1", "start", session))
        store.append(event(f"{session}2", last, session))  # type: ignore[arg-type]

    assert [start.session for start in store.unfinished()] == ["d", "b"]


def test_rows_are_never_changed_or_taken_away(store: Store) -> None:
    store.append(event("e1"))
    raw = sqlite3.connect(store.path)
    try:
        for statement in ("UPDATE events SET marks = 9", "DELETE FROM events"):
            with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
                raw.execute(statement)
    finally:
        raw.close()


def test_an_answer_outlives_a_killed_program(tmp_path: Path) -> None:
    """The feedback is read from the pipe, then the program gets no time for anything."""
    environment = {**os.environ, "NCREVISE_HOME": str(tmp_path)}
    child = subprocess.Popen(
        [sys.executable, "-m", "ncrevise", "quiz", "rl.q-update/1", "-n", "1", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )
    assert child.stdin
    assert child.stdout
    try:
        assert b'"question"' in child.stdout.readline()
        child.stdin.write(b"123.5\n")
        child.stdin.flush()
        assert b'"verdict"' in child.stdout.readline()
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdin.close()
        child.stdout.close()

    store = Store(tmp_path / "progress.db")
    answers = [e for e in store.events() if e.kind == "answer"]
    store.close()
    assert [e.raw for e in answers] == ["123.5"]


def test_two_programs_write_at_once(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from tests.test_store import event\n"
        "from ncrevise.study.store import Store\n"
        "store = Store(Path(sys.argv[1]))\n"
        "[store.append(event(f'{sys.argv[2]}{k}', session=sys.argv[2])) for k in range(40)]\n"
    )
    path = tmp_path / "progress.db"
    children = [
        subprocess.Popen([sys.executable, "-c", program, str(path), name]) for name in "abc"
    ]

    assert [child.wait(30) for child in children] == [0, 0, 0]
    store = Store(path)
    assert {name: len(store.session(name)) for name in "abc"} == dict.fromkeys("abc", 40)
    store.close()


@pytest.mark.parametrize(
    "content", [b"not a database at all" * 99, b"SQLite format 3\0" + b"x" * 5000]
)
def test_a_damaged_file_is_left_alone(store: Store, content: bytes) -> None:
    store.path.parent.mkdir()
    store.path.write_bytes(content)

    with pytest.raises(StoreError, match=r"damaged or not ours.*Move it away"):
        store.append(event("e1"))
    with pytest.raises(StoreError, match="damaged"):
        store.unfinished()
    assert store.path.read_bytes() == content


def test_a_file_half_overwritten_is_damaged(store: Store) -> None:
    for k in range(300):
        store.append(event(f"e{k}"))
    store.close()
    data = bytearray(store.path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    store.path.write_bytes(data)

    with pytest.raises(StoreError, match="damaged"):
        store.events()


def test_somebody_elses_table_is_not_ours(store: Store) -> None:
    store.path.parent.mkdir()
    other = sqlite3.connect(store.path)
    other.execute("CREATE TABLE events (a)")
    other.close()

    with pytest.raises(StoreError, match="not ours"):
        store.append(event("e1"))


def test_a_file_of_a_newer_version_is_refused(store: Store) -> None:
    store.append(event("e1"))
    store.close()
    newer = sqlite3.connect(store.path)
    newer.execute("PRAGMA user_version = 99")
    newer.close()

    with pytest.raises(StoreError, match="newer ncrevise"):
        store.events()


def test_a_file_in_use_is_waited_for_and_then_named(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert PATIENCE >= 1
    monkeypatch.setattr("ncrevise.study.store.PATIENCE", 0.1)
    store.append(event("e1"))
    store.close()
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreError, match="in use by another program"):
            store.append(event("e2"))
    finally:
        other.close()


def test_a_folder_that_can_not_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="Set NCREVISE_HOME"):
        Store(tmp_path / "file" / "x" / "progress.db").append(event("e1"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="can't be opened for writing"):
            Store(tmp_path / "progress.db").append(event("e1"))
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="needs to step down")
def test_a_read_only_folder_of_another_user(tmp_path: Path) -> None:
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    program = (
        "from pathlib import Path; from tests.test_store import event\n"
        "from ncrevise.study.store import Store\n"
        f"Store(Path({str(tmp_path)!r}) / 'progress.db').append(event('e1'))\n"
    )
    found = subprocess.run(
        [
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            sys.executable,
            "-c",
            program,
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    unreadable = ("ModuleNotFoundError", "PermissionError", "shared libraries")
    if any(each in found.stderr for each in unreadable):
        pytest.skip("another user can't read this checkout, or its Python")

    assert "can't be opened for writing" in found.stderr


def test_a_quiz_that_could_not_be_kept_is_not_begun(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = quiz(tmp_path / "file" / "x", "rl", typed="1\n")

    assert found.returncode == 5
    assert found.stdout == b""
    assert b"NCREVISE_HOME" in found.stderr


def test_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NCREVISE_HOME", str(tmp_path))
    assert progress_file() == tmp_path / "progress.db"

    monkeypatch.delenv("NCREVISE_HOME")
    assert progress_file().parent.name == "ncrevise"
