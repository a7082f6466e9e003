"""Families of a lecturer's own: found, used everywhere, checked, and never a trace when faulty."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from ncrevise import contract, own
from ncrevise.bank import Bank
from ncrevise.cli.authoring import write_family
from ncrevise.errors import BankError, FamilyError
from ncrevise.item import draw_solution
from ncrevise.registry import family, family_names, faulty_families, use_families
from tests.test_cli import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with one family, ``mine.sum``."""
    write_family("mine.sum", tmp_path / "own")
    use_families(tmp_path / "own")
    yield tmp_path / "own"
    use_families(None)


def change(folder: Path, *changes: tuple[str, str], file: str = "sum.py") -> Path:
    path = folder / "mine" / file
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    use_families(None)
    use_families(folder)
    return path


def line(folder: Path, text: str, file: str = "sum.py") -> int:
    lines = (folder / "mine" / file).read_text(encoding="utf-8").splitlines()
    return 1 + next(k for k, each in enumerate(lines) if text in each)


def test_nothing_of_it_is_found_unless_it_is_named(folder: Path) -> None:
    assert "mine.sum" in family_names()
    use_families(None)

    assert "mine.sum" not in family_names()
    assert not [name for name in sys.modules if name.startswith(own.PACKAGE)]


def test_nothing_is_left_on_the_path_or_in_the_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    before = list(sys.path)

    assert family("mine.sum").title == "Sum"
    assert sys.path == before
    assert not list(folder.rglob("__pycache__"))


def test_a_helper_is_imported(folder: Path) -> None:
    (folder / "mine" / "_words.py").write_text('TITLE = "From a helper"\n')
    (folder / "mine" / "notes.txt").write_text("no family")
    change(
        folder, ("\nfamily = ", "\nfrom ._words import TITLE\n\nfamily = "), ('"Sum",', "TITLE,")
    )

    assert family("mine.sum").title == "From a helper"
    assert own.paths().keys() == {"mine.sum"}


FAULTS = [
    ("family.dull(", "family.dull((", "family.dull((", "was never closed"),
    ("class Givens", "class Given", "", "mine.sum declares no class Givens."),
    ("class Results", "class Result", "", "mine.sum declares no class Results."),
    ("@givens\n", "", "class Givens", "the class Givens needs @givens above it."),
    ("x: Array", "x: Arry", "x: Arry", "There is no kind of given 'arry'. Did you mean array?"),
    ("y: Number", "y: Nmber", "y: Nmber", "There is no kind of result 'nmber'. Did you mean"),
    ('given("the bias", draw="-1..1 by 0.5")', "0", "@givens", "b is not declared by given(…)."),
    ('result("the output of the unit")', "0", "@results", "y is not declared by result(…)."),
    ("@family.solve\n", "", "", "mine.sum has no solver"),
    (
        "# What is",
        "other = Family('x', source='y')\n# What is",
        "other =",
        "makes family and other;",
    ),
    ("# What is", "raise KeyError('x')\n# What is", "raise Key", "KeyError: 'x'."),
    ("# What is", "import sys; sys.exit(7)\n# What is", "import sys", "SystemExit: 7."),
    ("# What is", "1 / 0\n# What is", "1 / 0", "ZeroDivisionError: division by zero."),
    (
        "import dot,",
        "import dto,",
        "from ncrevise.tape.ops",
        "ImportError: cannot import name 'dto'",
    ),
    ("needs(lambda g", "neds(lambda g", "family.neds", "AttributeError: 'Family' object has no"),
]


@pytest.mark.parametrize(("old", "new", "place", "said"), FAULTS, ids=[f[3] for f in FAULTS])
def test_a_fault_is_one_sentence_with_its_line(
    old: str, new: str, place: str, said: str, folder: Path
) -> None:
    change(folder, (old, new))
    number = line(folder, place) if place else 1
    with pytest.raises(FamilyError) as caught:
        family("mine.sum")

    assert str(caught.value).startswith(f"mine/sum.py:{number}: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 3
    assert faulty_families().keys() == {"mine.sum"}


def test_a_file_that_makes_no_family_is_not_run(folder: Path) -> None:
    (folder / "mine" / "script.py").write_text("raise SystemExit('it was run')\n")
    change(folder)
    with pytest.raises(FamilyError, match=r"script\.py:1: makes no Family; a helper's name begins"):
        family("mine.script")


@pytest.mark.parametrize("name", ["My-Sum.py", "a-b.py", "1st.py"])
def test_names_that_are_none(name: str, folder: Path) -> None:
    (folder / "mine" / name).write_text("Family\n")
    change(folder)

    (error,) = faulty_families().values()
    assert "a family small letters, digits and underscores" in str(error)


def test_a_shipped_name_is_refused(folder: Path) -> None:
    (folder / "cnn").mkdir()
    (folder / "mine" / "sum.py").rename(folder / "cnn" / "pool.py")
    use_families(None)
    with pytest.raises(FamilyError, match=r"cnn/pool\.py: a family called cnn.pool comes with"):
        use_families(folder)

    assert family("cnn.pool").title == "Pooling"


def test_a_question_alone_runs_nothing(folder: Path) -> None:
    use_families(None)
    with pytest.raises(BankError, match="Families of your own are named with --families DIR"):
        Bank(folder).questions(("mine",))


def examined(folder: Path, seeds: int = 30) -> dict[str, str]:
    """The faults of all questions, by check."""
    found: dict[str, str] = {}
    for question in Bank(folder).questions(("mine",)):
        oracle = own.oracle("mine.sum")
        found |= contract.examine(question, range(seeds), oracle).faults
    return found


BROKEN: list[tuple[str, str, str, str, str]] = [
    # the file, what is in it, what takes its place, the check that sees it, what it says
    (
        "sum.py",
        "+ g.b, ",
        "+ g.b + (0 if tape.book() is tape else 1), ",
        "untraced",
        "z is another",
    ),
    ("sum.py", "dot(g.w, g.x) + g.b", "dot(g.w, g.x)", "drawn", "bias-left-out gives the right"),
    ("sum.py", "b=0", "b=2", "", ""),
    ("sum.py", '{"b": -g.b}', '{"b": g.b}', "varied", "fewer than 2 mistakes"),
    ("sum.py", '{"b": -g.b}', '{"bb": g.b}', "drawn", "AttributeError"),
    ("sum.py", "squash=tanh", "squish=tanh", "drawn", "squish"),
    ("sum.py", "z = tape.name(", "z = 1 / 0 + tape.name(", "drawn", "mine/sum.py:42: ZeroDivision"),
    (
        "sum.py",
        "z = tape.name(",
        "raw(g.x)[0] = 7\n    z = tape.name(",
        "untraced",
        "changes the given x",
    ),
    ("sum.py", "Results(z, tape", "dict(q=z, y=tape", "drawn", "KeyError: 'q'"),
    ("sum.md", " and bias $b = {{b}}$", "", "mentioned", "does not mention {{b}}"),
    ("sum.md", "reads $x = {{x}}$", "reads $x = {{q}}$", "drawn", "{{q}} has no value"),
    (
        "sum.md",
        "\n## Hints\n- Each input is multiplied by the weight in the same place.\n",
        "",
        "formats",
        "no hints",
    ),
    ("sum.md", 'asks = "z"', 'asks = "q"', "drawn", "no result 'q'"),
    (
        "sum.md",
        "level = 1\n",
        'level = 1\nranges = { x = "1", w = "1" }\n',
        "varied",
        "variants differ",
    ),
    ("sum_oracle.py", "z = g.b", "z = -g.b", "oracle", ": z is "),
    ("sum_oracle.py", '{"z": z, ', "{", "oracle", "the oracle says nothing of z"),
    ("sum_oracle.py", "z = g.b", "z = g.c", "drawn", "mine/sum_oracle.py:12: AttributeError"),
]


def test_as_it_is_written_it_meets_the_contract(folder: Path) -> None:
    assert examined(folder, 200) == {}
    assert {q.level for q in Bank(folder).questions(("mine",))} == {1, 2, 3}


@pytest.mark.parametrize(("file", "old", "new", "check", "said"), BROKEN)
def test_the_contract_sees(
    file: str, old: str, new: str, check: str, said: str, folder: Path
) -> None:
    change(folder, (old, new), file=file)
    found = examined(folder)

    assert check in found if check else not found
    assert said in found.get(check, "")


def test_an_oracle_is_compared_for_mistakes_as_well(folder: Path) -> None:
    lines = ("z = g.b", "z = g.b if g.b else 1"), ()
    change(folder, lines[0], file="sum_oracle.py")

    assert "bias-left-out makes z" in examined(folder)["oracle"]


def test_an_oracle_needs_its_function(folder: Path) -> None:
    change(folder, ("def oracle", "def orakel"), file="sum_oracle.py")
    with pytest.raises(FamilyError, match=r"sum_oracle.py:1: has no function oracle\(givens\)"):
        own.oracle("mine.sum")
    (folder / "mine" / "sum_oracle.py").unlink()

    assert own.oracle("mine.sum") is None
    assert own.oracle("cnn.pool") is None


# Commands.

SOLVED = ["solve", "mine.sum", "x=1 2", "w=3 4", "b=1"]
COMMANDS: list[tuple[list[str], str]] = [
    (["list", "--families"], "mine.sum  Sum"),
    (["list", "mine"], "mine.sum/1"),
    (["topics"], "Mine"),
    (SOLVED, "z = 12"),
    (["solve", "mine.sum", "--template"], "# the bias"),
    (["show", "mine.sum/1@1", "--solution"], "z = "),
    (["check", "mine.sum/1@1", "--answer", "-3"], "Right: 2/2"),
    (["bank", "check"], "3 questions fine, 0 faulty."),
]


@pytest.mark.parametrize(("command", "said"), COMMANDS, ids=[" ".join(c) for c, _ in COMMANDS])
def test_every_command_sees_them(command: list[str], said: str, folder: Path) -> None:
    done = run("--families", "own", *command, cwd=folder.parent)

    assert done.returncode == 0, done.stderr
    assert said in done.stdout
    assert done.stderr == ""


def test_they_are_asked_printed_and_exported(folder: Path) -> None:
    there = folder.parent
    asked = run("--families", "own", "quiz", "mine", "-n", "1", "--json", cwd=there, stdin="\n")
    sheet = run("--families", "own", "sheet", "mine", "-o", "x.md", cwd=there)
    for jobs in ("1", "2"):
        arguments = ["export", "jsonl", "mine", "-n", "60", "--jobs", jobs, "-o", f"x{jobs}"]
        done = run("--families", "own", *arguments, cwd=there)
        assert done.returncode == 0, done.stderr

    assert "mine.sum/" in asked.stdout
    assert sheet.returncode == 0, sheet.stderr
    assert "mine.sum/" in (there / "x.md").read_text(encoding="utf-8")
    assert (there / "x1").read_bytes() == (there / "x2").read_bytes()
    assert len((there / "x1").read_text(encoding="utf-8").splitlines()) == 60


WRONG: list[tuple[list[str], int, str]] = [
    ([*SOLVED[:1], "mine.bad", *SOLVED[2:]], 3, "mine/bad.py:1: ZeroDivisionError"),
    (["list", "--families", "mine.bad"], 3, "mine/bad.py:1: ZeroDivisionError"),
    (["show", "mine.bad/1@1"], 3, "mine/bad.py:1: ZeroDivisionError"),
    (["quiz", "mine.bad"], 3, "mine/bad.py:1: ZeroDivisionError"),
    (["sheet", "mine.bad", "-o", "x.md"], 3, "mine/bad.py:1: ZeroDivisionError"),
    (["export", "jsonl", "mine.bad", "-o", "x", "--jobs", "2"], 3, "mine/bad.py:1: ZeroDivision"),
    (["solve", "mine.smu"], 2, "Did you mean mine.sum"),
]


@pytest.fixture
def half(folder: Path) -> Path:
    """A faulty family with a question beside the sound one."""
    (folder / "mine" / "bad.py").write_text("1 / 0  # no Family\n")
    text = (folder / "mine" / "sum.md").read_text(encoding="utf-8")
    (folder / "mine" / "bad.md").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("command", "code", "said"), WRONG, ids=[" ".join(c) for c, *_ in WRONG])
def test_a_faulty_one_is_one_sentence(command: list[str], code: int, said: str, half: Path) -> None:
    done = run("--families", "own", *command, cwd=half.parent, stdin="\n")

    assert done.returncode == code
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_faulty_one_stops_no_other(half: Path) -> None:
    there = half.parent
    listed = run("--families", "own", "list", "--families", cwd=there)
    solved = run("--families", "own", *SOLVED, cwd=there)
    sheet = run("--families", "own", "sheet", "mine", "-n", "6", "-o", "x.md", cwd=there)
    checked = run("--families", "own", "bank", "check", cwd=there)

    assert listed.returncode == solved.returncode == sheet.returncode == 0
    assert "mine.sum  Sum" in listed.stdout
    assert "mine/bad.py:1: ZeroDivisionError" in listed.stderr
    assert "mine/bad.py:1: ZeroDivisionError" in sheet.stderr
    assert solved.stderr == ""
    assert "mine.bad" not in (there / "x.md").read_text(encoding="utf-8")
    assert checked.returncode == 1
    assert "mine/bad.py:1: ZeroDivisionError" in checked.stdout
    assert "3 questions fine, 1 faulty." in checked.stdout


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_one_that_fails_when_it_runs(jobs: str, folder: Path) -> None:
    change(folder, ("z = tape.name(", "z = {}[raw(g.b)] + tape.name("))
    number = line(folder, "{}[raw")
    exported = ["export", "jsonl", "mine", "-n", "9", "-o", "x", "--jobs", jobs]
    for command in (SOLVED, ["show", "mine.sum/1@1"], exported):
        done = run("--families", "own", *command, cwd=folder.parent)
        assert done.returncode == 3
        assert f"mine/sum.py:{number}: KeyError: " in done.stderr
        assert "Traceback" not in done.stderr


def test_one_that_does_not_say_what_is_drawn(folder: Path) -> None:
    change(folder, ('given("the bias", draw="-1..1 by 0.5")', 'given("the bias")'))
    question = Bank(folder).question("mine.sum/1")
    with pytest.raises(BankError, match=r"sum\.md:\d+: ranges: b: nothing says where it is drawn"):
        draw_solution(question, 1)


def test_one_that_is_not_asked_about_is_named(folder: Path) -> None:
    (folder / "mine" / "sum.md").unlink()
    done = run("--families", "own", "bank", "check", cwd=folder.parent)

    assert done.returncode == 1
    assert "mine/sum.py: nothing is asked of it; ncrevise new question mine.sum 1" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--families", "nowhere", "list"], 2, "--families nowhere: there is no such folder."),
        (["show", "mine.sum/1@1"], 2, "no question 'mine.sum/1'"),
        (["solve", "mine.sum"], 2, "There is no family 'mine.sum'."),
        (["--bank", "own", "list", "mine"], 3, "named with --families DIR."),
        (["--bank", "own", "--families", "own", "list", "mine"], 0, ""),
    ],
)
def test_they_are_there_only_when_named(
    arguments: list[str], code: int, said: str, folder: Path
) -> None:
    done = run(*arguments, cwd=folder.parent)

    assert done.returncode == code
    assert said in done.stderr


def test_describing_as_json(folder: Path) -> None:
    done = run("--families", "own", "list", "--families", "mine", "--json", cwd=folder.parent)
    (described,) = json.loads(done.stdout)

    assert described["id"] == "mine.sum"
    assert [given["name"] for given in described["givens"]] == ["x", "w", "b"]
