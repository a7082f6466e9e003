"""How long it takes until an answer is on disk: the median of many, in milliseconds."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from ncrevise.study.event import Event
from ncrevise.study.store import Store

MANY = 200


def main() -> None:
    """Store answers one by one, each safe on disk before the next."""
    times = []
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "progress.db")
        for k in range(MANY):
            event = Event(
                f"b{k}", k, "session", "answer", "rl.q-update/1@3", "a", "8.5", "right", 2, 2
            )
            begun = time.perf_counter()
            store.append(event)
            times.append(time.perf_counter() - begun)
        store.close()
    print(f"an answer stored: {1000 * statistics.median(times):.2f} ms")


if __name__ == "__main__":
    main()
