"""The shape of the code: which way imports go, how long files are, who may read a clock."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import ncrevise

ROOT = Path(ncrevise.__file__).parent
FILES = sorted(path for path in ROOT.rglob("*.py") if "_bank" not in path.parts)

# Each layer may import itself and the layers after it.
LAYERS = [
    {"cli"},
    {"lab"},
    {"study", "export"},
    {"marking", "detectors", "responses", "hints", "paper", "excerpt", "bulk"},
    {"working", "render"},
    {"item", "tolerance"},
    {"bank", "families", "givens", "inputs"},
    {"models"},
    {"data", "draw", "noise", "question", "family", "registry"},
    {"formulas"},
    {"answers"},
    {"tape"},
    {"document"},
    {"maths"},
    {"errors"},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


def layer_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def module(path: Path) -> str:
    """Name the module that a file is."""
    return ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")


MODULES = frozenset(map(module, FILES))


def imports(path: Path) -> set[str]:
    """List the modules of ncrevise that a file imports when it runs, not only for types."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.dump(branch.test)
        for node in ast.walk(branch)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ncrevise"):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {
                name if name in MODULES or node.module == "ncrevise" else node.module or ""
                for name in names
            }
        elif isinstance(node, ast.Import):
            found |= {a.name for a in node.names if a.name.startswith("ncrevise.")}
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    own = path.relative_to(ROOT).parts[0].removesuffix(".py")
    if own.startswith("__"):
        return
    assert own in LEVEL, f"{own} has no layer"
    for module in imports(path):
        other = layer_of(module)
        if other.startswith("__"):
            continue
        assert LEVEL[own] <= LEVEL[other], f"{own} imports {module}"


def needed(path: Path) -> set[str]:
    """List the modules that a file imports, and the packages they come with if not its own."""
    found = imports(path)
    for name in imports(path):
        package = name.rpartition(".")[0]
        if not f"{module(path)}.".startswith(f"{package}."):
            found.add(package)
    return found


def test_no_module_needs_itself() -> None:
    """Follow imports, late ones too; operations and values are written over each other."""
    needs = {
        module(path): needed(path) for path in FILES if path.relative_to(ROOT).parts[0] != "tape"
    }
    for start in needs:
        reached: set[str] = set()
        waiting = [start]
        while waiting:
            waiting += (found := needs.get(waiting.pop(), set()) - reached)
            reached |= found
        assert start not in reached


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def names_used(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {
        alias.name.split(".")[0]
        for n in ast.walk(tree)
        if isinstance(n, ast.Import)
        for alias in n.names
    }
    return found | {
        (n.module or "").split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)
    }


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_who_may_import_what(path: Path) -> None:
    inside = path.relative_to(ROOT)
    used = names_used(path)
    if inside.parts[0] != "cli":
        assert not used & {"typer", "time", "prompt_toolkit", "secrets"}
        if inside.parts[0] != "render":
            assert "rich" not in used
    if inside.name != "draw.py":
        assert "random" not in used or inside.parts[0] == "answers"


def calls(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        n.func.id
        for n in ast.walk(tree)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
    }


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_is_evaluated(path: Path) -> None:
    assert not calls(path) & {"eval", "exec", "compile", "sympify", "parse_expr", "__import__"}
