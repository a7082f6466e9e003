"""Timing things against each other: A B A B …, medians, so that drift cancels."""

from __future__ import annotations

import statistics
import subprocess
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROUNDS = 5


def compare(programs: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """Time each program in turn, several rounds; give median seconds."""
    times: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, program in programs.items():
            start = time.perf_counter()
            program()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(spent) for name, spent in times.items()}


def processes(commands: Mapping[str, Sequence[str]], rounds: int = 15) -> dict[str, float]:
    """Time whole processes in turn, each told to quit when it asks; give median seconds."""

    def runner(command: Sequence[str]) -> Callable[[], object]:
        return lambda: subprocess.run(command, check=False, input=b":q\n", capture_output=True)

    return compare({name: runner(command) for name, command in commands.items()}, rounds)
