"""Trees for recursive networks: every node has a value, composed from its children's.

Sums are whole numbers from −9 to 9 at every node. Phrases are rated from −2 (awful) to 2
(great), and what a word does to a rating is one entry of a table: "very" carries it away from
0, "not" turns it into a mild opposite, and "but" lets the second half win.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import add, mul, sub
from typing import TYPE_CHECKING

from ncrevise.draw import Draw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class Tree:
    """A word, or two trees joined.

    Args:
        value: what the whole of it comes to; 0 for a word that only changes others.
        word: the word of a leaf, the sign between two sums, or nothing.
        children: none or two.
    """

    value: int
    word: str = ""
    children: tuple[Tree, ...] = ()

    def __str__(self) -> str:
        if not self.children:
            return self.word
        left, right = self.children
        return f"({left} {self.word} {right})" if self.word else f"({left} {right})"

    def nodes(self) -> Iterator[Tree]:
        """Walk the tree, children before their parent: the order a network needs."""
        for child in self.children:
            yield from child.nodes()
        yield self

    def words(self) -> list[str]:
        """List the words as read, without brackets."""
        return str(self).replace("(", "").replace(")", "").split()


LARGEST = 9
SIGNS: dict[str, Callable[[int, int], int]] = {"+": add, "−": sub, "×": mul}


def expressions(count: int, depth: int = 3, key: str = "expressions") -> list[Tree]:
    """Draw sums of at most ``depth`` signs, one in another, each with at least one."""
    draw = Draw(key)
    return [joined(draw, depth) for _ in range(count)]


def joined(draw: Draw, depth: int) -> Tree:
    """Draw a sum; of the signs, only those whose result is small enough."""
    left, right = operand(draw, depth - 1), operand(draw, depth - 1)
    results = {word: sign(left.value, right.value) for word, sign in SIGNS.items()}
    word = draw.choice([word for word, result in results.items() if abs(result) <= LARGEST])
    return Tree(results[word], word, (left, right))


def operand(draw: Draw, depth: int) -> Tree:
    """Draw a digit, or a sum where there is still room for one."""
    if depth > 0 and draw.chance(0.6):
        return joined(draw, depth)
    digit = draw.integer(0, LARGEST)
    return Tree(digit, str(digit))


STRONGEST = 2
RATINGS = {
    "awful": -2, "dreadful": -2, "bad": -1, "dull": -1, "plain": 0, "ordinary": 0,
    "good": 1, "funny": 1, "great": 2, "superb": 2,
}  # fmt: skip


def sign_of(value: int) -> int:
    """Give −1, 0 or 1."""
    return (value > 0) - (value < 0)


def bounded(value: int) -> int:
    """Keep a rating on the scale."""
    return max(-STRONGEST, min(STRONGEST, value))


MODIFIERS: dict[str, Callable[[int], int]] = {
    "not": lambda rating: -sign_of(rating),
    "very": lambda rating: bounded(2 * rating),
    "slightly": sign_of,
}
JOINERS: dict[str, Callable[[int, int], int]] = {
    "and": lambda first, second: bounded(first + second),
    "but": lambda _, second: second,
}


def phrases(count: int, depth: int = 3, key: str = "phrases") -> list[Tree]:
    """Draw rated phrases, such as ``((not (very good)) (but funny))``."""
    draw = Draw(key)
    return [phrase(draw, depth) for _ in range(count)]


def phrase(draw: Draw, depth: int) -> Tree:
    """Draw two descriptions joined, now and then, or one."""
    first = described(draw, depth)
    if not draw.chance(0.4):
        return first
    word, second = draw.choice(sorted(JOINERS)), described(draw, depth)
    rest = Tree(second.value, children=(Tree(0, word), second))
    return Tree(JOINERS[word](first.value, second.value), children=(first, rest))


def described(draw: Draw, depth: int) -> Tree:
    """Draw an adjective behind fewer than ``depth`` modifiers, none twice running."""
    word = draw.choice(sorted(RATINGS))
    tree, last = Tree(RATINGS[word], word), ""
    for _ in range(draw.integer(0, depth - 1)):
        last = draw.choice([word for word in sorted(MODIFIERS) if word != last])
        tree = Tree(MODIFIERS[last](tree.value), children=(Tree(0, last), tree))
    return tree
