"""Seeds as they are typed, or drawn from the system."""

from __future__ import annotations

import re

from ncrevise.errors import UsageError
from ncrevise.study.choosing import BITS


def read_seed(text: str | None) -> int:
    """Read a seed, decimal or hex; draw one from the system when there is none."""
    if text is None:
        import secrets

        return secrets.randbits(BITS)
    clean = text.strip().lower()
    if re.fullmatch(r"\d{1,18}", clean):
        return int(clean)
    if re.fullmatch(r"(0x)?[0-9a-f]{1,15}", clean):
        return int(clean, 16)
    raise UsageError(f"--seed {text!r}: a seed is a whole number, or hex such as 7f2a.")
