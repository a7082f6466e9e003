"""HTML: one file that needs no network and no script, or a fragment for a learning platform.

Formulas are MathML with their spoken form, and the font they need is in the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ncrevise.render.web.blocks import TexWriter, Writer
from ncrevise.render.web.page import Check, page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ncrevise.document.tree import Block, Document

__all__ = ["Check", "fragment", "render"]


def render(
    document: Document,
    *,
    standalone: bool = True,
    practice: Sequence[Check | None] | None = None,
) -> str:
    """Write a document as a page.

    Args:
        document: what to show.
        standalone: a whole page in one file; otherwise only its content.
        practice: for a page that checks answers, what each part accepts, in the order of
            the document; None for a part that is not checked. The numbers can be read in
            the page's source.
    """
    if not standalone:
        return fragment(document.blocks)
    return page(document, practice)


def fragment(blocks: Iterable[Block], *, maths: Literal["mathml", "tex"] = "mathml") -> str:
    r"""Write blocks for a field of a learning platform: no styles, ids or script.

    Args:
        blocks: what to show.
        maths: MathML, or TeX between ``\(`` and ``\)`` for platforms that typeset it.
    """
    return (Writer() if maths == "mathml" else TexWriter()).blocks(blocks)
