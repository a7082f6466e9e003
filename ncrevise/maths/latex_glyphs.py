"""How each mathematical character is written in LaTeX, with amsmath and amssymb."""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest
from unicodedata import name, normalize

from ncrevise.errors import RenderError


def table(text: str) -> dict[str, str]:
    """Read ``+ plus, − minus`` into a dictionary."""
    return dict(entry.split() for entry in text.split(","))


COMMANDS = table(
    r"""
    · \cdot, ⋅ \cdot, × \times, ÷ \div, ± \pm, ∓ \mp, ∗ \ast, ⋆ \star, ∘ \circ, • \bullet,
    ⊙ \odot, ⊗ \otimes, ⊕ \oplus, ⊖ \ominus, ∪ \cup, ∩ \cap, ∖ \setminus,
    ∧ \wedge, ∨ \vee,
    ¬ \neg, † \dagger, ‡ \ddagger, ≈ \approx, ≠ \neq, ≤ \leq, ≥ \geq, ≪ \ll, ≫ \gg, ≡ \equiv,
    ∼ \sim, ≃ \simeq, ≅ \cong, ≍ \asymp, ∝ \propto, ∈ \in, ∉ \notin, ∋ \ni, ⊂ \subset,
    ⊆ \subseteq, ⊃ \supset, ⊇ \supseteq, ≺ \prec, ≻ \succ, ⪯ \preceq, ⪰ \succeq,
    ≔ \mathrel{:=}, ≜ \triangleq, ≐ \doteq, ⟂ \perp, ⊥ \perp, ⊤ \top, ∥ \parallel, ‖ \parallel,
    ∣ \mid, ⊢ \vdash, ⊨ \models, → \to, ⟶ \longrightarrow, ← \leftarrow, ⟵ \longleftarrow,
    ↔ \leftrightarrow, ↛ \nrightarrow, ↦ \mapsto, ⇒ \Rightarrow, ⟹ \Longrightarrow, ⇐ \Leftarrow,
    ⇔ \Leftrightarrow, ⟺ \iff, ↑ \uparrow, ↓ \downarrow, ↗ \nearrow, ↘ \searrow, ↖ \nwarrow,
    ↙ \swarrow, ⇝ \rightsquigarrow, ∑ \sum, ∏ \prod, ∐ \coprod, ∫ \int, ∬ \iint, ∮ \oint,
    ⋃ \bigcup, ⋂ \bigcap, ⨁ \bigoplus, ⨂ \bigotimes, ∀ \forall, ∃ \exists, ∄ \nexists,
    ∂ \partial, ∇ \nabla, ∞ \infty, ∅ \emptyset, ℏ \hbar, ℓ \ell, ℜ \Re, ℑ \Im, ℵ \aleph,
    ∠ \angle, √ \surd, … \ldots, ⋯ \cdots, ⋮ \vdots, ⋱ \ddots, ′ \prime, ∴ \therefore,
    ∵ \because, □ \square, ■ \blacksquare, △ \triangle, ▲ \blacktriangle, ◇ \lozenge,
    ★ \bigstar, ✓ \checkmark, ✗ \times, ⌊ \lfloor, ⌋ \rfloor, ⌈ \lceil, ⌉ \rceil, ⟨ \langle,
    ⟩ \rangle, { \lbrace, } \rbrace, \ \backslash, % \%, # \#, & \&, $ \$, _ \_, − -, ^ \wedge,
    | \vert, * \ast, ~ \sim, ° {}^{\circ}, ² {}^{2}, ³ {}^{3}, ¹ {}^{1},
    ½ \tfrac{1}{2}, ¼ \tfrac{1}{4}, ¾ \tfrac{3}{4},
    ″ {\prime\prime}, ‴ {\prime\prime\prime}, ∎ \blacksquare, ⊛ \circledast, ⊞ \boxplus,
    ⊡ \boxdot, ∥ \parallel, ≢ \not\equiv, ≁ \nsim, ⊄ \not\subset, ∌ \not\ni, ≮ \nless,
    ≯ \ngtr, ≰ \nleq, ≱ \ngeq, ∘ \circ, ↻ \circlearrowright,
    ↺ \circlearrowleft, ⇌ \rightleftharpoons
    """
)
SPACES = {"\u202f": r"\,", "\u2009": r"\,", "\u00a0": r"\ ", " ": r"\ "}
INVISIBLE = frozenset("\u200b\u2060\u2061\u2062\u2063\ufe00\ufe0e\ufe0f")
VARIANTS = {
    "ε": r"\varepsilon",
    "ϵ": r"\epsilon",
    "φ": r"\varphi",
    "ϕ": r"\phi",
    "ϑ": r"\vartheta",
    "ϱ": r"\varrho",
    "ϖ": r"\varpi",
    "ϰ": r"\varkappa",
    "ς": r"\varsigma",
    "ο": "o",
}
LATIN_CAPITALS = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True))
FACES = {
    "SCRIPT CAPITAL": r"\mathcal",
    "DOUBLE-STRUCK CAPITAL": r"\mathbb",
    "FRAKTUR": r"\mathfrak",
    "BLACK-LETTER": r"\mathfrak",
    "DOUBLE-STRUCK": r"\mathbf",
    "MONOSPACE": r"\mathtt",
    "SANS-SERIF": r"\mathsf",
    "BOLD": r"\mathbf",
    "SCRIPT": r"\mathit",
    "ITALIC": "",
}


@lru_cache(maxsize=4096)
def glyph(character: str) -> str:
    """Write one character in maths.

    Raises:
        RenderError: nothing in LaTeX's usual fonts looks like it.
    """
    known = COMMANDS.get(character) or SPACES.get(character) or greek(character)
    if known:
        return known
    if character in INVISIBLE:
        return ""
    if character.isascii() and character.isprintable():
        return character
    return lettered(character)


def greek(character: str) -> str:
    """Write a Greek letter."""
    if character in VARIANTS or character in LATIN_CAPITALS:
        return VARIANTS.get(character) or rf"\mathrm{{{LATIN_CAPITALS[character]}}}"
    words = name(character, "").split()
    if words[:1] != ["GREEK"] or "LETTER" not in words or "WITH" in words:
        return ""
    letter = words[-1].lower().replace("lamda", "lambda")
    return rf"\{letter.capitalize() if 'CAPITAL' in words else letter}"


def lettered(character: str) -> str:
    """Write a letter of a mathematical alphabet, or an accented one."""
    title = name(character, "")
    plain = normalize("NFKC", character)
    if plain != character and len(plain) == 1:
        for face, command in FACES.items():
            if face in title:
                inner = glyph(plain)
                bold = command == r"\mathbf" and not plain.isascii()
                command = r"\boldsymbol" if bold else command  # noqa: PLW2901
                return f"{command}{{{inner}}}" if command else inner
    if title.startswith("LATIN"):
        return rf"\text{{{character}}}"
    raise unknown(character)


def unknown(character: str) -> RenderError:
    """Say that a character can't be typeset."""
    title = name(character, "").lower()
    what = f"“{character}” (U+{ord(character):04X}{', ' + title if title else ''})"
    return RenderError(f"LaTeX has no way to write {what}; use another symbol for it")


LIGATURES = frozenset("-,'")  # two of them in a row make another character
ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': "''",
    "`": r"\textasciigrave{}",
    "‘": r"\textquoteleft{}",
    "’": "'",
    "“": "``",
    "”": "''",
    "–": "--",
    "—": "---",
    "\u00a0": "~",
    "\u202f": r"\,",
    "\u2009": r"\,",
    "…": r"\ldots{}",
    "•": r"\textbullet{}",
    "·": r"\textperiodcentered{}",
    "£": r"\pounds{}",
    "§": r"\S{}",
    "\n": " ",
    "\t": " ",
}


@lru_cache(maxsize=4096)
def escaped(character: str) -> str:
    """Write one character of running text; what only maths has is set as maths."""
    if character in ESCAPES:
        return ESCAPES[character]
    if character.isascii():
        return character if character.isprintable() else ""
    if character in INVISIBLE:
        return ""
    if name(character, "").startswith("LATIN") and ord(character) < 0x180:
        return character
    return rf"\ensuremath{{{glyph(character)}}}"


def prose(text: str) -> str:
    """Write running text, every character standing for itself."""
    return "".join(
        f"{escaped(one)}{{}}" if one == other and one in LIGATURES else escaped(one)
        for one, other in zip_longest(text, text[1:])
    )
