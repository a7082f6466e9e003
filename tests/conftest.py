"""Shared by all tests: how many seeds, and the bank."""

from __future__ import annotations

import os
import pytest

from ncrevise.bank import Bank

QUESTIONS = Bank().questions()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seeds", type=int, default=25, help="variants of each question to try")
    parser.addoption("--long", action="store_true", help="run the tests marked long as well")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="needs --long"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for a ``question`` once for every question of the bank."""
    if "question" in metafunc.fixturenames:
        metafunc.parametrize("question", QUESTIONS, ids=[q.id for q in QUESTIONS])


@pytest.fixture
def seeds(request: pytest.FixtureRequest) -> range:
    """Seeds to try; the start moves with NCREVISE_SEED, so that nights see new ones."""
    start = int(os.environ.get("NCREVISE_SEED", "0"))
    return range(start, start + request.config.getoption("--seeds"))


@pytest.fixture
def bank() -> Bank:
    return Bank()

