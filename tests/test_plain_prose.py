"""Prose read without the Markdown parser is what the parser reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ncrevise.document import prose
from ncrevise.document.markdown import Reader
from ncrevise.document.template import hide_names
from ncrevise.errors import NcreviseError
from tests.conftest import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.question import Question

PIECES = [
    *"ab2²$$$$ \n.,-+=#>|~*_`[]()<&!:\\\ue000\t\r\u00a0éA",
    *(
        "$x$",
        "$$x_1$$",
        "$$x$$\n\n",
        "$h_t$",
        "$a|b$",
        "\n\n",
        "---",
        "1. ",
        "  ",
        "$$",
        "&amp;",
        "http://a.b",
        "\\$",
        "# ",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def outcome(read: Callable[[str], object], text: str) -> object:
    try:
        return read(text)
    except NcreviseError:
        return None


@settings(max_examples=1000, deadline=None)
@given(TEXTS)
@example("$x$ is 2")
@example("a\n- b")
@example("a\n# b")
@example("a \n$x$\n  b")
def test_it_reads_what_the_parser_reads(text: str) -> None:
    reader = Reader("", 1, ())
    blocks = outcome(prose.paragraphs, text)
    assert blocks is None or blocks == outcome(reader.parsed, text)
    if "\n" not in text:
        inlines = outcome(prose.phrase, text)
        assert inlines is None or inlines == outcome(reader.phrase, text)


def test_it_reads_the_bank_as_the_parser_does(question: Question) -> None:
    for text in (
        question.prompt,
        *(hint.text for hint in question.hints),
        *(part.prompt for part in question.parts),
    ):
        hidden, names, _ = hide_names(text, "", 1)
        blocks = prose.paragraphs(hidden)
        assert blocks is None or blocks == Reader("", 1, names).parsed(hidden)


def test_the_bank_is_mostly_plain() -> None:
    prompts = [hide_names(question.prompt, "", 1)[0] for question in QUESTIONS]
    assert sum(prose.paragraphs(prompt) is not None for prompt in prompts) > 0.9 * len(prompts)
