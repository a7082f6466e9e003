"""An answer that is one formula, or a vector of them, such as a gradient.

Every result is asked whether it is one; what reads and compares formulas comes in with the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncrevise.errors import AnswerError

if TYPE_CHECKING:
    from ncrevise.answers.tree import Tree
    from ncrevise.maths.tree import Node


@dataclass(frozen=True, slots=True)
class Formulas:
    """A symbolic result.

    Args:
        trees: a formula, or one an entry of a vector.
        variables: the names they are in; not all of them need occur.
        symbol: how the result is written, in TeX.
    """

    trees: tuple[Tree, ...]
    variables: tuple[str, ...]
    symbol: str = ""

    def same(self, other: object) -> bool:
        """Say whether another result is the same functions, however they are written."""
        from ncrevise.answers.equality import same_function

        if not isinstance(other, Formulas) or len(self.trees) != len(other.trees):
            return False
        return all(
            same_function(mine, theirs, self.variables)
            for mine, theirs in zip(self.trees, other.trees, strict=True)
        )

    def read(self, text: str, *, max_characters: int | None = None) -> Formulas:
        """Read as many formulas as these: ``(6xy, 3x^2)``, ``6xy; 3x^2``.

        Raises:
            AnswerError: when they can't be read, or are too many or too few.
        """
        from ncrevise.answers.layout import lay_out, strip_transpose
        from ncrevise.answers.lexer import lex
        from ncrevise.answers.limits import CHARACTERS, check_length, pointing_into
        from ncrevise.answers.parser import parse
        from ncrevise.answers.vocabulary import Vocabulary

        most = max_characters or 2 * CHARACTERS
        check_length(text, most)
        with pointing_into(text):
            tokens = Vocabulary(self.variables).resolve(lex(text, most // 2))
            body, _ = strip_transpose(tokens)
            cells = [cell for row in lay_out(body, spaces=False).rows for cell in row]
            wanted = len(self.trees)
            if len(cells) != wanted:
                noun = "formula is" if wanted == 1 else "formulas are"
                raise AnswerError(
                    f"{wanted} {noun} needed here, with commas; you gave {len(cells)}."
                )
            return Formulas(tuple(map(parse, cells)), self.variables, self.symbol)

    def spell(self) -> Node:
        """Spell the formula, or the vector as a column."""
        from ncrevise.answers.spelling import spell
        from ncrevise.maths.tree import column

        nodes = [spell(tree) for tree in self.trees]
        return nodes[0] if len(nodes) == 1 else column(nodes)

    def __str__(self) -> str:
        from ncrevise.answers.printing import to_text

        texts = [to_text(tree) for tree in self.trees]
        return texts[0] if len(texts) == 1 else f"({', '.join(texts)})"
