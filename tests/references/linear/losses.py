"""Every loss, averaged and added up, against torch.nn.functional."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise.models.linear import losses
from ncrevise.tape import raw

if TYPE_CHECKING:
    from tests.references.case import Case

BAD = [("z", 0), ("z", -1)]
BY_NAME = {"z": "y"}


def case(r: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    shape = (r.size(1, 6), r.size(1, 5))
    far = 50.0 if r.k % 10 == 3 else 1.0
    settings = {
        "over": r.choice(["mean", "sum"]),
        "binary": r.classes(*shape, of=2),
        "classes": r.classes(shape[0], of=shape[1]),
        "t": r.array(*shape),
    }
    return settings, {"z": r.array(*shape, scale=far)}


def ours(s: dict[str, Any], a: dict[str, Any]) -> Any:
    z, over = a["z"], s["over"]
    precision = raw(z).dtype
    bits, t = s["binary"].astype(precision), s["t"].astype(precision)
    signed = 2 * bits - 1
    from ncrevise.kernels.batched import one_hot
    from ncrevise.tape.ops import sigmoid, softmax

    assert [losses.zero_one(0.0, bit) for bit in (0, 1)] == [1, 0]  # on the boundary class 1
    near = z * 0.1  # probabilities that are not 0 or 1
    return (
        losses.squared(z, t, over=over),
        losses.squared(z, t, half=False, over=over),
        losses.absolute_error(z, t, over),
        losses.logistic(z, bits, over),
        losses.logistic_signed(z, signed, over),
        losses.binary_cross_entropy(sigmoid(near), bits, over),
        losses.cross_entropy(softmax(near), one_hot(s["classes"], raw(near)), over),
        losses.hinge(z, signed, over),
        losses.perceptron(z, signed, over),
        raw(losses.zero_one(z, bits, over)),
    )


def theirs(s: dict[str, Any], a: dict[str, Any]) -> Any:
    import torch
    from torch.nn import functional as f

    z, over = a["z"], s["over"]
    bits, t = torch.tensor(s["binary"]).double(), torch.tensor(s["t"])
    signed = 2 * bits - 1
    mse = f.mse_loss(z, t, reduction=over)
    away = torch.full_like(z, -1.0)  # hinge_embedding_loss of −1 is max(0, margin − input)
    wrong = (z >= 0).double() != bits
    return (
        mse / 2,
        mse,
        f.l1_loss(z, t, reduction=over),
        f.binary_cross_entropy_with_logits(z, bits, reduction=over),
        f.soft_margin_loss(z, signed, reduction=over),
        f.binary_cross_entropy(torch.sigmoid(0.1 * z), bits, reduction=over),
        f.cross_entropy(0.1 * z, torch.tensor(s["classes"]), reduction=over),
        f.hinge_embedding_loss(signed * z, away, margin=1.0, reduction=over),
        f.hinge_embedding_loss(signed * z, away, margin=0.0, reduction=over),
        wrong.double().mean() if over == "mean" else wrong.double().sum(),
    )
