"""Hints: what the bank says; then what to do next, its formula, its numbers, its value.

What the bank says of a part comes first. Every other hint is about the next line of the working
that a part needs and the student has not got. Answers already given count as got, right ones as
they are and wrong ones as the student's own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeGuard

from ncrevise.document.markdown import read, read_inline
from ncrevise.document.tree import Block, Equation, Maths, Paragraph
from ncrevise.marking.following import follow, own_values, settled
from ncrevise.maths.text import write
from ncrevise.maths.tree import EQUALS, Chain, Node, Text
from ncrevise.results.printed import printed
from ncrevise.tape.spelling import Speller
from ncrevise.tape.tape import Begin, Line
from ncrevise.tape.value import Value
from ncrevise.working import equations

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ncrevise.item import Solution
    from ncrevise.question import Part
    from ncrevise.results.values import Answer

LEVELS = 4


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint.

    Attributes:
        step: the value that it is about, by name; ``""`` for a result without one, and for
            what the bank says.
        level: 0 what the bank says, 1 what, 2 the formula, 3 the numbers, 4 the value.
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
        common: whether what the bank says of all parts is said here, and at no other part.
        written: how many of the bank's hints have been given.
        heard: what the hints given looked like.
    """

    step: str = ""
    level: int = 0
    shown: frozenset[str] = frozenset()
    common: bool = True
    written: int = 0
    heard: frozenset[tuple[object, ...]] = frozenset()

    def next(
        self, solution: Solution, part: Part, answered: Mapping[str, str]
    ) -> tuple[Hint | None, HintState]:
        """Give the next hint and the state after it; None when every step has been told."""
        said = written(solution, part, common=self.common)[self.written :]
        if said:
            state = replace(self, written=self.written + 1, heard=self.heard | {looks(said[0])})
            return said[0], state
        state = self
        while step := next_step(solution, part, answered, state.shown):
            hint = state.fresh(step)
            told = hint is None or hint.level == LEVELS
            shown = state.shown | {step.name} if told else state.shown
            if hint is not None:
                heard = state.heard | {looks(hint)}
                return hint, replace(
                    state, step=step.name, level=hint.level, shown=shown, heard=heard
                )
            state = replace(state, shown=shown)
        return None, state

    def fresh(self, step: NextStep) -> Hint | None:
        """Give the next hint of a step that says something new; None when there is none left."""
        first = self.level + 1 if step.name == self.step and self.level < LEVELS else 1
        last = step.hint(LEVELS)
        for level in range(first, LEVELS):
            hint = step.hint(level)
            if hint.blocks and looks(hint) not in self.heard | {looks(last)}:
                return hint
        return None if looks(last) in self.heard else last


def written(solution: Solution, part: Part, *, common: bool) -> tuple[Hint, ...]:
    """List what the bank says of a part, after what it says of all parts if that is wanted."""
    from ncrevise.paper import hints

    question = solution.item.question
    mine = {part.letter, ""} if common else {part.letter}
    chosen = [(hint.part, k) for k, hint in enumerate(question.hints) if hint.part in mine]
    if not chosen:
        return ()
    blocks = hints(solution.item)
    return tuple(Hint("", 0, blocks[k]) for _, k in sorted(chosen))


@dataclass(frozen=True, slots=True)
class NextStep:
    """The next line of the working.

    Attributes:
        solution: the solution it stands in, perhaps from the student's own values.
        part: the part it leads to.
        value: the value to find; for a result that no line tells, whatever the family gives.
        shown: steps whose value has been told.
    """

    solution: Solution
    part: Part
    value: Answer
    shown: Collection[str]

    @property
    def name(self) -> str:
        """Its name on the tape."""
        return (self.value.key or "") if isinstance(self.value, Value) else ""

    @property
    def meaning(self) -> str:
        """What it is, in words."""
        return self.solution.form(self.result_name).meaning

    @property
    def result_name(self) -> str:
        """The result that it is, or leads to."""
        names = {value.key: n for n, value in self.solution.values.items() if has_key(value)}
        return names.get(self.name, self.part.asks)

    def hint(self, level: int) -> Hint:
        """Give the hint of a level."""
        writers = (self.what, self.formula, self.numbers, self.result)
        return Hint(self.name, level, writers[level - 1]())

    def what(self) -> tuple[Block, ...]:
        """Say what is to be done; nothing where that is what the part asks for in any case."""
        said, _ = captions(self.solution).get(self.name, ("", True))
        if not said and self.result_name == self.part.asks:
            return ()
        return (Paragraph(read_inline(self.caption)),)

    @property
    def caption(self) -> str:
        """What the working says of it, as a sentence; of several lines told as one, which."""
        said, alone = captions(self.solution).get(self.name, ("", True))
        said = said or f"Find {self.meaning}"
        said = said if said.endswith((".", "!", "?")) else f"{said}."
        symbol = self.value.symbol if isinstance(self.value, Value) else ""
        return said if alone or not symbol else f"Find ${symbol}$. {said}"

    def formula(self) -> tuple[Block, ...]:
        """Give the formula in symbols; of a value that has none, the method."""
        value = self.value
        if not isinstance(value, Value) or value.op is None or not value.symbol:
            return self.method()
        speller = Speller(self.solution.tape)
        chain = Chain(speller.symbol(value), ((EQUALS, speller.symbols(value)),))
        return (Equation(chain),)

    def method(self) -> tuple[Block, ...]:
        """Give the method of the family in a sentence."""
        return read(self.solution.item.family.method or self.caption)

    def numbers(self) -> tuple[Block, ...]:
        """Put the numbers in, and stop before the value."""
        value, speller = self.value, Speller(self.solution.tape)
        if not isinstance(value, Value) or value.op is None:
            return self.formula()
        if not value.symbol:
            return (Equation(Chain(Text(self.meaning), (in_numbers(speller, value),))),)
        chains = [replace(c, links=c.links[:-1]) for c in equations(speller, value)]
        return tuple(Equation(chain) for chain in chains if chain.links) or self.formula()

    def result(self) -> tuple[Block, ...]:
        """Give the value of this step alone."""
        form = self.solution.form(self.result_name)
        return tuple(map(displayed, printed(self.solution.tape, self.value, form)))


def displayed(block: Block) -> Block:
    """Set a formula that would be all of a paragraph by itself."""
    match block:
        case Paragraph((Maths(node),)):
            return Equation(node)
        case _:
            return block


def in_numbers(speller: Speller, value: Value) -> tuple[str, Node]:
    """Spell a value's formula with numbers for names."""
    used: list[Value] = []
    if value.shape:
        node = speller.array(value, lambda index: speller.numbers(value, index, used))
    else:
        node = speller.numbers(value, (), used)
    return speller.relation(used), node


def looks(hint: Hint) -> tuple[object, ...]:
    """Give what a hint looks like, to compare."""
    return tuple(write(b.node) if isinstance(b, Equation) else b for b in hint.blocks)


def has_key(value: object) -> TypeGuard[Value]:
    """Say whether a result has a name on the tape."""
    return isinstance(value, Value) and value.key is not None


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
    asked = basis.values[part.base]
    for value in needed(basis, asked, got):
        if (value.key or "") not in shown:
            return NextStep(basis, part, value, shown)
    told = "" in shown or (isinstance(asked, Value) and not part.style)
    return None if told else NextStep(basis, part, basis.values[part.asks], shown)


def needed(solution: Solution, asked: object, got: Collection[str]) -> list[Value]:
    """List the named values that lead to a result, in order, from those already got."""
    if not isinstance(asked, Value):
        return []
    named = {value.index for key, value in solution.tape.named.items() if key in got}
    results = {value.index for value in solution.values.values() if isinstance(value, Value)}
    found: list[Value] = []
    seen: set[int] = set()
    waiting = [asked]
    while waiting:
        value = waiting.pop()
        if value.index in seen or (value.index in named and value is not asked):
            continue
        seen.add(value.index)
        waiting.extend(value.args)
        told = value.symbol or value.index in results
        if value is asked or (value.key is not None and value.op is not None and told):
            found.append(value)
    return sorted(found, key=lambda value: value.index)


def captions(solution: Solution) -> dict[str, tuple[str, bool]]:
    """Give what the working says of each line, and whether it says it of this line alone.

    A line without words of its own belongs to the step before it.
    """
    told: dict[str, str] = {}
    begun = ""
    for entry in solution.tape.entries:
        if isinstance(entry, Begin):
            begun = entry.say
        elif isinstance(entry, Line):
            begun = entry.say or begun
            told[entry.value.key or ""] = begun
    count = Counter(told.values())
    return {key: (said, count[said] == 1) for key, said in told.items()}
