"""The text of a question that asks a family for all there is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ncrevise.answers.spelling import name_tex
from ncrevise.draw import Draw
from ncrevise.givens.declare import givens_of
from ncrevise.givens.kinds import kind
from ncrevise.givens.place import plain
from ncrevise.item import run
from ncrevise.maths.tree import Matrix, Node
from ncrevise.mistake import UNWORKABLE, steadied
from ncrevise.settings import drawn, options_of, settings
from ncrevise.tape import NO_TAPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.family import Family
    from ncrevise.givens.declare import Given

DRAWS = 20
ACCEPTED = {"word": "choice", "formulas": "algebra"}
SPECIAL = re.compile(r"([*_$`\[\]\\])")
BARE = re.compile(r"[A-Za-z0-9_-]+")


def question_text(family: Family[Any, Any], slug: str) -> str:
    """Write a question: every result is asked for, every given mentioned, every range listed."""
    samples = tried(family)
    asked = (
        [name for name in samples[0][1] if all(name in r for _, r in samples)] if samples else []
    )
    lines = [
        "+++",
        f"slug = {json.dumps(slug)}",
        f"title = {text(family.title)}",
        f"source = {text(family.source)}",
        "level = 1",
        *ranges(family),
        "parts = [",
        *parts(family, asked or [*family.outcomes.patterns], [found for _, found in samples]),
        "]",
        "+++",
        *prompt(family, samples[0][0] if samples else None),
        "## Hints",
        *(f"- To find {escaped(meaning(family, name))}, begin with …" for name in asked),
        *(() if asked else ("- Begin with …",)),
    ]
    return "\n".join(lines) + "\n"


def tried(family: Family[Any, Any]) -> list[tuple[Any, Mapping[str, Any]]]:
    """Draw givens from the family's own ranges, and work them out: those that can be."""
    found: list[tuple[Any, Mapping[str, Any]]] = []
    for k in range(DRAWS):
        try:
            givens = drawn(family, Draw(f"{family.name}#{k}"), settings(family, {}))
            found.append((givens, steadied(run(family, plain(givens), NO_TAPE))))
        except UNWORKABLE:
            continue
    return found


def meaning(family: Family[Any, Any], name: str) -> str:
    """Say what a result is."""
    return family.outcome(name).meaning


def ranges(family: Family[Any, Any]) -> Iterator[str]:
    """List what can be set, as comments."""
    yield "# ranges = { … } sets what is drawn otherwise. By itself it is"
    for name, value, note in listed(family):
        yield f"#   {name} = {value}{f'  # {note}' if note else ''}"


def listed(family: Family[Any, Any]) -> Iterator[tuple[str, str, str]]:
    """List what can be set: its name, the value it has by itself in TOML, and what it is."""
    options = options_of(family.drawer)
    for axis, length in family.sizes.items():
        yield axis, toml(length), "the length of an axis"
    for name, default in options.items():
        if name not in family.sizes and (written := toml(default)):
            yield name, written, ""
    for name, about in givens_of(family.model).items():
        if name in options or not (about.domain or about.optional):
            continue
        words = f"{about.meaning}: {' or '.join(about.one_of)}" if about.one_of else about.meaning
        yield name, source(about), words


def source(about: Given) -> str:
    """Write in TOML from where a given is drawn."""
    if about.domain:
        return text(about.domain)
    if about.default is None:
        return text("none")
    return toml(about.default) or text(kind(about.kind).write(about.default))


def toml(value: object) -> str:
    """Write a value in TOML; empty where it has no such form."""
    if isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, tuple | list):
        items = [toml(item) for item in value]
        return f"[{', '.join(items)}]" if all(items) else ""
    if isinstance(value, Mapping):
        pairs = {key if BARE.fullmatch(key) else text(key): toml(v) for key, v in value.items()}
        filled = all(pairs.values())
        return f"{{{', '.join(f'{k} = {v}' for k, v in pairs.items())}}}" if filled else ""
    return ""


def text(words: str) -> str:
    """Write a string in TOML."""
    return json.dumps(words, ensure_ascii=False)


def parts(
    family: Family[Any, Any], asked: list[str], results: list[Mapping[str, Any]]
) -> Iterator[str]:
    """Write a part for every result that comes out, and a comment for each that may."""
    for name in asked:
        values = [found[name] for found in results]
        accept = ACCEPTED.get(family.outcome(name).kind) or ("exact" if whole(values) else "")
        yield part(name, escaped(meaning(family, name)), accept)
    fields = {family.outcomes.field_of(name) for name in asked}
    for key, about in family.outcomes.items():
        if key not in fields:
            yield f"  #{part(about.name, escaped(about.meaning), '')[1:]}"


def part(name: str, what: str, accept: str) -> str:
    """Write one part."""
    rule = f"accept = {text(accept)}, " if accept else ""
    return f"  {{ asks = {text(name)}, marks = 2, {rule}prompt = {text(f'Find {what}.')} }},"


def whole(values: list[Any]) -> bool:
    """Say whether all are whole numbers."""
    import numpy as np

    def is_whole(value: Any) -> bool:  # noqa: ANN401
        try:
            numbers = np.asarray(value, dtype=float)
        except (TypeError, ValueError):
            return False
        return bool((numbers == np.round(numbers)).all())

    return bool(values) and all(map(is_whole, values))


def escaped(words: str) -> str:
    """Write words so that Markdown reads them as they are."""
    return SPECIAL.sub(r"\\\1", words)


def prompt(family: Family[Any, Any], givens: Any) -> Iterator[str]:  # noqa: ANN401
    """Mention every given that there is, with what it means."""
    for name, about in givens_of(family.model).items():
        what = escaped(about.meaning[0].upper() + about.meaning[1:])
        if givens is None:  # nothing can be drawn yet: what stands alone may be of any kind
            yield from (f"{what}:", "", f"{{{{{name}}}}}", "")
            continue
        value = getattr(givens, name)
        if value is None:
            continue
        shown = kind(about.kind).show(value)
        symbol = about.symbol or (name_tex(name) if len(name) == 1 else "")
        stands = f"{symbol} = {{{{{name}}}}}" if symbol else f"{{{{{name}}}}}"
        if isinstance(shown, str):
            yield f"{what}: {{{{{name}}}}}."
        elif not isinstance(shown, Node):
            yield from (f"{what}:", "", f"{{{{{name}}}}}")
        elif isinstance(shown, Matrix) and max(map(len, (shown.rows, *shown.rows))) > 1:
            yield from (f"{what}:", "", f"$${stands}$$")
        else:
            yield f"{what}: ${stands}$."
        yield ""
