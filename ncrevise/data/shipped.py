"""The files that come with the package."""

from __future__ import annotations

import gzip
from importlib.resources import files


def shipped(name: str) -> str:
    """Read a shipped text, unpacked when its name ends in ``.gz``."""
    content = files(__package__).joinpath(name).read_bytes()
    return (gzip.decompress(content) if name.endswith(".gz") else content).decode()
