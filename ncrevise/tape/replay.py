"""Running a record again with something in it changed: no solver is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.tape.value import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ncrevise.tape.tape import Tape
    from ncrevise.tape.value import Data, Value

    Way = Callable[..., Any]


def replay(tape: Tape, ways: Mapping[int, Way], wanted: Iterable[Value]) -> dict[int, Data]:
    """Recompute what follows from operations done in another way.

    What the solver decided on the way (which branch, which entry) stays as it was.

    Args:
        tape: the run.
        ways: by ``Value.index``, what is done in place of an operation: a function of its
            arguments and settings. Where it stands for a value without one, of nothing.
        wanted: the values asked about; nothing after the last of them is computed.

    Returns:
        The changed data of values that changed, by index.

    Raises:
        ArithmeticError, ValueError, TypeError, LookupError: where numbers come to nothing.
    """
    changed: dict[int, Data] = {}
    if not ways:
        return changed
    last = max(value.index for value in wanted)
    for value in tape.values[min(ways) : last + 1]:
        way = ways.get(value.index)
        if way is None:
            if value.op is None or not any(arg.index in changed for arg in value.args):
                continue
            way = value.op.forward
        inputs = [changed.get(arg.index, arg.data) for arg in value.args]
        changed[value.index] = plain(way(*inputs, **value.params))
    return changed
