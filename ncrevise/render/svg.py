"""Figures as SVG: the same drawing for PDF, HTML and notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.document.figure import GridFigure
from ncrevise.render.drawing import graphs, grids
from ncrevise.render.drawing.pen import svg

if TYPE_CHECKING:
    from ncrevise.document.figure import Figure


def figure(fig: Figure) -> str:
    """Draw a figure; lines and letters take the colour of the text around it."""
    drawing = grids.draw(fig) if isinstance(fig, GridFigure) else graphs.draw(fig)
    return svg(drawing, fig.alt)
