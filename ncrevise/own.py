"""Families of a lecturer's own: files in a folder that is named, beside those that are shipped.

``FOLDER/<topic>/<name>.py`` is the family ``<topic>.<name>``; ``<name>_oracle.py`` beside it may
check it. Files whose names begin with ``_`` are helpers, imported as ``from ._helper import x``.
Each is loaded by its path, under a package of its own, so that nothing is put on ``sys.path``;
and nothing is loaded before it is needed. Whatever is wrong with one is a ``FamilyError``.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from ncrevise.errors import FamilyError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import CodeType

PACKAGE = "_ncrevise_own"
TOPIC = re.compile(r"[a-z][a-z0-9]*")
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
ORACLE = "_oracle"
ALLOWED = (
    "a topic may have small letters and digits, a family small letters, digits and underscores"
)


class Source(SourceFileLoader):
    """Loads a file as it stands now, and leaves no compiled copy in its folder."""

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 - as the loader's own
        """Read the file and compile it."""
        code: CodeType = self.source_to_code(self.get_data(self.path), self.path)
        return code


class Home:
    """Where the families of one's own are; the only thing here that changes."""

    folder: Path | None = None


def use(folder: Path | None) -> bool:
    """Choose the folder, or none.

    Returns:
        Whether another one was chosen before.

    Raises:
        UsageError: when there is no such folder.
    """
    if folder is not None and not folder.is_dir():
        raise UsageError(f"--families {folder}: there is no such folder.")
    chosen = folder.resolve() if folder is not None else None
    if chosen == Home.folder:
        return False
    Home.folder = chosen
    paths.cache_clear()
    loaded.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]
    return True


@lru_cache(maxsize=1)
def paths() -> Mapping[str, Path]:
    """List the files of families by the families' names, running none."""
    if Home.folder is None:
        return {}
    found: dict[str, Path] = {}
    for path in sorted(Home.folder.glob("*/*.py")):
        topic, stem = path.parent.name, path.stem
        if topic[0] not in "._" and stem[0] != "_" and not stem.endswith(ORACLE):
            found[f"{topic}.{stem.replace('_', '-')}"] = path
    return found


def shown(path: Path) -> str:
    """Write a path as its author knows it: topic and file."""
    return f"{path.parent.name}/{path.name}"


def module(name: str) -> ModuleType:
    """Load a family's file.

    Raises:
        FamilyError: with file and line, when it can't be.
    """
    path = paths()[name]
    topic, _, rest = name.partition(".")
    if not (TOPIC.fullmatch(topic) and NAME.fullmatch(rest)) or "-" in path.stem:
        raise FamilyError(f"{ALLOWED}.", shown(path))
    if "Family" not in path.read_text(encoding="utf-8", errors="replace"):  # so it is not run
        raise FamilyError("makes no Family; a helper's name begins with _.", shown(path), 1)
    return loaded(path)


def oracle(name: str) -> Callable[[Any], Mapping[str, Any]] | None:
    """Load what checks a family of one's own: the function ``oracle`` of the file beside it.

    Returns:
        None when there is no such file.

    Raises:
        FamilyError: when it can't be loaded, or has no such function.
    """
    if name not in paths():
        return None
    path = paths()[name]
    beside = path.with_name(f"{path.stem}{ORACLE}.py")
    if not beside.is_file():
        return None
    found: Callable[[Any], Mapping[str, Any]] | None = getattr(loaded(beside), "oracle", None)
    if not callable(found):
        raise FamilyError("has no function oracle(givens).", shown(beside), 1)
    return found


@lru_cache(maxsize=1024)
def loaded(path: Path) -> ModuleType:
    """Run a file, once."""
    name = f"{package(path.parent)}.{path.stem}"
    try:
        spec = spec_from_file_location(name, path, loader=Source(name, str(path)))
        assert spec is not None  # noqa: S101 - a loader was given
        made = module_from_spec(spec)
        sys.modules[name] = made
        Source(name, str(path)).exec_module(made)
    except (Exception, SystemExit) as error:
        sys.modules.pop(name, None)
        raise fault(error) or FamilyError(f"can't be loaded: {said(error)}", shown(path)) from error
    return made


def package(folder: Path) -> str:
    """Make the package that a topic's files are modules of, so that they may import helpers."""
    name = PACKAGE
    for where, step in ((folder.parent, ""), (folder, f".{folder.name}")):
        name += step
        if name not in sys.modules:
            made = ModuleType(name)
            made.__path__ = [str(where)]
            sys.modules[name] = made
    return name


def fault(error: BaseException) -> FamilyError | None:
    """Say where in a file of one's own an error comes from; None when it comes from none."""
    if isinstance(error, FamilyError):
        return error
    if isinstance(error, SyntaxError) and error.filename and is_own(error.filename):
        return FamilyError(f"{error.msg}.", shown(Path(error.filename)), error.lineno)
    trace, found = error.__traceback__, None
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if is_own(file):
            found = FamilyError(said(error), shown(Path(file)), trace.tb_lineno)
        trace = trace.tb_next
    return found


def said(error: BaseException) -> str:
    """Write an error as a sentence: its kind and what it says, on one line."""
    text = " ".join(str(error).split()).rstrip(".")
    return f"{type(error).__name__}: {text}." if text else f"{type(error).__name__}."


def is_own(file: str) -> bool:
    """Say whether a file is in the folder of one's own families."""
    return Home.folder is not None and Path(file).is_relative_to(Home.folder)


def misdeclared(made: ModuleType, message: str, *within: str) -> FamilyError:
    """Make the error that says what a family's file declares wrongly, and where.

    Args:
        made: the file, as it was run.
        message: what is wrong.
        within: what is declared, such as ``"Givens", "X"``; nothing for the file as a whole.
    """
    path = Path(made.__file__ or made.__name__)
    return FamilyError(message, shown(path), line_of(path, within))


def line_of(path: Path, within: tuple[str, ...]) -> int:
    """Find the line on which something is declared; the first when it can't be found."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return 1
    start = 0
    for name in within:
        found = re.compile(rf"^\s*(class\s+)?{re.escape(name)}\b", re.MULTILINE).search(text, start)
        if found is None:
            break
        start = found.end()
    return text.count("\n", 0, start) + 1
