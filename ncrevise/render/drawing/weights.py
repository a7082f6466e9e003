"""Where weights stand beside the edges of a graph: clear of other edges, nodes and weights."""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING, TypeAlias

from ncrevise.render.drawing.label import width
from ncrevise.render.drawing.pen import SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ncrevise.document.axes import Point
    from ncrevise.document.figure import Link

SMALL = 0.87 * SIZE
ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
BESIDE = 4.0  # between an edge and its weight
ENOUGH = 8.0  # clearance beyond which more does not help
MOST = 30  # edges; with more, all weights stand in the middle
MIDDLE = 12.0  # how much clearance it is worth to stand in the middle
Box: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom


def placed(
    links: Sequence[Link], paths: Sequence[Sequence[Point]], nodes: Sequence[Box]
) -> list[Box | None]:
    """Find for each edge the box its weight stands in; None where there is none."""
    found: list[Box | None] = []
    for k, (link, path) in enumerate(zip(links, paths, strict=True)):
        if link.label is None:
            found.append(None)
            continue
        size = SMALL / SIZE * width(link.label), 0.75 * SMALL
        if len(links) > MOST:
            found.append(next(candidates(path, size))[1])
            continue
        others = [p for j, p in enumerate(paths) if j != k]
        boxes = [*nodes, *(box for box in found if box is not None)]
        tried = [
            (round(room(box, path, others, boxes) - MIDDLE * abs(part - 0.5), 3), -j, box)
            for j, (part, box) in enumerate(candidates(path, size))
        ]
        found.append(max(tried)[2])
    return found


def candidates(path: Sequence[Point], size: Point) -> Iterator[tuple[float, Box]]:
    """Yield places on both sides of an edge, and how far along it they are."""
    lengths = [hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(path)]
    for part in ALONG:
        left = part * sum(lengths)
        k = 0
        while left > lengths[k] and k < len(lengths) - 1:
            left -= lengths[k]
            k += 1
        (x, y), (to_x, to_y) = path[k], path[k + 1]
        far = lengths[k] or 1.0
        across, upright = (to_x - x) / far, (to_y - y) / far
        x, y = x + left * across, y + left * upright
        away = BESIDE + (size[0] * abs(upright) + size[1] * abs(across)) / 2
        for side in (1, -1):
            mid_x, mid_y = x + side * away * upright, y - side * away * across
            yield (
                part,
                (
                    mid_x - size[0] / 2,
                    mid_y - size[1] / 2,
                    mid_x + size[0] / 2,
                    mid_y + size[1] / 2,
                ),
            )


def room(
    box: Box, own: Sequence[Point], others: Sequence[Sequence[Point]], boxes: Sequence[Box]
) -> float:
    """Say how far a box is from all else; negative when it is not clear of its own edge."""
    space = min((between(box, each) for each in boxes), default=ENOUGH)
    for path in others:
        space = min(space, *(reach(box, a, b) for a, b in pairwise(path)))
    hidden = min(reach(box, a, b) for a, b in pairwise(own)) <= 0
    return min(space, ENOUGH) - (ENOUGH if hidden else 0.0)


def between(a: Box, b: Box) -> float:
    """Measure the gap between two boxes; negative when one covers the other in part."""
    gaps = a[0] - b[2], b[0] - a[2], a[1] - b[3], b[1] - a[3]
    return max(gaps)


def reach(box: Box, start: Point, end: Point) -> float:
    """Measure about how far a straight piece is from a box, by points along it."""
    (x, y), (to_x, to_y) = start, end
    rough = between(box, (min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)))
    if rough > ENOUGH:
        return rough
    far = hypot(to_x - x, to_y - y)
    count = max(1, round(far / 4))
    points = ((x + k / count * (to_x - x), y + k / count * (to_y - y)) for k in range(count + 1))
    return min(between(box, (at, up, at, up)) for at, up in points)
