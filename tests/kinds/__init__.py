"""Small families, one a kind of result and rule of acceptance, each in a file of its own.

A file makes a family as those of ``ncrevise/families`` do, and says besides

``PARTS``     what its question asks: ``(result, marks, accept)``
``oracle``    the results by name from the givens, computed without ncrevise
``RIGHT``     right answers in other notations, from the results by name
``WRONG``     what is typed, and what is said of it
``PRINTED``   a pattern that finds each answer in the text, and what it reads as

Such a file is all that a new kind needs: ``test_kinds`` and ``test_contract`` find it.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ncrevise.question import Accept, Hint, Part, Question

if TYPE_CHECKING:
    from types import ModuleType

    from ncrevise.family import Family

NAMES = tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))
LETTERS = "abcdef"


@lru_cache(maxsize=64)
def module(name: str) -> ModuleType:
    return importlib.import_module(f"tests.kinds.{name}")


@lru_cache(maxsize=64)
def family(name: str) -> Family[Any, Any]:
    from ncrevise.registry import family_of

    return family_of(module(name), f"kinds.{name}")


@lru_cache(maxsize=64)
def question(name: str) -> Question:
    asked = module(name).PARTS
    parts = tuple(
        Part(LETTERS[k] if len(asked) > 1 else "", asks, marks, "", accept_of(rule))
        for k, (asks, marks, rule) in enumerate(asked)
    )
    return Question(
        id=f"kinds.{name}/1",
        family=f"kinds.{name}",
        title=family(name).title,
        topic="kinds",
        level=1,
        source="none",
        ranges=getattr(module(name), "RANGES", {}),
        prompt=module(name).PROMPT,
        parts=parts,
        hints=(Hint("", "Look twice."),),
        worked=(),
        aliases=(),
        places=4,
        file=f"kinds/{name}.md",
        line=1,
        prompt_line=1,
    )


def accept_of(rule: str) -> Accept:
    number, _, unit = rule.partition(" ")
    if unit:
        return Accept("places" if unit.startswith("place") else "figures", int(number))
    return Accept(rule)  # type: ignore[arg-type]
