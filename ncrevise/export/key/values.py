"""A solved problem as plain data: givens, results, and every line of the working."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.givens.declare import givens_of
from ncrevise.maths import latex, text
from ncrevise.tape.spelling import Speller
from ncrevise.tape.tape import Line
from ncrevise.tape.value import raw
from ncrevise.working import equations

if TYPE_CHECKING:
    from ncrevise.family import Family
    from ncrevise.maths.tree import Chain
    from ncrevise.results.values import Answers
    from ncrevise.tape import Tape

SCHEMA = 1


def solved_values(
    model: Family[Any, Any],
    givens: object,
    found: Answers,
    tape: Tape,
) -> dict[str, Any]:
    """Describe a run for a program; numbers are not rounded."""
    about = givens_of(type(givens))
    values = {name: getattr(givens, name) for name in about}
    return {
        "schema": SCHEMA,
        "family": model.name,
        "givens": {
            n: jsonable(v, about[n].kind) for n, v in values.items() if not about[n].convention
        },
        "conventions": {n: v for n, v in values.items() if about[n].convention},
        "results": {name: raw(value) for name, value in found.items()},
        "working": lines(tape),
    }


def jsonable(value: object, kind_name: str) -> object:
    """Give numbers, lists and words as they are, anything else as it is typed."""
    from ncrevise.givens.kinds import kind

    if value is None or isinstance(value, int | float | str):
        return value
    return value if kind_name == "array" else kind(kind_name).write(value)


def lines(tape: Tape) -> list[dict[str, Any]]:
    """Describe every named line."""
    speller = Speller(tape)
    described = []
    for entry in tape.entries:
        if not isinstance(entry, Line):
            continue
        chains: list[Chain] = equations(speller, entry.value)
        described.append(
            {
                "name": entry.value.key,
                "say": entry.say,
                "text": "\n".join(map(text.write, chains)),
                "latex": "\n".join(map(latex.write, chains)),
                "value": entry.value.data,
            }
        )
    return described
