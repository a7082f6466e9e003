"""Working out numbers that a student types."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from ncrevise import registry
from ncrevise.cli import screen
from ncrevise.errors import AnswerError, TerminalError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ncrevise.document.tree import Block, Document
    from ncrevise.family import Family
    from ncrevise.givens.declare import Given
    from ncrevise.tape import Tape

LARGEST_FILE = 1_000_000


def read_source(file: Path) -> str:
    """Read a file, or stdin for ``-``, up to a limit."""
    if str(file) == "-":
        text = sys.stdin.read(LARGEST_FILE + 1)
    else:
        with file.open(encoding="utf-8", errors="replace") as handle:
            text = handle.read(LARGEST_FILE + 1)
    if len(text) > LARGEST_FILE:
        raise AnswerError(f"{file}: more than {LARGEST_FILE:,} characters; is it the right file?")
    return text


def print_template(name: str, output: Path | None) -> None:
    """Print a block to fill in."""
    from ncrevise.givens.typed import template

    deliver(template(registry.family(name)), output)


def deliver(text: str, output: Path | None) -> None:
    """Print, or write a file whole or not at all."""
    if output is None:
        screen.out(text)
        return
    from ncrevise.cli.files import write_whole

    write_whole(output, text.encode())
    screen.note(f"Wrote {output}.")


def solve_family(
    name: str,
    values: list[str],
    file: Path | None,
    settings: list[str],
    *,
    places: int,
    form: str,
    plain: bool,
    output: Path | None,
) -> None:
    """Read givens from everywhere they may come from, work them out and show the working."""
    from ncrevise.givens.place import plain as as_arrays
    from ncrevise.givens.typed import (
        known_names,
        make,
        missing,
        split_arguments,
        split_block,
        with_hashes,
    )
    from ncrevise.item import run
    from ncrevise.tape import Tape

    model = registry.family(name)
    typed: dict[str, Any] = split_block(read_source(file), with_hashes(model)) if file else {}
    typed |= split_arguments(values) | conventions(model, split_arguments(settings))
    known_names(model, typed)
    typed = {key: value for key, value in typed.items() if value}
    if missing(model, typed):
        typed |= ask(model, typed)
    givens = make(model, typed)
    tape = Tape(places=places)
    found = run(model, as_arrays(givens), tape)
    if form == "values":
        from ncrevise.export.key.values import solved_values

        deliver(screen.dump(solved_values(model, givens, found, tape)) + "\n", output)
        return
    from ncrevise.cli.showing import in_format

    deliver(in_format(document(model, givens, found, tape), form, plain=plain), output)


def conventions(model: Family[Any, Any], chosen: dict[str, str]) -> dict[str, str]:
    """See that ``--set`` names conventions only."""
    from ncrevise.givens.declare import givens_of

    known = [name for name, about in givens_of(model.model).items() if about.convention]
    for name in chosen:
        if name not in known:
            hint = registry.did_you_mean(name, known) if known else " It has none."
            raise UsageError(f"{model.name} has no convention called {name!r}.{hint}")
    return chosen


def ask(model: Family[Any, Any], typed: Mapping[str, Any]) -> dict[str, str]:
    """Ask for what is missing, one given at a time, again when it can't be read."""
    from ncrevise.givens.declare import givens_of
    from ncrevise.givens.typed import known_names, missing, read_one

    absent = missing(model, typed)
    if not screen.interactive():
        raise TerminalError(
            f"Still needed: {', '.join(absent)}. Give NAME=VALUE, or -f FILE; "
            f"ncrevise solve {model.name} --template prints a file to fill in."
        )
    screen.note(
        "Type each value (a matrix row by row, or 1 2; 3 4), or paste lines of NAME = VALUE."
    )
    answers: dict[str, str] = {}
    about = givens_of(model.model)
    while absent := missing(model, {**typed, **answers}):
        name = absent[0]
        try:
            answers |= entered(name, about[name])
            known_names(model, answers)
            for given, value in answers.items():
                read_one(given, about[given], value)
        except (AnswerError, UsageError) as error:
            screen.note(f"  {error}")
            answers = {k: v for k, v in answers.items() if k in about and k != name}
    return answers


def entered(name: str, word: Given) -> dict[str, str]:
    """Read what is typed for one given, or a pasted block of several."""
    from ncrevise.givens.typed import ASSIGNMENT, depth_of, split_block

    first = input(f"  {name} ({word.meaning}) = ")
    lines = [first]
    block = bool(ASSIGNMENT.match(first))
    rows = word.shape.count(",") == 1 and not set(first) & set(";[")
    while block or rows or depth_of(lines):
        line = input("  … " if block else f"  row {len(lines) + 1}: ")
        if not line.strip():
            break
        lines.append(line)
    text = "\n".join(lines)
    return split_block(text) if block else {name: text}


def document(
    model: Family[Any, Any],
    givens: Any,  # noqa: ANN401 - of a class that the family declares
    found: Mapping[str, Any],
    tape: Tape,
) -> Document:
    """Write a solved problem: the conventions used, the working, the results."""
    from ncrevise.document.tree import Aside, Document, Heading, Paragraph, Words
    from ncrevise.givens.declare import givens_of
    from ncrevise.givens.place import plain as as_arrays
    from ncrevise.results.printed import printed
    from ncrevise.working import working

    used = [
        f"{about.meaning}: {getattr(givens, name)} (--set {name}=…)"
        for name, about in givens_of(type(givens)).items()
        if about.convention
    ]
    notes: tuple[Block, ...] = (
        (Aside("note", tuple(Paragraph((Words(f"Convention: {text}"),)) for text in used)),)
        if used
        else ()
    )
    results = tuple(
        block
        for name, value in found.items()
        for block in printed(tape, value, model.form(name, as_arrays(givens)))
    )
    title = Heading(1, (Words(model.title),), model.name)
    return Document(model.title, (title, *notes, *working(tape), Aside("answer", results)))
