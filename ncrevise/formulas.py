"""An answer that is one formula, or a vector or matrix of them, such as a gradient or Hessian.

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
        trees: a formula, or one an entry of a vector or matrix, row by row.
        variables: the names they are in; not all of them need occur.
        symbol: how the result is written, in TeX.
        columns: of a matrix; 0 for a formula or a vector.
    """

    trees: tuple[Tree, ...]
    variables: tuple[str, ...]
    symbol: str = ""
    columns: int = 0

    @property
    def shape(self) -> tuple[int, ...]:
        """``()``, ``(n,)`` or ``(rows, columns)``."""
        n = len(self.trees)
        if self.columns:
            return n // self.columns, self.columns
        return () if n == 1 else (n,)

    @property
    def rows(self) -> tuple[tuple[Tree, ...], ...]:
        """The formulas row by row; a vector is one row."""
        width = self.columns or len(self.trees)
        return tuple(self.trees[k : k + width] for k in range(0, len(self.trees), width))

    def same(self, other: object) -> bool:
        """Say whether another result is the same functions, however they are written."""
        from ncrevise.answers.equality import same_function

        if not isinstance(other, Formulas) or self.shape != other.shape:
            return False
        return all(
            same_function(mine, theirs, self.variables)
            for mine, theirs in zip(self.trees, other.trees, strict=True)
        )

    def read(self, text: str, *, max_characters: int | None = None) -> Formulas:
        """Read as many formulas as these: ``(6xy, 3x^2)``, ``6xy; 3x^2``, ``2x, y; y, x``.

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
            rows = lay_out(body, spaces=False).rows
            cells = [cell for row in rows for cell in row]
            wanted = len(self.trees)
            if len(cells) != wanted:
                noun = "formula is" if wanted == 1 else "formulas are"
                raise AnswerError(
                    f"{wanted} {noun} needed here, with commas; you gave {len(cells)}."
                )
            if self.columns and any(len(row) != self.columns for row in rows):
                raise AnswerError(
                    f"{len(self.rows)} rows of {self.columns} formulas are needed here, with ; "
                    "between rows."
                )
            trees = tuple(map(parse, cells))
            return Formulas(trees, self.variables, self.symbol, self.columns)

    def spell(self) -> Node:
        """Spell the formula, the vector as a column, or the matrix."""
        from ncrevise.answers.spelling import spell
        from ncrevise.maths.tree import Matrix, column

        if self.columns:
            return Matrix(tuple(tuple(map(spell, row)) for row in self.rows))
        nodes = [spell(tree) for tree in self.trees]
        return nodes[0] if len(nodes) == 1 else column(nodes)

    def __str__(self) -> str:
        from ncrevise.answers.printing import to_text

        rows = [", ".join(map(to_text, row)) for row in self.rows]
        if self.columns:
            return f"({'; '.join(rows)})"
        return rows[0] if len(self.trees) == 1 else f"({rows[0]})"
