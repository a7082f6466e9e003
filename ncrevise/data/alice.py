"""The first four chapters of *Alice's Adventures in Wonderland*, a text to model.

A paragraph is one line, as is a line of verse, and an empty line stands between. It is
ASCII, 64 different characters in 45 thousand.
"""

from __future__ import annotations

from ncrevise.data.shipped import shipped


def load() -> str:
    """Read the text."""
    return shipped("alice.txt.gz")
