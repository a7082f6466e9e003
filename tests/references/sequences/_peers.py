"""What torch's recurrent modules are called with here: weights as arguments, lengths packed."""

from __future__ import annotations

from typing import Any


def lengths(r: Any, batch: int, steps: int) -> Any:
    """Draw how many real steps each sequence has."""
    return r.noise.integers((batch,), steps + 1, 1)


def states(
    module: Any, weights: dict[str, Any], x: Any, start: Any, lengths: Any = None
) -> tuple[Any, Any]:
    """Run a module, batch first; zeros stand where a sequence has ended."""
    import torch
    from torch.nn.utils import rnn

    def run(inputs: Any) -> Any:
        return torch.func.functional_call(module, weights, (inputs, start))

    if lengths is None:
        return run(x)
    packed = rnn.pack_padded_sequence(x, torch.tensor(lengths), True, enforce_sorted=False)
    found, last = run(packed)
    return rnn.pad_packed_sequence(found, True, total_length=x.shape[1])[0], last
