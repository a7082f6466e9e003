r"""HTML for Moodle's fields, with formulas in TeX between ``\(`` and ``\)``."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from ncrevise.bulk import Filler
from ncrevise.document.figure import Figure
from ncrevise.document.markdown import read_inline
from ncrevise.maths import latex
from ncrevise.render.lines import inline
from ncrevise.render.web.blocks import TexWriter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ncrevise.document.template import Template
    from ncrevise.maths.tree import Node


class Writer(TexWriter):
    """Writes HTML in which marks for numbers still to come survive."""

    def formula(self, node: Node) -> str:
        """Write a formula in running text."""
        return rf"\({escape(latex.write(node), quote=False)}\)"

    def equation(self, node: Node) -> str:
        """Write a formula that stands by itself."""
        return rf"\[{escape(latex.write(node, display=True), quote=False)}\]"


WRITER = Writer()
HTML = Filler(WRITER.blocks, latex.write, latex.symbols)


def wording(template: Template, values: Mapping[str, Any]) -> str:
    """Print a text of the bank with a variant's values; a figure is drawn to fit its numbers."""
    if any(is_drawn(values.get(name)) for name in template.names):
        return WRITER.blocks(template.fill(values))
    return HTML.wording(template, values)


def is_drawn(value: object) -> bool:
    """Say whether a value is a figure, or blocks with one among them."""
    if isinstance(value, tuple):
        return any(map(is_drawn, value))
    return isinstance(value, Figure)


@lru_cache(maxsize=4096)
def phrase(text: str) -> str:
    """Print a sentence of Markdown."""
    return WRITER.inlines(read_inline(text))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Print a sentence of Markdown without markup, its formulas in one line."""
    return inline(read_inline(text))
