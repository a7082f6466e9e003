"""Kinds of givens: how each is typed, written back, and shown in a prompt.

``<kind>.py`` is the kind. Each module has

``read(text, given)``   what a person typed, or ``AnswerError``
``coerce(value, given)``   the same from TOML or JSON, where it may be native already
``write(value)``   text that ``read`` reads back
``show(value)``   what stands for it in a prompt
``LIFTED``   whether it goes onto the tape as a number or array
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from ncrevise.registry import plugin

if TYPE_CHECKING:
    from ncrevise.family import Shown
    from ncrevise.givens.declare import Given


class Kind(Protocol):
    """What a module of this package offers."""

    LIFTED: bool

    def read(self, text: str, given: Given) -> object:
        """Read what was typed."""

    def coerce(self, value: object, given: Given) -> object:
        """Take a value from TOML or JSON."""

    def write(self, value: object) -> str:
        """Write it so that ``read`` reads it back."""

    def show(self, value: object) -> Shown:
        """Give what stands for it in a prompt."""


def kind(name: str) -> Kind:
    """Load a kind by its name."""
    return cast("Kind", plugin("givens.kinds", name, "kind of given"))
