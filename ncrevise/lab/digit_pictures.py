"""Pictures of what a network that reads digits sees, learns and mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.document.figure import Gallery, Shaded
from ncrevise.lab.report import words
from ncrevise.models.networks import conv, pooling, transposed, upsampling
from ncrevise.models.networks.activations import activation
from ncrevise.models.networks.pooling import Pool
from ncrevise.models.networks.transposed import Transposed

if TYPE_CHECKING:
    from ncrevise.data.digits import Digits
    from ncrevise.document.tree import Block
    from ncrevise.models.networks.cnn import Cnn

MOST = 12
TENT = np.outer([0.5, 1, 0.5], [0.5, 1, 0.5])[None, None]


def shaded(image: Any, caption: str = "", scale: float = 1.0) -> Shaded:
    """Make a picture of a map, its numbers divided by a scale and held within −1 to 1."""
    held = np.clip(image / (scale or 1.0), -1, 1)
    return Shaded(tuple(tuple(map(float, row)) for row in held), caption)


def misread(seen: Digits, read: Any) -> tuple[Block, ...]:
    """Show test images that were read wrong."""
    wrong = np.flatnonzero(read != seen.labels)
    if not len(wrong):
        return words("Not one test image is misread.")
    pictures = tuple(
        shaded(seen.images[k], f"{seen.labels[k]} read as {read[k]}") for k in wrong[:MOST]
    )
    said = ", ".join(f"{seen.labels[k]} as {read[k]}" for k in wrong[:MOST])
    shown = "The" if len(wrong) <= MOST else f"The first {MOST} of the"
    return (
        *words(f"{shown} {len(wrong)} misread images, as the network saw them:"),
        Gallery(pictures, 6, f"Images read wrong: {said}."),
    )


def filters(net: Cnn) -> tuple[Block, ...]:
    """Show the kernels of the first convolution."""
    K = net.stages[0].conv.K[:, 0]
    pictures = tuple(shaded(k, str(n), float(np.abs(K).max())) for n, k in enumerate(K, 1))
    alt = f"{len(K)} kernels of 3 by 3; many are positive on one side and negative on the other."
    return (
        *words(
            "The filters of the first layer: one colour for weights above 0, another for those "
            "below. Many answer to an edge or a stroke in one direction."
        ),
        Gallery(pictures, 8, alt, signed=True),
    )


def feature_maps(net: Cnn, x: Any) -> tuple[Block, ...]:
    """Show what each filter of the first layer makes of an image."""
    found = activation(net.activation)(conv.forward(net.stages[0].conv, x))[0]
    top = float(found.max())
    pictures = (
        shaded(x[0, 0], "image"),
        *(shaded(each, str(n), top) for n, each in enumerate(found, 1)),
    )
    alt = f"An image and the {len(found)} feature maps made of it, each with strokes of its own."
    return (
        *words("A test image, and its feature maps: where each filter found what it looks for."),
        Gallery(pictures, 9, alt),
    )


def ways_back(x: Any) -> tuple[Block, ...]:
    """Pool an image, and bring it back to its size in every way there is."""
    size = x.shape[2] // 2 * 2, x.shape[3] // 2 * 2
    x = x[:, :, : size[0], : size[1]]
    small, places = pooling.places(Pool(2), x)
    stamps = Transposed(TENT.astype(x.dtype), None, 2, 1, extra=1)
    ways = {
        "image": x,
        "nearest": upsampling.nearest(small, size),
        "bilinear": upsampling.bilinear(small, size),
        "bed of nails": upsampling.bed_of_nails(small, 2),
        "max-unpooled": pooling.unpool(small, places, size),
        "transposed": transposed.forward(stamps, small),
    }
    pictures = tuple(shaded(image[0, 0], name) for name, image in ways.items())
    alt = "An image, and five enlargements of its pooled half: none has the lost pixels."
    return (
        *words(
            "Pooling keeps the largest of each 2 × 2 group. What it lost does not come back: "
            "upsampling copies (*nearest*), mixes (*bilinear*) or spaces out (*bed of nails*); "
            "unpooling remembers where each maximum stood; a transposed convolution stamps a "
            "kernel, here a tent, where a network would learn one."
        ),
        Gallery(pictures, 6, alt),
    )
