"""Parting the numbers or points of a curve as typed."""

from __future__ import annotations

import re
from typing import Any

from ncrevise.errors import AnswerError

POINT = re.compile(r"[\s,]*[(\[]([^()\[\]]*)[)\]][\s,]*")


def parted(body: str, shown: str) -> list[Any]:
    """Part the numbers or points of one curve."""
    body = body.strip()
    nested = body[:2] in {"[[", "[("}
    if body[:1] == "[" and body[-1:] == "]" and (nested or not re.search(r"[()\[\]]", body[1:-1])):
        body = body[1:-1].strip()
    if not re.search(r"[()\[\]]", body):
        return re.findall(r"[^\s,]+", body)
    found, at = [], 0
    while at < len(body):
        match = POINT.match(body, at)
        if not match:
            raise AnswerError(
                f"In {shown[:40]!r}: points stand in brackets, as in (0, 1) (1, 0.5)."
            )
        found.append(re.findall(r"[^\s,]+", match[1]))
        at = match.end()
    return found
