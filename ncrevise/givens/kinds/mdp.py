"""A Markov decision process, a line for every outcome: ``s1 go s2 0.8 5``.

That is state, action, next state, probability, reward. A certain outcome may go without its
probability, ``s1 go s2 5``. A state that ends the episode says so: ``T end``. Lines may also
stand side by side with semicolons between them. States and actions are numbered in the order
they come in; reward and value of a state without actions are none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ncrevise.errors import AnswerError
from ncrevise.givens.kinds import number
from ncrevise.models.rl.mdp import Action, Mdp, Outcome, exact, symbol_of

if TYPE_CHECKING:
    from ncrevise.document.tree import Inlines, Table
    from ncrevise.givens.declare import Given
    from ncrevise.maths.tree import Scalar

__all__ = ["LIFTED", "Mdp", "coerce", "read", "show", "write"]

LIFTED = False
NAME = re.compile(r"\w{1,12}")
END = "end"
MOST_LINES = 300
MOST_STATES = 30
MOST_ACTIONS = 10
LIKE = "Write state, action, next state, probability, reward, such as s1 go s2 0.8 5."


def read(text: str, given: Given) -> Mdp:
    """Read a process."""
    lines = [line.split() for line in re.split(r"[;\n]", text) if line.strip()]
    if not 1 <= len(lines) <= MOST_LINES:
        raise AnswerError(f"From 1 to {MOST_LINES} lines are needed. {LIKE}")
    ends = [words[0] for words in lines if words[1:] == [END]]
    found: dict[str, dict[str, list[tuple[str, Scalar, Scalar]]]] = {}
    for words in lines:
        if words[1:] != [END]:
            state, action, to, probability, reward = outcome(words, given)
            listed = found.setdefault(state, {}).setdefault(action, [])
            if any(to == known for known, _, _ in listed):
                raise AnswerError(f"{state} {action} {to} is there twice.")
            listed.append((to, probability, reward))
    return assembled(found, ends)


def outcome(words: list[str], given: Given) -> tuple[str, str, str, Scalar, Scalar]:
    """Read one line."""
    line = " ".join(words)
    if len(words) not in {4, 5}:
        raise AnswerError(f"{line!r} has {len(words)} words. {LIKE}")
    for word in words[:3]:
        if not NAME.fullmatch(word):
            raise AnswerError(f"{word!r} is no name: use up to 12 letters and digits. {LIKE}")
    try:
        numbers = [number.read(word, given) for word in words[3:]]
    except AnswerError as error:
        raise AnswerError(f"In {line!r}: {error}") from error
    probability, reward = numbers if len(numbers) == 2 else (1, *numbers)
    if not 0 < probability <= 1:
        raise AnswerError(f"In {line!r} the probability {words[3]} is not above 0 and up to 1.")
    return words[0], words[1], words[2], probability, reward


def assembled(
    found: dict[str, dict[str, list[tuple[str, Scalar, Scalar]]]], ends: list[str]
) -> Mdp:
    """Number states and actions, and check that they make a process."""
    states = [*found, *dict.fromkeys(name for name in ends if name not in found)]
    for state, actions in found.items():
        if state in ends:
            raise AnswerError(f"{state} ends the episode, so it can't have actions as well.")
        for action, outcomes in actions.items():
            check_sum(state, action, [p for _, p, _ in outcomes])
            for to, _, _ in outcomes:
                if to not in states:
                    raise AnswerError(
                        f"{state} {action} leads to {to}, which has no lines of its own: give its "
                        f"actions, or say that it ends the episode: {to} {END}"
                    )
    if not found:
        raise AnswerError(f"Every state ends the episode. {LIKE}")
    names = tuple(dict.fromkeys(action for actions in found.values() for action in actions))
    if len(states) > MOST_STATES or len(names) > MOST_ACTIONS:
        raise AnswerError(f"At most {MOST_STATES} states and {MOST_ACTIONS} actions are read.")
    place = {state: k for k, state in enumerate(states)}
    choices = tuple(
        tuple(
            Action(name, tuple(Outcome(place[to], p, r) for to, p, r in found[state][name]))
            for name in names
            if name in found.get(state, {})
        )
        for state in states
    )
    return Mdp(tuple(states), names, choices)


def check_sum(state: str, action: str, probabilities: list[Scalar]) -> None:
    """See that the outcomes of an action have probability 1 in all."""
    total = sum(map(exact, probabilities))
    if total != 1:
        listed = " + ".join(map(str, probabilities))
        raise AnswerError(
            f"The probabilities of {state} {action} add to {listed} = {float(total):g}, not 1."
            if len(probabilities) > 1
            else f"{state} {action} has one outcome, of probability {listed}: it must be 1."
        )


def coerce(value: object, given: Given) -> Mdp:
    """Take a string, or a list of lines."""
    if isinstance(value, list | tuple) and all(isinstance(line, str) for line in value):
        value = ";".join(value)
    if not isinstance(value, str):
        raise AnswerError(f"A process is written as text. {LIKE}")
    return read(value, given)


def write(value: Mdp) -> str:
    """Write it to be typed again."""
    lines = [
        f"{value.states[s]} {action.name} {value.states[o.to]} {o.probability} {o.reward}"
        for s, actions in enumerate(value.choices)
        for action in actions
        for o in action.outcomes
        if o.to is not None
    ]
    ends = [f"{value.states[s]} {END}" for s, actions in enumerate(value.choices) if not actions]
    return "; ".join([*lines, *ends])


def show(value: Mdp) -> Table:
    """Show it as a table; a column of probabilities only where there is chance."""
    from ncrevise.document.tree import Maths, Table, Words
    from ncrevise.maths import tex
    from ncrevise.maths.tree import Num

    chance = any(o.probability != 1 for o in value.outcomes)

    def row(s: int, name: str, o: Outcome) -> tuple[Inlines, ...]:
        to = "" if o.to is None else value.states[o.to]
        words = tuple((Maths(tex.read(symbol_of(w))),) for w in (value.states[s], name, to))
        odds = ((Maths(Num(o.probability)),),) if chance else ()
        return (*words, *odds, (Maths(Num(o.reward)),))

    heads = ("state", "action", "next state", *(("probability",) if chance else ()), "reward")
    rows = tuple(
        row(s, action.name, o)
        for s, actions in enumerate(value.choices)
        for action in actions
        for o in action.outcomes
    )
    align = "lll" + "r" * (len(heads) - 3)
    return Table(tuple((Words(h),) for h in heads), rows, align, caption="What may happen")
