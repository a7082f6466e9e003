"""Which characters a terminal can show, and what stands in for those it can't."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

SUBSCRIPTS = dict(
    zip(
        "0123456789+−-=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)
SUPERSCRIPTS = dict(
    zip(
        "0123456789+−-=()abcdefghijklmnoprstuvwxyz⊤T′″*∗†",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᵀ′″**†",
        strict=True,
    )
)

# a character and what stands in for it, by turns
PAIRS = """
− -   – -   — --   ‘ '   ’ '   “ "   ” "   … ...   ⋯ ...   ⋮ :   ∣ |   ‖ ||   ⟨ <   ⟩ >
· *   ⋅ *   ⊙ *   ∗ *   × x   ÷ /   ± +/-   ∘ o   ⊗ (x)   ⊕ (+)   ∂ d   ∞ inf   ∝ ~
∑ sum   ∏ prod   ∫ int   √ sqrt   ∈ in   ∪ or   ∩ and   ∅ {}   ⊂ in   ⊆ in   ∧ and   ∨ or
∀ all   ∃ some   ⊤ T   ⊥ _|_   ′ '   ″ ''   ⌊ floor(   ⌋ )   ⌈ ceil(   ⌉ )
≈ ~=   ≠ !=   ≤ <=   ≥ >=   ≡ ==   ≪ <<   ≫ >>   ∼ ~   ≜ :=   ≔ :=
→ ->   ← <-   ↔ <->   ↦ |->   ⇒ =>   ⇔ <=>   ↑ ^   ↓ v   • *   ✓ v   ✗ x
─ -   ━ =   │ |   ┃ |   █ #   ▎ |
"""
STAND_INS = dict(zip(PAIRS.split()[::2], PAIRS.split()[1::2], strict=True)) | {
    "∇": "grad ",
    "¬": "not ",
    "∉": "not in",
    "\xa0": "\xa0",
    "\u202f": "\xa0",
    "\u2009": "\xa0",
    "\u0302": "hat",
    "\u0303": "tilde",
    "\u0304": "bar",
    "\u0307": "dot",
    "\u20d7": "vec",
}
BREAKS = "\t\n\v\f\r"
STEERING = frozenset({"Cc", "Cs", "Zl", "Zp"})
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

# top, filler, bottom, middle; the middle is put only into braces
TALL = {
    "(": "⎛⎜⎝⎜",
    ")": "⎞⎟⎠⎟",
    "[": "⎡⎢⎣⎢",
    "]": "⎤⎥⎦⎥",
    "{": "⎧⎪⎩⎨",
    "}": "⎫⎪⎭⎬",
    "⌊": "⎢⎢⎣⎢",
    "⌋": "⎥⎥⎦⎥",
    "⌈": "⎡⎢⎢⎢",
    "⌉": "⎤⎥⎥⎥",
    "|": "││││",
    "‖": "║║║║",
}
TALL_PLAIN = {"(": "/|\\|", ")": "\\|/|", "{": "/|\\<", "}": "\\|/>"}


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters one encoding can carry.

    Args:
        encoding: the name of a codec; text leaves in it.
    """

    encoding: str = "utf-8"

    @staticmethod
    def for_encoding(encoding: str | None) -> Glyphs:
        """Choose the characters for a stream; one that does not say is taken for ASCII."""
        try:
            return Glyphs(codecs.lookup(encoding or "ascii").name)
        except LookupError:
            return Glyphs("ascii")

    def can(self, text: str) -> bool:
        """Say whether all of ``text`` can be written."""
        return encodable(text, self.encoding)

    def text(self, text: str) -> str:
        """Write ``text`` with what there is, control characters left out."""
        return text if text.isascii() and text.isprintable() else translate(text, self.encoding)

    def pick(self, wanted: str, otherwise: str) -> str:
        """Take the first text that can be written."""
        return wanted if self.can(wanted) else otherwise

    def subscript(self, text: str) -> str | None:
        """Write small letters below the line, or None when one of them does not exist."""
        return self.small(text, SUBSCRIPTS)

    def superscript(self, text: str) -> str | None:
        """Write small letters above the line, or None when one of them does not exist."""
        return self.small(text, SUPERSCRIPTS)

    def small(self, text: str, alphabet: dict[str, str]) -> str | None:
        """Replace every letter by its small form, when all have one."""
        letters = [alphabet.get(letter) for letter in text]
        if None in letters:
            return None
        small = "".join(letter or "" for letter in letters)
        return small if self.can(small) else None

    def bracket(self, symbol: str, height: int) -> list[str]:
        """Write a bracket over ``height`` rows, the pieces from the top down."""
        if height == 1:
            return [self.text(symbol)]
        pieces = TALL.get(symbol, "")
        if not (pieces and self.can(pieces)):
            pieces = TALL_PLAIN.get(symbol, "")
        if not pieces:
            return [self.text(symbol) if len(self.text(symbol)) == 1 else "|"] * height
        rows = [pieces[0], *pieces[1] * (height - 2), pieces[2]]
        if height > 2:
            rows[(height - 1) // 2] = pieces[3]
        return rows


@lru_cache(maxsize=65_536)
def encodable(text: str, encoding: str) -> bool:
    """Say whether a codec can carry a text."""
    try:
        text.encode(encoding)
    except UnicodeError:
        return False
    return True


@lru_cache(maxsize=65_536)
def translate(text: str, encoding: str) -> str:
    """Replace the characters a codec can't carry, and drop those that steer a terminal.

    No-break spaces stay, whatever the codec: lines are broken later.
    """
    visible = "".join(" " if c in BREAKS else c for c in text if c in BREAKS or not is_control(c))
    composed = unicodedata.normalize("NFC", visible)
    if encodable(composed, encoding):
        return composed
    return "".join(
        letter if encodable(letter, encoding) else stand_in(letter, encoding) for letter in composed
    )


def is_control(letter: str) -> bool:
    """Say whether a character would move the cursor or turn the direction of reading."""
    return unicodedata.category(letter) in STEERING or letter in TURNING


def stand_in(letter: str, encoding: str) -> str:
    """Spell one character in others: a name, its parts, or a question mark."""
    if letter in STAND_INS:
        return STAND_INS[letter]
    name = unicodedata.name(letter, "")
    if name.startswith("GREEK") and "LETTER" in name:
        word = name.split("LETTER ")[1].split()[0]
        return word.capitalize() if "CAPITAL" in name else word.lower()
    if unicodedata.category(letter) == "Mn":
        return ""
    kind, _, codes = unicodedata.decomposition(letter).rpartition("> ")
    if not codes:
        return "?"
    parts = [chr(int(code, 16)) for code in codes.split()]
    mark = {"<super": "^", "<sub": "_"}.get(kind, "")
    return mark + "".join(
        part if encodable(part, encoding) else stand_in(part, encoding) for part in parts
    )
