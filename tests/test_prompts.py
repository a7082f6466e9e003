"""Prompts: every given that changes an answer is said, and under its own name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ncrevise.errors import BankError, NcreviseError
from ncrevise.givens.declare import REQUIRED, givens_of
from ncrevise.givens.place import plain
from ncrevise.item import UNWORKABLE, Item, draw_solution, run
from ncrevise.paper import statement
from ncrevise.registry import family
from ncrevise.tape import NO_TAPE
from ncrevise.tolerance import differs
from tests.conftest import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ncrevise.document.tree import Block
    from ncrevise.question import Question

FEW = 6  # draws whose givens are exchanged

IN_WORDS = {
    ("cnn.conv2d/2", "flip"): "the kernel is not flipped",
    ("cnn.conv2d/same", "mode"): "in same mode",
    ("cnn.conv2d/3", "flip"): "the kernel is not flipped",
    ("cnn.pool/3", "kind"): "An average-pooling layer",
    ("rl.q-update/2", "terminal"): "a terminal state: the episode is over",
    ("rnn.forward/2", "activation"): r"h_t = \mathrm{ReLU}(",
    ("rnn.forward/3", "output"): r"y_3 = \mathrm{softmax}(",
}
"""Givens that no placeholder says, since the question has one value for them, and the words."""


def answers(item: Item) -> Mapping[str, Any] | None:
    """What is asked of an item; None for givens that make no problem."""
    model = item.family
    try:
        arrays = plain(item.givens)
        model.accept(arrays)
        found = run(model, arrays, NO_TAPE)
    except (*UNWORKABLE, NcreviseError):
        return None
    return {part.asks: found.get(part.asks) for part in item.question.parts}


def others(question: Question, items: list[Item]) -> Iterator[tuple[str, Item, Item]]:
    """Items beside one in which a single given is that of another draw, or its default."""
    for name, about in givens_of(family(question.family).model).items():
        for item, after in zip(items, (*items[1:], items[0]), strict=True):
            values = [getattr(after.givens, name)]
            if about.default is not REQUIRED:
                values.append(about.default)
            for value in values:
                if value != getattr(item.givens, name):
                    yield name, item, replace(item, givens=replace(item.givens, **{name: value}))


def wording(item: Item) -> tuple[Block, ...]:
    """What is asked; nothing where a placeholder has no value, which is to say that it is said."""
    try:
        return statement(item)
    except BankError:
        return ()


def unsaid(question: Question, seeds: range) -> set[str]:
    """The givens of which the answers depend and the prompt does not."""
    solutions = [draw_solution(question, seed) for seed in seeds[:FEW]]
    right = {id(s.item): s for s in solutions}
    found = set()
    for name, item, other in others(question, [s.item for s in solutions]):
        made, solution = answers(other), right[id(item)]
        if made is None or name in found:
            continue
        changed = any(
            value is None or differs(value, solution.results[asks], solution.tolerances[asks])
            for asks, value in made.items()
        )
        if changed and wording(other) == wording(item):
            found.add(name)
    return found


def test_what_changes_an_answer_is_said(question: Question, seeds: range) -> None:
    """Two prompts that are the same to the letter have the same answers."""
    known = {name for where, name in IN_WORDS if where == question.id}

    assert unsaid(question, seeds) == known


@pytest.mark.parametrize(("where", "name"), IN_WORDS)
def test_what_no_placeholder_says_is_said_in_words(where: str, name: str) -> None:
    (question,) = (q for q in QUESTIONS if q.id == where)
    said = " ".join(f"{question.prompt} {[p.prompt for p in question.parts]}".split())

    assert IN_WORDS[where, name] in said


def test_placeholders_are_there_in_every_draw(question: Question, seeds: range) -> None:
    for seed in seeds:
        assert statement(draw_solution(question, seed).item)


NAMED = re.compile(r"([\\\w']+(?:_\{[^{}]*\}|\^\{[^{}]*\})*)\s*=\s*\{\{\s*(\w+)\s*\}\}")
AFTER = re.compile(r"\b([A-Za-z]+)\s+\$?\{\{\s*(\w+)\s*\}\}")


def texts(question: Question) -> Iterator[str]:
    yield question.prompt
    yield from (part.prompt for part in question.parts)
    yield from (hint.text for hint in question.hints)


def test_placeholders_stand_under_their_own_names(question: Question) -> None:
    """``W_x = {{Wx}}`` and ``stride {{stride}}``, not another given's."""
    declared = givens_of(family(question.family).model)
    symbols = {name: about.symbol or name for name, about in declared.items()}
    for text in texts(question):
        for symbol, name in NAMED.findall(text):
            assert name not in symbols or symbol == symbols[name], f"{symbol} = {{{{{name}}}}}"
        for word, name in AFTER.findall(text):
            assert word not in declared or word == name, f"{word} {{{{{name}}}}}"
