"""Questions a second, with full working, against the floor and peers without working."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ncrevise.bank import Bank
from ncrevise.export import jsonl
from ncrevise.item import draw_solution
from tests.benchmarks import floor
from tests.benchmarks.clock import compare

COUNT = 300


def ours(name: str) -> list[bytes]:
    question = Bank().question(name)
    return [jsonl.write(draw_solution(question, seed)) for seed in range(COUNT)]


def peers() -> dict[str, object]:
    found: dict[str, object] = {}
    try:
        import reasoning_gym  # type: ignore[import-not-found]

        for task in ("manipulate_matrix", "polynomial_multiplication"):
            data = reasoning_gym.create_dataset(task, size=COUNT, seed=1)
            found[f"reasoning-gym {task}"] = lambda data=data: [data[k] for k in range(COUNT)]
    except ImportError:
        print("reasoning-gym is not installed: left out")
    try:
        import mathgenerator  # type: ignore[import-not-found]

        tasks = [
            mathgenerator.matrix_multiplication,
            mathgenerator.basic_algebra,
            mathgenerator.vector_dot,
        ]
        found["mathgenerator, three tasks"] = lambda: [tasks[k % 3]() for k in range(COUNT)]
    except ImportError:
        print("mathgenerator is not installed: left out")
    return found


def batch() -> None:
    """Whole processes: 10,000 variants as JSON Lines with one and two workers."""
    for jobs in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            command = [sys.executable, "-m", "ncrevise", "export", "jsonl", "lstm.step"]
            options = ["-n", "10000", "--seed", "1", "--jobs", str(jobs), "-o", f"{folder}/x"]
            process = subprocess.Popen([*command, *options], stderr=subprocess.DEVNULL)
            _, _, used = os.wait4(process.pid, 0)
            spent = time.perf_counter() - start
            size = Path(folder, "x").stat().st_size
        print(
            f"10,000 variants, {jobs} job(s): {spent:.1f} s, {size / 1e6:.1f} MB, "
            f"peak {used.ru_maxrss / 1024:.0f} MiB in the parent"
        )


def main() -> None:
    names = sorted({q.family: q.id for q in reversed(Bank().questions())}.values())
    programs = {"floor": lambda: [floor.item(seed) for seed in range(COUNT)]}
    programs |= {q: (lambda q=q: ours(q)) for q in names}
    programs |= peers()  # type: ignore[arg-type]
    for program in programs.values():
        program()
    times = compare(programs, 3)
    per_kb = {"floor": sum(len(floor.item(s).encode()) for s in range(COUNT))}
    per_kb |= {q: sum(map(len, ours(q))) for q in names}
    base = times["floor"] / per_kb["floor"]
    for name, spent in times.items():
        size = per_kb.get(name)
        ratio = (
            f"{spent / size / base:5.1f} × floor a KB, {size / COUNT / 1000:.1f} KB" if size else ""
        )
        print(f"{name:<40} {COUNT / spent:9.0f} a second  {ratio}")
    batch()


if __name__ == "__main__":
    main()
