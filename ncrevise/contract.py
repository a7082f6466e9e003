"""What every question must do, over many seeds: for ``bank check``, and for the tests.

A check of one variant is a function of its solution that yields a sentence for each fault.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np

from ncrevise.document.tree import Document
from ncrevise.errors import NcreviseError
from ncrevise.export import jsonl, moodle
from ncrevise.givens.declare import givens_of
from ncrevise.givens.kinds import kind
from ncrevise.givens.place import plain
from ncrevise.item import Item, Solution, draw_solution, run, solve_item
from ncrevise.mistake import steadied
from ncrevise.own import fault
from ncrevise.paper import hints, question_document, statement
from ncrevise.render import html, latex, markdown, terminal, text
from ncrevise.results.kinds.numbers import floats, is_numeric
from ncrevise.tape import NO_TAPE, raw
from ncrevise.tolerance import agrees, differs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from _typeshed import DataclassInstance

    from ncrevise.question import Question
    from ncrevise.results.values import Answer, Answers


G = TypeVar("G", bound="DataclassInstance")
Oracle: TypeAlias = Callable[[Any], Mapping[str, Any]]
Check: TypeAlias = Callable[[Solution], Iterator[str]]

VARIED = 0.6  # of the variants differ at least
CLOSE = 1e-9
PAIRS = 30  # variants whose values are put in the place of one another's
COLUMNS = 80
WRITTEN = (text, markdown, latex, html)


@dataclass
class Findings:
    """What many variants of one question were like.

    Attributes:
        seeds: how many variants were drawn.
        different: how many of them differ.
        redrawn: how many draws were not worth asking.
        mistakes: ids of the mistakes that could be made.
        milliseconds: what one took to draw and work out.
        faults: what is wrong, each once.
    """

    question: str
    seeds: int = 0
    different: int = 0
    redrawn: int = 0
    mistakes: set[str] = field(default_factory=set)
    milliseconds: float = 0
    faults: dict[str, str] = field(default_factory=dict)

    def add(self, check: str, found: Iterable[str], where: str = "") -> None:
        """Keep the first fault of each check."""
        for sentence in islice(found, 1):
            self.faults.setdefault(check, f"{where}{sentence}")


def examine(
    question: Question,
    seeds: Sequence[int],
    oracle: Oracle | None = None,
    clock: Callable[[], float] = lambda: 0,
) -> Findings:
    """Draw variants and put every check to them; whatever goes wrong is a fault, not an error.

    Args:
        question: the question.
        seeds: of its variants.
        oracle: finds the results independently.
        clock: says what the seconds are.
    """
    found = Findings(question.id)
    solutions: list[Solution] = []
    try:
        start = clock()
        solutions.extend(draw_solution(question, seed) for seed in seeds)
        found.milliseconds = (clock() - start) / len(seeds) * 1000
        for check in CHECKS:
            for solution in solutions:
                found.add(check.__name__, check(solution), f"{solution.item.code}: ")
        first = solutions[0]
        found.add("formats", formats(first), f"{first.item.code}: ")
        found.add("overridden", overridden(first), f"{first.item.code}: ")
        found.add("again", again(first), f"{first.item.code}: ")
        found.add("mentioned", mentioned(solutions))
        if oracle:
            for solution in solutions:
                found.add("oracle", compared(solution, oracle), f"{solution.item.code}: ")
    except NcreviseError as error:
        found.faults["drawn"] = str(error)
    except Exception as error:  # noqa: BLE001 - a file of one's own may do anything
        found.faults["drawn"] = str(fault(error) or f"{type(error).__name__}: {error}")
    found.seeds = len(solutions)
    found.different = len({repr(solution.item.givens) for solution in solutions})
    found.redrawn = sum(solution.item.attempts - 1 for solution in solutions)
    found.mistakes = {name for solution in solutions for name in solution.mistakes}
    if "drawn" not in found.faults:
        found.add("varied", varied(found))
    return found


def varied(found: Findings) -> Iterator[str]:
    """See that variants differ, and that there are mistakes to be told apart from the truth."""
    if found.different <= VARIED * found.seeds:
        yield f"only {found.different} of {found.seeds} variants differ; widen its ranges"
    if len(found.mistakes) < 2:
        yield "fewer than 2 mistakes can ever be made"


# Checks of one variant.


def described(solution: Solution) -> Iterator[str]:
    """See that results are declared, and that what is asked comes out."""
    family = solution.item.family
    for name in solution.results.keys() - solution.item.derived.keys():
        about = family.outcomes.of(name)
        if about is None or not about.meaning or "*" in about.meaning:
            yield f"the result {name} is not declared with a meaning"
    for part in solution.item.question.parts:
        if part.asks not in solution.results:
            yield f"{part.asks} is asked, but does not come out"


def finite(solution: Solution) -> Iterator[str]:
    """See that results are finite numbers."""
    for name, value in solution.results.items():
        if is_numeric(value) and not np.all(np.isfinite(np.asarray(value, dtype=float))):
            yield f"{name} is not finite"


def untraced(solution: Solution) -> Iterator[str]:
    """See that the solver gives the same without a tape, and leaves its givens alone."""
    arrays = plain(solution.item.givens)
    before = copy.deepcopy(arrays)
    alone = run(solution.item.family, arrays, NO_TAPE)
    if alone.keys() != solution.values.keys() - solution.item.derived.keys():
        yield "on a tape there are other results than without"
    for name, value in alone.items():
        if name in solution.values and not same(value, solution.values[name]):
            yield f"{name} is another on a tape than without"
    for name in givens_of(type(arrays)):
        if not same(getattr(arrays, name), getattr(before, name)):
            yield f"the solver changes the given {name}"


def same(a: object, b: object) -> bool:
    """Compare bit for bit, types and all."""
    a, b = raw(a), raw(b)
    if isinstance(a, np.ndarray):
        return isinstance(b, np.ndarray) and a.dtype == b.dtype and np.array_equal(a, b)
    return type(a) is type(b) and bool(a == b)


def apart(solution: Solution) -> Iterator[str]:
    """See that every mistake gives results of the family, and something wrong."""
    for name, wrong in solution.mistakes.items():
        for result in wrong.keys() - solution.item.derived.keys():
            if solution.item.family.outcomes.of(result) is None:
                yield f"the mistake {name} gives {result}, which is no result"
        if not any(
            part.asks not in wrong
            or differs(
                wrong[part.asks],
                solution.results[part.asks],
                solution.tolerances[part.asks],
                solution.form(part.asks),
            )
            for part in solution.item.question.parts
        ):
            yield f"the mistake {name} gives the right answer"


def rendered(solution: Solution) -> Iterator[str]:
    """See that question and working can be written, every name filled in."""
    yield from misprints(text.render(question_document(solution, solved=True)))


def misprints(written: str) -> Iterator[str]:
    """Look for what no page should have on it."""
    for wrong in ("{{", "+ −", "− −"):
        if wrong in written:
            yield f"{wrong!r} stands in what is printed"
    if "nan" in written.split():
        yield "nan stands in what is printed"


def kept(solution: Solution) -> Iterator[str]:
    """See that givens are read back as they are written."""
    givens = solution.item.givens
    for name, about in givens_of(type(givens)).items():
        value, form = getattr(givens, name), kind(about.kind)
        if value is not None and form.read(form.write(value), about) != value:
            yield f"the given {name} is not read back as it is written"


def formats(solution: Solution) -> Iterator[str]:
    """See that it can be written in every format, hints and all."""
    if not hints(solution.item):
        yield "it has no hints"
    document = question_document(solution, solved=True)
    for form in WRITTEN:
        form.render(document)
    for spoken in (False, True):
        terminal.render(document, width=COLUMNS, plain=spoken)
    jsonl.write(solution)
    if not moodle.objection(solution):
        moodle.write(solution)


def overridden(solution: Solution) -> Iterator[str]:
    """See that a student's own value of the first line is gone on with."""
    keys = [key for key, value in solution.tape.named.items() if value.op is not None]
    if not keys:
        yield "the solver names no value on its tape"
        return
    first = keys[0]
    value = np.asarray(raw(solution.tape.named[first])) * 1
    followed = solve_item(solution.item, {first: value.item() if value.ndim == 0 else value})
    if followed.tape.named[first].op is not None:
        yield f"a student's own {first} is not gone on with"
    if followed.results.keys() != solution.results.keys():
        yield f"with a student's own {first} there are other results"


def again(solution: Solution) -> Iterator[str]:
    """See that the same seed gives the same."""
    other = draw_solution(solution.item.question, solution.item.seed)
    if other.item != solution.item:
        yield "the same seed gives other givens"


def compared(solution: Solution, oracle: Oracle) -> Iterator[str]:
    """See that an oracle finds the same results, and for mistakes of other givens as well."""
    family, givens = solution.item.family, solution.item.givens
    wanted = oracle(givens)
    for name, value in solution.results.items():
        if name in solution.item.derived:
            continue
        if name not in wanted:
            yield f"the oracle says nothing of {name}"
        elif not close(value, wanted[name]):
            yield f"{name} is {value!r}, but the oracle finds {wanted[name]!r}"
    for mistake in family.mistakes:
        if mistake.id not in solution.mistakes or not mistake.change or mistake.settings:
            continue
        wanted = {}
        with suppress(Exception):  # not every oracle can do with what a mistake makes of givens
            other = mistake.edited(family, plain(givens))
            wanted = {} if other is None else oracle(as_drawn(other))
        for name, value in solution.mistakes[mistake.id].items():
            if name in wanted and not close(value, wanted[name]):
                yield f"{mistake.id} makes {name} {value!r}, but the oracle finds {wanted[name]!r}"


def as_drawn(givens: G) -> G:
    """Give arrays among givens as nested tuples, as they are drawn."""

    def tuples(value: object) -> object:
        return tuple(map(tuples, value)) if isinstance(value, list) else value

    arrays = {
        name: tuples(value.tolist())
        for name in givens_of(type(givens))
        if isinstance(value := getattr(givens, name), np.ndarray)
    }
    return replace(givens, **arrays)


def close(found: Answer, wanted: object) -> bool:
    """Say whether two results are one, but for the last digits of floats."""
    found, wanted = raw(found), raw(wanted)
    if not is_numeric(found):
        return found == wanted if type(found) is type(wanted) else agrees(found, wanted, None)
    a, b = floats(found), floats(wanted)
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=CLOSE, atol=CLOSE))


CHECKS: tuple[Check, ...] = (
    described,
    finite,
    untraced,
    apart,
    rendered,
    kept,
)


# Checks of several variants.


def mentioned(solutions: Sequence[Solution]) -> Iterator[str]:
    """See that the wording mentions every given that changes from variant to variant and matters.

    The given of one variant is put among those of another: when the answer changes, so must
    what is read.
    """
    if not solutions:
        return
    for name in givens_of(type(solutions[0].item.givens)):
        for one, other in islice(pairwise(solutions), PAIRS):
            found = exchanged(one, other, name)
            if found is None:
                continue
            if wording(found) == wording(one.item):
                yield f"the wording does not mention {{{{{name}}}}}, which changes the answer"
            break


def exchanged(one: Solution, other: Solution, name: str) -> Item | None:
    """Put a given of one variant among those of another; None when the answer stays the same."""
    item = one.item
    value = getattr(other.item.givens, name)
    if value == getattr(item.givens, name):
        return None
    givens = replace(item.givens, **{name: value})
    found: Answers = {}
    with suppress(ArithmeticError, ValueError, TypeError, LookupError, NcreviseError):
        item.family.accept(plain(givens))
        found = steadied(run(item.family, plain(givens), NO_TAPE))
    asked = [part.base for part in item.question.parts]
    if all(n not in found or close(found[n], one.results[n]) for n in asked):
        return None
    return replace(item, givens=givens)


def wording(item: Item) -> str:
    """Write what is read of an item before it is answered."""
    return text.render(Document("", statement(item)))
