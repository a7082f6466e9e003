"""What mathematical characters are called when a formula is read aloud in English."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import name, normalize


def table(text: str) -> dict[str, str]:
    """Read ``+ plus, − minus`` into a dictionary."""
    entries = (entry.split(maxsplit=1) for entry in text.split(","))
    return {symbol: words.strip() for symbol, words in entries}


OPERATORS = table(
    """
    + plus, − minus, ± plus or minus, ∓ minus or plus, · times, × times, ÷ divided by,
    / divided by, ∗ convolved with, ⋆ cross-correlated with, ⊙ elementwise times,
    ⊗ outer product with, ⊕ combined with, ∘ composed with, ∧ and, ∨ or, ¬ not, ∪ union,
    ∩ intersect, ∖ without, | given, ‖ relative to, ∥ relative to, : colon, ! factorial,
    % percent, ‰ per mille, ∑ the sum of, ∏ the product of, ∫ the integral of,
    ⋃ the union of, ∬ the double integral of, ∮ the contour integral of,
    ⋂ the intersection of, ∂ partial, ∇ the gradient of, ∀ for all, ∃ there is,
    … and so on, ⋯ and so on, ⋮ and so on, ⋱ and so on
    """
)
RELATIONS = table(
    """
    = equals, ≈ is approximately, ≠ is not equal to, < is less than, > is greater than,
    ≤ is at most, ≥ is at least, ≪ is much less than, ≫ is much greater than,
    ≡ is identical to, ∝ is proportional to, ∼ is distributed as, ≃ is about,
    ≅ is congruent to, ∈ is in, ∉ is not in, ⊂ is a subset of, ⊆ is a subset of,
    ⊃ contains, ⊇ contains, ≔ is defined as, ≜ is defined as, := is defined as, ⇒ implies,
    ⟹ implies, ⇔ if and only if, ⟺ if and only if, → goes to, ⟶ goes to, ← is set to,
    ↦ maps to, ↔ corresponds to, ⟂ is perpendicular to, ⊥ is independent of, ≻ succeeds,
    ≺ precedes
    """
)
SYMBOLS = table(
    """
    ∞ infinity, ∅ the empty set, ℏ h bar, ℓ l, 𝟙 indicator, ′ prime, ″ double prime,
    ‴ triple prime, ⊤ top, ⊥ bottom, # number of, % percent, … and so on, ∂ partial,
    ∇ gradient, ² squared, ³ cubed, − minus, ε epsilon, ϵ epsilon, sin sine, cos cosine,
    tan tangent, ln natural log
    """
)
BRACKETS = table(
    """
    ( open bracket, ) close bracket, [ open square bracket, ] close square bracket,
    { open curly bracket, } close curly bracket, ⟨ open angle bracket,
    ⟩ close angle bracket, | bar, ‖ double bar, ⌊ open floor, ⌋ close floor,
    ⌈ open ceiling, ⌉ close ceiling
    """
)
ACCENTS = table(
    """
    ¯ bar, ^ hat, ~ tilde, ˙ dot, → vector
    """
)
POWERS = table(
    """
    2 squared, 3 cubed, ⊤ transposed, T transposed
    """
)
RAISED = table(
    """
    ′ prime, ″ double prime, ‴ triple prime, ∗ star, ⋆ star, † dagger, + plus, − minus
    """
)
EXTREMES = table(
    """
    max the maximum, min the minimum, sup the supremum, inf the infimum,
    argmax the arg max, argmin the arg min, ∑ the sum, ∏ the product, ∫ the integral,
    ⋃ the union, ⋂ the intersection, lim the limit
    """
)
MEASURES = {
    ("|", "|"): "absolute value",
    ("‖", "‖"): "norm",
    ("⌊", "⌋"): "floor",
    ("⌈", "⌉"): "ceiling",
}
SHARES = table(
    """
    2 half, 3 third, 4 quarter, 5 fifth, 6 sixth, 7 seventh, 8 eighth, 9 ninth, 10 tenth,
    11 eleventh, 12 twelfth
    """
)


@lru_cache(maxsize=1024)
def operator(symbol: str) -> str:
    """Say an operator or a relation; one that is not known is said as it is called."""
    return RELATIONS.get(symbol) or OPERATORS.get(symbol) or spell_out(symbol)


@lru_cache(maxsize=4096)
def symbol(text: str) -> str:
    """Say a symbol or a name: ``σ′`` is *sigma prime*."""
    if text.isascii() or text in SYMBOLS:
        return SYMBOLS.get(text, text)
    return spell_out(text)


def spell_out(text: str) -> str:
    """Say a text character by character where it is not plain letters."""
    said = ""
    for character in text:
        plain = character.isascii() or is_latin(character)
        said += character if plain else f" {called(character)} "
    return " ".join(said.split())


def is_latin(character: str) -> bool:
    """Say whether a character is a letter that a voice knows, such as é."""
    return name(character, "").startswith("LATIN")


def called(character: str) -> str:
    """Say one character."""
    if character in SYMBOLS:
        return SYMBOLS[character]
    plain = normalize("NFKC", character)
    if len(plain) == 1 and plain.isascii() and plain.isalnum():
        return plain
    title = name(plain[0], "").lower()
    if title.startswith("greek"):
        letter = title.rsplit("letter ", 1)[-1].removesuffix(" symbol").removeprefix("final ")
        letter = title.split()[1] if title.endswith("symbol") else letter
        letter = letter.replace("lamda", "lambda")
        return f"capital {letter}" if "capital" in title else letter
    return title or character
