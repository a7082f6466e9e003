"""Fuzz every way in to ``ncrevise.answers``: ``python tests/fuzz_answers.py --count 1000000``.

Half of the strings are characters at random, half are grown from the grammar and then
damaged. Any exception but AnswerError, and any call over the limit, is printed, and the
program ends with 1. ``--atheris`` hands the same target to atheris, when installed.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ncrevise.answers import (
    evaluate,
    read_array,
    read_expression,
    read_number,
    same_function,
    to_text,
    variables_of,
)
from ncrevise.errors import AnswerError

LIMIT = 0.050
if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = ("x", "y", "w_1", "theta", "σ")
CHARACTERS = "0123456789.eE+-*/^%'()[]{},; \n\txyπ√²⁻½·−\u202f\u00a0\x00\ud800٣∞|=!_ᵀwσθ₁abs"
PIECES = (
    *("0", "1", "2", "3", "9", "17", "0.5", ".75", "2e-3", "1e30", "999999999999999999"),
    *("x", "y", "w1", "θ", "σ(x)", "pi", "e", "π", "½", "x²", "10⁻¹", "√", "-", "+", "(", "[", "{"),
    *("sqrt(", "exp(", "ln(", "log10(", "log2(", "max(", "min(", "tanh(", "relu(", "abs(", "sin("),
    *("+ ", " - ", "*", "/", "^", "**", "^-", "%", "'", "^T", ")", "]", "}", ",", ", ", ";", "; "),
    *(" ", " -", "\n", "],[", "1 -2", "1 - 2", "1 1/2", "81\u202f930", "3,14", "9**9**9"),
)
TREE_LEAVES = ("x", "y", "2", "0.1", "w_1", "pi", "e", "3/4", "theta", "25%")
CALLS = ("sqrt", "exp", "ln", "sin", "cos", "tanh", "sigmoid", "relu", "abs", "log2")


def grown(draw: random.Random, depth: int) -> str:
    """Return a well-formed expression."""
    if depth == 0 or draw.random() < 0.15:
        return draw.choice(TREE_LEAVES)
    kind = draw.randrange(6)
    if kind == 0:
        return f"{draw.choice(CALLS)}({grown(draw, depth - 1)})"
    if kind == 1:
        return f"({grown(draw, depth - 1)})"
    if kind == 2:
        return f"-{grown(draw, depth - 1)}"
    if kind == 3:
        return f"({grown(draw, depth - 1)})^{draw.choice(('2', '-1', '0.5', 'x', '64', '(1/3)'))}"
    return f"{grown(draw, depth - 1)}{draw.choice('+-*/')}{grown(draw, depth - 1)}"


def damaged(draw: random.Random, text: str) -> str:
    """Cut, repeat or overwrite a few places."""
    for _ in range(draw.randrange(3)):
        at = draw.randrange(len(text) + 1)
        end = min(len(text), at + draw.randrange(4))
        text = text[:at] + draw.choice(("", draw.choice(CHARACTERS), text[at:end] * 2)) + text[end:]
    return text


def random_text(draw: random.Random) -> str:
    """Draw one hostile or ordinary string."""
    kind = draw.randrange(100)
    if kind < 40:
        return "".join(draw.choices(CHARACTERS, k=draw.randrange(40)))
    if kind < 70:
        return "".join(draw.choices(PIECES, k=draw.randrange(1, 16)))
    if kind < 72:
        return draw.choice(PIECES) * draw.randrange(1, 420)
    if kind < 73:
        return "".join(chr(draw.randrange(0x110000)) for _ in range(draw.randrange(20)))
    if kind < 74:
        return "".join(draw.choices(PIECES, k=150))
    if kind < 75:
        return "+".join([f"{draw.choice(CALLS)}({draw.choice(TREE_LEAVES)})"] * 40)
    return damaged(draw, grown(draw, draw.randrange(6)))


def expression(text: str) -> None:
    """Read a formula, print it, read it back, work it out and compare it."""
    tree = read_expression(text, NAMES)
    if read_expression(to_text(tree), NAMES, max_characters=20_000) != tree:
        raise AssertionError(f"printed differently: {to_text(tree)}")
    evaluate(tree, dict.fromkeys(variables_of(tree), 0.5))


def compare(text: str) -> None:
    """Compare a formula with the same one doubled and halved, which takes every point."""
    tree = read_expression(text, NAMES)
    again = read_expression(f"2*({to_text(tree)})/2", NAMES, max_characters=20_000)
    same_function(tree, again, NAMES)


ENTRIES: dict[str, Callable[[str], object]] = {
    "read_number": read_number,
    "read_array": read_array,
    "read_array 2x2": lambda text: read_array(text, (2, 2)).echo,
    "read_array 3": lambda text: read_array(text, (3,)).echo,
    "read_array file": lambda text: read_array(text, None, 2500, max_characters=20_000).echo,
    "read_expression": expression,
    "same_function": compare,
}


class Tally:
    """What went wrong, and the slowest call of each entry."""

    def __init__(self) -> None:
        self.worst: dict[str, tuple[float, str]] = {}
        self.troubles = 0
        self.read = 0

    def run(self, name: str, entry: Callable[[str], object], text: str) -> None:
        """Call one entry, timing it by this process's own clock."""
        start = time.process_time()
        try:
            entry(text)
            self.read += 1
        except AnswerError:
            pass
        except Exception as error:  # noqa: BLE001
            self.troubles += 1
            print(f"{name}({text!r}): {type(error).__name__}: {error}")  # noqa: T201
        spent = time.process_time() - start
        if spent > self.worst.get(name, (0.0, ""))[0]:
            self.worst[name] = (spent, text)


def try_all(text: str, tally: Tally) -> None:
    """Send one string through every entry."""
    for name, entry in ENTRIES.items():
        tally.run(name, entry, text)


def fuzz(count: int, seed: str) -> Tally:
    """Try ``count`` strings."""
    draw = random.Random(seed)
    tally = Tally()
    for _ in range(count):
        try_all(random_text(draw), tally)
    return tally


def with_atheris() -> None:
    """Let atheris choose the strings."""
    import atheris  # type: ignore[import-not-found]

    tally = Tally()

    def target(data: bytes) -> None:
        try_all(data.decode("utf-8", "surrogatepass" if len(data) % 2 else "replace"), tally)
        if tally.troubles:
            raise SystemExit(1)

    atheris.Setup(sys.argv[:1], target)
    atheris.Fuzz()


def main() -> int:
    """Fuzz, report, and return 1 when something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", default="answers")
    parser.add_argument("--atheris", action="store_true")
    options = parser.parse_args()
    if options.atheris:
        with_atheris()
        return 0
    start = time.perf_counter()
    tally = fuzz(options.count, options.seed)
    spent = time.perf_counter() - start
    print(  # noqa: T201
        f"{options.count} strings x {len(ENTRIES)} entries in {spent:.0f} s"
        f" ({options.count / spent:.0f} a second); {tally.read} were read;"
        f" {tally.troubles} stray exceptions"
    )
    for name, (worst, text) in tally.worst.items():
        print(f"{name:18s} worst {worst * 1000:6.2f} ms  {text[:60]!r}")  # noqa: T201
    slow = any(worst > LIMIT for worst, _ in tally.worst.values())
    return 1 if tally.troubles or slow else 0


if __name__ == "__main__":
    sys.exit(main())
