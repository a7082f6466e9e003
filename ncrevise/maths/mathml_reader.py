"""MathML, as ``math-core`` writes it, read into a presentation tree.

Each element becomes the marks it puts on the line; ``arrange`` makes the tree of them.
What our tree cannot hold is refused by name, never dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import name, normalize

from ncrevise.errors import RenderError
from ncrevise.maths.arrange import CLOSERS_AND_BARS, NOTHING, OPENING, arrange, bracketed
from ncrevise.maths.number import group
from ncrevise.maths.tree import (
    Accent,
    Bind,
    Chain,
    Digits,
    Frac,
    Id,
    Limits,
    Matrix,
    Node,
    Op,
    Root,
    Row,
    Script,
    Space,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

DEEPEST = 60
INVISIBLE = "\u2061\u2062\u2063\u2064\ufe00\ufe01"
STRETCHY = OPENING | CLOSERS_AND_BARS | {"\u2063"}
SPELLINGS = {"⋅": "·", "∣": "|", "-": "−", "*": "∗", "∥": "‖"}
SEPARATORS = frozenset(",;")
PREFIXES = frozenset("∑∏∐∫∬∮⋃⋂∀∃¬∂∇")
POSTFIXES = frozenset("!.")
MARKS = dict(zip("¯\u0332\u0305ˆ\u0302˜~\u0303˙\u20d7→", "¯¯¯^^~~~˙→→", strict=True))
BRACES = frozenset("⏞⏟")
EXTREMES = frozenset(
    ("max", "min", "sup", "inf", "lim", "limsup", "liminf", "argmax", "argmin")
)  # these carry their range below, even where a fraction leaves little room
AUTOMATIC_SPACE = "0.1667em"  # put around function names by the converter; ours is the printer's
ORDINARY = frozenset("⊤⊥∞∅ℝℕℤℂℚℙ𝔼𝟙ℏ%#…")


def marks(element: Element, depth: int = 0) -> list[Node]:
    """Read an element into the marks it puts on the line."""
    if depth > DEEPEST:
        raise RenderError("too deeply nested to be shown")
    reader = READERS.get(element.tag)
    if reader is None:
        raise RenderError(REFUSED.get(element.tag, f"<{element.tag}> can't be shown"))
    return reader(element, depth + 1)


def node(element: Element, depth: int) -> Node:
    """Read an element into one node."""
    return arrange(marks(element, depth))


def group_of(element: Element, depth: int) -> list[Node]:
    r"""Read a group: brackets that grow, as of ``\left``, belong together."""
    children = list(element)
    if len(children) > 1 and stretches(children[0]) and stretches(children[-1]):
        inside = [mark for child in children[1:-1] for mark in marks(child, depth)]
        ends = (visible(children[0].text), visible(children[-1].text))
        return [bracketed(ends[0], arrange(inside), ends[1])]
    return [mark for child in children for mark in marks(child, depth)]


def stretches(element: Element) -> bool:
    """Say whether an element is a bracket that grows."""
    fixed = element.get("stretchy") == "false" or element.get("minsize")
    return element.tag == "mo" and not fixed and (element.text or "") in STRETCHY


def visible(text: str | None) -> str:
    """Leave out characters that only tell a browser how to space."""
    seen = (c for c in text or "" if c not in INVISIBLE)
    return "".join(" " if c.isspace() else SPELLINGS.get(c, c) for c in seen)


def identifier(element: Element, _depth: int) -> list[Node]:
    """Read a symbol or a name, with its face."""
    text = visible(element.text).strip()
    if len(text) > 1:
        refuse_placeholders(text)
    plain = normalize("NFKC", text)
    kind = name(text[0], "") if text else ""
    if text == ":":
        return [Op(":", "separator")]
    if text == ".":
        return [Op(".", "postfix")]
    if text in PREFIXES:
        return [Op(text, "prefix")]
    if text in ORDINARY or element.get("mathvariant") == "normal":
        return [Id(text, "upright")]
    if kind.startswith("MATHEMATICAL BOLD") and not {"SCRIPT", "FRAKTUR"} & set(kind.split()):
        return [Id(plain, "bold")]
    if kind.startswith(("MATHEMATICAL SANS-SERIF", "MATHEMATICAL MONOSPACE")):
        return [Id(plain, "upright")]
    return [Id(plain if kind.startswith("MATHEMATICAL ITALIC") else text)]


def refuse_placeholders(text: str) -> None:
    """Refuse a placeholder that nothing could be put in place of later."""
    hidden = next((c for c in text if "\ue000" <= c <= "\uf8ff"), "")
    if hidden:
        raise RenderError(f"{hidden} can't stand inside words: close \\text before it")


def numeral(element: Element, _depth: int) -> list[Node]:
    """Read digits."""
    return [Digits(group(visible(element.text)))]


def operator(element: Element, _depth: int) -> list[Node]:
    """Read an operator, a separator or a bracket without its partner yet."""
    symbol = visible(element.text)
    form = element.get("form", "")
    if not symbol:
        return []
    if symbol in CLOSERS_AND_BARS and form in {"prefix", "postfix"}:
        return [Op(symbol, "prefix" if form == "prefix" else "postfix")]
    if symbol in SEPARATORS:
        return [Op(symbol, "separator")]
    if symbol in PREFIXES:
        return [Op(symbol, "prefix")]
    if symbol in "′″‴":
        return [Id(symbol, "upright")]
    if symbol in ORDINARY:
        return [Id(symbol, "upright")]
    return [Op(symbol, "postfix" if symbol in POSTFIXES else "infix")]


def words(element: Element, _depth: int) -> list[Node]:
    """Read words; a lone blank is a space."""
    text = (element.text or "").replace("\u00a0", " ")
    refuse_placeholders(text)
    return [Text(text)] if text.strip() else [Space(0.33)]


def space(element: Element, _depth: int) -> list[Node]:
    """Read a space that the author asked for."""
    width = element.get("width", "")
    if width == AUTOMATIC_SPACE or not width.endswith("em"):
        return []
    return [Space(round(float(width[:-2]), 3))]


def fraction(element: Element, depth: int) -> list[Node]:
    """Read a fraction; without its line it is what a binomial coefficient holds."""
    top, bottom = (node(child, depth) for child in element)
    if element.get("linethickness") == "0":
        return [Matrix(((top,), (bottom,)), "", "", "centre")]
    return [Frac(*derivative(top, bottom))]


def derivative(top: Node, bottom: Node) -> tuple[Node, Node]:
    """Bind the d of dy/dx to its letter, so that one line writes it without a space."""
    match top, bottom:
        case Row((Id("d"), _)), Row((Id("d"), _)):
            return Row(top.items, Bind.APPLY), Row(bottom.items, Bind.APPLY)
        case _:
            return top, bottom


def square_root(element: Element, depth: int) -> list[Node]:
    """Read a square root."""
    return [Root(arrange(group_of(element, depth)))]


def other_root(element: Element, depth: int) -> list[Node]:
    """Read a root with an index."""
    body, index = (node(child, depth) for child in element)
    return [Root(body, index)]


def scripts(element: Element, depth: int) -> list[Node]:
    """Read a base with a subscript, a superscript or both."""
    parts = [node(child, depth) for child in element]
    low = parts[1] if "sub" in element.tag else None
    high = parts[-1] if "sup" in element.tag else None
    if isinstance(parts[0], Id) and parts[0].name.replace(" ", "") in EXTREMES and low:
        return [Limits(parts[0], low, high)]
    return [Script(parts[0], low, high)]


def limits(element: Element, depth: int) -> list[Node]:
    """Read a base with something below or above, an accent, or a brace with its label."""
    children = list(element)
    base = node(children[0], depth)
    labels = [unspaced(node(child, depth)) for child in children[1:]]
    symbol = visible(children[1].text) if children[1].tag == "mo" else ""
    if symbol in BRACES:
        return [base]
    if element.get("accent") or element.get("accentunder"):
        return [accented(base, symbol, over=element.tag == "mover")]
    low = labels[0] if "under" in element.tag else None
    high = labels[-1] if "over" in element.tag else None
    empty = all(label == NOTHING for label in labels)
    return [base] if empty else [Limits(base, low, high)]


def accented(base: Node, symbol: str, *, over: bool) -> Node:
    """Put an accent that the tree knows."""
    mark = MARKS.get(symbol)
    if mark is None or not over:
        raise RenderError(
            "only \\bar, \\overline, \\hat, \\tilde, \\dot and \\vec can stand over a symbol"
        )
    return Accent(base, mark)  # type: ignore[arg-type]


def unspaced(label: Node) -> Node:
    """Leave out the spaces that only lengthen an arrow."""
    if isinstance(label, Space):
        return NOTHING
    if isinstance(label, Row):
        return arrange(item for item in label.items if not isinstance(item, Space))
    return label


def table(element: Element, depth: int) -> list[Node]:
    """Read a grid, or the rows of a derivation."""
    cells = [list(row) for row in element]
    if any("border" in cell.get("style", "") for row in cells for cell in row):
        raise RenderError("an array can't have rules; use a Markdown table")
    rows = [[node(cell, depth) for cell in row] for row in cells]
    if element.get("displaystyle") == "true":
        return [derivation(cells, rows, depth)]
    width = max((len(row) for row in rows), default=0)
    filled = tuple(tuple(row + [NOTHING] * (width - len(row))) for row in rows)
    left = bool(cells) and "text-align: left" in cells[0][0].get("style", "")
    return [Matrix(filled, "", "", "left" if left else "right")]


def derivation(cells: list[list[Element]], rows: list[list[Node]], depth: int) -> Node:
    """Read aligned rows: a chain when only the first has a left side, else a plain grid."""
    paired = all(len(row) == 2 for row in rows)
    if not paired or any(row[0] != NOTHING for row in rows[1:]):
        return Matrix(tuple(tuple(row) for row in rows), "", "", "left")
    return Chain(rows[0][0], tuple(link(row[1], depth) for row in cells))


def link(cell: Element, depth: int) -> tuple[str, Node]:
    """Split a row's right cell into its relation and what follows."""
    items = marks(cell, depth)
    if items and isinstance(items[0], Op) and items[0].symbol not in "+−±":
        return items[0].symbol, arrange(items[1:])
    return "", arrange(items)


READERS: dict[str, Callable[[Element, int], list[Node]]] = {
    **dict.fromkeys(("math", "mrow", "mstyle", "mpadded", "mtd"), group_of),
    **dict.fromkeys(("msub", "msup", "msubsup"), scripts),
    **dict.fromkeys(("munder", "mover", "munderover"), limits),
    "mi": identifier,
    "mn": numeral,
    "mo": operator,
    "mtext": words,
    "mspace": space,
    "mfrac": fraction,
    "msqrt": square_root,
    "mroot": other_root,
    "mtable": table,
}
REFUSED = {
    "mphantom": r"\phantom has nothing to show",
    "menclose": r"\boxed and \cancel can't be shown in every format",
    "mmultiscripts": "scripts on the left can't be shown in every format",
}
