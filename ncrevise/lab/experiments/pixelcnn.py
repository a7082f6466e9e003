"""Digits drawn pixel by pixel, and completed where they are covered."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.trees import single
from ncrevise.document.figure import Gallery, HeatMap, Shaded
from ncrevise.kernels.batched import cross_entropy
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.models.autoregressive import pixelcnn, sampling
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.optimisers.schedules import cosine
from ncrevise.models.training import fit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ncrevise.lab.experiment import Bench
    from ncrevise.models.autoregressive.pixelcnn import PixelCnn
    from ncrevise.noise import Noise
    from ncrevise.tape import Loose as Tensor

LEVELS, CHANNELS, DEPTH, BATCH = 2, 16, 4, 16
SIDE, COVERED = 8, 4  # rows from the fifth on are covered
REAL, DRAWN, COMPLETED = 6, 12, 6
ACROSS = 6
JUDGED = 64
CENTRE = (5, 2)
AT = CENTRE[0] * SIDE + CENTRE[1]  # in raster order
GREY = 0.35


def loss(p: PixelCnn, levels: Any) -> Tensor:
    """Score every pixel, those before it given: nats a pixel."""
    return cross_entropy(pixelcnn.forward(p, pixelcnn.pictured(p, levels)), classes=levels)


def batches(noise: Noise, images: Any) -> Iterator[Any]:
    """Go through the images in ever new orders."""
    while True:
        order = noise.order(len(images))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            yield images[order[start : start + BATCH]]


def train(bench: Bench, images: Any) -> PixelCnn:
    """Train in single precision, an epoch a round."""
    epochs, each = bench.epochs(15), len(images) // BATCH
    drawn = pixelcnn.initial(LEVELS, CHANNELS, bench.noise("weights"), depth=DEPTH)
    p = single(drawn)
    rule = Adam(cosine(0.005, epochs * each))
    rounds = fit(loss, p, rule, batches(bench.noise("batches"), images))
    for _ in bench.stage("Training the PixelCNN", epochs):
        for _ in range(each):
            value, p = next(rounds)
        bench.loss(value)
    return p


def bits(log_p: Any) -> float:
    """Turn logarithms of probabilities of pixels into bits a pixel."""
    return float(-np.mean(log_p) / math.log(2))


def alone(images: Any, new: Any) -> Any:
    """Give the log probability of each pixel where every pixel has a chance of its own."""
    ink = (images.sum(axis=0) + 1) / (len(images) + 2)
    return np.log(np.where(new == 1, ink, 1 - ink))


def influence(p: PixelCnn, images: Any) -> Any:
    """Turn one pixel after the other and measure how far the scores of one pixel move."""
    before = pixelcnn.log_probabilities(p, images)[:, CENTRE[0], CENTRE[1]]
    moved = np.zeros((SIDE, SIDE))
    for i, j in np.ndindex(SIDE, SIDE):
        other = images.copy()
        other[:, i, j] = 1 - other[:, i, j]
        after = pixelcnn.log_probabilities(p, other)[:, CENTRE[0], CENTRE[1]]
        moved[i, j] = np.abs(after - before).mean()
    return moved


def run(bench: Bench) -> Findings:
    """Train on digits of black and white, judge on others, draw and complete some."""
    from ncrevise.data import digits

    parts = digits.split(digits.load(), key=bench.noise("split").key)
    seen, new = ((part.images > 0.5).astype(int) for part in parts)
    p = train(bench, seen)
    both = {"each pixel alone": alone(seen, new), "PixelCNN": pixelcnn.log_likelihood(p, new)}
    scores = {name: bits(log_p) for name, log_p in both.items()}
    lower = {name: bits(log_p[:, COVERED:]) for name, log_p in both.items()}
    moved = influence(p, new[:JUDGED])
    after = moved.reshape(-1)[AT:]
    return Findings(
        f"Unseen digits cost {scores['PixelCNN']:.3f} bits a pixel, {lower['PixelCNN']:.3f} in the "
        f"lower half with the upper half given; with each pixel for itself "
        f"{scores['each pixel alone']:.3f} and {lower['each pixel alone']:.3f}. No pixel moves "
        "the scores of one before it.",
        scores["PixelCNN"] < 0.9 * scores["each pixel alone"]
        and lower["PixelCNN"] < 0.9 * lower["each pixel alone"]
        and not after.any(),
        (*drawings(p, seen, bench), *completions(p, new, bench), *costs(scores, lower, moved)),
        {
            **{f"bits a pixel, {name}": value for name, value in scores.items()},
            **{f"bits a pixel below, {name}": value for name, value in lower.items()},
            "largest move by a later pixel": float(after.max()),
        },
    )


def picture(image: Any, caption: str = "") -> Shaded:
    """Set an image."""
    return Shaded(tuple(map(tuple, image.astype(float).tolist())), caption)


def drawings(p: PixelCnn, seen: Any, bench: Bench) -> tuple[Any, ...]:
    """Draw new digits."""
    start = np.zeros((DRAWN, SIDE, SIDE), int)
    drawn = sampling.images(p, start, bench.noise("drawn"))
    real = seen[bench.noise("real").order(len(seen))[:REAL]]
    return (
        section("Drawn from nothing"),
        Gallery(tuple(map(picture, real)), ACROSS, "Six digits that the network learnt from."),
        *words("Some digits it learnt from, in black and white; below, digits it drew."),
        Gallery(tuple(map(picture, drawn)), ACROSS, "Twelve digits drawn pixel by pixel."),
        *words(
            f"Each pixel is drawn given all before it, so an image takes {SIDE * SIDE} runs of the "
            "network, where training takes one for all pixels together."
        ),
    )


def completions(p: PixelCnn, new: Any, bench: Bench) -> tuple[Any, ...]:
    """Complete digits whose lower half is covered, twice each."""
    images = new[bench.noise("covered").order(len(new))[:COMPLETED]]
    covered = images.astype(float)
    covered[:, COVERED:] = GREY
    drawn = [sampling.images(p, images, bench.noise(f"lower {k}"), COVERED) for k in range(2)]
    said = ("covered", "completed", "once more", "as it was")
    shown = zip(covered, *drawn, images, strict=True)
    return (
        section("Completed"),
        Gallery(
            tuple(
                picture(one, caption)
                for each in shown
                for one, caption in zip(each, said, strict=True)
            ),
            len(said),
            "Six digits with the lower half covered, two completions of each, and the originals.",
        ),
        *words(
            "Where the upper half leaves it open which digit it is, the two completions may differ."
        ),
    )


def costs(scores: dict[str, float], lower: dict[str, float], moved: Any) -> tuple[Any, ...]:
    """Show what pixels cost, and which of them tell of one."""
    rows = [(name, f"{scores[name]:.3f}", f"{lower[name]:.3f}") for name in scores]
    head = ("model", "bits a pixel", "lower half given the upper")
    before = moved.reshape(-1)[:AT]
    blind = int((before == 0).sum())
    names = tuple(str(k + 1) for k in range(SIDE))
    shades = tuple(map(tuple, (moved / (moved.max() or 1)).tolist()))
    alt = "Only pixels before a pixel move its scores; its neighbours move them most."
    return (
        section("What a pixel depends on"),
        table(head, rows, "lrr", "Unseen digits; 1 bit is what a toss of a coin costs"),
        HeatMap(shades, names, names, alt, x="column", y="row"),
        *words(
            f"How far the scores of the pixel in row {CENTRE[0] + 1}, column {CENTRE[1] + 1} move "
            "when another one is turned from black to white or back; 1 is the most that any pixel "
            "moves them. Masks of type A and B leave nothing of the pixel itself and of those "
            f"after it. Of the {len(before)} before it {blind}, above it to the right, can't move "
            "the scores either: the blind spot of stacked masks."
        ),
    )


LAB = Lab(
    title="Digits, pixel by pixel",
    asks=(
        "A PixelCNN takes an image for a long sequence of pixels and predicts each from those "
        "before it. What does it draw, and can it complete what is covered?"
    ),
    claim=(
        "A convolution is made causal for images by clamping some weights to zero. The model "
        "predicts each pixel from those before it in raster order, and can complete images of "
        "which a part is covered."
    ),
    source="Wei, CSC413, §15",
    run=run,
    data="digits",
)
