"""Parting the edges of a graph as typed: ``a-b``, ``a->b:2``, ``a-b-c``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ncrevise.errors import AnswerError
from ncrevise.givens.kinds.support import numerals

if TYPE_CHECKING:
    from ncrevise.givens.declare import Given
    from ncrevise.maths.tree import Scalar

NAME = re.compile(r"\w{1,12}")
ARROW = re.compile(r"\s*(->|→|--|[-–—−])\s*")
LIKE = "Write edges such as a-b, b-c, or a->b, with a weight as in a-b:2."


def parted(piece: str, given: Given) -> tuple[list[str], list[str], Scalar]:
    """Part one piece into nodes, the arrows between them, and the weight of the edges."""
    path, colon, typed = piece.partition(":")
    nodes = ARROW.split(path.strip())
    nodes, arrows = nodes[::2], nodes[1::2]
    for name in nodes:
        if not NAME.fullmatch(name):
            what = f"{name[:30]!r} is no name: up to 12 letters and digits" if name else "No name"
            where = f" in {piece[:40]!r}" if name != piece else ""
            raise AnswerError(f"{what}{'' if name else ' at one end'}{where}. {LIKE}")
    if not colon:
        return nodes, arrows, 1
    if not arrows:
        raise AnswerError(f"{piece[:40]!r} is a node: only edges have weights. {LIKE}")
    weight = numerals.coerce(typed.strip(), given, f"In {piece[:40]}")
    if weight == 0:
        raise AnswerError(f"In {piece[:40]}: an edge of weight 0 is none; leave it out.")
    return nodes, arrows, weight
