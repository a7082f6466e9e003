"""The same question and seed: the same bytes, on any machine.

Compared are whole processes that differ in all that a machine or a user may set, digests that
every Python and NumPy must reproduce, and runs whose floats are as far off as another
processor's or C library's may be.
"""

from __future__ import annotations

import json
import os
import platform
import random
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from ncrevise.item import draw_solution
from ncrevise.tape import ops
from ncrevise.tape.primitive import Primitive
from tests.conftest import QUESTIONS, line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ncrevise.question import Question

HERE = Path(__file__).parent
DIGESTS = HERE / "digests.json"
BLOCK, BLOCKS = 25, 8  # seeds of a digest, digests of a question


def digests(question: Question) -> list[str]:
    """Digest the lines of many seeds, so many at a time that a difference is soon found."""
    found = []
    for first in range(0, BLOCK * BLOCKS, BLOCK):
        lines = (line_of(draw_solution(question, first + k)) for k in range(BLOCK))
        found.append(sha256("".join(lines).encode()).hexdigest()[:16])
    return found


def accepted() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(DIGESTS.read_text("utf-8"))
    return found


def test_every_question_has_its_digests(accept: bool) -> None:
    if accept:
        lines = (f"{json.dumps(q.id)}: {json.dumps(digests(q))}" for q in QUESTIONS)
        DIGESTS.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8", newline="\n")

    assert list(accepted()) == [question.id for question in QUESTIONS]


def test_any_python_and_numpy_agree(question: Question, accept: bool) -> None:
    if accept:
        pytest.skip("accepted all together")
    old, new = accepted().get(question.id, []), digests(question)
    differ = [
        f"{BLOCK * k}-{BLOCK * (k + 1) - 1}"
        for k in range(BLOCKS)
        if old[k : k + 1] != new[k : k + 1]
    ]

    assert not differ, f"other JSON of seeds {', '.join(differ)}; pytest --accept if it is meant"


def older_processor() -> dict[str, str]:
    """Settings under which NumPy and its BLAS use no newer instructions than they must."""
    try:
        from numpy._core._multiarray_umath import __cpu_dispatch__ as found
    except ImportError:  # before NumPy 2
        from numpy.core._multiarray_umath import __cpu_dispatch__ as found
    cores = {"x86_64": "Nehalem", "AMD64": "Nehalem", "aarch64": "ARMV8", "arm64": "ARMV8"}
    core = cores.get(platform.machine(), "")
    return {"NPY_DISABLE_CPU_FEATURES": " ".join(found), "OPENBLAS_CORETYPE": core}


ELSEWHERE: list[dict[str, str]] = [
    {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "TZ": "UTC", "COLUMNS": "80", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "OMP_NUM_THREADS": "4", "TZ": "Pacific/Kiritimati", "COLUMNS": "200", "LANG": "de_DE.UTF-8", "LC_ALL": "tr_TR.UTF-8", "ORDER": "backwards"},
    {"PYTHONHASHSEED": "2", "PYTHONOPTIMIZE": "1", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "COLUMNS": "40", "NO_COLOR": "1", "LINES": "3"} | older_processor(),
]  # fmt: skip


def test_any_process_writes_the_same() -> None:
    """Also in another order: what is remembered from one variant must not show in the next."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON"))}
    running = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.everything"],
            cwd=HERE.parent,
            env=kept | extra,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for extra in ELSEWHERE
    ]
    written = []
    for process in running:
        out, said = process.communicate(timeout=280)
        assert process.returncode == 0, said
        written.append(json.loads(out))

    first, *others = written
    assert len(first) > 2 * len(QUESTIONS)
    for extra, other in zip(ELSEWHERE[1:], others, strict=True):
        assert [name for name in first if first[name] != other[name]] == [], extra
        assert first.keys() == other.keys()


ULP = 2.0**-52


def total_size(*args: Any, **params: Any) -> Any:
    return np.sum(np.abs(args[0]), **params)


def product_size(a: Any, b: Any) -> Any:
    return np.abs(a) @ np.abs(b)


UNSURE: dict[str, Callable[..., Any]] = dict.fromkeys(
    ("exp", "log", "sin", "cos", "tanh", "sigmoid", "softmax", "softplus")
)  # type: ignore[arg-type]
UNSURE |= {"matmul": product_size, "dot": product_size, "total": total_size}
"""Operations of which libraries differ in the last bits, and what these are relative to."""


@pytest.fixture
def another_library() -> Iterator[None]:
    """Be off by a few units in the last place, at random, as another library might."""
    noise = random.Random(1)
    kept = {}

    def off(forward: Callable[..., Any], size: Callable[..., Any] | None) -> Callable[..., Any]:
        def forward_elsewhere(*args: Any, **params: Any) -> Any:
            exact = forward(*args, **params)
            if np.asarray(exact).dtype.kind != "f":
                return exact
            near = np.abs(exact) if size is None else size(*args, **params)
            ulps = np.array([noise.randint(-2, 2) for _ in range(np.size(exact))])
            moved = exact + near * ULP * ulps.reshape(np.shape(exact))
            return moved if isinstance(exact, np.ndarray) else float(moved)

        return forward_elsewhere

    for name, size in UNSURE.items():
        op = getattr(ops, name)
        kept[name] = op.forward
        object.__setattr__(op, "forward", off(op.forward, size))
    yield
    for name, forward in kept.items():
        object.__setattr__(getattr(ops, name), "forward", forward)


def test_any_library_leads_to_the_same(
    question: Question, seeds: range, request: pytest.FixtureRequest
) -> None:
    here = [line_of(draw_solution(question, seed)) for seed in seeds]
    request.getfixturevalue("another_library")
    for seed, line in zip(seeds, here, strict=True):
        assert line_of(draw_solution(question, seed)) == line, f"{question.id}@{seed:x}"


def test_another_library_is_another(another_library: None) -> None:
    assert isinstance(ops.exp, Primitive)
    assert {ops.exp(1.0) for _ in range(50)} > {np.e}
