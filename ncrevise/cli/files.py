"""Writing files whole or not at all, in the format their name asks for."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ncrevise import registry
from ncrevise.errors import UsageError

if TYPE_CHECKING:
    from ncrevise.document.tree import Document


FORMATS = {".pdf": "pdf", ".html": "html", ".htm": "html", ".tex": "latex", ".md": "markdown"}


def form_of(path: Path) -> str:
    """Find the format of a page by the end of its name, before any work is done for it.

    Raises:
        UsageError: when it has no such end, or no folder to go to, or is one.
    """
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise UsageError(f"{path}: the name must end in .pdf, .html, .tex or .md.")
    if not path.parent.is_dir():
        raise UsageError(f"{path.parent}: there is no such folder.")
    if path.is_dir():
        raise UsageError(f"{path}: a folder has this name.")
    if not os.access(path.parent, os.W_OK):
        raise UsageError(f"{path.parent}: nothing can be written to this folder.")
    return form


def page(document: Document, form: str) -> bytes:
    """Write one document in a paper format."""
    made = registry.plugin("render", form, "format").render(document)
    return made if isinstance(made, bytes) else str(made).encode()


def write_whole(path: Path, data: bytes) -> None:
    """Write beside the target, then put it in place, so that Ctrl-C leaves no half file."""
    if not path.parent.is_dir():
        raise UsageError(f"{path.parent}: there is no such folder.")
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        part.chmod(0o644)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
