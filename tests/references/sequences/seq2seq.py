"""Encoder and decoder against two torch.nn.LSTM, packed; greedy translations a sentence at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.models.sequences import forcing, lstm, rnn, seq2seq, timeline
from ncrevise.tape import raw
from tests.references.sequences import _peers

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("E", 1), ("F", 1), ("Wy", 1), ("by", 0)]


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    B, S, T, e, n, V, K = (
        r.size(low, top) for low, top in ((1, 3), (1, 5), (1, 4), (1, 3), (1, 3), (2, 5), (2, 4))
    )
    settings = {
        "source": r.classes(B, S, of=V),
        "lengths": _peers.lengths(r, B, S),
        "right": r.classes(B, T, of=K),
        "real": timeline.mask_of(_peers.lengths(r, B, T), T),
        "forced": forcing.scheduled(r.noise, (B, T), 0.5) if r.k % 2 else None,
    }
    arrays = {"E": r.array(V, e), "F": r.array(K, e), "Wy": r.array(K, n), "by": r.array(K)}
    for name in ("enc", "dec"):
        arrays |= {f"W_{name}": r.array(4 * n, e), f"U_{name}": r.array(4 * n, n)}
        arrays[f"b_{name}"] = r.array(4 * n)
    return settings, arrays


def cells(W: Any, U: Any, b: Any) -> lstm.Lstm:
    n = len(W) // 4
    cut = [lstm.Gate(*(m[k * n : (k + 1) * n] for m in (W, U, b))) for k in range(4)]
    return lstm.Lstm(i=cut[0], f=cut[1], g=cut[2], o=cut[3])


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    encoder, decoder = (cells(*(a[f"{x}_{name}"] for x in "WUb")) for name in ("enc", "dec"))
    p = seq2seq.Translator(a["E"], encoder, a["F"], decoder, rnn.Output(a["Wy"], a["by"]))
    mask = timeline.mask_of(s["lengths"], s["source"].shape[1])
    scores = seq2seq.scores(p, s["source"], s["right"], mask, s["forced"])
    said = seq2seq.translated(p, s["source"], mask, limit=4).astype(raw(a["E"]).dtype)
    return scores, seq2seq.loss(scores, s["right"], s["real"]), said


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch

    def run(name: str, x: Any, start: Any, lengths: Any = None) -> Any:
        n, e = a["U_enc"].shape[1], x.shape[2]
        module = torch.nn.LSTM(e, n, batch_first=True, bias=True, dtype=torch.float64)
        weights = {"weight_ih_l0": a[f"W_{name}"], "weight_hh_l0": a[f"U_{name}"]}
        weights |= {"bias_ih_l0": a[f"b_{name}"], "bias_hh_l0": torch.zeros_like(a[f"b_{name}"])}
        return _peers.states(module, weights, x, start, lengths)

    def say(token: Any, state: Any) -> Any:
        h, state = run("dec", torch.nn.functional.embedding(token, a["F"])[:, None], state)
        return torch.nn.functional.linear(h[:, 0], a["Wy"], a["by"]), state

    sources, right = torch.tensor(s["source"]), torch.tensor(s["right"])
    _, memory = run("enc", torch.nn.functional.embedding(sources, a["E"]), None, s["lengths"])
    token, state, scores = torch.zeros(len(right), dtype=torch.long), memory, []
    for t in range(right.shape[1]):
        z, state = say(token, state)
        scores.append(z)
        force = np.ones(len(right), bool) if s["forced"] is None else s["forced"][:, t]
        token = torch.where(torch.tensor(force), right[:, t], z.argmax(-1))
    found = torch.stack(scores, 1)
    unreal = right.masked_fill(~torch.tensor(s["real"]), -100)
    loss = torch.nn.functional.cross_entropy(found.flatten(0, 1), unreal.flatten())
    return found, loss, greedy(say, memory)


def greedy(say: Any, memory: Any) -> Any:
    import torch

    rows = []
    for k in range(memory[0].shape[1]):
        token, state = torch.zeros(1, dtype=torch.long), tuple(m[:, k : k + 1] for m in memory)
        said: list[int] = []
        while len(said) < 4 and (not said or said[-1] != 0):
            z, state = say(token, state)
            token = z.argmax(-1)
            said.append(int(token))
        rows.append(said)
    longest = max(map(len, rows))
    return torch.tensor([row + [0] * (longest - len(row)) for row in rows], dtype=torch.float64)
