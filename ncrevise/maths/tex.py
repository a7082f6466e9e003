r"""The TeX that people write between dollar signs, read into a presentation tree.

``math-core`` turns TeX into MathML, and what it makes is read here. Plain symbols such as
``\bar{z}_1``, of which every tape is full, are read without it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ncrevise.errors import RenderError
from ncrevise.maths.arrange import arrange
from ncrevise.maths.number import MINUS, group
from ncrevise.maths.substitute import substitute
from ncrevise.maths.tree import Accent, Digits, Id, Node, Op, Script

if TYPE_CHECKING:
    import math_core

LONGEST = 4000
LONGEST_XML = 400_000

GREEK_NAMES = """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho
    sigma tau upsilon phi chi psi omega varepsilon vartheta varphi varrho varsigma"""
GREEK = dict(zip(GREEK_NAMES.split(), "αβγδϵζηθικλμνξπρστυϕχψωεϑφϱς", strict=True))
ACCENTS = {"bar": "¯", "hat": "^", "tilde": "~", "dot": "˙", "vec": "→"}
SYMBOL = re.compile(
    r"""(?P<accent>\\(?:bar|hat|tilde|dot|vec)\{)?
        (?:\\(?P<greek>[a-z]+)|(?P<letter>[A-Za-z\ue000-\uf8ff]))
        (?(accent)\})
        (?:_(?:(?P<one>[A-Za-z0-9\ue000-\uf8ff])|\{(?P<many>[A-Za-z0-9,+\-\ue000-\uf8ff]+)\}))?
        (?:\^\{\((?P<layer>[A-Za-z0-9])\)\})?""",
    re.VERBOSE,
)
PIECE = re.compile(r"[0-9]+|.")
FAULT = re.compile(r"(\d+): (.+)", re.DOTALL)


@lru_cache(maxsize=8192)
def read(tex: str) -> Node:
    """Read a formula written in TeX.

    Characters of the private use area stand for themselves, as symbols: see ``substitute``.

    Raises:
        RenderError: the formula breaks a rule of TeX, or asks for what no format can show.
    """
    tex = tex.strip()
    return symbol(tex) or formula(tex)


def symbol(tex: str) -> Node | None:
    """Read a letter with an accent, an index or a layer; None for anything else."""
    found = SYMBOL.fullmatch(tex)
    if found is None or (found["greek"] and found["greek"] not in GREEK):
        return None
    node: Node = Id(found["letter"] or GREEK[found["greek"]])
    if found["accent"]:
        node = Accent(node, ACCENTS[found["accent"][1:-1]])  # type: ignore[arg-type]
    index, layer = found["one"] or found["many"], found["layer"]
    sub = arrange(piece(text) for text in PIECE.findall(index)) if index else None
    sup = arrange(piece(text) for text in f"({layer})") if layer else None
    return Script(node, sub, sup) if index or layer else node


def piece(text: str) -> Node:
    """Read a letter, a numeral, a comma or a sign."""
    if text[0].isdigit():
        return Digits(group(text))
    if text == ",":
        return Op(",", "separator")
    return Op(MINUS if text == "-" else text) if text in "+-()" else Id(text)


def formula(tex: str) -> Node:
    """Read any formula."""
    from xml.etree.ElementTree import ParseError, fromstring

    from ncrevise.maths.mathml_reader import marks

    if len(tex) > LONGEST:
        raise RenderError(f"the formula ${tex[:30]}…$ is longer than {LONGEST} characters")
    xml = to_mathml(tex)
    try:
        return arrange(marks(fromstring(xml)))  # noqa: S314 (our own XML, never a stranger's)
    except RenderError as error:
        raise RenderError(f"${shortened(tex)}$: {error}") from None
    except (ParseError, RecursionError) as error:
        raise RenderError(f"${shortened(tex)}$: too deeply nested to be shown") from error


def to_mathml(tex: str) -> str:
    """Convert TeX to MathML that an XML parser takes."""
    from math_core import LatexError

    if r"\\" in tex and r"\begin" not in tex:
        raise RenderError(rf"${shortened(tex)}$: rows (\\) need \begin{{aligned}} or a matrix")
    try:
        xml = converter().convert_with_local_state(tex, displaystyle=True)
    except UnicodeEncodeError:
        raise RenderError("a formula holds half a character") from None
    except LatexError as error:
        raise RenderError(f"${shortened(tex)}$: {explained(str(error))}") from None
    if len(xml) > LONGEST_XML:
        raise RenderError(f"${shortened(tex)}$: too long once its macros are written out")
    return xml.replace("&ApplyFunction;", "")


@lru_cache(maxsize=1)
def converter() -> math_core.LatexToMathML:
    """Make the converter, once."""
    from math_core import LatexToMathML

    return LatexToMathML(fancy_error=False, allow_unreliable_rendering=True, max_expansions=100)


def explained(message: str) -> str:
    """Say a converter's complaint in a person's words: characters count from one."""
    found = FAULT.fullmatch(message.strip())
    if found is None:
        return message.strip()
    text = found[2].strip().rstrip(".")
    return f"{text[0].lower()}{text[1:]} (character {int(found[1]) + 1})"


def shortened(tex: str) -> str:
    """Keep enough of a formula to recognise it, on one line."""
    flat = " ".join(tex.split())
    return flat if len(flat) <= 60 else flat[:59] + "…"


__all__ = ["read", "substitute"]
