"""The quiz command: with lines from a pipe, with JSON, with a prompt, and in a real terminal."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from ncrevise.cli import main
from ncrevise.cli.commands import HELP, LEGEND, SHORT_LEGEND, understand
from ncrevise.cli.entry import asked, calculate, form_of, is_whole, reads_as
from ncrevise.cli.prompt import Draft
from ncrevise.errors import AnswerError
from ncrevise.study.store import Store
from tests.quizzes import CONV, RL, lines, quiz, session, solved, true

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ncrevise.study.event import Event
    from ncrevise.study.session import Place

RL_QUIZ = ("rl.q-update/1", "-n", "1", "--seed", "5")


@dataclass
class Said:
    """What a run printed and how it ended."""

    out: str
    err: str
    code: int


@pytest.fixture
def ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Said]:
    """Run ``ncrevise quiz`` in this process, with lines on stdin."""
    monkeypatch.setenv("NCREVISE_HOME", str(tmp_path))
    monkeypatch.delenv("NO_COLOR", raising=False)

    def run(*arguments: str, typed: str = "", before: tuple[str, ...] = ()) -> Said:
        monkeypatch.setattr(sys, "argv", ["ncrevise", *before, "quiz", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as stop:
            main()
        said = capsys.readouterr()
        return Said(said.out, said.err, stop.value.code or 0)  # type: ignore[arg-type]

    return run


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Callable[[], tuple[Event, ...]]]:
    store = Store(tmp_path / "progress.db")
    yield store.events
    store.close()


def code_in(text: str) -> str:
    found = re.search(r"\S+@[0-9a-f]+", text)
    assert found
    return found[0]


@pytest.fixture
def code(ask: Callable[..., Said]) -> str:
    """The variant that ``RL_QUIZ`` asks."""
    return code_in(ask(*RL_QUIZ, typed=":q\n").out)


def test_right_answers(ask: Callable[..., Said], code: str) -> None:
    said = ask(*RL_QUIZ, typed=f"{true(code, 'a')}\n{true(code, 'b')}\n")

    assert said.code == 0
    assert said.out.count("Right.") == 2
    assert "Done: 1 question." in said.out
    assert "4 of 4 marks" in said.out
    assert "Right at the first try, without a hint: 2 of 2 parts." in said.out
    assert "The whole working" not in said.out
    assert "Next: ncrevise quiz rl.q-update/1\n" in said.out
    assert "\x1b" not in said.out


def test_a_mistake_is_diagnosed_and_put_right(ask: Callable[..., Said], code: str) -> None:
    wrong = float(solved(code).mistakes["no-discount"]["target"])
    said = ask(*RL_QUIZ, typed=f"{wrong}\n{true(code, 'a')}\n{true(code, 'b')}\n")

    assert "Not yet." in said.out
    assert "left out γ" in said.out
    assert "Try again" in said.out
    assert "1/2" in said.out
    assert "Slips: no discount once." in said.out
    assert "4 of 4 marks" in said.out


def test_going_on_shows_the_answer_and_at_the_end_the_working(
    ask: Callable[..., Said], code: str
) -> None:
    said = ask(*RL_QUIZ, typed=f"99\n\n{true(code, 'b')}\n")

    assert "The answer: y = " in said.out
    assert "own" in said.out
    assert "The whole working" in said.out
    assert said.out.index("The answer: y") < said.out.index("The whole working")
    assert "2 of 4 marks" in said.out


def test_an_empty_line_before_any_answer_goes_nowhere(ask: Callable[..., Said], code: str) -> None:
    said = ask(*RL_QUIZ, typed=f"\n{true(code, 'a')}\n{true(code, 'b')}\n")

    assert "Type an answer" in said.out
    assert "4 of 4 marks" in said.out


def test_hints_solutions_skips_and_the_rest(
    ask: Callable[..., Said], kept: Callable[[], tuple[Event, ...]]
) -> None:
    said = ask(*RL_QUIZ, typed="?\n?\n?\n?\n?\n:again\n:help\n= 0.4*2.5\n= 1/3\n:skp\n??\n:skip\n")

    assert [f"Hint {k} of 4" in said.out for k in (1, 2, 3, 4)] == [True] * 4
    assert said.out.count("One Q-learning update") == 2
    assert "\n     = 1\n" in said.out
    assert "= 1/3 ≈ 0.3333333333" in said.out
    assert "There is no :skp. Did you mean :skip?" in said.out
    assert all(line in said.out for line in HELP.splitlines() if line)
    assert "0 of 4 marks" in said.out
    kinds = [event.kind for event in kept()]
    assert kinds == ["start", *["hint"] * 5, "solution", "skip", "end"]


def test_what_can_not_be_read_is_explained_and_not_marked(
    ask: Callable[..., Said], kept: Callable[[], tuple[Event, ...]]
) -> None:
    said = ask(*RL_QUIZ, typed="1 2\n3,14\nfour\n\ufffd\n")

    assert "/2" not in said.out.partition("(a) y =")[2].partition("Saved")[0]
    assert "with a point, not a comma" in said.out
    assert "^" in said.out
    assert not [event for event in kept() if event.kind == "answer"]


def test_the_end_of_input_saves_and_the_same_command_goes_on(
    ask: Callable[..., Said], code: str, kept: Callable[[], tuple[Event, ...]]
) -> None:
    first = ask(*RL_QUIZ, typed=f"{true(code, 'a')}\n")

    assert first.code == 0
    assert "Saved: 0 of 1 questions done." in first.out
    go_on = first.out.rpartition("Go on: ncrevise quiz ")[2].split()
    assert go_on == ["rl.q-update/1", "-n", "1", "--seed", "0x5"]

    second = ask(*go_on, typed=f"{true(code, 'b')}\n")

    assert "Done before: (a)." in second.out
    assert "(a) y = " not in second.out
    assert "4 of 4 marks" in second.out
    assert len({event.session for event in kept() if event.kind == "answer"}) == 1

    third = ask(*RL_QUIZ, typed=":q\n")
    assert "Done before" not in third.out


def test_without_a_seed_a_pipe_starts_anew(ask: Callable[..., Said], code: str) -> None:
    ask(*RL_QUIZ, typed=f"{true(code, 'a')}\n")

    assert "Done before" not in ask("rl.q-update/1", "-n", "1", typed=":q\n").out


def test_nobody_there(ask: Callable[..., Said], tmp_path: Path) -> None:
    found = quiz(tmp_path, *RL_QUIZ)
    assert found.returncode == 4
    assert found.stdout == b""
    assert b"--json" in found.stderr
    assert b"ncrevise check" in found.stderr
    assert not (tmp_path / "progress.db").exists()

    assert ask(*RL_QUIZ, before=("--no-input",)).code == 4
    assert ask(*RL_QUIZ).code == 4


def test_a_topic_there_is_not(ask: Callable[..., Said]) -> None:
    assert ask("quantum").code == 2
    assert ask("rl", "--seed", "xyz").code == 2


def test_a_matrix_row_by_row_and_on_one_line(ask: Callable[..., Said]) -> None:
    arguments = ("cnn.conv2d/1", "-n", "1", "--seed", "4")
    code = code_in(ask(*arguments, typed=":q\n").out)
    size, whole = true(code, "a"), true(code, "b")
    rows = whole.replace("; ", "\n")

    for matrix in (whole, rows, f"[[{rows}]".replace("[[", "["), f"{rows}\n"):
        said = ask(*arguments, typed=f"{size}\n{matrix}\n")
        assert "5 of 5 marks" in said.out, matrix

    short = ask(*arguments, typed=f"{size}\n1 2\n3 4\n\n{whole}\n")
    assert "row 2: 3 4" in short.out
    assert "5 of 5 marks" in short.out


def test_a_hint_between_rows_keeps_the_rows(ask: Callable[..., Said]) -> None:
    arguments = ("cnn.conv2d/1", "-n", "1", "--seed", "4")
    code = code_in(ask(*arguments, typed=":q\n").out)
    first, *rest = true(code, "b").split("; ")
    typed = "\n".join([true(code, "a"), first, "?", "= 1+2", *rest, ""])
    said = ask(*arguments, typed=typed)

    assert "Flip B both ways" in said.out
    assert "\n     = 3\n" in said.out
    assert "5 of 5 marks" in said.out


def test_entries_that_are_right_are_shown(ask: Callable[..., Said]) -> None:
    arguments = ("cnn.conv2d/1", "-n", "1", "--seed", "4")
    code = code_in(ask(*arguments, typed=":q\n").out)
    rest = true(code, "b").split()[1:]
    said = ask(*arguments, typed=f"{true(code, 'a')}\n{' '.join(['99', '98', *rest[1:]])}\n")

    assert "Right where they stand (? where not)" in said.out
    after = said.out.partition("where not)")[2]
    assert re.search(r"\? +\?", after)
    assert rest[-1].replace("-", "−") in after


def test_json(ask: Callable[..., Said], code: str) -> None:
    wrong = float(solved(code).mistakes["no-discount"]["target"])
    said = ask(*RL_QUIZ, "--json", typed=f"1 2\n?\n{wrong}\n\n{true(code, 'b')}\n:q\n")

    found = lines(said.out)
    assert [line["event"] for line in found] == (
        ["question", "unreadable", "hint", "verdict", "answer", "verdict", "working", "summary"]
    )
    assert all(line["schema"] == 1 for line in found)
    assert [part["part"] for part in found[0]["parts"]] == ["a", "b"]
    assert found[0]["code"] == code
    assert (found[3]["verdict"], found[3]["misconception"]) == ("wrong", "no-discount")
    assert (found[3]["marks"], found[3]["of"]) == (1, 2)
    assert (found[5]["verdict"], found[5]["marks"]) == ("right", 2)
    assert (found[-1]["marks"], found[-1]["of"], found[-1]["finished"]) == (3, 4, True)
    assert said.err == ""


def test_an_answer_is_saved_before_it_is_talked_about(
    ask: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ncrevise.cli.quiz_text import TextView

    order: list[str] = []
    append, verdict = Store.append, TextView.verdict

    def saved(self: Store, event: Event) -> None:
        append(self, event)
        order.append(event.kind)

    def shown(self: TextView, *about: Any) -> None:
        order.append("shown")
        verdict(self, *about)

    monkeypatch.setattr(Store, "append", saved)
    monkeypatch.setattr(TextView, "verdict", shown)
    ask(*RL_QUIZ, typed="1\n2\n")

    assert order == ["start", "answer", "shown", "answer", "shown", "pause"]


def test_ctrl_c_saves(
    ask: Callable[..., Said],
    code: str,
    monkeypatch: pytest.MonkeyPatch,
    kept: Callable[[], tuple[Event, ...]],
) -> None:
    from ncrevise.cli import prompt

    typed = iter([true(code, "a")])

    def line() -> str:
        for text in typed:
            return text
        raise KeyboardInterrupt

    monkeypatch.setattr(prompt, "read_line", line)
    said = ask(*RL_QUIZ)

    assert said.code == 130
    assert "Saved. Go on with:  ncrevise quiz rl.q-update/1 -n 1 --seed 0x5" in said.err
    assert [event.kind for event in kept()][-2:] == ["answer", "pause"]


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_ctrl_c_on_a_pipe(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "ncrevise", "quiz", *RL_QUIZ, "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "NCREVISE_HOME": str(tmp_path)},
    )
    assert child.stdin
    assert child.stdout
    child.stdout.readline()
    child.stdin.write(b"5\n")
    child.stdin.flush()
    child.stdout.readline()
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=20)

    assert child.returncode == 130
    assert said.decode().startswith("Saved. Go on with")


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "ascii"},
        {"COLUMNS": "40", "TERM": "dumb"},
        {"COLUMNS": "200", "NO_COLOR": "1"},
    ],
)
def test_every_kind_of_terminal(tmp_path: Path, surroundings: dict[str, str]) -> None:
    typed = "99\n\n?\n??\n:h\n"
    found = quiz(
        tmp_path, "rl.q-update/1", "cnn.conv2d/1", "-n", "2", typed=typed * 4, env=surroundings
    )
    codec = surroundings.get("PYTHONIOENCODING", "utf-8")
    text = found.stdout.decode(codec)

    assert found.returncode == 0, found.stderr
    assert "\x1b" not in text
    assert "\ufffd" not in text
    assert ("alpha" if codec != "utf-8" else "α") in text
    width = int(surroundings.get("COLUMNS", "80"))
    longest = max(text.splitlines(), key=len)
    assert len(longest) <= width, longest


def test_plain_is_words(ask: Callable[..., Said]) -> None:
    said = ask("lstm.step/1", "-n", "1", "--seed", "5", "--plain", typed="0.5\n\n?\n?\n")

    assert "(a) the forget gate: 0.5" in said.out
    assert "The answer: " in said.out
    assert "Not yet. 0 of 1" in said.out
    assert ".." not in said.out
    assert not set("⎡⎤σₜ│─▎") & set(said.out)


def test_the_legend_fits() -> None:
    assert len(LEGEND) <= 76
    assert len(SHORT_LEGEND) <= 60
    assert max(map(len, HELP.splitlines())) <= 80


@pytest.mark.parametrize(
    ("text", "words", "verb"),
    [
        ("", False, "go on"),
        ("   ", False, "go on"),
        ("?", False, "hint"),
        (" ?? ", False, "solution"),
        ("???", False, "solution"),
        (":q", False, "quit"),
        (":QUIT", False, "quit"),
        ("quit", False, "quit"),
        ("quit", True, "answer"),
        (":x", True, "unknown"),
        ("= 2", True, "calculate"),
        ("x = 2", False, "answer"),
        ("-2", False, "answer"),
        ("1 2\n?", False, "hint"),
        ("1 2\n:q", False, "quit"),
        ("1 2\n3 4\n", False, "answer"),
    ],
)
def test_commands(text: str, words: bool, verb: str) -> None:
    assert understand(text, words=words).verb == verb


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0.4*2.5", "= 1"),
        ("1/3", "= 1/3 ≈ 0.3333333333"),
        ("-0.25", "= −0.25    (to answer, leave the = out)"),
        ("sqrt(2)", "≈ 1.414213562"),
        ("1/4+1/4", "= 0.5"),
    ],
)
def test_the_calculator(text: str, said: str) -> None:
    assert calculate(text) == said


def place_of(code: str, letter: str) -> Place:
    made = session(code)
    while made.place and made.place.part.letter != letter:
        made.close(made.place, "skip", 0)
    assert made.place
    return made.place


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("1 2 3 4", False),
        ("1 2 3 4\n1 2 3 4\n1 2 3 4", False),
        ("1 2 3 4\n1 2 3 4\n1 2 3 4\n1 2 3 4", True),
        ("1 2 3 4\n1 2 3\n1 2 3 4\n1 2 3 4", False),
        ("1 2\n3 4\n", True),
        ("1 2; 3 4", True),
        ("[[1, 2],", False),
        ("[[1, 2],\n [3, 4]]", True),
        ("1 2 3 &", True),
        ("?", True),
        (":q", True),
        ("", True),
    ],
)
def test_when_a_matrix_is_whole(text: str, whole: bool) -> None:
    assert is_whole(text, *asked(place_of(CONV, "b"))) is whole


@pytest.mark.parametrize(
    ("code", "letter", "text", "said"),
    [
        (RL, "a", "8.50", ""),
        (RL, "a", "-8", ""),
        (RL, "a", "17/2", ""),
        (RL, "a", "34/4", "17/2"),
        (RL, "a", "1+1", "2"),
        (RL, "a", "1/(1+exp(-0.98))", "~0.727108"),
        (CONV, "a", "(4, 4)", ""),
        (CONV, "a", "4 x 4", "4, 4"),
        (CONV, "b", "1 2 3 4; 1 2 3 4; 1 2 3 4; 1 2 3 4", ""),
        (CONV, "b", "1 2 3 4\n1 2 3 4\n1 2 3 4\n1 2 3 4", ""),
        (CONV, "b", "1 2 3 4; 1 2 3 4; 1 2 3 4; 1 2 3 2+2", "1  2  3  4 ; " * 3 + "1  2  3  4"),
    ],
)
def test_what_an_answer_reads_as(code: str, letter: str, text: str, said: str) -> None:
    place = place_of(code, letter)

    assert reads_as(text, *asked(place), form_of(place)) == said


def test_what_can_not_be_read_reads_as_nothing() -> None:
    with pytest.raises(AnswerError):
        reads_as("1 2 3; 4", *asked(place_of(CONV, "b")), form_of(place_of(CONV, "b")))


NOTHING = Draft()


def typed_live(code: str, letter: str, *keys: str, draft: Draft = NOTHING) -> str:
    """Type keys into the live prompt."""
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    from ncrevise.cli.live import Live

    with create_pipe_input() as keyboard:
        live = Live(input=keyboard, output=DummyOutput())
        for key in keys:
            keyboard.send_text(key)
        return live.answer(place_of(code, letter), "(b) Y = ", draft)


PASTE = "\x1b[200~[[1, 3],\r\n [0, -1]]\x1b[201~"


@pytest.mark.parametrize(
    ("code", "letter", "keys", "text"),
    [
        (RL, "a", ("8.5\r",), "8.5"),
        (RL, "a", ("8.4", "\x7f", "5\r"), "8.5"),
        (RL, "a", ("\r",), ""),
        (CONV, "b", ("?\r",), "?"),
        (CONV, "b", ("1 2 3 4\r" * 4,), "1 2 3 4\n1 2 3 4\n1 2 3 4\n1 2 3 4"),
        (CONV, "b", ("1 2\r", "3 4\r", "\r"), "1 2\n3 4\n"),
        (CONV, "b", (PASTE, "\r"), "[[1, 3],\n [0, -1]]"),
    ],
)
def test_the_live_prompt(code: str, letter: str, keys: tuple[str, ...], text: str) -> None:
    assert typed_live(code, letter, *keys) == text


def test_an_unreadable_answer_is_put_right_where_it_is_wrong() -> None:
    draft = Draft("1 2\n3\n5 6", 4)

    assert typed_live(CONV, "b", " 4", "\x1b[B\x1b[B\r", "\r", draft=draft).startswith(
        "1 2\n3 4\n5 6"
    )


@pytest.mark.parametrize(("key", "error"), [("\x03", KeyboardInterrupt), ("\x04", EOFError)])
def test_leaving_the_live_prompt(key: str, error: type[BaseException]) -> None:
    with pytest.raises(error):
        typed_live(RL, "a", key)


def test_the_echo_below_the_live_prompt() -> None:
    from ncrevise.cli.live import echo

    grid, number = place_of(CONV, "b"), place_of(RL, "a")
    assert "A row a line" in echo("", grid)
    assert echo("", number) == ""
    assert echo("?", number) == ""
    assert echo("8.5", number) == ""
    assert echo("17/2+1", number).strip() == "reads as 19/2"
    assert echo("= 2*3", number).strip() == "= 6"
    assert echo("1 2 3 2+2", grid).strip() == "reads as 1, 2, 3, 4"
    assert echo("1 2 3 4\n1 2", grid) == ""
    assert "Enter again" in echo("1 2 3 4\n", grid)
    assert "sqrt" in echo("sqr(2)", number)


class Screen:
    """A terminal of tmux.

    Args:
        folder: for its socket.
        home: of the progress file.
        columns: how wide it is.
    """

    def __init__(self, folder: Path, home: Path, columns: int) -> None:
        self.socket = str(folder / "tmux")
        shell = f"env NCREVISE_HOME={home} LC_ALL=C.UTF-8 PS1='$ ' bash --norc --noprofile"
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", "50", shell)

    def tmux(self, *arguments: str) -> str:
        return subprocess.run(
            ["tmux", "-S", self.socket, *arguments], capture_output=True, text=True, check=False
        ).stdout

    def type(self, text: str, *keys: str) -> None:
        self.tmux("send-keys", "-l", "--", text)
        self.tmux("send-keys", *keys)

    def see(self, text: str, seconds: float = 15) -> str:
        """Wait until a text is on the screen."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            shown = self.tmux("capture-pane", "-p", "-S", "-200")
            if text in shown:
                return shown
            time.sleep(0.05)
        raise AssertionError(f"{text!r} never came:\n{shown}")


@pytest.mark.skipif(not shutil.which("tmux"), reason="needs tmux")
def test_in_a_real_terminal(tmp_path: Path) -> None:
    command = f"{sys.executable} -m ncrevise quiz"
    home = tmp_path / "home"
    screen = Screen(tmp_path, home, 80)
    try:
        screen.type(f"{command} cnn.conv2d/1 -n 1 --seed 4", "Enter")
        code = code_in(screen.see("rows and columns ="))
        screen.type("2+2 4")
        screen.see("reads as 4, 4")
        screen.type("", "Enter")
        screen.see("A row a line")
        screen.type("", "C-c")
        screen.see("Saved. Go on with:  ncrevise quiz cnn.conv2d/1")
        screen.see("$ ")

        screen.type(command, "Enter")
        screen.see("Go on with it? (Y/n)")
        screen.type("", "Enter")
        screen.see("Done before: (a).")
        for row in true(code, "b").split("; "):
            screen.type(row, "Enter")
        shown = screen.see("Done: 1 question.")
    finally:
        screen.tmux("kill-server")

    assert "5 of 5 marks" in shown
    assert "row 4: " in shown
    store = Store(home / "progress.db")
    assert [e.kind for e in store.events()] == ["start", "answer", "pause", "answer", "end"]
    store.close()
