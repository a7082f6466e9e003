"""``ncrevise new``: what is written works at once, and nothing is written over."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ncrevise.bank import read_file, settings
from ncrevise.cli.authoring import checkout_files, write_family, write_question
from ncrevise.contract import examine
from ncrevise.document.template import PLACEHOLDER
from ncrevise.errors import UsageError
from ncrevise.givens.declare import givens_of
from ncrevise.item import draw_solution
from ncrevise.registry import family, shipped_names, use_families
from ncrevise.settings import options_of
from ncrevise.settings import settings as read_settings
from tests.test_cli import run

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
CHECKED = ("test_contract.py", "test_oracles.py", "test_printed.py", "test_bank.py")
UNDRAWN = {"backprop.graph"}  # its own draw needs to be told the inputs of a graph


@pytest.fixture(autouse=True)
def no_families() -> Iterator[None]:
    yield
    use_families(None)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout with two new families, of a new topic and of an old one."""
    root = tmp_path_factory.mktemp("checkout")
    unwanted = shutil.ignore_patterns("__pycache__", "golden", ".*")
    for name in ("ncrevise", "question_bank", "tests"):
        shutil.copytree(ROOT / name, root / name, ignore=unwanted)
    shutil.copy(ROOT / "pyproject.toml", root)
    for name in ("fresh.first-try", "cnn.other"):
        done = run("new", "family", name, cwd=root, PYTHONPATH=str(root))
        assert done.returncode == 0, done.stderr
        assert f'-k "{name}/ or {name}]"' in done.stdout
        assert f"ncrevise show {name}/1@1 --solution" in done.stdout
        assert done.stderr == ""
    return root


def test_a_checkout_gets_all_of_it(copy: Path) -> None:
    written = {
        *(copy / "ncrevise" / "families" / "fresh").iterdir(),
        *(copy / "question_bank" / "fresh").iterdir(),
        *(copy / "tests" / "oracles").glob("fresh.py"),
    }
    names = {str(path.relative_to(copy)) for path in written if path.is_file()}

    assert names == {
        "ncrevise/families/fresh/__init__.py",
        "ncrevise/families/fresh/first_try.py",
        "question_bank/fresh/_topic.toml",
        "question_bank/fresh/first-try.md",
        "tests/oracles/fresh.py",
    }
    old = (ROOT / "tests" / "oracles" / "cnn.py").read_text(encoding="utf-8")
    now = (copy / "tests" / "oracles" / "cnn.py").read_text(encoding="utf-8")
    assert now.startswith(old.rstrip())
    assert "def other(g: Any)" in now
    assert (
        not (copy / "question_bank" / "cnn" / "_topic.toml").read_text().startswith('title = "Cnn')
    )


def test_its_own_tests_pass(copy: Path) -> None:
    tests = [f"tests/{name}" for name in CHECKED]
    chosen = "fresh.first-try/ or fresh.first-try] or cnn.other/ or cnn.other]"
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]
    done = subprocess.run(
        [*command, "-vv", "-k", chosen], cwd=copy, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout[-3000:]
    for test in ("test_family_has_an_oracle", "test_family_equals_oracle", "test_printed_equalit"):
        assert re.search(rf"{test}\w*\[cnn.other.* PASSED", done.stdout), test
        assert re.search(rf"{test}\w*\[fresh.first-try.* PASSED", done.stdout), test


def test_it_is_tidy(copy: Path) -> None:
    ruff = Path(sys.executable).with_name("ruff")
    if not ruff.exists():
        pytest.skip("needs ruff")
    written = ["ncrevise/families/fresh", "ncrevise/families/cnn/other.py", "tests/oracles"]
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [ruff, *command, "--no-cache", *written],
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


@pytest.mark.long
def test_it_is_typed(copy: Path) -> None:
    pytest.importorskip("mypy")
    command = [sys.executable, "-m", "mypy", "ncrevise/families/fresh", "ncrevise/families/cnn"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("sum", "can't be the name of a family"),
        ("mine.", "can't be the name of a family"),
        (".sum", "can't be the name of a family"),
        ("mine.sum.more", "can't be the name of a family"),
        ("Mine.sum", "can't be the name of a family"),
        ("mine.Sum", "can't be the name of a family"),
        ("mine.my_sum", "can't be the name of a family"),
        ("mine.-sum", "can't be the name of a family"),
        ("mine.1sum", "can't be the name of a family"),
        ("my-own.sum", "can't be the name of a family"),
        ("..", "can't be the name of a family"),
        ("../x.y", "can't be the name of a family"),
        ("mine./etc", "can't be the name of a family"),
        ("mine.größe", "can't be the name of a family"),
        ("mine.sum\n", "can't be the name of a family"),
        ("mine.class", "'class' is a word of Python's own"),
        ("import.sum", "'import' is a word of Python's own"),
        ("mine.con", "'con' is a word of Windows's own"),
        ("mine.lpt1", "'lpt1' is a word of Windows's own"),
        (f"mine.{'x' * 41}", "40 letters are the most"),
        ("mine.sum-oracle", "a name that ends in oracle is that of an oracle"),
        ("mine.oracle", "a name that ends in oracle is that of an oracle"),
        ("cnn.pool", "There is a family cnn.pool already."),
        ("rl.q-update", "There is a family rl.q-update already."),
    ],
)
def test_names_that_are_refused(name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=re.escape(said)) as caught:
        write_family(name, tmp_path / "own")

    assert caught.value.exit_code == 2
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize("file", ["my_sum.py", "my-sum.md", "my_sum_oracle.py"])
def test_nothing_is_written_over(file: str, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / file).write_text("mine")
    with pytest.raises(UsageError, match=f"{file} is there already; nothing was written"):
        write_family("mine.my-sum", tmp_path)

    assert [path.name for path in (tmp_path / "mine").iterdir()] == [file]
    assert (tmp_path / "mine" / file).read_text() == "mine"


@pytest.mark.parametrize(
    ("topic", "name", "said"),
    [("cnn", "pool", "cnn.py has a function pool already"), ("formulas", "x", "is something else")],
)
def test_oracles_that_are_there(topic: str, name: str, said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        checkout_files(ROOT, topic, name)


def test_a_folder_of_ones_own_gets_all_of_it(tmp_path: Path) -> None:
    for name in ("mine.my-sum", "cnn.my-sum"):
        done = run("new", "family", name, "--families", "own", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "  ncrevise --families own bank check\n" in done.stdout
    written = {str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()}
    files = ("my_sum.py", "my-sum.md", "my_sum_oracle.py")

    assert written == {
        *(f"own/{topic}/{file}" for topic in ("mine", "cnn") for file in files),
        "own/mine/_topic.toml",
    }
    checked = run("--families", "own", "bank", "check", cwd=tmp_path)
    assert "6 questions fine, 0 faulty." in checked.stdout
    topics = run("--families", "own", "topics", cwd=tmp_path).stdout
    assert re.search(r"cnn +Convolutional networks", topics)
    again = run("--families", "own", "new", "family", "mine.my-sum", cwd=tmp_path)
    assert (again.returncode, again.stderr) == (2, "There is a family mine.my-sum already.\n")


# Questions.


@pytest.mark.parametrize("name", shipped_names())
def test_a_question_of_every_family(name: str, tmp_path: Path) -> None:
    write_question(name, "mine", tmp_path, None)
    topic, _, rest = name.partition(".")
    path = tmp_path / topic / f"{rest}.md"
    (question,) = read_file(path)
    model = family(name)

    assert question.id == f"{name}/mine"
    assert len(question.hints) >= 1
    settings(question)
    if name in UNDRAWN:
        return
    faults = examine(question, range(8)).faults
    faults.pop("varied", None)  # a family's own ranges may be narrow
    assert faults == {}
    solution = draw_solution(question, 1)
    assert [part.asks for part in question.parts] == list(solution.results)
    assert len(question.hints) == len(question.parts)
    stands = {n for n in givens_of(model.model) if getattr(solution.item.givens, n) is not None}
    assert set(PLACEHOLDER.findall(question.prompt)) == stands


@pytest.mark.parametrize("name", shipped_names())
def test_the_ranges_that_are_listed_can_be_set(name: str, tmp_path: Path) -> None:
    write_question(name, "mine", tmp_path, None)
    (path,) = tmp_path.glob("*/*.md")
    listed = re.findall(r"^#   (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    ranges = tomllib.loads("\n".join(listed))
    model = family(name)
    free = {n for n, about in givens_of(model.model).items() if about.domain or about.optional}

    assert read_settings(model, ranges) == read_settings(model, {})
    assert {*model.sizes, *free, *options_of(model.drawer)} == set(ranges)


def test_it_is_added_to_what_is_there(tmp_path: Path) -> None:
    write_family("mine.sum", tmp_path)
    use_families(tmp_path)
    before = (tmp_path / "mine" / "sum.md").read_text(encoding="utf-8")
    done = run("--families", ".", "new", "question", "mine.sum", "more", cwd=tmp_path)
    after = (tmp_path / "mine" / "sum.md").read_text(encoding="utf-8")

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Added to mine/sum.md\n")
    assert "ncrevise --families . show mine.sum/more@1 --solution" in done.stdout
    assert after.startswith(before)
    assert [q.id for q in read_file(tmp_path / "mine" / "sum.md")][3:] == ["mine.sum/more"]
    assert "4 questions fine" in run("--families", ".", "bank", "check", cwd=tmp_path).stdout


def test_a_checkout_gets_the_question(copy: Path) -> None:
    done = run("new", "question", "cnn.other", "more", cwd=copy, PYTHONPATH=str(copy))

    assert done.stdout.startswith("Added to question_bank/cnn/other.md\n"), done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["cnn.pool", "1"], 2, "There is a question cnn.pool/1 already: cnn/pool.md:"),
        (["cnn.pol", "x"], 2, "Did you mean cnn.pool"),
        (["cnn.pool", "X y"], 2, "'X y' may have small letters, digits and hyphens only."),
        (["cnn.pool", "../x"], 2, "'../x' may have"),
        (["mine.sum", "x"], 2, "There is no family 'mine.sum'."),
    ],
)
def test_questions_that_are_refused(
    arguments: list[str], code: int, said: str, tmp_path: Path
) -> None:
    done = run("new", "question", *arguments, "--bank", "bank", cwd=tmp_path)

    assert done.returncode == code
    assert said in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "bank").exists()


def test_what_cannot_be_drawn_is_said(tmp_path: Path) -> None:
    done = run("new", "question", "backprop.graph", "x", "--bank", "bank", cwd=tmp_path)

    assert done.returncode == 0
    assert "As it is no numbers can be drawn; choose ranges." in done.stderr


def test_a_faulty_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "bank" / "cnn").mkdir(parents=True)
    path = tmp_path / "bank" / "cnn" / "pool.md"
    path.write_text("no front matter")
    done = run("new", "question", "cnn.pool", "x", "--bank", "bank", cwd=tmp_path)

    assert done.returncode == 3
    assert done.stderr == "cnn/pool.md:1: a question file starts with a line of +++.\n"
    assert path.read_text() == "no front matter"


def test_an_installed_program_needs_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ncrevise.cli.authoring.checkout", lambda: None)
    with pytest.raises(UsageError, match="of your own to write it to: --families DIR"):
        write_family("mine.sum", None)
    with pytest.raises(UsageError, match="of your own to write it to: --bank DIR"):
        write_question("cnn.pool", "x", None, None)
