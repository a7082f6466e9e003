"""The progress file: SQLite, one table, rows only ever added.

A row is committed before ``append`` returns, so whoever shows feedback afterwards shows
nothing that could still be lost.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ncrevise.errors import StoreError
from ncrevise.study.event import COLUMNS, Event

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = "progress.db"
HOME = "NCREVISE_HOME"
SCHEMA = 1
PATIENCE = 5.0  # seconds to wait while another ncrevise writes

TABLE = """
CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE, ts INTEGER NOT NULL, session TEXT NOT NULL, kind TEXT NOT NULL,
    code TEXT NOT NULL, part TEXT NOT NULL, raw TEXT NOT NULL, verdict TEXT NOT NULL,
    marks REAL NOT NULL, "of" INTEGER NOT NULL, misconception TEXT NOT NULL,
    hints INTEGER NOT NULL, ms INTEGER NOT NULL, app_version TEXT NOT NULL
);
CREATE INDEX events_session ON events (session);
CREATE TRIGGER no_change BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END;
CREATE TRIGGER no_loss BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END;
"""
NAMES = ", ".join(f'"{name}"' for name in COLUMNS)
INSERT = f"INSERT INTO events ({NAMES}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608
SELECT = f"SELECT {NAMES} FROM events"  # noqa: S608
OPEN = """
WHERE kind = 'start' AND session NOT IN
    (SELECT session FROM events WHERE kind IN ('end', 'left'))
ORDER BY seq DESC
"""


def progress_file() -> Path:
    """Say where the progress file is: ``NCREVISE_HOME``, or the platform's data folder."""
    if home := os.environ.get(HOME):
        return Path(home).expanduser() / FILE
    from platformdirs import user_data_dir

    return Path(user_data_dir("ncrevise", appauthor=False)) / FILE


class Store:
    """The progress file, opened when first used and made when first written to.

    Args:
        path: where it is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = None

    def __del__(self) -> None:  # from Python 3.13 on, SQLite warns of what is left open
        self.close()

    def append(self, event: Event) -> None:
        """Add an event; when this returns it is on the disk.

        Raises:
            StoreError: when it can't be.
        """
        with self.explaining():
            self.connect(make=True).execute(INSERT, event.row)

    def session(self, name: str) -> tuple[Event, ...]:
        """Give a session's events, in order."""
        return self.read(f"{SELECT} WHERE session = ? ORDER BY seq", (name,))

    def unfinished(self) -> tuple[Event, ...]:
        """Give the starts of the sessions that were neither ended nor left, the newest first."""
        return self.read(f"{SELECT} {OPEN}")

    def events(self) -> tuple[Event, ...]:
        """Give everything there is, in order."""
        return self.read(f"{SELECT} ORDER BY seq")

    def read(self, query: str, values: tuple[str, ...] = ()) -> tuple[Event, ...]:
        """Run a query for events; a file that is not there has none."""
        with self.explaining():
            if not self.path.exists():
                return ()
            return tuple(Event(*row) for row in self.connect().execute(query, values))

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def connect(self, *, make: bool = False) -> sqlite3.Connection:
        """Open the file, and give a new one its table."""
        if self._connection is None:
            if make:
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
            try:
                prepare(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    @contextmanager
    def explaining(self) -> Iterator[None]:
        """Turn what SQLite and the file system say into a sentence and what to do."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            self.close()
            raise StoreError(explained(self.path, error)) from error
        except NewerFileError as error:
            self.close()
            raise StoreError(
                f"The progress file {self.path} was written by a newer ncrevise. "
                f"Install that one, or set {HOME} to another folder."
            ) from error


class NewerFileError(Exception):
    """The file's schema is newer than this program."""


def prepare(connection: sqlite3.Connection) -> None:
    """Set a connection up; make the table where there is none."""
    # In WAL mode FULL costs one fsync an answer and keeps it through a power cut.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    if schema(connection) == 0:
        connection.execute("BEGIN IMMEDIATE")
        try:
            if schema(connection) == 0:
                for statement in TABLE.split(";\n"):
                    # A trigger's body has a semicolon of its own, but on the same line.
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {SCHEMA}")
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
    if schema(connection) > SCHEMA:
        raise NewerFileError


def schema(connection: sqlite3.Connection) -> int:
    """Give the file's schema; none yet is 0."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def explained(path: Path, error: Exception) -> str:
    """Say in a sentence what is wrong with the file, and what to do."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return (
            f"The progress file {path} is in use by another program. "
            "Close it and start again; what was answered before is kept."
        )
    if primary == sqlite3.SQLITE_FULL:
        return f"The disk is full, so {path} could not take the last entry. Make room and go on."
    damaged = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR}
    if primary in damaged:
        return (
            f"The progress file {path} is damaged or not ours ({error}). "
            "Move it away and start again; nothing in it was changed."
        )
    why = error.strerror if isinstance(error, OSError) else str(error)
    return (
        f"The progress file {path} can't be opened for writing ({why}), so answers would be "
        f"lost. Set {HOME} to a folder that can be written to."
    )
