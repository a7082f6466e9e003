"""The shape of the code: which way imports go, how long files are, who may read a clock."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import ncrevise

ROOT = Path(ncrevise.__file__).parent
FILES = sorted(path for path in ROOT.rglob("*.py") if "_bank" not in path.parts)


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(path): path for path in FILES}

# Each layer may import itself and the layers after it.
LAYERS = [
    {"cli"},
    {"lab"},
    {"contract", "study", "export"},
    {"marking", "detectors", "responses", "hints", "paper", "excerpt", "bulk"},
    {"render"},
    {"item", "blind"},
    {"styles"},
    {"working"},
    {"tolerance"},
    {"bank", "families", "family", "givens", "mistake", "own", "registry", "results", "settings"},
    {"problems", "exhibits", "slips"},
    {"models"},
    {"data", "draw", "noise", "question"},
    {"formulas"},
    {"answers"},
    {"derivatives", "kernels"},
    {"tape"},
    {"document"},
    {"maths"},
    {"errors"},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
# Circles of imports that functions close when they run, with the reason.
CIRCLES: set[frozenset[str]] = set()


def layer_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports(path: Path, *, late: bool = True) -> set[str]:
    """List the modules of ncrevise that a file imports when it runs, not only for types.

    Args:
        path: the file.
        late: whether those that functions import when they are called are counted.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    apart = {
        id(node)
        for branch in ast.walk(tree)
        if (isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.dump(branch.test))
        or (isinstance(branch, ast.FunctionDef) and not late)
        for node in ast.walk(branch)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in apart:
            continue
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ncrevise"):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module or "" for name in names}
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
        if not other or other.startswith("__"):
            continue
        assert LEVEL[own] <= LEVEL[other], f"{own} imports {module}"


def circles(arrows: dict[str, set[str]]) -> set[frozenset[str]]:
    """Find the largest sets of modules that all import one another, directly or not."""
    reached = {name: set(others) for name, others in arrows.items()}
    grows = True
    while grows:
        grows = False
        for name, known in reached.items():
            more = known.union(*(reached[other] for other in known))
            grows = grows or len(more) > len(known)
            reached[name] = more
    return {
        frozenset(other for other in known if name in reached[other])
        for name, known in reached.items()
        if name in known
    }


@pytest.mark.parametrize(("late", "known"), [(False, set()), (True, CIRCLES)])
def test_imports_make_no_circles(late: bool, known: set[frozenset[str]]) -> None:
    arrows = {
        name: (imports(path, late=late) & MODULES.keys()) - {name} for name, path in MODULES.items()
    }
    assert circles(arrows) == known


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
