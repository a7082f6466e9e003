"""Whether an experiment's verdict depends on what it measured.

The verdict is read from the source of its ``run``, and worked out again from the variables in it,
one of them spoiled: every number turned, made nothing or huge, or exchanged with another.
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.lab.experiment import Findings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import FrameType

    import pytest

    from ncrevise.lab.experiment import Bench, Lab


@dataclass(frozen=True)
class Verdict:
    """How a run came to its verdict.

    Attributes:
        reason: the expression.
        known: the variables it was worked out from, and what the module has.
        used: the names of the variables in it.
    """

    reason: ast.expr
    known: Mapping[str, Any]
    used: tuple[str, ...]

    @property
    def can_fail(self) -> bool:
        """Whether spoiling some variable makes it another one."""
        code = compile(ast.Expression(self.reason), "verdict", "eval")
        for name in self.used:
            for spoil in spoils(self.known[name]):
                try:
                    if not eval(code, {**self.known, name: spoil}):
                        return True
                except Exception:  # noqa: BLE001 - numbers that mean nothing there
                    continue
        return False


def watched(lab: Lab, bench: Bench, patch: pytest.MonkeyPatch) -> tuple[Findings, Verdict]:
    """Run an experiment; give also how it came to its verdict."""
    frames: list[FrameType] = []

    def noted(*args: Any, **named: Any) -> Findings:
        frames.append(sys._getframe(1))
        return Findings(*args, **named)

    patch.setitem(lab.run.__globals__, "Findings", noted)
    found = lab.run(bench)
    (frame,) = frames
    tree = ast.parse(textwrap.dedent(inspect.getsource(frame.f_code)))
    reason, ended = reason_of(tree), dict(frame.f_locals)
    used = {node.id for node in ast.walk(reason) if isinstance(node, ast.Name)} & ended.keys()
    return found, Verdict(reason, {**frame.f_globals, **ended}, tuple(sorted(used)))


def reason_of(tree: ast.AST) -> ast.expr:
    """Give the expression for ``holds`` in the findings that a function returns."""
    (call,) = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Findings"
    )
    named = [keyword.value for keyword in call.keywords if keyword.arg == "holds"]
    found = named[0] if named else call.args[1]
    while isinstance(found, ast.Name):
        set_to = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == found.id
        ]
        if not set_to:
            break
        found = set_to[-1]
    return found


def turned(value: Any) -> Any:
    return -value


def nothing(value: Any) -> Any:
    return value * 0


def huge(value: Any) -> Any:
    return value + 1000


def spoiled(value: Any, way: Callable[[Any], Any]) -> Any:
    """The same with every number in it spoiled."""
    if isinstance(value, bool | np.bool_):
        return not value
    if isinstance(value, int | float | np.number | np.ndarray):
        return way(value)
    if isinstance(value, dict):
        return {key: spoiled(each, way) for key, each in value.items()}
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return type(value)(spoiled(each, way) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        made = {f.name: spoiled(getattr(value, f.name), way) for f in fields(value) if f.init}
        return replace(value, **made)
    return value


def exchanged(value: Any) -> Any:
    """The same numbers, each where another was."""
    if isinstance(value, dict):
        return dict(zip(value, reversed(value.values()), strict=True))
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return type(value)(reversed(value))
    return value


def spoils(value: Any) -> Iterator[Any]:
    for make in (
        lambda: spoiled(value, turned),
        lambda: spoiled(value, nothing),
        lambda: spoiled(value, huge),
        lambda: exchanged(value),
    ):
        try:
            yield make()
        except Exception:  # noqa: BLE001 - what can't be spoiled so is left
            continue
