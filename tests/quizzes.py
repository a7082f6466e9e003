"""Help for tests of the quiz: sessions in memory, and the command with lines typed into it."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.bank import Bank
from ncrevise.item import draw_solution
from ncrevise.study.plan import Plan
from ncrevise.study.session import Session, Tools

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ncrevise.item import Solution
    from ncrevise.study.event import Event

BANK = Bank()
LSTM, CONV, RL = "lstm.step/1@7f2a", "cnn.conv2d/1@8420", "rl.q-update/1@3"


def solved(code: str) -> Solution:
    return draw_solution(*BANK.open(code))


def tools(save: Callable[[Event], None] = lambda _event: None) -> Tools:
    count = itertools.count()
    return Tools(solved, save, lambda: f"e{next(count)}", "0.1.0")


def session(*codes: str, save: Callable[[Event], None] = lambda _event: None) -> Session:
    made = Session("s1", Plan(("lstm",), None, 7, codes), tools(save))
    made.start(0)
    return made


def true(code: str, letter: str) -> str:
    """The right answer to a part, to be typed."""
    solution = solved(code)
    part = next(p for p in solution.item.question.parts if p.letter == letter)
    data = solution.results[part.asks]
    if isinstance(data, str):
        return data
    if np.ndim(data) == 2:
        return "; ".join(" ".join(str(x) for x in row) for row in np.asarray(data).tolist())
    if np.ndim(data) == 1:
        return " ".join(str(x) for x in np.asarray(data).tolist())
    return f"{float(data):.4f}"


def quiz(
    home: Path, *arguments: str, typed: str = "", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``ncrevise quiz`` with lines on stdin."""
    surroundings = {k: v for k, v in os.environ.items() if k not in {"COLUMNS", "NO_COLOR"}}
    surroundings |= {"NCREVISE_HOME": str(home), "PYTHONIOENCODING": "utf-8", **(env or {})}
    command = [sys.executable, "-m", "ncrevise", "quiz", *arguments]
    return subprocess.run(
        command,
        input=typed.encode(),
        capture_output=True,
        check=False,
        env=surroundings,
        timeout=60,
        text=False,
    )


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]
