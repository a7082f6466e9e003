"""What a quiz asks, fixed when it starts so that it can be gone on with word for word."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """The questions of a quiz.

    Attributes:
        topics: the topics asked for; none is all.
        level: the level asked for.
        seed: what the questions were chosen by.
        codes: the variants, in order.
    """

    topics: tuple[str, ...]
    level: int | None
    seed: int
    codes: tuple[str, ...]

    @property
    def title(self) -> str:
        """What it is a quiz of."""
        families = dict.fromkeys(code.partition("/")[0] for code in self.codes)
        names = self.topics or tuple(families)
        return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")

    def write(self) -> str:
        """Write it as text."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Plan:
        """Read what ``write`` wrote.

        Raises:
            ValueError: for anything else.
        """
        try:
            data = json.loads(text)
            return cls(
                tuple(map(str, data["topics"])),
                data["level"],
                int(data["seed"]),
                tuple(map(str, data["codes"])),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(text) from error
