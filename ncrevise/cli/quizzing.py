"""The quiz: which questions, gone on with or new, and how it ends."""

from __future__ import annotations

import os
import shlex
import sys
from typing import TYPE_CHECKING

from ncrevise import __version__
from ncrevise.cli import screen
from ncrevise.cli.clock import now
from ncrevise.cli.report import INTERRUPTED
from ncrevise.cli.seeds import read_seed
from ncrevise.errors import TerminalError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.cli.prompt import Reader
    from ncrevise.cli.quiz_view import View
    from ncrevise.study.plan import Plan
    from ncrevise.study.session import Session
    from ncrevise.study.store import Store

NOBODY = (
    "quiz asks questions, and nobody is there to answer. Run it in a terminal, give it answers "
    "on stdin, one a line (with --json for a program), or mark one: ncrevise check CODE --answer X"
)


def run_quiz(
    topics: Sequence[str],
    number: int,
    level: int | None,
    seed_text: str | None,
    *,
    plain: bool,
    as_json: bool,
) -> None:
    """Ask questions until they are done, the student stops, or stdin ends.

    Raises:
        TerminalError: when there is nobody to ask.
        StoreError: when answers could not be kept; nothing has been asked then.
        SystemExit: 130 after Ctrl-C, with everything saved.
    """
    from ncrevise.cli.prompt import somebody
    from ncrevise.study.choosing import plan_of
    from ncrevise.study.store import Store, progress_file

    seed = read_seed(seed_text)
    plan = plan_of(screen.bank(), topics, level, number, seed)
    screen.note_faults(topics)
    plain = plain or screen.OPTIONS.plain
    reader = choose_reader(plain=plain, as_json=as_json)
    if not screen.OPTIONS.ask or not (reader.live or somebody()):
        raise TerminalError(NOBODY)
    view = choose_view(reader, plain=plain, as_json=as_json)
    store = Store(progress_file())
    try:
        session = begin(store, reader, view, plan, seeded=seed_text is not None)
        conduct(session, reader, view)
    finally:
        store.close()


def choose_reader(*, plain: bool, as_json: bool) -> Reader:
    """Choose how answers are read: typed with help, typed plainly, or from a pipe."""
    from ncrevise.cli import prompt

    if as_json:
        return prompt.Script()
    if not sys.stdin.isatty():
        return prompt.Piped()
    basic = os.environ.get("NCREVISE_PROMPT") == "basic"
    if basic or plain or screen.is_dumb() or not screen.interactive():
        return prompt.Typing()
    from ncrevise.cli.live import Live

    return Live()


def choose_view(reader: Reader, *, plain: bool, as_json: bool) -> View:
    """Choose how the quiz is shown."""
    if as_json:
        from ncrevise.cli.quiz_json import JsonView

        return JsonView()
    from ncrevise.cli.quiz_text import TextView

    return TextView(plain=plain, live=reader.live)


def begin(store: Store, reader: Reader, view: View, plan: Plan, *, seeded: bool) -> Session:
    """Go on with an unfinished quiz where that is wanted, or start one."""
    import secrets
    import uuid

    from ncrevise.item import draw_solution
    from ncrevise.study.resuming import unfinished
    from ncrevise.study.session import Session, Tools

    bank = screen.bank()
    tools = Tools(
        lambda code: draw_solution(*bank.open(code)),
        store.append,
        lambda: str(uuid.uuid4()),
        __version__,
    )
    if seeded or reader.live:
        old = unfinished(store, plan, tools, seeded=seeded)
        if old and (seeded or wanted(old, reader, view)):
            return old
    session = Session(secrets.token_hex(4), plan, tools)
    session.start(now())
    return session


def wanted(session: Session, reader: Reader, view: View) -> bool:
    """Offer to go on with a quiz; one that is declined is not offered again."""
    place = session.place
    at = f"question {place.number} of {len(session.plan.codes)}" if place else ""
    view.say(f"You have an unfinished quiz: {session.plan.title}, at {at}.")
    try:
        reply = reader.line("Go on with it? (Y/n) ").strip().lower()
    except EOFError:
        raise SystemExit(0) from None
    if reply in {"", "y", "yes"}:
        return True
    session.stop("left", now())
    return False


def conduct(session: Session, reader: Reader, view: View) -> None:
    """Ask, and end well however it ends."""
    from ncrevise.cli.asking import Asking, Quit

    try:
        Asking(session, view, reader).run()
    except (Quit, EOFError):
        if not reader.lines:
            stop(session)
            raise TerminalError(NOBODY) from None
        pause(session, reader, view)
    except KeyboardInterrupt:
        stop(session)
        screen.out("\n")
        screen.note(f"Saved. Go on with:  {go_on(session, live=reader.live)}")
        raise SystemExit(INTERRUPTED) from None
    else:
        view.summary(session, "")


def stop(session: Session) -> None:
    """Write down that the student stopped; a quiz without an answer is not kept for later."""
    session.stop("pause" if session.progress else "left", now())


def pause(session: Session, reader: Reader, view: View) -> None:
    """Stop, and say how to go on."""
    stop(session)
    view.summary(session, go_on(session, live=reader.live))


def go_on(session: Session, *, live: bool) -> str:
    """Give the command that goes on with a quiz; on a terminal, the short one that offers it."""
    plan = session.plan
    bank = ["--bank", str(screen.OPTIONS.bank)] if screen.OPTIONS.bank else []
    words = ["ncrevise", *bank, "quiz", *plan.topics]
    if not live:
        level = [] if plan.level is None else ["--level", str(plan.level)]
        words += ["-n", str(len(plan.codes)), *level, "--seed", f"0x{plan.seed:x}"]
    return shlex.join(words)
