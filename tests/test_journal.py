"""Exports that are stopped more than once: the same bytes in the end, and nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ncrevise.errors import UsageError
from ncrevise.export.making.batch import Batch
from ncrevise.export.making.exporter import exporter
from ncrevise.export.making.journal import FLUSH, Journal
from tests.conftest import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CHOSEN = [q for q in QUESTIONS if q.family in {"cnn.pool", "rl.q-update"}]
NUMBER = 5 * FLUSH
STOPS = (FLUSH, 2 * FLUSH, 4 * FLUSH)  # variants after which somebody presses Ctrl-C


class Stopped(BaseException):
    """Somebody pressed Ctrl-C."""


def stopping(after: int) -> Callable[[int], None]:
    def told(done: int) -> None:
        if done >= after:
            raise Stopped

    return told


def batch(target: str, told: Callable[[int], None] = lambda _done: None) -> Batch:
    return Batch(target, CHOSEN, NUMBER, 3, told=told)


def state_of(output: Path) -> list[str]:
    return output.with_name(f"{output.name}.state").read_text("utf-8").splitlines()


def codes(lines: list[str]) -> list[str]:
    return [line.partition(" ")[0] for line in lines[1:]]


@pytest.mark.parametrize("target", ["jsonl", "moodle"])
@pytest.mark.parametrize("torn", [b"", b"half a li"])
def test_stopped_three_times(target: str, torn: bytes, tmp_path: Path) -> None:
    whole, output = tmp_path / "whole", tmp_path / "x"
    batch(target).write(whole)
    kept: list[str] = []
    for after in STOPS:
        with pytest.raises(Stopped):
            batch(target, stopping(after)).write(output)
        lines = codes(state_of(output))
        assert lines[: len(kept)] == kept
        assert len(lines) == len(set(lines)) == after
        kept = lines
        with output.with_name("x.part").open("ab") as part:  # as a crash may leave it
            part.write(torn)

    assert batch(target).write(output) == NUMBER
    assert output.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["whole", "x"]


@pytest.mark.parametrize("lost", ["part", "state"])
def test_a_lost_half_starts_anew(lost: str, tmp_path: Path) -> None:
    whole, output = tmp_path / "whole", tmp_path / "x"
    batch("jsonl").write(whole)
    with pytest.raises(Stopped):
        batch("jsonl", stopping(FLUSH)).write(output)
    output.with_name(f"x.{lost}").unlink()

    assert batch("jsonl").write(output) == NUMBER
    assert output.read_bytes() == whole.read_bytes()


def test_what_the_state_does_not_vouch_for_is_written_again(tmp_path: Path) -> None:
    """A crash may leave the end of either file unwritten; both go back to what both have."""
    whole, output = tmp_path / "whole", tmp_path / "x"
    batch("jsonl").write(whole)
    for cut in (9000, 5000):
        with pytest.raises(Stopped):
            batch("jsonl", stopping(2 * FLUSH)).write(output)
        part, state = output.with_name("x.part"), output.with_name("x.state")
        part.write_bytes(part.read_bytes()[:-cut])
        state.write_text(state.read_text("utf-8")[:-5], "utf-8")

    assert batch("jsonl").write(output) == NUMBER
    assert output.read_bytes() == whole.read_bytes()


def test_another_export_of_the_name_is_refused_and_left(tmp_path: Path) -> None:
    output = tmp_path / "x"
    with pytest.raises(Stopped):
        batch("jsonl", stopping(FLUSH)).write(output)
    before = state_of(output)
    with pytest.raises(UsageError, match="another export, half finished"):
        Journal(output, "another plan", exporter("jsonl")).__enter__()

    assert state_of(output) == before
