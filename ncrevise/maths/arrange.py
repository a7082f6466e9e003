"""From the marks of a formula, left to right, to its tree.

A reader of TeX sees ``(``, ``−`` and ``f`` one after another. Here brackets find their
partners, a minus learns whether it stands in front or between, and ``f`` beside a bracket
becomes a function of what is inside.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ncrevise.maths.number import GROUP
from ncrevise.maths.tree import (
    Bind,
    Digits,
    Fence,
    Id,
    Limits,
    Matrix,
    Node,
    Op,
    Row,
    Script,
    Space,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OPENING = frozenset("([{⟨⌊⌈")
CLOSING = frozenset(")]}⟩⌋⌉")
BARS = frozenset("|‖")
SIGNS = frozenset("+−±∓")
FACTORS = frozenset("·×⋅⊙∗⊗⊕∘÷/⋆∩∪∧∨∖")
FUNCTIONS = frozenset("fghpqFGHPQVLJσφψπρϕΦΨδμκ")
DIFFERENTIALS = frozenset("∂∇")
CLOSERS_AND_BARS = CLOSING | BARS
NOTHING = Row(())


@dataclass
class Level:
    """What has been read inside one bracket that is still open."""

    opening: str = ""
    items: list[Node] = field(default_factory=list)

    def waits(self) -> bool:
        """Say whether an operand must come next."""
        if not self.items:
            return True
        last = self.items[-1]
        return isinstance(last, Op) and last.form != "postfix"


def arrange(marks: Iterable[Node]) -> Node:
    """Build the tree of a formula from its marks."""
    levels = [Level()]
    for mark in marks:
        take(levels, mark)
    while len(levels) > 1:
        left_open = levels.pop()
        levels[-1].items.extend([Op(left_open.opening, "prefix"), *left_open.items])
    return joined(levels[0].items)


def take(levels: list[Level], mark: Node) -> None:
    """Put one mark where it belongs."""
    bracket = mark.base if isinstance(mark, Script | Limits) else mark
    if not isinstance(bracket, Op) or bracket.symbol not in OPENING | CLOSERS_AND_BARS:
        levels[-1].items.append(signed(mark, waits=levels[-1].waits()))
    elif opens(bracket, levels[-1]) and bracket is mark:
        levels.append(Level(bracket.symbol))
    elif closes(bracket, levels):
        inside = levels.pop()
        closed = close(inside, bracket.symbol)
        levels[-1].items.append(closed if bracket is mark else rebased(mark, closed))
    elif bracket.symbol in CLOSING:
        levels[-1].items.append(rebased(mark, Op(bracket.symbol, "postfix")))
    else:
        levels[-1].items.append(rebased(mark, Op(bracket.symbol)))


def opens(bracket: Op, level: Level) -> bool:
    """Say whether a bracket opens; an upright bar does where an operand is due."""
    if bracket.symbol in BARS:
        return bracket.form == "prefix" or (bracket.form == "infix" and level.waits())
    return bracket.symbol in OPENING


def closes(bracket: Op, levels: list[Level]) -> bool:
    """Say whether a bracket closes the innermost open one."""
    if bracket.symbol in BARS:
        return levels[-1].opening == bracket.symbol
    return bracket.symbol in CLOSING and len(levels) > 1


def rebased(mark: Node, base: Node) -> Node:
    """Put the scripts of a closing bracket on what the brackets hold."""
    return replace(mark, base=base) if isinstance(mark, Script | Limits) else base


def close(level: Level, closing: str) -> Node:
    """Bracket what was read."""
    return bracketed(level.opening, joined(level.items), closing)


def bracketed(opening: str, body: Node, closing: str) -> Node:
    """Put brackets; a bare grid takes them as its own."""
    if isinstance(body, Matrix) and not body.open and not body.close:
        return replace(body, open=opening, close=closing)
    return Fence(opening, body, closing)


def signed(mark: Node, *, waits: bool) -> Node:
    """Turn a sign where an operand is due into a prefix."""
    if waits and isinstance(mark, Op) and mark.symbol in SIGNS:
        return Op(mark.symbol, "prefix")
    return mark


def joined(items: Sequence[Node]) -> Node:
    """Join what stands side by side: digits, dots, functions and the whole row."""
    parts = applied(barred(dotted(grouped(items))))
    if not parts:
        return NOTHING
    return parts[0] if len(parts) == 1 else Row(tuple(parts), strength(parts))


def barred(items: list[Node]) -> list[Node]:
    """Pair the upright bars that are left, when they are even in number, as in ``a|b|``."""
    places = [place for place, item in enumerate(items) if is_bar(item)]
    if not places or len(places) % 2:
        return items
    first, last = places[:2]
    mark, closing = items[last], items[first]
    if not isinstance(closing, Op) or last == first + 1:
        return items
    held = Fence(closing.symbol, joined(items[first + 1 : last]), closing.symbol)
    return [*items[:first], rebased(mark, held), *barred(items[last + 1 :])]


def is_bar(node: Node) -> bool:
    """Say whether a node is a bar, perhaps with scripts, that has no partner yet."""
    bar = node.base if isinstance(node, Script | Limits) else node
    return isinstance(bar, Op) and bar.symbol in BARS


def grouped(items: Sequence[Node]) -> list[Node]:
    r"""Make one numeral of ``10\,000``."""
    parts: list[Node] = []
    for item in items:
        match parts[-2:], item:
            case [Digits(head), Space(em)], Digits(tail) if em < 0.2 and len(tail) == 3:
                parts[-2:] = [Digits(head + GROUP + tail)]
            case _:
                parts.append(item)
    return parts


def dotted(items: Sequence[Node]) -> list[Node]:
    """Make one ellipsis of three full stops."""
    parts: list[Node] = []
    for item in items:
        stop = Op(".", "postfix")
        if item == stop and parts[-2:] == [stop, stop]:
            parts[-2:] = [Id("…", "upright")]
        else:
            parts.append(item)
    return parts


def applied(items: Sequence[Node]) -> list[Node]:
    """Bind a function to the brackets after it."""
    parts: list[Node] = []
    for item in items:
        if parts and isinstance(item, Fence) and item.open == "(" and is_function(parts[-1], item):
            parts[-1] = Row((parts[-1], item), Bind.APPLY)
        else:
            parts.append(item)
    return parts


def is_function(head: Node, argument: Fence) -> bool:
    """Guess whether ``head(argument)`` is a function's value and not a product.

    TeX does not say. A name is a function; a letter is one unless its bracket holds a
    sum, and even then when it is a usual name for one and does not occur inside.
    """
    while isinstance(head, Script | Limits):
        head = head.base
    if isinstance(head, Text):
        return True
    if not isinstance(head, Id):
        return False
    if len(head.name) > 1:
        return True
    if not (isinstance(argument.body, Row) and argument.body.bind is Bind.SUM):
        return True
    return head.name in FUNCTIONS and head not in argument.body.items


def strength(items: Sequence[Node]) -> Bind:
    """Say how tightly a row holds together, by its loosest operator."""
    bind = Bind.PRODUCT
    for item in items:
        if isinstance(item, Op) and item.form == "infix":
            tied = item.symbol in FACTORS
            summed = item.symbol in SIGNS
            bind = min(bind, Bind.PRODUCT if tied else Bind.SUM if summed else Bind.RELATION)
        elif isinstance(item, Op) and item.form == "separator":
            bind = Bind.RELATION
    first = items[0]
    if bind is Bind.PRODUCT and isinstance(first, Op):
        if first.symbol in SIGNS:
            return Bind.PREFIX
        if first.symbol in DIFFERENTIALS and len(items) == 2:
            return Bind.APPLY
    return bind
