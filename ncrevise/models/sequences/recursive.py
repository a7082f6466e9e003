"""Recursive networks: a vector for every node of a tree (002 *Recursive Nets and Embeddings*).

======  =============  ==========================================================
symbol  shape          meaning
======  =============  ==========================================================
E       (V, n)         embeddings of the words, at the leaves
c_1 c_2 (n,)           vectors of a node's two children
W       (n, 2 n)       ``tanh(W [c_1; c_2] + b)``: the vector of the node
b       (n,)           biases
V       (n, 2 n, 2 n)  with a tensor, unit k adds ``[c_1; c_2]ᵀ V_k [c_1; c_2]``, or none
C       (k, n)         softmax classifier of every node, shared by all
======  =============  ==========================================================

The tensor is that of Socher et al. (2013), whose figure the notes show: with it one child can
act on the other, as "not" does. Nodes of equal height are worked out together, over all trees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from ncrevise.errors import UsageError
from ncrevise.kernels.batched import affine, looked_up
from ncrevise.models.networks.initialise import weights
from ncrevise.models.shapes import agree
from ncrevise.tape.ops import concat, permute, reshape, take, tanh, total
from ncrevise.tape.value import shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ncrevise.data.trees import Tree
    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor


@dataclass(frozen=True, slots=True)
class Recursive:
    """Embeddings, composition and classifier."""

    E: Tensor
    W: Tensor
    b: Tensor
    C: Tensor
    c: Tensor
    V: Tensor | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Trees laid out for a run, nodes numbered: all leaves, then height by height.

    Args:
        words: the word of each leaf, shape (leaves,).
        levels: the children of the nodes of each height, shape (nodes, 2).
        places: the number of each node, tree by tree, children before parents.
    """

    words: Any
    levels: tuple[Any, ...]
    places: tuple[Any, ...]


def initial(words: int, n: int, classes: int, noise: Noise, *, tensor: bool = False) -> Recursive:
    """Draw a network: at first a node's vector is near the mean of its children's."""
    W = np.concatenate([np.eye(n), np.eye(n)], axis=1) / 2 + noise.normal((n, 2 * n), 0.1 / n**0.5)
    return Recursive(
        noise.normal((words, n), 0.3),
        W,
        np.zeros(n),
        weights(noise, classes, n, "xavier"),
        np.zeros(classes),
        noise.normal((n, 2 * n, 2 * n), 0.1 / n) if tensor else None,
    )


Place: TypeAlias = tuple[int, int]
"""A node's height, and its position among the nodes of that height."""


def planned(trees: Iterable[Tree], vocabulary: Mapping[str, int]) -> Plan:
    """Lay out trees: which nodes can be worked out together.

    A sign between two children is a word of its own: ``a + b`` is read as ``(a (+ b))``.

    Raises:
        UsageError: for a word that is not in the vocabulary.
    """
    floors: list[list[Any]] = [[]]
    found: list[list[Place]] = []
    for tree in trees:
        found.append([])
        visit(tree, vocabulary, floors, found[-1])
    starts = np.cumsum([0, *map(len, floors)])

    def number(place: Place) -> int:
        return int(starts[place[0]]) + place[1]

    return Plan(
        np.array(floors[0]),
        tuple(np.array([[number(k) for k in pair] for pair in floor]) for floor in floors[1:]),
        tuple(np.array([number(place) for place in nodes]) for nodes in found),
    )


def visit(
    tree: Tree, vocabulary: Mapping[str, int], floors: list[list[Any]], seen: list[Place]
) -> Place:
    """Place a tree's nodes, children before their parent."""
    if tree.children:
        left, right = (visit(child, vocabulary, floors, seen) for child in tree.children)
        if tree.word:
            right = above(leaf(tree.word, vocabulary, floors), right, floors)
        here = above(left, right, floors)
    else:
        here = leaf(tree.word, vocabulary, floors)
    seen.append(here)
    return here


def leaf(word: str, vocabulary: Mapping[str, int], floors: list[list[Any]]) -> Place:
    """Place a word."""
    if word not in vocabulary:
        raise UsageError(f"The network knows no word {word!r}.")
    floors[0].append(vocabulary[word])
    return 0, len(floors[0]) - 1


def above(left: Place, right: Place, floors: list[list[Any]]) -> Place:
    """Place a node above two others."""
    height = 1 + max(left[0], right[0])
    if len(floors) == height:
        floors.append([])
    floors[height].append((left, right))
    return height, len(floors[height]) - 1


def composed(p: Recursive, both: Tensor) -> Tensor:
    """Compute the vectors of nodes from those of their children.

    Args:
        p: the network.
        both: the two children's vectors end to end, shape (nodes, 2 n).

    Returns:
        Shape (nodes, n).
    """
    agree(W=(p.W, "n m"), b=(p.b, "n"), children=(both, "nodes m"))
    z = affine(both, p.W, p.b)
    if p.V is None:
        return tanh(z)
    agree(V=(p.V, "n m m"), W=(p.W, "n m"))
    n, m = shape(p.W)
    unfolded = reshape(permute(p.V, axes=(1, 0, 2)), shape=(m, n * m))
    acted = reshape(both @ unfolded, shape=(-1, n, m)) * reshape(both, shape=(-1, 1, m))
    return tanh(z + total(acted, axis=(-1,)))


def vectors(p: Recursive, plan: Plan) -> Tensor:
    """Compute the vectors of all nodes, as the plan numbers them: shape (nodes, n).

    Raises:
        ShapeError: where arrays do not go together.
    """
    agree(E=(p.E, "V n"), b=(p.b, "n"))
    h = looked_up(p.E, plan.words)
    n = shape(p.E)[1]
    for level in plan.levels:
        both = reshape(take(h, index=(level,)), shape=(len(level), 2 * n))
        h = concat([h, composed(p, both)])
    return h


def scores(p: Recursive, plan: Plan) -> Tensor:
    """Score the classes of all nodes, as the plan numbers them: shape (nodes, k).

    Raises:
        ShapeError: where arrays do not go together.
    """
    agree(C=(p.C, "k n"), c=(p.c, "k"), E=(p.E, "V n"))
    return affine(vectors(p, plan), p.C, p.c)
