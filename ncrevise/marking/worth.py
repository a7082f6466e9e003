"""What a wrong answer keeps of a part's m marks: the one rule, in the terminal and every export.

===================================================  ===========
finding                                              marks
===================================================  ===========
a slip of writing: one entry or one sign off,        m − 1
rounded too early, cut off
the method, with one thing wrong: a mistake, a slip  ⌊m / 2⌋
in an operation, a transpose, the sign, a factor
anything else                                        0
===================================================  ===========

An answer of several entries keeps at least the share of them that is right, ⌊m · right / n⌋, and
never all marks. So a cause that is recognised costs nothing, and no entry more is a cliff.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ncrevise.marking.finding import Finding, Worth


def left(marks: int, worth: Worth) -> int:
    """Give what something wrong leaves of the marks."""
    return {"slip": marks - 1, "method": marks // 2, "nothing": 0}[worth]


def kept(marks: int, finding: Finding | None) -> int:
    """Give what a finding leaves of the marks; nothing where nothing was found."""
    return left(marks, finding.worth) if finding else 0


def share(marks: int, entries: tuple[bool, ...] | None) -> int:
    """Give what the entries that are right are worth."""
    if not entries or len(entries) == 1:
        return 0
    return marks * sum(entries) // len(entries)


def earned(marks: int, entries: tuple[bool, ...] | None, finding: Finding | None = None) -> int:
    """Give what a wrong answer keeps.

    Args:
        marks: of the part.
        entries: which of its entries are right; None without any.
        finding: what was found to be wrong.
    """
    return min(max(kept(marks, finding), share(marks, entries)), max(0, marks - 1))
