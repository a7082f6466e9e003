"""The question bank: what a file may say, and what is said of one that is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ncrevise.bank import Bank, read_file, settings
from ncrevise.errors import BankError, UsageError
from ncrevise.paper import hints, part_template, prompt_template
from tests.conftest import QUESTIONS

if TYPE_CHECKING:
    from pathlib import Path

    from ncrevise.question import Question

GOOD = """+++
slug = "x"
title = "A title"
source = "A source"
level = 1
parts = [{ asks = "map", marks = 2, accept = "exact", prompt = "Pool it." }]
+++
Pool $X = {{X}}$.

## Hints
- Look at every group.
"""


def written(folder: Path, text: str) -> Path:
    (folder / "cnn").mkdir(exist_ok=True)
    path = folder / "cnn" / "pool.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_ids_are_unique() -> None:
    names = [name for q in QUESTIONS for name in (q.id, *q.aliases)]

    assert len(names) == len(set(names))


def test_every_question_has_hints_and_marks_that_fit(question: Question) -> None:
    assert question.hints
    assert 2 <= question.marks <= 25
    assert len(question.title) <= 60
    settings(question)


def test_wording_is_read_and_asks_for_something(question: Question) -> None:
    from ncrevise.item import draw_solution

    item = draw_solution(question, 1).item

    assert prompt_template(question).blocks
    assert all(part_template(item, part).blocks for part in question.parts)
    assert len(hints(item)) == len(question.hints)


BRITISH = {"color", "center", "normalize", "initialize", "behavior", "labeled", "modeling"}


def test_spelling_is_british(question: Question) -> None:
    words = re.findall(
        r"[a-z]+",
        f"{question.title} {question.prompt} {[hint.text for hint in question.hints]}".lower(),
    )

    assert not BRITISH & set(words)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    (question,) = read_file(written(tmp_path, GOOD))

    assert (question.id, question.level, question.marks) == ("cnn.pool/x", 1, 2)
    assert [(hint.part, hint.text, hint.line) for hint in question.hints] == [
        ("", "Look at every group.", 11)
    ]


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (("level = 1", "level = 7"), 5, "level must be a whole number from 1 to 3"),
        (("level = 1", "levle = 1"), 5, "Did you mean level"),
        (("level = 1", "level = = 1"), 5, "Invalid value"),
        (('slug = "x"', 'slug = "X y"'), 2, "small letters"),
        (('slug = "x"\n', ""), 1, "'slug' is missing"),
        (("marks = 2", "marks = 0"), 6, "marks must be"),
        (("marks = 2", "mark = 2"), 6, "Did you mean marks"),
        (('accept = "exact"', 'accept = "roughly"'), 6, "it may be exact"),
        (("+++\nPool", "Pool"), 1, "no partner"),
        (("- Look", "- [a] Look"), 11, "there is no part (a) to hint at"),
        (("Look at every group.", ""), 11, "this hint says nothing"),
        (("+++\nslug", "slug"), 1, "starts with a line of +++"),
        (("level = 1", 'level = 1\nfamily = "cnn.conv2d"'), 6, "the file's place says"),
    ],
)
def test_errors_name_file_and_line(
    change: tuple[str, str], line: int, said: str, tmp_path: Path
) -> None:
    with pytest.raises(BankError, match=re.escape(said)) as caught:
        read_file(written(tmp_path, GOOD.replace(*change)))

    assert str(caught.value).startswith(f"cnn/pool.md:{line}: ")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("level = 1", "level = 1\nranges = { strid = 4 }"), "Did you mean stride"),
        (
            ("level = 1", 'level = 1\nranges = { H = "4" }'),
            "the length of an axis is a whole number",
        ),
        (('asks = "map"', 'asks = "mop"'), "Did you mean map"),
    ],
)
def test_settings_are_checked(change: tuple[str, str], said: str, tmp_path: Path) -> None:
    (question,) = read_file(written(tmp_path, GOOD.replace(*change)))

    with pytest.raises(BankError, match=re.escape(said)):
        settings(question)


TWO = GOOD.replace("parts = [", 'parts = [{ asks = "size", marks = 1, accept = "exact" }, ')


def test_a_hint_names_its_part(tmp_path: Path) -> None:
    text = TWO + "  Or at\n  one.\n- [b] Look\n  again.\n- [a](b) is a link\n"
    (question,) = read_file(written(tmp_path, text))

    assert [(hint.part, hint.text, hint.line) for hint in question.hints] == [
        ("", "Look at every group. Or at one.", 11),
        ("b", "Look again.", 14),
        ("", "[a](b) is a link", 16),
    ]


@pytest.mark.parametrize("letter", ["c", "z", "ab", "B", "1"])
def test_a_hint_for_a_part_that_there_is_not(letter: str, tmp_path: Path) -> None:
    path = written(tmp_path, TWO + f"- [a] Look.\n\n- [{letter}] Look\n  again.\n")

    with pytest.raises(BankError, match=re.escape(f"no part ({letter})")) as caught:
        read_file(path)
    assert str(caught.value).startswith("cnn/pool.md:14: ")


def test_bank_check_refuses_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from ncrevise.cli.banking import check_bank

    written(tmp_path, TWO + "- [c] Look.\n")

    assert check_bank(tmp_path, 3) == 1
    assert "cnn/pool.md:12: there is no part (c)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("{{X}}", "{{Y}}"), "cnn/pool.md:8: {{Y}} has no value"),
        (("every group", "{{strides}}"), "cnn/pool.md:11: {{strides}} has no value"),
        (("Pool it.", "Pool {{it}}."), "{{it}} has no value"),
    ],
)
def test_bank_check_fills_in_all_wording(
    change: tuple[str, str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ncrevise.cli.banking import check_bank

    written(tmp_path, GOOD.replace(*change))

    assert check_bank(tmp_path, 3) == 1
    assert said in capsys.readouterr().out


def test_a_family_that_does_not_exist(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD).rename(tmp_path / "cnn" / "pol.md")

    with pytest.raises(BankError, match=re.escape("Did you mean cnn.pool")):
        read_file(path)


def test_a_teachers_own_folder_comes_first(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    bank = Bank(tmp_path)

    assert bank.question("cnn.pool/x").title == "A title"
    assert bank.question("cnn.pool/1").title != "A title"


def test_the_same_id_twice(tmp_path: Path) -> None:
    written(tmp_path, GOOD.replace('"x"', '"1"'))

    with pytest.raises(BankError, match="is already in"):
        Bank(tmp_path).questions(("cnn",))


@pytest.mark.parametrize("code", ["", "@", "cnn.pool/1@", "cnn.pool/1@g", "cnn.pool/1@" + "f" * 40])
def test_codes_that_are_none(code: str) -> None:
    with pytest.raises(UsageError):
        Bank().open(code)


def test_bank_check_goes_on_after_a_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ncrevise.cli.banking import check_bank

    written(tmp_path, GOOD + GOOD.replace('"x"', '"y"').replace("$X = {{X}}$", "$X = \\frac{1$"))

    assert check_bank(tmp_path, 3) == 1
    said = capsys.readouterr().out
    assert "cnn.pool/y" in said
    assert "FAULTY" in said
    assert "1 question fine, 1 faulty" in said
