"""Answers typed on a real terminal: what they are read as appears while they are typed."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from ncrevise.cli import screen
from ncrevise.cli.commands import COMMANDS
from ncrevise.cli.entry import (
    ROW_BY_ROW,
    asked,
    calculate,
    form_of,
    is_grid,
    is_whole,
    reads_as,
    row_reads_as,
)
from ncrevise.errors import AnswerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from prompt_toolkit.application import Application
    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.history import InMemoryHistory
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    from ncrevise.cli.prompt import Draft
    from ncrevise.study.session import Place

INDENT = " " * 5


class Live:
    """Somebody at a terminal that can move its cursor.

    Args:
        tools: where keys come from and text goes to, in tests.
    """

    live = True

    def __init__(self, **tools: Any) -> None:  # noqa: ANN401
        self.tools = tools
        self.lines = 0
        self.history: InMemoryHistory | None = None

    def line(self, label: str) -> str:
        """Read a line."""
        return self.ask(label, lambda _text: True, lambda _text: "")

    def answer(self, place: Place, label: str, draft: Draft) -> str:
        """Read an answer, showing below it what it is read as."""
        like, accept = asked(place)
        return self.ask(
            label, lambda text: is_whole(text, like, accept), lambda text: echo(text, place), draft
        )

    def ask(
        self,
        label: str,
        is_whole: Callable[[str], bool],
        echo: Callable[[str], str],
        draft: Draft | None = None,
    ) -> str:
        """Read lines until they are whole, with an echo below them."""
        from prompt_toolkit.buffer import Buffer
        from prompt_toolkit.document import Document
        from prompt_toolkit.history import InMemoryHistory

        self.lines += 1
        self.history = self.history or InMemoryHistory()
        text, position = draft or ("", None)
        start = Document(text, end_of_line(text, position))
        buffer = Buffer(multiline=True, history=self.history, document=start)
        application = made(buffer, printable(label), keys(buffer, is_whole), echo, self.tools)
        text = application.run()
        if text.strip():
            self.history.append_string(text)
        return text


def made(
    buffer: Buffer,
    label: str,
    bindings: KeyBindings,
    echo: Callable[[str], str],
    tools: dict[str, Any],
) -> Application[str]:
    """Make the few lines that are alive: the answer, and the echo right below it."""
    from prompt_toolkit.application import Application
    from prompt_toolkit.filters import Condition, is_done
    from prompt_toolkit.layout import ConditionalContainer, HSplit, Layout, Window
    from prompt_toolkit.layout.controls import BufferControl, FormattedTextControl
    from prompt_toolkit.output import ColorDepth

    def before(line: int, wrapped: int) -> str:
        if wrapped:
            return " " * len(label)
        return f"row {line + 1}: ".rjust(len(label)) if line else label

    answer = Window(
        BufferControl(buffer),
        wrap_lines=True,
        dont_extend_height=True,
        get_line_prefix=before,
    )
    below = Window(
        FormattedTextControl(lambda: echo(buffer.text)), wrap_lines=True, dont_extend_height=True
    )
    speaking = Condition(lambda: bool(echo(buffer.text)))
    return Application(
        layout=Layout(HSplit([answer, ConditionalContainer(below, ~is_done & speaking)])),
        key_bindings=bindings,
        color_depth=None if screen.coloured() else ColorDepth.DEPTH_1_BIT,
        **tools,
    )


def end_of_line(text: str, position: int | None) -> int:
    """Find the end of the line in which something is to be put right."""
    end = len(text) if position is None else text.find("\n", position)
    return len(text) if end < 0 else end


def printable(text: str) -> str:
    """Replace what the terminal has no character for."""
    from ncrevise.maths.glyphs import Glyphs

    return Glyphs.for_encoding(screen.encoding()).text(text)


def keys(buffer: Buffer, is_whole: Callable[[str], bool]) -> KeyBindings:
    """Let Enter end an answer that is whole, and begin the next row of one that is not."""
    from prompt_toolkit.key_binding import KeyBindings

    bindings = KeyBindings()

    @bindings.add("enter")
    def enter(event: KeyPressEvent) -> None:
        if is_whole(buffer.text):
            event.app.exit(result=buffer.text)
        else:
            buffer.insert_text("\n")

    @bindings.add("c-c")
    def interrupt(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    @bindings.add("c-u")
    def clear(_event: KeyPressEvent) -> None:
        buffer.reset()

    @bindings.add("c-d")
    def end(event: KeyPressEvent) -> None:
        if buffer.text:
            buffer.delete()
        else:
            event.app.exit(exception=EOFError)

    return bindings


def echo(text: str, place: Place) -> str:
    """Say what a text is read as, or what is the matter with it."""
    try:
        said = comment(text, place)
    except AnswerError as error:
        said = str(error)
    lines = textwrap.wrap(said, screen.width() - len(INDENT) - 1)
    return "\n".join(printable(f"{INDENT}{line}") for line in lines)


def comment(text: str, place: Place) -> str:
    """Say what a text is read as, or what Enter does.

    Raises:
        AnswerError: when it can't be read.
    """
    like, accept = asked(place)
    last = text.rpartition("\n")[2].strip()
    if not last:
        if not is_grid(like, accept):
            return ""
        return "Enter again ends the answer here." if text else ROW_BY_ROW
    if last.startswith("="):
        return calculate(last[1:]) if last[1:].strip() else ""
    if last.startswith(COMMANDS):
        return ""
    whole = is_whole(text, like, accept)
    read = reads_as(text, like, accept, form_of(place)) if whole else row_reads_as(text)
    return f"reads as {read}" if read else ""
