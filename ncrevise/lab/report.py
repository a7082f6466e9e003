"""Findings set as a document: the claim and what was measured first, then what there is to see."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

from ncrevise import __version__
from ncrevise.data.cited import CITED
from ncrevise.document import markdown
from ncrevise.document.tree import Aside, Block, CodeBlock, Document, Heading, Keep, Table, Words
from ncrevise.maths import text as line
from ncrevise.maths.tree import Num

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.document.tree import Inlines
    from ncrevise.lab.experiment import Bench, Findings, Lab

THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?!\d|,\d)")
VERDICT = {True: "The claim is confirmed here.", False: "The claim is **not** confirmed here."}


def grouped(text: str) -> str:
    """Write whole numbers with commas as axes and formulas have them: 4000, 30 000."""
    return THOUSANDS.sub(lambda found: spelled(int(found[0].replace(",", ""))), text)


def spelled(value: int) -> str:
    """Write a whole number as everywhere in ncrevise."""
    return line.write(Num(value))


def read(text: str) -> tuple[Block, ...]:
    """Read Markdown."""
    return markdown.read(grouped(text))


def read_inline(text: str) -> Inlines:
    """Read Markdown of one line."""
    return markdown.read_inline(grouped(text))


def document(lab: Lab, bench: Bench, findings: Findings) -> Document:
    """Set a report."""
    data = read(f"Data: {CITED[lab.data]}.") if lab.data and bench.data is None else ()
    blocks: tuple[Block, ...] = (
        Heading(1, (Words(lab.title),)),
        *read(lab.asks),
        Aside("note", read(f"**Claim.** {lab.claim.rstrip('.')} ({lab.source}).")),
        Aside("answer", read(f"**Measured.** {findings.measured} {VERDICT[findings.holds]}")),
        *findings.blocks,
        Keep(
            (*read("To run it again, perhaps with another seed:"), CodeBlock(again(bench)), *data)
        ),
    )
    return Document(lab.title, blocks)


def again(bench: Bench) -> str:
    """Write the command that gives this report."""
    rounds = ("--epochs", str(bench.rounds)) if bench.rounds else ()
    data = ("--data", str(bench.data)) if bench.data else ()
    return shlex.join(("ncrevise", "lab", bench.name, "--seed", bench.seed, *rounds, *data))


def record(lab: Lab, bench: Bench, findings: Findings) -> dict[str, Any]:
    """Give the findings as data."""
    return {
        "version": __version__,
        "lab": bench.name,
        "seed": bench.seed,
        "epochs": bench.rounds,
        "claim": lab.claim,
        "source": lab.source,
        "measured": findings.measured,
        "holds": findings.holds,
        "numbers": dict(findings.numbers),
    }


def words(text: str) -> tuple[Block, ...]:
    """Read paragraphs of Markdown with formulas."""
    return read(text)


def number(value: float, figures: int = 2) -> str:
    """Write a measured number in Markdown with so many figures, very large or small as a power."""
    if not value:
        return "0"
    mantissa, exponent = f"{abs(value):.{figures - 1}e}".split("e")
    sign, power = "−" if value < 0 else "", int(exponent)
    if -5 < power < figures:
        return f"{sign}{abs(value):.{figures - 1 - power}f}"
    if 0 < power < 6:
        return f"{sign}{abs(value):,.0f}"
    return f"${sign.replace('−', '-')}{mantissa} \\cdot 10^{{{power}}}$"


def section(title: str) -> Heading:
    """Head a part of a report."""
    return Heading(2, read_inline(title))


def table(head: Sequence[str], rows: Sequence[Sequence[str]], align: str, caption: str) -> Table:
    """Set a table from cells of Markdown."""
    return Table(
        tuple(read_inline(cell) for cell in head),
        tuple(tuple(read_inline(cell) for cell in row) for row in rows),
        align,
        caption=caption,
    )
