"""Finding families, renderers and exporters by name: the path is the name.

``cnn.conv2d`` is ``ncrevise/families/cnn/conv2d.py``; nothing is registered anywhere else.
Families of a lecturer's own are found in a folder that is named; see ``own``.
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ncrevise import own
from ncrevise.errors import FamilyError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

    from ncrevise.family import Family
    from ncrevise.lab.experiment import Lab


@lru_cache(maxsize=1)
def shipped_names() -> tuple[str, ...]:
    """List the families that come with the program, without importing any."""
    folder = Path(__file__).parent / "families"
    names = []
    for topic in pkgutil.iter_modules([str(folder)]):
        modules = pkgutil.iter_modules([str(folder / topic.name)])
        names += [f"{topic.name}.{module.name}" for module in modules]
    return tuple(sorted(name.replace("_", "-") for name in names))


def use_families(folder: Path | None) -> None:
    """Have families of one's own found as well, in a folder; with None, no longer.

    Raises:
        UsageError: when there is no such folder.
        FamilyError: when one has the name of a family that comes with the program.
    """
    if not own.use(folder):
        return
    family.cache_clear()
    for name, path in own.paths().items():
        if name in shipped_names():
            own.use(None)
            raise FamilyError(
                f"a family called {name} comes with ncrevise; give yours another name.",
                own.shown(path),
            )


def family_names() -> tuple[str, ...]:
    """List every family, by topic and name, without importing any."""
    return tuple(sorted({*shipped_names(), *own.paths()})) if own.paths() else shipped_names()


def faulty_families() -> dict[str, FamilyError]:
    """Load every family of one's own, and say of those that can't be what is wrong."""
    found: dict[str, FamilyError] = {}
    for name in own.paths():
        try:
            family(name)
        except FamilyError as error:
            found[name] = error
    return found


@lru_cache(maxsize=512)
def family(name: str) -> Family[Any, Any]:
    """Load a family by its name.

    Raises:
        UsageError: when there is none of that name.
        FamilyError: when its file is faulty.
    """
    if name not in family_names():
        raise UsageError(f"There is no family {name!r}.{did_you_mean(name, family_names())}")
    if name in own.paths():
        return family_of(own.module(name), name)
    return family_of(importlib.import_module(f"ncrevise.families.{name.replace('-', '_')}"), name)


def family_of(module: ModuleType, name: str) -> Family[Any, Any]:
    """Gather the one family that a module makes.

    Raises:
        FamilyError: when it makes none, or several.
    """
    # not by its class, which would import what imports this
    said = {key: value for key, value in vars(module).items() if not isinstance(value, type)}
    made = {id(value): key for key, value in said.items() if hasattr(value, "gathered")}
    if len(made) != 1:
        keys = tuple(made.values())
        message = f"makes {' and '.join(keys) or 'no Family'}; a file makes one family."
        raise own.misdeclared(module, message, *keys[1:])
    found: Family[Any, Any] = said[next(iter(made.values()))]
    return found.gathered(module, name)


@lru_cache(maxsize=1)
def experiment_names() -> tuple[str, ...]:
    """List the laboratory's experiments, without importing any."""
    folder = Path(__file__).parent / "lab" / "experiments"
    modules = pkgutil.iter_modules([str(folder)])
    return tuple(sorted(module.name.replace("_", "-") for module in modules))


def experiment(name: str) -> Lab:
    """Load an experiment by its name."""
    if name not in experiment_names():
        near = did_you_mean(name, experiment_names())
        raise UsageError(f"There is no experiment {name!r}.{near} ncrevise lab lists them.")
    module = importlib.import_module(f"ncrevise.lab.experiments.{name.replace('-', '_')}")
    found: Lab = module.LAB
    return found


@lru_cache(maxsize=128)
def plugin(package: str, name: str, what: str) -> ModuleType:
    """Load the renderer or exporter called ``name``."""
    parent = importlib.import_module(f"ncrevise.{package}")
    names = sorted(m.name for m in pkgutil.iter_modules(parent.__path__) if not m.ispkg)
    if name not in names:
        raise UsageError(f"There is no {what} {name!r}.{did_you_mean(name, names)}")
    return importlib.import_module(f"ncrevise.{package}.{name}")


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """Suggest the nearest known names, as the end of a message."""
    known = list(known)
    folded = {name.lower(): name for name in reversed(known)}
    close = difflib.get_close_matches(wrong.lower(), folded, n=3, cutoff=0.5)
    near = [folded[name] for name in close] or [n for n in known if wrong and wrong in n][:3]
    if near:
        return f" Did you mean {' or '.join(near)}?"
    return f" Known: {', '.join(known)}." if len(known) <= 12 else ""
