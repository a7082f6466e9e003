r"""HTML for Moodle's fields, with formulas in TeX between ``\(`` and ``\)``."""

from __future__ import annotations

from functools import lru_cache

from ncrevise.bulk import Filler
from ncrevise.document.markdown import read_inline
from ncrevise.document.tree import Maths
from ncrevise.maths import latex, tex
from ncrevise.maths.build import chain
from ncrevise.render.lines import inline
from ncrevise.render.web.blocks import TexWriter

WRITER = TexWriter()
HTML = Filler(WRITER.blocks, latex.write, latex.symbols)


@lru_cache(maxsize=4096)
def phrase(text: str) -> str:
    """Print a sentence of Markdown."""
    return WRITER.inlines(read_inline(text))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Print a sentence of Markdown without markup, its formulas in one line."""
    return inline(read_inline(text))
