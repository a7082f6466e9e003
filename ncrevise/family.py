"""A problem family: typed givens, their domains, a solver, and the mistakes people make.

A family file makes a ``Family`` first and says the rest with its decorators:

    pool = Family["Givens", "Results"]("Pooling", source="Wei, CSC413, §9", sizes={"H": 4, "W": 4})

    @givens
    class Givens: …

    @results
    class Results: …

    @pool.solve
    def solve(g: Givens, tape: Recorder) -> Results: …

    stride_ignored = pool.edit("You moved the group one entry at a time; …", stride=1)

Nothing is listed: givens, results and mistakes are gathered from the module, in order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from ncrevise.errors import GivensError, UsageError
from ncrevise.givens.declare import Blocks, Count, Word, given, givens, givens_of
from ncrevise.givens.kinds import kind
from ncrevise.givens.place import placed
from ncrevise.mistake import Mistake, named
from ncrevise.own import misdeclared
from ncrevise.registry import did_you_mean
from ncrevise.results.declare import (
    KINDS,
    Declared,
    Each,
    Result,
    gathered,
    result,
    results,
    results_of,
    spread,
)
from ncrevise.results.form import Form
from ncrevise.tape import Array, Number, Recorder

if TYPE_CHECKING:
    from types import ModuleType

    from ncrevise.document.tree import Block
    from ncrevise.maths.tree import Node
    from ncrevise.results.values import Answers

__all__ = [
    "Array",
    "Blocks",
    "Count",
    "Each",
    "Family",
    "Number",
    "Recorder",
    "Word",
    "given",
    "givens",
    "result",
    "results",
]

G = TypeVar("G")
R = TypeVar("R")
F = TypeVar("F", bound=Callable[..., Any])
Results: TypeAlias = "Answers"
Shown: TypeAlias = "Node | Block | str"
Showable: TypeAlias = "Mapping[str, Shown | Callable[[], Shown]]"
Change: TypeAlias = Callable[[G], Mapping[str, object]]
"""The kinds of result: the types that one may be annotated with, in small letters."""


class Family(Generic[G, R]):
    """One problem type.

    Args:
        title: what it is called in a list.
        source: lecture note and section.
        sizes: the lengths of axes that are drawn, unless a bank says otherwise.

    Attributes:
        model: the class of its givens.
        outcomes: what each result is.
        mistakes: in the order of its file.
        name: its id, from its place in ``families/``.
    """

    model: type[G]
    outcomes: Declared
    results_model: type[R]
    solver: Callable[..., R]

    def __init__(self, title: str, *, source: str, sizes: Mapping[str, int] | None = None) -> None:
        self.title = title
        self.source = source
        self.sizes: Mapping[str, int] = sizes or {}
        self.name = ""
        self.mistakes: tuple[Mistake, ...] = ()
        self.drawer: Callable[..., Mapping[str, object]] | None = None
        self.needed: list[tuple[Callable[[Any], bool], str | Callable[[Any], str]]] = []
        self.checks: list[Callable[[Any], None]] = []
        self.dullness: list[Callable[[Any, Any], bool]] = []
        self.placeholders: dict[str, Callable[[Any], Shown]] = {}
        self.showing: list[Callable[[Any], Showable]] = []
        self.axes: dict[str, Callable[[Any], Sequence[str] | None]] = {}

    # What a family file says.

    def solve(self, solver: F) -> F:
        """Take the solver: it names results on a recorder; its first paragraph says the method."""
        self.solver = solver
        return solver

    def draw(self, drawer: F) -> F:
        """Take what draws givens that no domain can; keyword arguments are a bank's options."""
        self.drawer = drawer
        return drawer

    def needs(self, holds: Callable[[G], bool], message: str | Callable[[G], str]) -> None:
        """Refuse givens for which something does not hold; the message may name givens."""
        self.needed.append((holds, message))

    def check(self, checker: Callable[[G], None]) -> Callable[[G], None]:
        """Take what raises ``GivensError`` where a sentence needs more than ``needs`` can say."""
        self.checks.append(checker)
        return checker

    def dull(self, is_dull: Callable[[G, R], bool]) -> Callable[[G, R], bool]:
        """Take what says whether results are too plain to ask for."""
        self.dullness.append(is_dull)
        return is_dull

    def show(self, make: F) -> F:
        """Take what stands for the placeholder of this name in a prompt."""
        self.placeholders[make.__name__] = make
        return make

    def shows(self, make: Callable[[G], Showable]) -> Callable[[G], Showable]:
        """Take what gives several placeholders by name."""
        self.showing.append(make)
        return make

    def axis(self, letter: str) -> Callable[[F], F]:
        """Take the names (Markdown) of the rows or columns along an axis; None for none."""

        def take(names: F) -> F:
            self.axes[letter] = names
            return names

        return take

    def edit(
        self,
        feedback: str,
        change: Change[G] | None = None,
        *,
        when: Callable[[G], bool] | None = None,
        moot: bool = False,
        **fixed: object,
    ) -> Mistake:
        """Make a mistake of other givens: the right solver on them. See ``Mistake``."""
        return Mistake(feedback, change or (lambda _plain: fixed), when=when, moot=moot)

    def wrong(
        self,
        feedback: str,
        change: Change[G] | None = None,
        *,
        when: Callable[[G], bool] | None = None,
        moot: bool = False,
        **settings: object,
    ) -> Mistake:
        """Make a mistake of the solver with something set otherwise, perhaps on other givens.

        See ``Mistake``.
        """
        return Mistake(feedback, change, settings, when=when, moot=moot)

    def instead(
        self,
        feedback: str,
        change: Callable[[G, R], Mapping[str, object]],
        *,
        when: Callable[[G], bool] | None = None,
        moot: bool = False,
    ) -> Mistake:
        """Make a mistake of the right results with something else in their place.

        See ``Mistake``.
        """

        def solver(plain: G, tape: Recorder) -> R:
            found = self.run(plain, tape)
            return replace(found, **change(plain, found))  # type: ignore[type-var]

        return Mistake(feedback, solver=solver, when=when, moot=moot)

    def mistake(
        self, feedback: str, *, when: Callable[[G], bool] | None = None, moot: bool = False
    ) -> Callable[[Callable[[G, Recorder], R | Results | None]], Mistake]:
        """Make a mistake of a function of plain givens and a recorder. See ``Mistake``."""

        def make(solver: Callable[[G, Recorder], R | Results | None]) -> Mistake:
            return Mistake(feedback, solver=solver, when=when, moot=moot)

        return make

    # What is done with it.

    @property
    def topic(self) -> str:
        """The section of the catalogue it belongs to."""
        return self.name.partition(".")[0]

    @property
    def results(self) -> Mapping[str, str]:
        """What each result is, by name or pattern, as a phrase."""
        return {about.name: about.meaning for about in self.outcomes.values()}

    @property
    def method(self) -> str:
        """What the solver does, in a sentence or two."""
        return " ".join((self.solver.__doc__ or "").strip().partition("\n\n")[0].split())

    def outcome(self, name: str) -> Result:
        """Give what is known of a result.

        Raises:
            KeyError: when there is none of that name.
        """
        found = self.outcomes.of(name)
        if found is None:
            raise KeyError(name)
        return found

    def form(self, name: str, plain: G) -> Form:
        """Say what a result looks like for these givens: its names, and what may be answered."""
        about = self.outcome(name)
        names = tuple(self.names(axis, plain) for axis in about.axes)
        words = about.one_of
        if isinstance(words, str):
            words = self.names(words, plain) or ()
        return Form(about, names, words, plain)

    def names(self, axis: str, plain: G) -> tuple[str, ...] | None:
        """Give the names along an axis, None along one without."""
        found = self.axes[axis](plain) if axis in self.axes else None
        return tuple(found) if found else None

    def run(self, plain: G, tape: Recorder, **settings: object) -> R:
        """Run the solver on givens, which it puts onto the recorder first."""
        return self.solver(placed(plain, tape), tape, **settings)

    def spread(self, found: R | Results) -> Results:
        """List results by name."""
        return spread(found)

    def unmet(self, plain: G) -> str:
        """Say what givens do not meet; empty when they are fine."""
        for holds, message in self.needed:
            if not holds(plain):
                if callable(message):
                    return message(plain)
                return message.format_map({name: getattr(plain, name) for name in self.given_names})
        return ""

    @property
    def given_names(self) -> tuple[str, ...]:
        """The names of its givens, in order."""
        return tuple(givens_of(self.model))

    def accept(self, plain: G) -> None:
        """Refuse givens that make no problem.

        Raises:
            GivensError: saying why.
        """
        why = self.unmet(plain)
        if why:
            raise GivensError(why)
        for check in self.checks:
            check(plain)

    def is_dull(self, plain: G, found: Results) -> bool:
        """Say whether results are too plain to ask for."""
        if not self.dullness:
            return False
        results = gathered(self.results_model, found)
        return any(is_dull(plain, results) for is_dull in self.dullness)

    def shown(self, plain: G) -> dict[str, Shown | Callable[[], Shown]]:
        """Give placeholders for prompts beyond the givens themselves."""
        found: dict[str, Shown | Callable[[], Shown]] = {
            name: partial(make, plain) for name, make in self.placeholders.items()
        }
        for make in self.showing:
            found |= make(plain)
        return found

    def gathered(self, module: ModuleType, name: str) -> Family[G, R]:
        """Take up what its file says besides: its classes and mistakes.

        Raises:
            FamilyError: when something is missing, or of a kind that does not exist.
        """
        self.name = name
        self.model, self.results_model = declared(module, name)
        self.outcomes = results_of(self.results_model)
        if not hasattr(self, "solver"):
            raise misdeclared(module, f"{name} has no solver: a function with @….solve above it.")
        said = ((key, value) for key, value in vars(module).items() if isinstance(value, Mistake))
        self.mistakes = tuple(named(value, key) for key, value in said)
        return self


def declared(module: ModuleType, name: str) -> tuple[type[Any], type[Any]]:
    """Give the classes of givens and results that a file declares, every kind known.

    Raises:
        FamilyError: when one is missing, or a field of a kind that does not exist.
    """
    for wanted, listed in (("Givens", givens_of), ("Results", results_of)):
        if not hasattr(module, wanted):
            raise misdeclared(module, f"{name} declares no class {wanted}.")
        try:
            listed(getattr(module, wanted))
        except KeyError:
            message = f"the class {wanted} needs @{wanted.lower()} above it."
            raise misdeclared(module, message, wanted) from None
    for key, about in givens_of(module.Givens).items():
        try:
            kind(about.kind)
        except UsageError as error:
            raise misdeclared(module, str(error), "Givens", key) from None
    for key, outcome in results_of(module.Results).items():
        if outcome.kind not in KINDS:
            hint = did_you_mean(outcome.kind, sorted(KINDS))
            message = f"There is no kind of result {outcome.kind!r}.{hint}"
            raise misdeclared(module, message, "Results", key)
    return module.Givens, module.Results
