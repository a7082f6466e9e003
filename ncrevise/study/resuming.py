"""Going on with a quiz that was left unfinished: which one, if any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncrevise.errors import NcreviseError
from ncrevise.study.plan import Plan
from ncrevise.study.session import Session

if TYPE_CHECKING:
    from ncrevise.study.event import Event
    from ncrevise.study.session import Tools
    from ncrevise.study.store import Store


def unfinished(store: Store, plan: Plan, tools: Tools, *, seeded: bool) -> Session | None:
    """Find the newest unfinished quiz that is what is asked for now.

    Args:
        store: the progress file.
        plan: what is asked for.
        tools: what a session needs of the world.
        seeded: whether the plan's seed was chosen by the student.
    """
    for start in store.unfinished():
        old = readable_plan(start)
        if old and goes_with(plan, old, seeded=seeded):
            session = Session.resumed(store.session(start.session), tools)
            if can_go_on(session):
                return session
    return None


def readable_plan(start: Event) -> Plan | None:
    """Read the plan of a session; None for one of another version that can't be."""
    try:
        return Plan.read(start.raw)
    except ValueError:
        return None


def goes_with(plan: Plan, old: Plan, *, seeded: bool) -> bool:
    """Say whether an unfinished quiz is what is asked for now.

    A seed names its questions; without one, any unfinished quiz of these topics will do.
    """
    if seeded:
        return plan.codes == old.codes
    return not plan.topics or set(plan.topics) == set(old.topics)


def can_go_on(session: Session) -> bool:
    """Say whether its questions are still in the bank, and some are left."""
    try:
        return session.place is not None
    except NcreviseError:
        return False
