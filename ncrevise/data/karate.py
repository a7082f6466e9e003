"""Zachary's karate club: who met whom, and whom each followed when the club split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ncrevise.data.shipped import shipped

if TYPE_CHECKING:
    from numpy.typing import NDArray

INSTRUCTOR, PRESIDENT = 0, 33


@dataclass(frozen=True, slots=True)
class Club:
    """A graph whose nodes belong to one of two factions.

    Members are counted from 0 in ``edges`` and from 1 in ``names``, as Zachary does.

    Args:
        names: what a drawing may call each member.
        factions: "Mr. Hi" for those who left with the instructor, "Officer" for the others.
        edges: pairs of members who met outside the club, the smaller first, in order.
    """

    names: tuple[str, ...]
    factions: tuple[str, ...]
    edges: tuple[tuple[int, int], ...]

    def adjacency(self) -> NDArray[np.float64]:
        """Write the edges as a symmetric matrix of zeros and ones, (members, members)."""
        matrix = np.zeros((len(self.names), len(self.names)))
        for one, other in self.edges:
            matrix[one, other] = matrix[other, one] = 1
        return matrix


def load() -> Club:
    """Read the club: 34 members, 78 edges."""
    names, factions, edges = [], [], []
    for line in shipped("karate.txt").splitlines():
        member, _, friends = line.partition(":")
        name, _, faction = member.partition(" ")
        names.append(name)
        factions.append(faction)
        edges += [(int(name) - 1, int(friend) - 1) for friend in friends.split()]
    return Club(tuple(names), tuple(factions), tuple(edges))
