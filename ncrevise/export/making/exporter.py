"""What an export format is: how one variant is written, and what stands around the variants.

A file consists of named members. A format whose file is one text has one, and is made by
``alone``; an archive has as many as it likes, and says how they are packed. A format is a module
of ``ncrevise.export`` with an ``EXPORTER``; its name is the module's.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ncrevise import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import BinaryIO

    from ncrevise.item import Solution
    from ncrevise.question import Question

Pieces: TypeAlias = "Mapping[str, bytes]"
"""What is added to the end of each member, by its name; in order, where they are new."""

Members: TypeAlias = "Mapping[str, Iterator[bytes]]"
"""All that was added to each member, by its name, in the order in which they came to be."""

NOTHING: Pieces = {}
WHOLE = "whole"  # the only member of a file that is no archive


def nothing(_question: Question) -> Pieces:
    """Add nothing around a question's variants."""
    return NOTHING


def anything(_solution: Solution) -> str:
    """Take every variant."""
    return ""


@dataclass(frozen=True, slots=True)
class Exporter:
    """An export format.

    Args:
        write: writes one variant; whatever process does it, the same bytes.
        head: stands before all variants.
        tail: stands after all variants.
        group: opens a question, before the first of its variants.
        end: closes a question, after the last of its variants.
        objection: says why a variant can't be written; empty when it can. Then its question
            is left out.
        remark: says what of a question it can't hold as it is; None when it holds everything.
        pack: makes the file of its members; None when the only member is the file.
    """

    write: Callable[[Solution], Pieces]
    head: Pieces
    tail: Pieces
    group: Callable[[Question], Pieces] = nothing
    end: Callable[[Question], Pieces] = nothing
    objection: Callable[[Solution], str] = anything
    remark: Callable[[Solution], str] | None = None
    pack: Callable[[Members, BinaryIO], None] | None = None


def alone(
    write: Callable[[Solution], bytes],
    *,
    head: bytes = b"",
    tail: bytes = b"",
    group: Callable[[Question], bytes] | None = None,
    objection: Callable[[Solution], str] = anything,
    remark: Callable[[Solution], str] | None = None,
) -> Exporter:
    """Make a format whose file is one text; arguments as in ``Exporter``, bytes for pieces."""
    return Exporter(
        lambda solution: {WHOLE: write(solution)},
        head={WHOLE: head},
        tail={WHOLE: tail},
        group=(lambda question: {WHOLE: group(question)}) if group else nothing,
        objection=objection,
        remark=remark,
    )


def exporters() -> tuple[str, ...]:
    """List the formats, without importing any."""
    modules = pkgutil.iter_modules([str(Path(__file__).parent.parent)])
    return tuple(sorted(module.name for module in modules if not module.ispkg))


def exporter(name: str) -> Exporter:
    """Load a format by its name.

    Raises:
        UsageError: when there is none of that name.
    """
    found: Exporter = registry.plugin("export", name, "export format").EXPORTER
    return found
