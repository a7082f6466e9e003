"""A file that is being made, kept so that stopping loses nothing.

While it grows, ``OUT.part`` holds what is written and ``OUT.state`` a line a variant with its
code, the digest of its givens and where it ends. Whoever opens the same journal again goes on
from there; only a finished file has the name asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from ncrevise.errors import UsageError
from ncrevise.export.making.exporter import NOTHING
from ncrevise.export.making.members import bare, framed, members

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import BinaryIO, TextIO

    from ncrevise.export.making.exporter import Exporter, Pieces

FLUSH = 64  # variants that a crash may lose


class Journal:
    """A half-finished file and what is in it.

    Args:
        output: the file to be made.
        plan: a line that says what is made, to know a half-finished file again.
        form: its format.

    Attributes:
        done: for each question, the seeds already written by digest.
    """

    def __init__(self, output: Path, plan: str, form: Exporter) -> None:
        self.output = output
        self.plan = plan
        self.form = form
        self.part = output.with_name(f"{output.name}.part")
        self.state = output.with_name(f"{output.name}.state")
        self.done: dict[str, dict[str, int]] = {}
        self.unsaved = 0

    def encoded(self, pieces: Pieces) -> bytes:
        """Write pieces as they are kept."""
        return framed(pieces) if self.form.pack else bare(pieces)

    def __enter__(self) -> Self:
        """Take the half-finished file up, or start one.

        Raises:
            UsageError: when another export is half finished under the same name.
        """
        self.resume()
        self.data: BinaryIO = self.part.open("ab")
        self.log: TextIO = self.state.open("a", encoding="utf-8")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.log.close()
        self.data.close()

    def resume(self) -> None:
        """Read what was written, and cut off what no line of the state vouches for."""
        head = self.encoded(self.form.head)
        if not (self.part.exists() and self.state.exists()):
            self.part.write_bytes(head)
            self.state.write_text(f"{self.plan}\n", encoding="utf-8")
            return
        first, *rest = self.state.read_text(encoding="utf-8").split("\n")
        if first != self.plan:
            raise UsageError(
                f"{self.part} is another export, half finished. Remove it and {self.state.name}, "
                "or choose another name."
            )
        size, end, kept = self.part.stat().st_size, len(head), [self.plan]
        for line in rest[:-1]:
            code, mark, stop = line.split()
            if int(stop) > size:
                break
            question, _, seed = code.partition("@")
            self.done.setdefault(question, {})[mark] = int(seed, 16)
            end = int(stop)
            kept.append(line)
        with self.part.open("r+b") as file:
            file.write(head)
            file.truncate(end)
        self.state.write_text("\n".join(kept) + "\n", encoding="utf-8")

    def add(self, code: str, mark: str, *pieces: Pieces) -> bool:
        """Add a variant and what stands before it; say whether all so far is on the disk.

        Args:
            code: reopens it.
            mark: the digest of its givens.
            pieces: what is added.
        """
        self.data.write(b"".join(map(self.encoded, pieces)))
        self.log.write(f"{code} {mark} {self.data.tell()}\n")
        self.unsaved = (self.unsaved + 1) % FLUSH
        if self.unsaved:
            return False
        self.data.flush()
        self.log.flush()
        return True

    def finish(self, last: Pieces = NOTHING) -> None:
        """Add what stands last, and give the file its name."""
        self.data.write(b"".join(map(self.encoded, (last, self.form.tail))))
        self.data.close()
        self.log.close()
        if self.form.pack:
            packed = self.output.with_name(f"{self.output.name}.packed")
            with self.part.open("rb") as source, packed.open("wb") as target:
                self.form.pack(members(source), target)
            packed.replace(self.output)
            self.part.unlink()
        else:
            self.part.replace(self.output)
        self.state.unlink()
