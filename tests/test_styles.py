"""Multiple choice, true or false, find the slip: decided by the numbers of any family."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from ncrevise.bank import Bank, read_file
from ncrevise.document.tree import Step
from ncrevise.errors import AnswerError, BankError, DrawError
from ncrevise.export import moodle
from ncrevise.item import draw_solution
from ncrevise.marking import mark_part
from ncrevise.maths import tex, text
from ncrevise.paper import question_document
from ncrevise.question import STYLES, Accept, Part
from ncrevise.render.lines import lines
from ncrevise.render.text import render
from ncrevise.styles import slip, stream
from ncrevise.styles.options import options
from ncrevise.tolerance import differs
from tests import moodle_reader
from tests.conftest import QUESTIONS
from tests.readback import check

if TYPE_CHECKING:
    from pathlib import Path

    from ncrevise.document.tree import Block
    from ncrevise.item import Solution
    from ncrevise.question import Question

SEEDS = range(25)


def asked_in(question: Question, style: str) -> Question:
    """Ask for the last result of a question in another way."""
    part = next(p for p in reversed(question.parts) if not p.style)
    rule = Accept("exact" if style == "slip" else "choice")
    styled = Part("", f"{part.base}?{style}", part.marks, "", rule, part.base, style)  # type: ignore[arg-type]
    return replace(question, parts=(styled,), hints=())


PLAIN = [q for q in QUESTIONS if not any(p.style for p in q.parts)]


@lru_cache(maxsize=4096)
def drawn(identity: str, style: str, seed: int) -> Solution | None:
    question = asked_in(Bank().question(identity), style)
    try:
        return draw_solution(question, seed)
    except DrawError:
        return None


def solutions(identity: str, style: str) -> list[Solution]:
    return [found for seed in SEEDS if (found := drawn(identity, style, seed)) is not None]


@pytest.mark.parametrize("identity", [q.id for q in PLAIN])
@pytest.mark.parametrize("style", ["choice", "true-false"])
def test_the_right_option_and_no_other(identity: str, style: str) -> None:
    for solution in solutions(identity, style):
        (part,) = solution.item.question.parts
        words = solution.form(part.asks).words
        right = [word for word in words if mark_part(solution, part, word).right]

        assert right == [solution.results[part.asks]]
        assert mark_part(solution, part, right[0].lower()).marks == part.marks
        with pytest.raises(AnswerError):
            mark_part(solution, part, "Z")


@pytest.mark.parametrize("identity", [q.id for q in PLAIN])
def test_options_are_never_two_alike(identity: str) -> None:
    for solution in solutions(identity, "choice"):
        (part,) = solution.item.question.parts
        offered = [option.value for option in options(solution, part)]
        for a, b in combinations(offered, 2):
            tolerance = solution.tolerances[part.base]
            assert differs(a, b, tolerance, solution.form(part.base))
        shown = "\n".join(lines(solution.item.derived[part.asks].blocks))
        texts = [piece[1:].strip() for piece in split_options(shown)]
        assert len(texts) == len(set(texts)) >= 3


def split_options(shown: str) -> list[str]:
    found: list[str] = []
    for line in shown.split("\n"):
        if line[:1] in "ABCDE" and line[1:3].strip() == "":
            found.append(line)
        elif found:
            found[-1] += f"\n{line}"
    return found


@pytest.mark.parametrize("identity", [q.id for q in PLAIN])
def test_a_mistake_chooses_its_own_option(identity: str) -> None:
    for solution in solutions(identity, "choice"):
        (part,) = solution.item.question.parts
        for name, answers in solution.mistakes.items():
            if part.asks in answers:
                verdict = mark_part(solution, part, str(answers[part.asks]))

                assert not verdict.right
                assert name in verdict.note


def test_true_and_false_both_come() -> None:
    for question in PLAIN:
        found = [
            s.results[s.item.question.parts[0].asks] for s in solutions(question.id, "true-false")
        ]

        assert {"true", "false"} == set(found) or len(found) < 5, question.id


def test_which_option_is_right_is_drawn() -> None:
    for question in PLAIN:
        found = [s.results[s.item.question.parts[0].asks] for s in solutions(question.id, "choice")]

        assert len(set(found)) >= 3 or len(found) < 10, question.id


def false_steps(blocks: tuple[Block, ...], places: int, names: dict[str, object]) -> list[int]:
    """Find the steps with a false equality, by the reader that knows nothing of the engine."""
    found = []
    for block in blocks:
        assert isinstance(block, Step)
        pieces = [piece for line in lines((block,)) for piece in line.split(" | ")]
        equal = [piece for piece in pieces if " = " in piece or " ≈ " in piece]
        found += [block.number for piece in equal if check(piece, places, names).false]
    return found


@pytest.mark.parametrize(
    "identity", [q.id for q in PLAIN if q.topic in {"lstm", "rnn", "rl", "cnn"}]
)
def test_only_the_wrong_step_is_false(identity: str) -> None:
    """What the step that is asked for says is not so; what every other one says is."""
    judged = 0
    for solution in solutions(identity, "slip"):
        (part,) = solution.item.question.parts
        wrong = solution.results[part.asks]
        blocks = solution.item.derived[part.asks].blocks
        tape = slip.record(solution, part, stream(solution, part))
        assert tape is not None
        names = {
            text.write(tex.read(value.symbol)): value.data
            for value in tape.named.values()
            if value.symbol
        }
        false = false_steps(blocks, solution.item.question.places, names)

        assert set(false) <= {wrong}, (solution.item.seed, false, wrong)
        judged += bool(false)
        assert mark_part(solution, part, str(wrong)).right
        other = mark_part(solution, part, str(wrong + 1))
        assert (other.right, other.note) == (False, "wrong")

    assert judged >= 0.8 * len(solutions(identity, "slip")) or identity in UNJUDGED


UNJUDGED: set[str] = set()


@pytest.mark.parametrize("style", STYLES)
def test_printed_and_exported(style: str) -> None:
    for question in PLAIN:
        for solution in solutions(question.id, style)[:2]:
            assert render(question_document(solution, solved=True))
            if not moodle.objection(solution):
                (read,) = moodle_reader.read(b"<quiz>" + moodle.write(solution) + b"</quiz>")
                (part,) = solution.item.question.parts
                right = str(solution.results[part.asks])

                assert read.mark([right]) == 1


def test_an_unknown_style_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "cnn"
    folder.mkdir()
    file = folder / "pool.md"
    file.write_text(
        '+++\nslug = "9"\ntitle = "T"\nsource = "S"\nlevel = 1\n'
        'parts = [{ asks = "map", style = "choise", marks = 1 }]\n+++\nX {{X}}\n',
        encoding="utf-8",
    )

    with pytest.raises(BankError, match=r"unknown style 'choise'\. Did you mean choice"):
        read_file(file)
