"""A parse tree as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.maths.tree import Scalar


@dataclass(frozen=True, slots=True)
class Tree:
    """A word, a number, or trees joined.

    Args:
        label: the word of a leaf; what an inner node is called, or empty.
        children: from left to right; none at a leaf.
        number: the number at a leaf that is one; its label is the same as typed.

    >>> cat = Tree(children=(Tree("the"), Tree("cat")))
    >>> Tree("S", (cat, Tree("sat"))).words
    ('the', 'cat', 'sat')
    """

    label: str = ""
    children: tuple[Tree, ...] = ()
    number: Scalar | None = None

    def postorder(self) -> Iterator[Tree]:
        """Walk the nodes, children before their parent: the order a network needs.

        >>> [node.label for node in Tree("S", (Tree("it"), Tree("is"))).postorder()]
        ['it', 'is', 'S']
        """
        for child in self.children:
            yield from child.postorder()
        yield self

    @property
    def leaves(self) -> tuple[Tree, ...]:
        """List the leaves from left to right.

        >>> len(Tree("S", (Tree("it"), Tree("is"))).leaves)
        2
        """
        return tuple(node for node in self.postorder() if not node.children)

    @property
    def words(self) -> tuple[str, ...]:
        """List the words, or numbers, at the leaves.

        >>> Tree("S", (Tree("it"), Tree("is"))).words
        ('it', 'is')
        """
        return tuple(leaf.label for leaf in self.leaves)

    @property
    def depth(self) -> int:
        """Count the steps from the root down to the farthest leaf; 0 for a leaf.

        >>> Tree("S", (Tree("NP", (Tree("it"),)), Tree("is"))).depth
        2
        """
        return max((1 + child.depth for child in self.children), default=0)

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Say which leaves are under each node, as first and one past the last, in postorder.

        >>> Tree("S", (Tree("it"), Tree("is"))).spans
        ((0, 1), (1, 2), (0, 2))
        """
        found: list[tuple[int, int]] = []
        open_: list[int] = []  # where the spans of nodes still without a parent start
        for node in self.postorder():
            count = len(node.children)
            start = open_[-count] if count else (found[-1][1] if found else 0)
            end = found[-1][1] if count else start + 1
            found.append((start, end))
            open_ = [*open_[: len(open_) - count], start]
        return tuple(found)
