"""What is exported for Moodle, read and marked by a reader of our own."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from ncrevise.document.markdown import read_inline
from ncrevise.export import moodle
from ncrevise.export.making.batch import Batch
from ncrevise.export.moodle_xml import numbers, xml
from ncrevise.export.moodle_xml.alternatives import FRACTIONS, percentage
from ncrevise.export.moodle_xml.gaps import quoted
from ncrevise.export.moodle_xml.parts import size
from ncrevise.export.moodle_xml.web import WRITER
from ncrevise.item import Item, draw_solution, solve_item
from ncrevise.maths import width as widths
from ncrevise.maths.tree import Digits
from ncrevise.paper import parts, prompt
from ncrevise.question import Accept, Hint
from ncrevise.render.lines import inline
from ncrevise.results.kinds.numbers import is_numeric
from ncrevise.tape import raw
from ncrevise.working import working
from tests import moodle_reader as reader
from tests.conftest import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ncrevise.item import Solution
    from ncrevise.question import Part, Question

FEW = range(6)


def exported(solution: Solution) -> reader.Question:
    """Write a variant and read it again."""
    (found,) = reader.read(moodle.HEAD + moodle.write(solution) + moodle.TAIL)
    return found


def markable(solution: Solution) -> list[Part]:
    unmarked = {"algebra", "set"}
    return [p for p in solution.item.question.parts if p.accept.rule not in unmarked]


def numerical(solution: Solution) -> list[reader.Gap]:
    """Give the gaps for numbers; those for words are chosen from."""
    return [gap for gap in exported(solution).gaps if gap.kind == "NUMERICAL"]


def flat(data: Any) -> list[float]:
    return [float(x) for x in np.ravel(np.asarray(data, dtype=float))]


def solutions(question: Question, seeds: range = FEW) -> Iterator[Solution]:
    for seed in seeds:
        solution = draw_solution(question, seed)
        if not moodle.objection(solution):
            yield solution


def entries(solution: Solution) -> Iterator[tuple[Part, int, float, float]]:
    """Yield every number asked: its part, place, value and tolerance."""
    for part in markable(solution):
        if not is_numeric(solution.results[part.asks]):
            continue
        values = flat(solution.results[part.asks])
        close = solution.tolerances[part.asks]
        near = flat(np.broadcast_to(close, np.shape(solution.results[part.asks])))
        for k, (value, tolerance) in enumerate(zip(values, near, strict=True)):
            yield part, k, value, tolerance


def unit(part: Part, value: float) -> float:
    """Give half a unit of the last place asked for: what rounding the key may add."""
    if part.accept.rule == "places":
        return 0.5 * 10.0**-part.accept.amount
    if part.accept.rule == "figures":
        return 0.5 * 10.0 ** (floor(np.log10(abs(value))) + 1 - part.accept.amount)
    return 0.0


def chosen(solution: Solution) -> Iterator[str]:
    """Yield every word asked."""
    for part in markable(solution):
        result = solution.results[part.asks]
        if not is_numeric(result):
            yield from ([result] if isinstance(result, str) else filter(None, result))


def test_the_key_scores_full(question: Question) -> None:
    for solution in solutions(question):
        found = exported(solution)
        numbers = iter([repr(value) for _, _, value, _ in entries(solution)])
        words = iter(chosen(solution))
        typed = [next(numbers if gap.kind == "NUMERICAL" else words) for gap in found.gaps]

        assert not [*numbers, *words]
        assert found.mark(typed) == 1


def test_what_rounds_to_the_key_is_right_and_nothing_further(question: Question) -> None:
    for solution in solutions(question):
        for gap, (part, _, value, tolerance) in zip(
            numerical(solution), entries(solution), strict=True
        ):
            if part.accept.rule == "exact":
                assert gap.mark(repr(value + 0.01))[0] < 1
                assert gap.mark(repr(value - 1))[0] < 1
                continue
            far = 1.02 * tolerance
            for sign in (1, -1):
                assert gap.mark(repr(value + sign * tolerance))[0] == 1
                assert gap.mark(repr(value + sign * far))[0] < 1


def test_the_shown_answer_is_the_asked_one(question: Question) -> None:
    for solution in solutions(question):
        for gap, (part, _, value, _) in zip(numerical(solution), entries(solution), strict=True):
            shown = gap.answers[0].text
            decimals = len(shown.partition(".")[2])

            assert abs(float(shown) - value) <= unit(part, value) * 1.0001
            assert decimals <= max(part.accept.amount, solution.item.question.places)


def kept(marks: int) -> float:
    """Give what Moodle knows of the method's marks, never more."""
    share = (marks // 2) / marks
    return max(float(text) / 100 for text in FRACTIONS if float(text) / 100 <= share + 1e-6)


def test_mistakes_keep_marks_and_say_why(question: Question) -> None:
    recognised = 0
    for solution in solutions(question):
        gaps = numerical(solution)
        asked = list(entries(solution))
        for mistake in solution.item.family.mistakes:
            answers = solution.mistakes.get(mistake.id, {})
            for gap, (part, k, value, tolerance) in zip(gaps, asked, strict=True):
                wrong = raw(answers.get(part.asks))
                if (
                    wrong is None
                    or not is_numeric(wrong)
                    or np.shape(wrong) != np.shape(solution.results[part.asks])
                ):
                    continue
                typed = flat(wrong)[k]
                if abs(typed - value) <= 4 * tolerance + 4 * unit(part, value):
                    continue
                share, said = gap.mark(repr(typed))
                recognised += 1
                if solution_is_numerical(solution):
                    assert WRITER.inlines(read_inline(mistake.feedback)) in said
                else:
                    assert inline(read_inline(mistake.feedback)) in html.unescape(said)
                assert share == pytest.approx(kept(part.marks), abs=1e-6)
    plain = [part for part in question.parts if not part.style]
    assert recognised or not plain or not any(map(numerical, solutions(question)))


def solution_is_numerical(solution: Solution) -> bool:
    asked = markable(solution)
    results = [solution.results[part.asks] for part in asked]
    return len(results) == 1 and is_numeric(results[0]) and np.ndim(results[0]) == 0


def test_anything_else_scores_nothing_and_has_a_word(question: Question) -> None:
    for solution in solutions(question):
        for gap in numerical(solution):
            share, said = gap.mark("987654.321")

            assert share == 0
            assert "Not yet" in said
            assert [answer.text for answer in gap.answers].count("*") == 1


def test_boxes_do_not_tell_how_long_an_answer_is(question: Question) -> None:
    sizes = {
        max(len(answer.text) for answer in gap.answers)
        for solution in solutions(question)
        for gap in numerical(solution)
        if not solution_is_numerical(solution)
    }

    assert len(sizes) <= 1


def test_no_alternative_stands_twice(question: Question) -> None:
    for solution in solutions(question):
        for gap in exported(solution).gaps:
            texts = [answer.text for answer in gap.answers]

            assert len(texts) == len(set(texts))


def test_parts_weigh_what_their_marks_say(question: Question) -> None:
    for solution in solutions(question, range(2)):
        found = exported(solution)
        total = sum(gap.weight for gap in found.gaps)
        asked = markable(solution)
        weighed = dict.fromkeys((part.letter for part in asked), 0)
        sizes = [(part, size(solution, part)) for part in asked]
        letters = [part.letter for part, many in sizes for _ in range(many)]
        for gap, letter in zip(found.gaps, letters, strict=True):
            weighed[letter] += gap.weight

        assert found.grade == total or found.kind == "numerical"
        for part in asked:
            share = Fraction(part.marks, sum(p.marks for p in asked))
            assert Fraction(weighed[part.letter], total) == share


def test_what_surrounds_the_numbers(question: Question) -> None:
    solution = draw_solution(question, 3)
    found = exported(solution)

    assert found.idnumber == solution.item.code
    assert solution.item.code in found.name
    assert {question.topic, question.family, f"level {question.level}"} <= set(found.tags)
    assert len(found.hints) == len(question.hints)
    for hint, shown in zip(question.hints, found.hints, strict=True):
        assert (f"({hint.part}) " in shown) == bool(hint.part)
    assert found.penalty == 0
    for text in (found.around, found.feedback, *found.hints):
        assert "{{" not in text
        assert not re.search("[\x00-\x08]", text.replace("\0", ""))
        assert text.count(r"\(") == text.count(r"\)")


def normal(text: str) -> str:
    r"""Drop the space after a command before a number, which LaTeX does not see."""
    return re.sub(r"(\\[A-Za-z]+) (?=[-0-9({\\])", r"\1", text)


def test_feedback_is_the_working_itself(
    question: Question, seeds: range, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines are broken as if every number were as wide as a slot, else nothing differs."""
    monkeypatch.setattr(widths, "spell", lambda _num: Digits("0" * 6))
    for solution in solutions(question, seeds[:10]):
        direct = WRITER.blocks(working(solution.tape, figures=False))

        assert normal(exported(solution).feedback) == normal(direct)


def test_wording_is_the_wording_itself(
    question: Question, seeds: range, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(widths, "spell", lambda _num: Digits("0" * 6))
    for solution in solutions(question, seeds[:10]):
        around = normal(exported(solution).text)

        assert normal(WRITER.blocks(prompt(solution.item))) in around
        for part in parts(solution.item):
            assert normal(WRITER.blocks(part.body)) in around


def question_called(name: str) -> Question:
    return next(q for q in QUESTIONS if q.id == name)


def changed(solution: Solution, **changes: Any) -> Solution:
    """Solve a variant of a changed question."""
    item = solution.item
    return solve_item(Item(replace(item.question, **changes), item.seed, item.givens))


LSTM = draw_solution(question_called("lstm.step/1"), 5)


def test_one_number_is_a_numerical_question() -> None:
    (part,) = LSTM.item.question.parts[5:6]
    found = exported(changed(LSTM, parts=(replace(part, letter=""),)))

    assert found.kind == "numerical"
    assert found.grade == part.marks
    assert found.gaps[0].answers[0].fraction == 1
    assert found.gaps[0].answers[-1].text == "*"


HOSTILE = r"End it ]]> here, {1:NUMERICAL:=4} or {:MC:~=a~b}, {#1}, <script>, &amp; and ~#}\."


def test_hostile_words_are_words() -> None:
    found = exported(
        changed(
            LSTM,
            prompt=HOSTILE.replace("\\.", "\\\\."),
            hints=(Hint("c", HOSTILE),),
            title="a]]>b <&",
        )
    )

    shown = html.unescape(found.around)
    assert len(found.gaps) == 6
    assert "{1:NUMERICAL:=4}" in shown
    assert "{#1}" in shown
    assert "<script>" not in found.text
    assert found.name.startswith("a]]>b <&")


def test_the_end_of_a_section_is_parted() -> None:
    for text in ("a]]>b", "]]>", "]]]>>", "]]>]]>"):
        assert ET.fromstring(f"<a>{xml.cdata(text)}</a>").text == text


def test_characters_that_xml_refuses_are_replaced() -> None:
    found = exported(changed(LSTM, title="bell\x07 and \ufffe and \ud800."))

    assert found.name.startswith("bell\ufffd and \ufffd and \ufffd.")


@pytest.mark.parametrize(
    "text",
    ["a ~ b", "f(x) = {1, 2}", "#1", "}", "\\", "ends in \\", "a < b & c", "&amp;", "&#126;", "~"],
)
def test_words_in_a_gap_survive(text: str) -> None:
    gap = f"{{1:NUMERICAL:=1:0#{quoted(text)}~*#{quoted(text)}}}"
    ((found,), _) = reader.cloze(gap)

    assert [html.unescape(answer.feedback) for answer in found.answers] == [text, text]


def test_words_are_chosen() -> None:
    names = [m.id for m in LSTM.item.family.mistakes if m.id in LSTM.mistakes]
    chosen = replace(
        LSTM,
        item=Item(replace(LSTM.item.question, parts=LSTM.item.question.parts[:1]), 5, None),
        results={**LSTM.results, "f": "keeps ~ most"},
        mistakes={names[0]: {"f": "forgets {all}"}, names[1]: {"f": "keeps ~ most"}},
    )
    object.__setattr__(chosen, "item", replace(chosen.item, givens=LSTM.item.givens))
    (gap,) = exported(chosen).gaps

    assert gap.kind == "MULTICHOICE"
    shown = [html.unescape(answer.text) for answer in gap.answers]
    assert shown == ["forgets {all}", "keeps ~ most"]
    assert [answer.fraction for answer in gap.answers] == [0, 1]
    assert (
        moodle.objection(replace(chosen, mistakes={})) == "there is no second word to choose from"
    )


def test_formulas_are_left_to_paper_and_said_so() -> None:
    solution = draw_solution(question_called("gd.gradient/polynomial"), 1)

    assert "not marked here" in exported(solution).text
    assert "(a) is shown but not marked" in moodle.remark(solution)
    only = changed(solution, parts=solution.item.question.parts[:1])
    assert moodle.objection(only) == "Moodle can't compare formulas"


def test_a_shape_that_shows_is_said() -> None:
    solution = draw_solution(question_called("cnn.conv2d/1"), 1)

    assert moodle.remark(solution) == "(a) can be read off the boxes of (b)"


THIRD, PLACES, FIGURES = Fraction(1, 3), Accept("places", 4), Accept("figures", 3)


@pytest.mark.parametrize(
    ("value", "tolerance", "accept", "expected"),
    [
        (7, 1e-9, Accept("exact"), [("7", "0")]),
        (-0.25, 1e-9, Accept("exact"), [("-0.25", "0")]),
        (THIRD, 1e-9, Accept("exact"), [("0.3333", "0.0000177"), ("0.3333333", "0.0000511")]),
        (2, 5e-5, PLACES, [("2", "0.00005")]),
        (-0.1 - 0.2, 5e-5, PLACES, [("-0.3", "0.00005")]),
        (-0.54236, 5e-5, PLACES, [("-0.5424", "0.00001"), ("-0.5423600", "0.00005")]),
        (-0.00001, 5e-5, PLACES, [("0.0000", "0.00004"), ("-0.0000100", "0.00005")]),
        (3.2149e-6, 6e-9, FIGURES, [("0.00000321", "1.1e-9"), ("0.00000321490", "6e-9")]),
        (3.2149e-17, 6e-20, FIGURES, [("3.21e-17", "1.1e-20"), ("3.21490e-17", "6e-20")]),
        (123456.789, 600.0, FIGURES, [("123000", "144"), ("123457", "601")]),
        (1234567 / 7, 1763.0, Accept("relative", 0.01), [("176400", "1730"), ("176370", "1770")]),
    ],
)
def test_numbers(
    value: Any, tolerance: float, accept: Accept, expected: list[tuple[str, str]]
) -> None:
    found = numbers.accepted(value, tolerance, accept, 4)

    assert [(each.text, each.tolerance) for each in found] == expected
    assert all(reader.NUMERICAL.fullmatch(f"{each.text}:{each.tolerance}") for each in found)


def test_percentages_are_moodles_own() -> None:
    assert [percentage(m) for m in range(1, 8)] == ["0", "50", "33.33333", "50", "40", "50", "40"]
    assert {round(float(text) / 100, 7) for text in FRACTIONS} == reader.GRADES


FAST = [question_called(name) for name in ("lstm.step/1", "rl.q-update/1", "cnn.conv2d/2")]


def made(path: Path, **settings: Any) -> bytes:
    Batch("moodle", FAST, 150, 7, **settings).write(path)
    return path.read_bytes()


def test_a_whole_file(tmp_path: Path) -> None:
    data = made(tmp_path / "all.xml")
    found = list(reader.read(data))
    categories = [q.category for q in found]

    assert len(found) == 150
    assert len({q.idnumber for q in found}) == 150
    assert data.count(b'type="category"') == len(FAST) == len(set(categories))
    for q, category in zip(found, categories, strict=True):
        path = re.split("(?<!/)/(?!/)", category)
        assert path[:3] == ["$course$", "top", "ncrevise"]
        assert len(path) == 5
        assert q.idnumber.partition("@")[0] in path[4].replace("//", "/")


def test_any_number_of_jobs_makes_the_same_file(tmp_path: Path) -> None:
    assert made(tmp_path / "one.xml") == made(tmp_path / "two.xml", jobs=2)


@pytest.mark.parametrize("lost", [0, 1, 5_000, 200_000])
def test_a_stopped_export_goes_on(tmp_path: Path, lost: int) -> None:
    whole, path = made(tmp_path / "whole.xml"), tmp_path / "part.xml"

    def stop(done: int) -> None:
        if done >= 64:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        made(path, told=stop)
    part = path.with_name("part.xml.part")
    data = part.read_bytes()
    part.write_bytes(data[: max(0, len(data) - lost)])

    assert made(path) == whole


def test_what_is_not_held_is_reported(tmp_path: Path) -> None:
    questions = [question_called("gd.gradient/polynomial"), question_called("cnn.conv2d/1")]
    batch = Batch("moodle", questions, 2, 0)
    batch.write(tmp_path / "x.xml")

    assert set(batch.remarks) == {question.id for question in questions}
