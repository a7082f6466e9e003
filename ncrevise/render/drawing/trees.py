"""Trees: from the root down, or from left to right when that is much narrower."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.render.drawing.label import label, width
from ncrevise.render.drawing.pen import INK, SIZE, Drawing, line, tag

if TYPE_CHECKING:
    from ncrevise.document.figure import Branch, TreeFigure

LEVEL = 50.0  # from row to row
BESIDE = 20.0  # between neighbours
ROW = 26.0  # from leaf to leaf of a tree that grows to the right
STEP = 26.0  # of an edge there
WIDEST = 760.0
DOT = 3.0
CLEAR = 4.0  # between an edge and a label
MARGIN = 4.0


@dataclass(frozen=True, slots=True)
class Place:
    """A node placed: its branch, its middle, and those below it."""

    branch: Branch
    x: float
    y: float
    below: tuple[Place, ...]

    def all(self) -> list[Place]:
        """List the place and all below it."""
        return [self, *(each for place in self.below for each in place.all())]


def draw(figure: TreeFigure) -> Drawing:
    """Draw a tree."""
    root, wide = down(figure.root, MARGIN, MARGIN + SIZE)
    if wide > WIDEST:
        turned = across(figure.root, MARGIN, [MARGIN + ROW / 2])
        far = max(place.x + size(place.branch) for place in turned.all())
        if far < wide:
            return finished(turned, far, turned=True)
    return finished(root, wide, turned=False)


def finished(root: Place, wide: float, *, turned: bool) -> Drawing:
    """Draw the edges, then what stands at their ends."""
    places = root.all()
    edges = "".join(edge(above, below, turned=turned) for above in places for below in above.below)
    low = max(place.y for place in places) + (ROW / 2 if turned else 0.4 * SIZE)
    marks = "".join(mark(place, turned=turned) for place in places)
    return Drawing(edges + marks, wide + MARGIN, low + MARGIN)


def size(branch: Branch) -> float:
    """Say how wide a label is."""
    return width(branch.label) if branch.label is not None else 2 * DOT


def down(branch: Branch, x: float, y: float) -> tuple[Place, float]:
    """Place a subtree that grows down from ``y``, right of ``x``; also say where it ends."""
    own = size(branch)
    if not branch.children:
        return Place(branch, x + own / 2, y, ()), x + own
    below: list[Place] = []
    right = x
    for child in branch.children:
        place, right = down(child, right + BESIDE * bool(below), y + LEVEL)
        below.append(place)
    middle = (below[0].x + below[-1].x) / 2
    by = max(0.0, x + own / 2 - middle)  # a wide label starts where it may
    moved = tuple(shifted(place, by) for place in below)
    return Place(branch, middle + by, y, moved), by + max(right, middle + own / 2)


def shifted(place: Place, by: float) -> Place:
    """Move a subtree to the right."""
    below = tuple(shifted(each, by) for each in place.below)
    return Place(place.branch, place.x + by, place.y, below)


def across(branch: Branch, x: float, free: list[float]) -> Place:
    """Place a subtree that grows to the right; ``x`` is where its label starts."""
    end = x + size(branch) + STEP
    below = tuple(across(child, end, free) for child in branch.children)
    if below:
        return Place(branch, x, (below[0].y + below[-1].y) / 2, below)
    free[0] += ROW
    return Place(branch, x, free[0] - ROW, ())


def edge(above: Place, below: Place, *, turned: bool) -> str:
    """Draw an edge from one label to the next."""
    look: dict[str, str | float] = {"stroke_width": 1.3, "stroke_opacity": "0.75"}
    dotted = [place.branch.label is None for place in (above, below)]
    if turned:
        start = above.x + size(above.branch) + (0 if dotted[0] else CLEAR)
        return line((start, above.y), (below.x - (0 if dotted[1] else CLEAR), below.y), **look)
    start = above.y + (-0.33 * SIZE if dotted[0] else 0.3 * SIZE + CLEAR - 1)
    end = below.y - (0.33 * SIZE if dotted[1] else 0.75 * SIZE + CLEAR)
    return line((above.x, start), (below.x, end), **look)


def mark(place: Place, *, turned: bool) -> str:
    """Draw a label, or a dot where there is none."""
    branch = place.branch
    if branch.label is None:
        x = place.x + DOT if turned else place.x
        y = place.y if turned else place.y - 0.33 * SIZE
        return tag("circle", cx=x, cy=y, r=DOT, fill=INK)
    if turned:
        return label(branch.label, place.x, place.y + 0.33 * SIZE, text_anchor="start")
    return label(branch.label, place.x, place.y)
