"""Start-up of commands against an empty Typer application of the same version."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.benchmarks.clock import processes

EMPTY = """
import typer
app = typer.Typer()
@app.command()
def hello(name: str = "x"):
    print(name)
app()
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder, "empty.py")
        empty.write_text(EMPTY)
        python = [sys.executable]
        us = [*python, "-m", "ncrevise"]
        times = processes(
            {
                "python -c pass": [*python, "-c", "pass"],
                "empty Typer application": [*python, str(empty)],
                "empty Typer application --help": [*python, str(empty), "--help"],
                "ncrevise --version": [*us, "--version"],
                "ncrevise --help": [*us, "--help"],
                "ncrevise": us,
                "ncrevise list": [*us, "list"],
                "ncrevise show rl.q-update/1@1": [*us, "show", "rl.q-update/1@1"],
                "ncrevise quiz, first question": [
                    *us,
                    "quiz",
                    "rl.q-update/1",
                    "-n",
                    "1",
                    "--seed",
                    "1",
                ],
            }
        )
    base = times["empty Typer application"]
    for name, spent in times.items():
        print(f"{name:<36} {spent * 1000:6.0f} ms  {spent / base:4.2f} × the empty application")


if __name__ == "__main__":
    main()
