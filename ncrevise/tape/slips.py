"""What a record gives when one of its operations is done wrongly.

Every operation says how people get it wrong (``Primitive.slips``). Here that is gathered for a
value that is asked: each slip in each line that leads to it, once alone and once wherever the
like is done; and one value of a line taken for another of the same shape.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.tape.arithmetic import add, negate, same, subtract
from ncrevise.tape.primitive import Primitive, spelled
from ncrevise.tape.replay import replay
from ncrevise.tape.spelling import Speller
from ncrevise.tape.value import lineage, shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.tape.primitive import Slip
    from ncrevise.tape.replay import Way
    from ncrevise.tape.tape import Tape
    from ncrevise.tape.value import Data, Numpy, Value

MOST_REPLAYED = 40_000  # values looked at for one answer, some 20 ms
DEEP = 4  # operations below one that tell which are alike
LISTING = frozenset({"vector", "stack", "concat", "total", "evaluated"})
CHAINS = (add, subtract)
FEW = 4  # entries of a vector that are got wrong one by one
COMES_TO_NOTHING = (ArithmeticError, ValueError, TypeError, LookupError)


@dataclass(frozen=True, eq=False)
class Cause:
    """One thing done wrongly on the way to a value.

    Attributes:
        name: a stable name without numbers in it.
        ways: what is done instead, by the index of the operation.
        where: the named value that it was made on the way to.
        line: the value whose formula it is in: that, or an entry of it.
        at: the value whose operation it is.
        words: what is said, with places for arguments and the line.
        odd: whether people do it less often.
        everywhere: whether it is done in more lines than one.
    """

    name: str
    ways: dict[int, Way]
    where: Value
    line: Value
    at: Value
    words: str
    odd: bool = False
    everywhere: bool = False

    @property
    def place(self) -> tuple[str, str, int, int]:
        """What is the same in every run of the same shape."""
        return self.name, self.words, self.at.index, len(self.ways)

    def line_said(self) -> str:
        """Write the formula it is in (Markdown)."""
        return formula(Speller(self.line.tape), self.line, top=True)

    def said(self) -> str:
        """Say what was done, in a sentence or two (Markdown)."""
        speller = Speller(self.line.tape)
        arguments = [formula(speller, arg, top=False) for arg in self.at.args]
        text = self.words.format(*arguments, line=self.line_said())
        return f"{text} So it is wherever the like is worked out." if self.everywhere else text


def formula(speller: Speller, value: Value, *, top: bool) -> str:
    """Write a value's formula in TeX between dollars."""
    from ncrevise.maths.latex import write

    return f"${write(speller.symbols(value, top=top))}$"


def causes(asked: Value) -> Iterator[Cause]:
    """List what may have been done wrongly on the way to a value, what is nearest to it first."""
    alike: dict[tuple[object, ...], list[Cause]] = defaultdict(list)
    lines = lines_of(asked)
    for line in lines:
        for value, shown in members(line):
            for found in slips_of(value, line, shown):
                alike[likeness(found)].append(found)
                yield found
                yield from in_one_entry(found)
    for line in lines:
        yield from taken_for_another(line, wide=line is asked)
    yield from exchanged(asked)
    for each in alike.values():
        if len(each) > 1:
            ways = {index: way for one in each for index, way in one.ways.items()}
            first = each[-1]
            yield replace(first, name=f"{first.name}-everywhere", ways=ways, everywhere=True)


def lines_of(asked: Value) -> list[Value]:
    """List the named values that lead to a value, it first, the others from the last on."""
    leads = lineage([asked]) - {asked.index}
    before = (asked.tape.values[index] for index in sorted(leads, reverse=True))
    return [asked, *(value for value in before if value.key is not None and value.args)]


def members(line: Value) -> list[tuple[Value, Value]]:
    """List the operations of a line's own formula, those of other names apart.

    Each goes with the value whose formula it is shown in: an entry, where the line lists some.
    """
    found, waiting = [], [(line, line)]
    while waiting:
        value, shown = waiting.pop()
        if value.op is None:
            continue
        found.append((value, shown))
        apart = value is shown and value.op.name in LISTING
        waiting += [(arg, arg if apart else shown) for arg in value.args if arg.key is None]
    return found


def likeness(cause: Cause) -> tuple[object, ...]:
    """Say what is done elsewhere where this is done everywhere: the same, or the same number."""
    value, slip = cause.at, cause.name
    numbers = [arg.data for arg in value.args if arg.key is None and arg.op is None]
    if numbers and "left-out" in slip:
        return (slip, cause.words, str(numbers))
    return (slip, cause.words, skeleton(value))


def skeleton(value: Value, deep: int = DEEP) -> str:
    """Write the operations that a value is made by, whatever they are applied to."""
    if value.op is None or deep == 0 or (value.key is not None and deep < DEEP):
        return "_"
    return f"{value.op.name}({','.join(skeleton(arg, deep - 1) for arg in value.args)})"


def slips_of(value: Value, where: Value, line: Value) -> Iterator[Cause]:
    """List the ways to get one operation wrong, in all entries and in one."""
    op = value.op
    if not isinstance(op, Primitive):
        return
    listed = op.slips
    if callable(listed):
        listed = tuple(listed(*(arg.data for arg in value.args), **value.params))
    for slip in listed:
        if not applies(slip, value):
            continue
        name = f"{op.name}:{slip.name}"
        yield Cause(name, {value.index: slip.forward}, where, line, value, slip.words, slip.odd)


def in_one_entry(cause: Cause) -> Iterator[Cause]:
    """Make a slip of an operation on vectors in one entry alone."""
    value = cause.at
    if (
        value.op is None
        or value.ndim != 1
        or not 1 < len(value) <= FEW
        or spelled(value.op).entry is not None
    ):
        return
    (way,) = cause.ways.values()
    for k in range(len(value)):
        once: dict[int, Way] = {value.index: partial(in_entry, k, value.data, way)}
        words = f"In entry {k + 1}: {cause.words}"
        yield replace(cause, name=f"{cause.name}-in-one-entry", ways=once, words=words, odd=True)


def in_entry(k: int, right: Numpy, way: Way, *args: Data, **params: Any) -> Numpy:  # noqa: ANN401
    """Do an operation wrongly in entry k of a vector."""
    found: Numpy = np.where(np.arange(len(right)) == k, np.asarray(way(*args, **params)), right)
    return found


def applies(slip: Slip, value: Value) -> bool:
    """Say whether a slip can be made here, and is not told better elsewhere."""
    if slip.many is not None and min(shape(value.args[slip.many]), default=0) < 2:
        return False
    if slip.drops is not None:
        return not is_chain(value.args[slip.drops], value)
    if slip.turns is not None:
        arg = value.args[slip.turns]
        signed = arg.key is None and (arg.op is None or arg.op is negate)
        return not signed and not is_chain(arg, value)
    return True


def is_chain(arg: Value, value: Value) -> bool:
    """Say whether an argument is itself a sum, or a link of the same operation."""
    if arg.key is not None or arg.op is None:
        return False
    return arg.op is value.op or arg.op in CHAINS


def taken_for_another(line: Value, *, wide: bool) -> Iterator[Cause]:
    """List what in a line may be taken for another of its letter; if wide, also of its values."""
    others = [v for v in line.tape.values[: line.index] if v.key is not None and v.symbol]
    places = read_in(line)
    here = {id(value.args[k]) for value, _, k in places} if wide else set()
    for value, shown, k in places:
        arg = value.args[k]
        for other in others:
            near = id(other) in here or letter(other) == letter(arg)
            near = near and other.symbol != arg.symbol
            if near and other.shape == arg.shape and differ(other, arg):
                way = partial(with_other, forward_of(value), k, other.data)
                words = f"You took {quoted(other)} for {{{k}}} in {{line}}."
                yield Cause(
                    "taken-for-another", {value.index: way}, line, shown, value, words, odd=True
                )


def exchanged(line: Value) -> Iterator[Cause]:
    """List the pairs of values of one shape that may change places in a line."""
    places = read_in(line)
    for (one, shown, i), (two, _, j) in combinations(places, 2):
        a, b = one.args[i], two.args[j]
        if one is two or a.symbol == b.symbol or a.shape != b.shape or not differ(a, b):
            continue
        ways: dict[int, Way] = {
            one.index: partial(with_other, forward_of(one), i, b.data),
            two.index: partial(with_other, forward_of(two), j, a.data),
        }
        words = f"You exchanged {quoted(a)} and {quoted(b)} in {{line}}."
        yield Cause("exchanged", ways, line, shown, one, words, odd=True)


def read_in(line: Value) -> list[tuple[Value, Value, int]]:
    """List where a line reads values that have names: the operation, its line, which argument."""
    return [
        (value, shown, k)
        for value, shown in members(line)
        if isinstance(value.op, Primitive) and value.op is not same
        for k, arg in enumerate(value.args)
        if arg.key is not None and arg.symbol
    ]


def forward_of(value: Value) -> Way:
    """Give what an operation computes."""
    assert value.op is not None  # noqa: S101
    return value.op.forward


def quoted(value: Value) -> str:
    """Write a symbol so that it stands in words with places in them."""
    return f"${value.symbol}$".replace("{", "{{").replace("}", "}}")


def letter(value: Value) -> str:
    """Give the letter of a symbol, without what stands at its corners."""
    return value.symbol.partition("_")[0].partition("^")[0]


def differ(a: Value, b: Value) -> bool:
    """Say whether two values of one shape are not the same."""
    return not np.array_equal(np.asarray(a.data), np.asarray(b.data))


def with_other(forward: Way, k: int, other: Data, *args: Data, **params: Any) -> Any:  # noqa: ANN401
    """Do an operation with something else for argument k."""
    return forward(*args[:k], other, *args[k + 1 :], **params)


def outcomes(
    asked: Value, among: list[Value], *, odd: bool
) -> Iterator[tuple[Cause, dict[int, Data]]]:
    """Give the wrong answers that a record leads to, with their causes.

    Args:
        asked: the value whose answer is wrong.
        among: more values wanted, such as those of the other parts.
        odd: whether what people do less often is wanted as well.

    Yields:
        Causes that change the value, and the changed data of all that are wanted, by index.
    """
    budget = MOST_REPLAYED
    tape: Tape = asked.tape
    last = max(value.index for value in (asked, *among))
    for cause in causes(asked):
        if cause.odd and not odd:
            continue
        budget -= last - min(cause.ways)
        if budget < 0:
            return
        try:
            with np.errstate(all="ignore"):
                changed = replay(tape, cause.ways, (asked, *among))
        except COMES_TO_NOTHING:
            continue
        found = changed.get(asked.index)
        if found is not None and np.shape(np.asarray(found)) == asked.shape:
            yield cause, changed
