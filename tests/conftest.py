"""Shared by all tests: how many seeds, the bank, and what is accepted."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

for library in ("OMP", "OPENBLAS", "MKL"):  # read when NumPy is loaded; as in the laboratory
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

import pytest

from ncrevise import __version__, registry
from ncrevise.bank import Bank
from ncrevise.export import jsonl
from tests import kinds

if TYPE_CHECKING:
    from ncrevise.item import Solution

QUESTIONS = Bank().questions()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seeds", type=int, default=25, help="variants of each question to try")
    parser.addoption("--long", action="store_true", help="run the tests marked long as well")
    parser.addoption(
        "--accept", action="store_true", help="write tests/golden and tests/digests.json anew"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="needs --long"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for a ``question`` once for every question of the bank.

    In a module that says ``KINDS = True`` also for those of the small families in ``kinds``.
    """
    if "question" in metafunc.fixturenames:
        small = map(kinds.question, kinds.NAMES) if getattr(metafunc.module, "KINDS", False) else ()
        questions = (*QUESTIONS, *small)
        metafunc.parametrize("question", questions, ids=[q.id for q in questions])


@pytest.fixture
def small_families(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the families of ``kinds`` be found by their names."""
    found = registry.family

    def family(name: str) -> Any:
        topic, _, rest = name.partition(".")
        return kinds.family(rest) if topic == "kinds" else found(name)

    monkeypatch.setattr(registry, "family", family)


@pytest.fixture
def seeds(request: pytest.FixtureRequest) -> range:
    """Seeds to try; the start moves with NCREVISE_SEED, so that nights see new ones."""
    start = int(os.environ.get("NCREVISE_SEED", "0"))
    return range(start, start + request.config.getoption("--seeds"))


@pytest.fixture
def bank() -> Bank:
    return Bank()


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether what is made is to be accepted, instead of compared with what was."""
    return bool(request.config.getoption("--accept"))


def line_of(solution: Solution) -> str:
    """A variant's line of JSON, but for the version that wrote it."""
    return jsonl.write(solution).decode().replace(f'"version": "{__version__}"', '"version": ""')
