"""A problem family: typed givens, a way to draw them, a solver, and the mistakes people make."""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, field, fields
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ncrevise.document.tree import Block
    from ncrevise.draw import Draw
    from ncrevise.maths.tree import Node
    from ncrevise.tape import Recorder, Tensor

G = TypeVar("G")
Results: TypeAlias = "Mapping[str, Tensor]"
Shown: TypeAlias = "Node | Block | str"
Showable: TypeAlias = "Mapping[str, Shown | Callable[[], Shown]]"


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of one given.

    Args:
        meaning: a phrase that ends a sentence: "the kernel".
        kind: how it is typed and shown (see ``inputs``).
        shape: names or numbers of its axes, ``"h,d"``; the same name is the same length.
        symbol: how it is written, in TeX; the name itself by default.
        choices: the words allowed, for a choice.
        convention: whether it is a convention, set by ``--set`` and stated in the working.
        low: smallest number allowed, when there is one.
        high: largest number allowed, when there is one.
    """

    meaning: str
    kind: str
    shape: str = ""
    symbol: str = ""
    choices: tuple[str, ...] = ()
    convention: bool = False
    low: float | None = None
    high: float | None = None


def given(
    meaning: str,
    *,
    kind: str = "",
    shape: str = "",
    symbol: str = "",
    choices: tuple[str, ...] = (),
    convention: bool = False,
    low: float | None = None,
    high: float | None = None,
    default: Any = MISSING,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    """Declare a given as a dataclass field."""
    kind = kind or ("array" if shape else "choice" if choices else "number")
    about = Given(meaning, kind, shape, symbol, choices, convention, low, high)
    return field(default=default, metadata={"given": about})


class Described(dict[str, str]):
    """What results are, by name, where their number depends on the givens.

    ``h*`` stands for ``h1``, ``h2`` … and a star in its meaning for what followed the ``h``;
    a name of its own comes first, then the longest pattern.
    """

    def __missing__(self, name: str) -> str:
        for pattern in sorted(self, key=len, reverse=True):
            start, star, end = pattern.partition("*")
            matches = name.startswith(start) and name.endswith(end)
            if star and matches and len(name) >= len(pattern):
                return self[pattern].replace("*", name[len(start) : len(name) - len(end)])
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        try:
            return isinstance(name, str) and bool(self[name])
        except KeyError:
            return False


@dataclass(frozen=True, slots=True)
class Mistake:
    """The right solver with one thing wrong.

    Args:
        id: a stable name, counted across variants.
        solve: results from plain givens, or None where the mistake can't be made.
        feedback: one sentence (Markdown): what was done, and what to do.
    """

    id: str
    solve: Callable[[Any], Results | None]
    feedback: str


def mistake(solve: Callable[[Any], Results | None]) -> Mistake:
    """Make a mistake of a solver whose docstring is the feedback."""
    if not solve.__doc__:
        raise TypeError(f"{solve.__name__} needs a docstring: it is the feedback")
    return Mistake(solve.__name__.replace("_", "-"), solve, " ".join(solve.__doc__.split()))


@dataclass(frozen=True)
class Family(Generic[G]):
    """One problem type.

    Args:
        title: what it is called in a list.
        source: lecture note and section.
        givens: a dataclass whose fields are made by ``given``.
        ranges: a dataclass of drawing settings, one field a key of the bank's ``ranges``.
        draw: draws givens for ranges.
        solve: names results on a tape and returns them; its first paragraph says the method.
        results: what each result is, by name; ``Described`` where they depend on the givens.
        mistakes: functions of the givens, each with its feedback as docstring.
        dull: says whether results are too plain to ask for (all zero, all saturated).
        shows: placeholders for prompts beyond the givens themselves; a function makes what
            it stands for only when a prompt wants it.
        check: raises ``GivensError`` for typed givens that shapes and limits can't refuse.
        name: its id, from its place in ``families/``.
    """

    title: str
    source: str
    givens: type[G]
    ranges: type[Any]
    draw: Callable[[Draw, Any], G]
    solve: Callable[[G, Recorder], Results]
    results: Mapping[str, str]
    mistakes: tuple[Mistake, ...]
    dull: Callable[[G, Results], bool] = lambda _givens, _results: False
    shows: Callable[[G], Showable] = lambda _givens: {}
    check: Callable[[G], None] = lambda _givens: None
    name: str = ""

    @property
    def topic(self) -> str:
        """The section of the catalogue it belongs to."""
        return self.name.partition(".")[0]


Declared: TypeAlias = "Mapping[str, tuple[Field[Any], Given]]"
_DECLARED: dict[type[Any], Declared] = {}


def givens_of(model: type[Any]) -> Declared:
    """List the givens of a dataclass, by name, in order."""
    if model not in _DECLARED:
        _DECLARED[model] = {f.name: (f, f.metadata["given"]) for f in fields(model)}
    return _DECLARED[model]


def is_optional(declared: Field[Any]) -> bool:
    """Say whether a given may be left out."""
    return declared.default is not MISSING
