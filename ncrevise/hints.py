"""Hints: what to do next, its formula, its numbers, its value; then the step after it.

A hint is about the next line of the working that a part needs and the student has not got.
Answers already given count as got, right ones as they are and wrong ones as the student's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ncrevise.document.markdown import read, read_inline
from ncrevise.document.tree import Block, Equation, Paragraph
from ncrevise.marking.following import follow, own_values, settled
from ncrevise.maths.tree import EQUALS, Chain
from ncrevise.tape.spelling import Speller
from ncrevise.tape.tape import Begin, Line
from ncrevise.tape.value import Value
from ncrevise.working import answer, equations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from ncrevise.item import Solution
    from ncrevise.question import Part

LEVELS = 4
SUITED = 2  # words in common
WORD = re.compile(r"[^\W_]+(?:_\{?\w+\}?)?")
PLAIN = frozenset("the and for its are that each with from this your one any all can not".split())  # noqa: SIM905
STEM = 4  # letters that tell a word: gate and gates, slide and sliding


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint.

    Attributes:
        step: the value that it is about, by name; ``""`` for a result without one.
        level: 1 what, 2 the formula, 3 the numbers, 4 the value.
        blocks: the hint.
    """

    step: str
    level: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class HintState:
    """Where a student stands with the hints of one part.

    Attributes:
        step: the step that the last hint was about.
        level: its level; 0 before the first hint.
        shown: steps whose value has been told.
    """

    step: str = ""
    level: int = 0
    shown: frozenset[str] = frozenset()

    def next(
        self, solution: Solution, part: Part, answered: Mapping[str, str]
    ) -> tuple[Hint | None, HintState]:
        """Give the next hint and the state after it; None when every step has been told."""
        step = next_step(solution, part, answered, self.shown)
        if step is None:
            return None, self
        level = self.level + 1 if (step.name == self.step and self.level < LEVELS) else 1
        shown = self.shown | {step.name} if level == LEVELS else self.shown
        return step.hint(level), replace(self, step=step.name, level=level, shown=shown)


def next_hint(
    solution: Solution,
    part: Part,
    level: int,
    answered: Mapping[str, str],
    shown: Collection[str] = (),
) -> Hint | None:
    """Give a hint of a level about the next step.

    Args:
        solution: the item's solution.
        part: the part in hand.
        level: 1 to 4.
        answered: what was typed to other parts, by letter.
        shown: steps whose value has been told; None is given when all have.
    """
    step = next_step(solution, part, answered, frozenset(shown))
    return step.hint(level) if step else None


@dataclass(frozen=True, slots=True)
class NextStep:
    """The next line of the working.

    Attributes:
        solution: the solution it stands in, perhaps from the student's own values.
        part: the part it leads to.
        value: the value to find; for a result that no line tells, whatever the family gives.
    """

    solution: Solution
    part: Part
    value: object

    @property
    def name(self) -> str:
        """Its name on the tape."""
        return (self.value.key or "") if isinstance(self.value, Value) else ""

    def hint(self, level: int) -> Hint:
        """Give the hint of a level."""
        writers = (self.what, self.formula, self.numbers, self.result)
        return Hint(self.name, level, writers[level - 1]())

    def what(self) -> tuple[Block, ...]:
        """Say what is to be done, and what the bank has to say of this step."""
        from ncrevise.paper import hints

        suited = suited_hints(self.solution, self.name)
        written = hints(self.solution.item) if suited else ()
        caption = Paragraph(read_inline(self.caption))
        return (caption, *(block for k in suited for block in written[k]))

    @property
    def caption(self) -> str:
        """What the working says of it, as a sentence."""
        meaning = self.solution.item.family.results[self.part.asks]
        said = captions(self.solution).get(self.name) or f"Find {meaning}"
        return said if said.endswith((".", "!", "?")) else f"{said}."

    def formula(self) -> tuple[Block, ...]:
        """Give the formula in symbols; failing that, the method."""
        value = self.value
        if not isinstance(value, Value) or value.op is None:
            return self.method()
        speller = Speller(self.solution.tape)
        name = answer(self.solution.tape, value, self.meaning).left
        return (Equation(Chain(name, ((EQUALS, speller.symbols(value)),))),)

    @property
    def meaning(self) -> str:
        """What is asked, in words."""
        return self.solution.item.family.results[self.part.asks]

    def method(self) -> tuple[Block, ...]:
        """Give the method of the family in a sentence."""
        said = (self.solution.item.family.solve.__doc__ or self.caption).strip()
        return read(" ".join(said.partition("\n\n")[0].split()))

    def numbers(self) -> tuple[Block, ...]:
        """Put the numbers in, and stop before the value."""
        value = self.value
        if not isinstance(value, Value) or value.op is None or not value.symbol:
            return self.formula()
        chains = equations(Speller(self.solution.tape), value)
        open_ended = [replace(chain, links=chain.links[:-1]) for chain in chains]
        blocks = tuple(Equation(chain) for chain in open_ended if chain.links)
        return blocks or self.formula()

    def result(self) -> tuple[Block, ...]:
        """Give the value of this step alone."""
        return (Equation(answer(self.solution.tape, self.value, self.meaning)),)


def next_step(
    solution: Solution, part: Part, answered: Mapping[str, str], shown: frozenset[str]
) -> NextStep | None:
    """Find the first value a part needs that is neither answered nor told."""
    own = own_values(solution, part, answered)
    followed = follow(solution, part, own)
    got: set[str] = set()
    for other in solution.item.question.parts:
        trusted = other.asks not in own.wrong or (followed and not followed.refusal)
        if other.asks in own.typed and trusted:
            got |= settled(solution.values[other.asks], solution.results[other.asks]).keys()
    basis = followed.solution if followed and not followed.refusal else solution
    asked = basis.values[part.asks]
    for value in needed(basis, asked, got):
        if value.key not in shown:
            return NextStep(basis, part, value)
    named = isinstance(asked, Value) and asked.key is not None
    return None if named or "" in shown else NextStep(basis, part, asked)


def needed(solution: Solution, asked: object, got: Collection[str]) -> list[Value]:
    """List the named values that lead to a result, in order, from those already got."""
    if not isinstance(asked, Value):
        return []
    named = {value.index for key, value in solution.tape.named.items() if key in got}
    found: list[Value] = []
    seen: set[int] = set()
    waiting = [asked]
    while waiting:
        value = waiting.pop()
        if value.index in seen or (value.index in named and value is not asked):
            continue
        seen.add(value.index)
        waiting.extend(value.args)
        if value.key is not None and (value.op is not None or value is asked):
            found.append(value)
    return sorted(found, key=lambda value: value.index)


def captions(solution: Solution) -> dict[str, str]:
    """Give what the working says of each line: its own words, or those its step began with."""
    found: dict[str, str] = {}
    begun = ""
    for entry in solution.tape.entries:
        if isinstance(entry, Begin):
            begun = entry.say
        elif isinstance(entry, Line):
            begun = entry.say or begun
            found[entry.value.key or ""] = begun
    return found


def suited_hints(solution: Solution, name: str) -> list[int]:
    """List the bank's hints that share more words with this step than with any other."""
    said = vocabulary(solution)
    found = []
    for k, hint in enumerate(solution.item.question.hints):
        heard = words(hint)
        common = {key: len(heard & known) for key, known in said.items()}
        if common.get(name, 0) >= SUITED and common[name] == max(common.values()):
            found.append(k)
    return found


def vocabulary(solution: Solution) -> dict[str, set[str]]:
    """Give the words of each step: its caption, its meaning, and those of what it reads."""
    family, tape = solution.item.family, solution.tape
    said = captions(solution)
    meanings = {
        v.key: family.results[n] for n, v in solution.values.items() if isinstance(v, Value)
    }

    def own(value: Value) -> set[str]:
        key = value.key or ""
        return words(f"{said.get(key, '')} {meanings.get(key, '')} ${value.symbol}$")

    return {
        key: own(value).union(*map(own, read_by(value)))
        for key, value in tape.named.items()
        if value.op is not None
    }


def read_by(value: Value) -> Iterable[Value]:
    """List the named values in a value's formula."""
    for arg in value.args:
        if arg.key is not None:
            yield arg
        else:
            yield from read_by(arg)


def words(text: str) -> set[str]:
    """Give the telling words of a text, cut to their stems, and its symbols."""
    prose, symbols = re.sub(r"\$[^$]*\$", " ", text), " ".join(re.findall(r"\$([^$]*)\$", text))
    stems = {w[:STEM] for w in WORD.findall(prose.lower()) if len(w) > 2 and w not in PLAIN}
    return stems | {f"${w}" for w in WORD.findall(symbols)}
