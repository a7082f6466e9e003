"""What a result looks like for given numbers: its names along each axis, the words allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ncrevise.results.declare import Result
from ncrevise.results.values import bare

if TYPE_CHECKING:
    from ncrevise.results.values import Answer

ANY = Result("the answer")


@dataclass(frozen=True, slots=True)
class Form:
    """What is known of one result of one problem.

    Attributes:
        about: what the family declares.
        names: the names along each axis (Markdown), None along one without.
        words: the words that may be answered; none where any may.
        givens: the plain givens, which decide whether an answer is accepted.
    """

    about: Result = ANY
    names: tuple[tuple[str, ...] | None, ...] = ()
    words: tuple[str, ...] = ()
    givens: Any = None

    @property
    def meaning(self) -> str:
        """What the result is, as a phrase."""
        return self.about.meaning

    def along(self, axis: int, length: int) -> tuple[str, ...] | None:
        """Give the names along an axis, where it has as many as it is long."""
        found = self.names[axis] if axis < len(self.names) else None
        return found if found is not None and len(found) == length else None

    def why_not(self, answer: Answer) -> str | None:
        """Say why an answer is not right; empty if it is, None where the sample decides."""
        return self.about.accepts(self.givens, answer) if self.about.accepts else None

    @property
    def allowed(self) -> str:
        """What may be answered, as a sentence (Markdown); empty where it goes without saying."""
        about = self.about
        if about.kind == "text":
            return "Answer in a sentence or two; you compare it with the marking points yourself."
        if about.accepts:
            return "Every right answer counts."
        if about.up_to:
            return "Either sign counts." if about.up_to == "sign" else "Its length does not matter."
        if not self.words:
            return ""
        listed = ", ".join(self.words)
        if set(map(bare, self.words)) in ({"yes", "no"}, {"true", "false"}):
            return f"Answer {' or '.join(self.words)}."
        if about.kind == "word":
            return f"Answer with one of: {listed}."
        if about.kind == "set":
            return f"Give all that belong to it, of: {listed}."
        return f"Choose each from: {listed}."
