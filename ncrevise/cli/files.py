"""Writing files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ncrevise.errors import UsageError


def write_whole(path: Path, data: bytes) -> None:
    """Write beside the target, then put it in place, so that Ctrl-C leaves no half file."""
    if not path.parent.is_dir():
        raise UsageError(f"{path.parent}: there is no such folder.")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        part.chmod(0o644)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
