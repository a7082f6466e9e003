"""Typed text with its many dashes, spaces and digit shapes made plain.

Unicode's compatibility form alone would read ``x²`` as ``x2`` and ``1½`` as ``11/2``, so
each character is judged by itself, and ``origin`` remembers where it stood.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from ncrevise.errors import AnswerError

_PLAIN = {
    **dict.fromkeys("−˗➖", "-"),
    "➕": "+",
    **dict.fromkeys("×·⋅∙∗•✕✖\u2062", "*"),
    **dict.fromkeys("÷∕⁄➗", "/"),
    **dict.fromkeys("′’‘`´ʹ", "'"),
    **dict.fromkeys("⎡⎢⎣⎤⎥⎦\t\u2061", " "),
    **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
    "\u2063": ",",
    "\u2064": "+",
    "ˆ": "^",
    "ᵀ": "^T",
    "⊤": "T",
    "\n": "\n",
    "\x85": "\n",
}
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
_GROUPED = re.compile(
    r"(?<![\d.,])(?<!\d[\u202f\u2009\u00a0])[1-9]\d{0,2}"
    r"(?:[\u202f\u2009\u00a0]\d{3})++(?![\u202f\u2009\u00a0]?\d)"
)
_SAME_MEANING = {"", "<font>", "<wide>", "<narrow>", "<compat>"}


class Plain(NamedTuple):
    """Plain text, and for each of its characters the index of the one it came from."""

    text: str
    origin: list[int]


def normalise(text: str) -> Plain:
    """Make ``text`` plain.

    Raises:
        AnswerError: for control characters, lone surrogates and stray raised letters.
    """
    grouped = {
        match.start() + offset
        for match in _GROUPED.finditer(text)
        for offset, character in enumerate(match.group())
        if character.isspace()
    }
    pieces: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        if index in grouped:
            continue
        piece = character if " " <= character <= "~" else _plain(text, index)
        piece = _PLAIN.get(piece, piece)
        pieces.append(piece)
        origin.extend([index] * len(piece))
    return Plain("".join(pieces), origin)


def _plain(text: str, index: int) -> str:
    character = text[index]
    if character in _SUPERSCRIPTS:
        return _superscript(text, index)
    if character in _PLAIN:
        return _PLAIN[character]
    if character == "\r":
        return " " if text[index + 1 : index + 2] == "\n" else "\n"
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    category = unicodedata.category(character)
    if category in {"Cc", "Cf", "Cs", "Co", "Cn"}:
        message = "There is an invisible character here: delete it, or type the answer again."
        raise AnswerError(message, text, index)
    return {"Zs": " ", "Zl": "\n", "Zp": "\n", "Pd": "-"}.get(category) or _compatible(text, index)


def _superscript(text: str, index: int) -> str:
    """``²`` as ``^(2)``: the brackets keep a digit that follows out of the power."""
    first = index == 0 or text[index - 1] not in _SUPERSCRIPTS
    last = text[index + 1 : index + 2] not in _SUPERSCRIPTS
    return "^(" * first + _SUPERSCRIPTS[text[index]] + ")" * last


def _compatible(text: str, index: int) -> str:
    character = text[index]
    tag, *_ = unicodedata.decomposition(character).split(" ")
    tag = tag if tag.startswith("<") else ""
    usual = unicodedata.normalize("NFKC", character)
    if tag == "<sub>" and re.search(r"[^\W\d][\w₀-ₜ]*$", text[max(0, index - 20) : index]):
        return usual
    if tag in {"<sub>", "<super>", "<circle>"}:
        message = f"I can't read the small character {character} here: type it at full size."
        raise AnswerError(message, text, index)
    return usual if tag in _SAME_MEANING and len(usual) == 1 else character
