"""Givens as people type them: paste blocks, arguments, files. One format for all.

A block is lines of ``name = value``; a value goes on over the lines below it until the next
name, so a matrix may be pasted row by row. ``#`` starts a comment.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from ncrevise.errors import AnswerError, GivensError, ShapeError, UsageError
from ncrevise.givens.declare import Given, givens_of
from ncrevise.givens.kinds import kind
from ncrevise.givens.place import plain
from ncrevise.registry import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from ncrevise.family import Family

G = TypeVar("G")
R = TypeVar("R")
ASSIGNMENT = re.compile(r"^\s*([A-Za-z_]\w*)\s*=(?!=)(.*)$", re.DOTALL)
COMMENT = re.compile(r"#(?=[^#]*[A-Za-z]{2})")  # where # means something else: words after it
AXIS = re.compile(r"(\d*)([A-Za-z]*)")
LONGEST = 200_000
UNFIT = (ShapeError,)


def split_block(text: str, hashes: Collection[str] = ()) -> dict[str, str]:
    """Part a paste block into names and values, as typed.

    Args:
        text: the block.
        hashes: names in whose values a ``#`` is a sign of its own, such as a wall in a grid,
            and starts a comment only with words after it.

    Raises:
        AnswerError: a first line without a name, a name given twice, or far too much text.
    """
    if len(text) > LONGEST:
        raise AnswerError(f"That is {len(text):,} characters; {LONGEST:,} is the most read here.")
    found: dict[str, list[str]] = {}
    name = ""
    for number, line in enumerate(text.splitlines(), 1):
        match = ASSIGNMENT.match(line)
        own = (match[1] if match else name) in hashes
        bare = (COMMENT.split(line)[0] if own else line.partition("#")[0]).rstrip()
        if not bare.strip():
            continue
        match = ASSIGNMENT.match(bare)
        if match and depth_of(found.get(name, ())) == 0:
            name = match[1]
            if name in found:
                raise AnswerError(f"Line {number}: {name} is given twice.")
            found[name] = [match[2]]
        elif name:
            found[name].append(bare)
        else:
            raise AnswerError(
                f"Line {number}: {bare.strip()[:40]!r} is not of the form name = value."
            )
    return {name: "\n".join(lines).strip() for name, lines in found.items()}


def depth_of(lines: Iterable[str]) -> int:
    """Count the brackets still open; never below none."""
    text = "".join(lines)
    return max(0, sum(map(text.count, "[({")) - sum(map(text.count, "])}")))


def with_hashes(model: Family[Any, Any]) -> tuple[str, ...]:
    """List the givens in which a ``#`` is a sign of its own."""
    return tuple(
        name
        for name, about in givens_of(model.model).items()
        if getattr(kind(about.kind), "HASHES", False)
    )


def split_arguments(arguments: Iterable[str]) -> dict[str, str]:
    """Part arguments of the form NAME=VALUE."""
    found: dict[str, str] = {}
    for argument in arguments:
        match = ASSIGNMENT.match(argument)
        if not match:
            raise UsageError(f"{argument!r} is not of the form NAME=VALUE.")
        if match[1] in found:
            raise UsageError(f"{match[1]} is given twice.")
        found[match[1]] = match[2].strip()
    return found


def known_names(model: Family[Any, Any], names: Iterable[str]) -> None:
    """Refuse names the family does not have."""
    known = list(givens_of(model.model))
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known)
            raise UsageError(f"{model.name} has no given called {name!r}.{hint}")


def read_one(name: str, about: Given, value: object) -> object:
    """Read one given, from text or from TOML.

    Raises:
        AnswerError: naming the given.
    """
    try:
        return kind(about.kind).coerce(value, about)
    except AnswerError as error:
        raise AnswerError(f"{name}: {error}", error.text, error.position) from error


def missing(model: Family[Any, Any], values: Mapping[str, object]) -> list[str]:
    """List the givens that must still be said."""
    return [
        name
        for name, about in givens_of(model.model).items()
        if name not in values and not about.optional
    ]


def make(model: Family[G, R], values: Mapping[str, object]) -> G:
    """Make a family's givens of values by name, text or native, and check them.

    Raises:
        UsageError: for a name the family does not have.
        AnswerError: for a value that can't be read.
        GivensError: for missing givens, and shapes that do not fit each other.
    """
    known_names(model, values)
    absent = missing(model, values)
    if absent:
        raise GivensError(f"Still needed: {', '.join(absent)}.")
    about = givens_of(model.model)
    read = {name: read_one(name, about[name], value) for name, value in values.items()}
    givens = model.model(**read)
    check_shapes(givens)
    try_out(model, plain(givens))
    return givens


def try_out(model: Family[G, R], arrays: G) -> None:
    """See that givens make a problem: what the family needs of them, then a dry run.

    Raises:
        GivensError: saying why they do not.
    """
    from ncrevise.tape import NO_TAPE

    model.accept(arrays)
    try:
        with np.errstate(divide="raise", invalid="raise", over="raise"):
            model.run(arrays, NO_TAPE)
    except UNFIT as error:
        raise GivensError(str(error).capitalize().rstrip(".") + ".") from error
    except ArithmeticError as error:
        raise GivensError(f"With these numbers it can't be worked out: {error}.") from error


def check_shapes(givens: object) -> None:
    """See that axes called by the same name are equally long."""
    lengths: dict[str, tuple[int, str]] = {}
    listed = [
        (name, about, size_of(getattr(givens, name)))
        for name, about in givens_of(type(givens)).items()
        if about.shape and getattr(givens, name) is not None
    ]
    for name, about, sizes in listed:
        for axis, size in zip(about.shape.split(","), sizes, strict=True):
            found = AXIS.fullmatch(axis.strip())
            if found is None:
                continue
            times, letter = int(found[1] or 1), found[2]
            length, left = divmod(size, times)
            if left:
                raise GivensError(f"{name} has {size} rows, which do not divide by {times}.")
            known, where = lengths.setdefault(letter, (length, f"{name} is {by(sizes)}"))
            if known != length and letter:
                raise GivensError(f"{where}, but {name} is {by(sizes)}: they do not fit.")


def size_of(value: object) -> tuple[int, ...]:
    """Give the lengths of nested tuples."""
    return (len(value), *size_of(value[0])) if isinstance(value, tuple) else ()


def by(sizes: tuple[int, ...]) -> str:
    """Write a shape: ``2×3``, or ``2 long``."""
    return f"{sizes[0]} long" if len(sizes) == 1 else "×".join(map(str, sizes))


def template(model: Family[Any, Any]) -> str:
    """Write a block to fill in, with what each given means."""
    lines = [f"# {model.title}: fill in, then  ncrevise solve {model.name} -f FILE", ""]
    for name, about in givens_of(model.model).items():
        shape = f"  ({about.shape.replace(',', ' × ')})" if about.shape else ""
        choices = f"  ({' | '.join(about.one_of)})" if about.one_of else ""
        lines.append(f"# {about.meaning}{shape}{choices}")
        if not about.optional:
            lines.append(f"{name} = ")
        else:
            default = "" if about.default is None else kind(about.kind).write(about.default)
            lines.append(f"# {name} = {default}".rstrip())
    return "\n".join(lines) + "\n"
