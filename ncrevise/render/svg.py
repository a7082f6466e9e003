"""Figures as SVG: the same drawing for PDF, HTML and notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.document.figure import (
    Chart,
    Gallery,
    GraphFigure,
    GridFigure,
    HeatMap,
    Map,
    NodeFigure,
    TreeFigure,
)
from ncrevise.render.drawing import charts, galleries, graphs, grids, heat, maps, nodes, trees
from ncrevise.render.drawing.pen import svg

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ncrevise.document.figure import Figure
    from ncrevise.render.drawing.pen import Drawing

DRAWINGS: Mapping[type, Callable[[Any], Drawing]] = {
    GridFigure: grids.draw,
    GraphFigure: graphs.draw,
    Chart: charts.draw,
    Gallery: galleries.draw,
    HeatMap: heat.draw,
    Map: maps.draw,
    NodeFigure: nodes.draw,
    TreeFigure: trees.draw,
}


def figure(fig: Figure) -> str:
    """Draw a figure; lines and letters take the colour of the text around it."""
    return svg(DRAWINGS[type(fig)](fig), fig.alt)
