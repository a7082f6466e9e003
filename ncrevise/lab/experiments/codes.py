"""What codes are good for: removing noise, few active units, bits, clusters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.document.figure import Chart, Gallery, Series, Shaded
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.lab.unlabelled import gallery, one_of_each, pixels, shaded, trained
from ncrevise.models.unsupervised import autoencoder, corruption, kmeans, pca, sparse, stochastic
from ncrevise.tape.ops import sigmoid

if TYPE_CHECKING:
    from ncrevise.document.tree import Block
    from ncrevise.lab.experiment import Bench
    from ncrevise.lab.unlabelled import Pixels
    from ncrevise.models.unsupervised.autoencoder import Autoencoder
    from ncrevise.models.unsupervised.corruption import Kind

EPOCHS, RATE = 60, 0.004
SPOILT: dict[Kind, float] = {"gaussian": 0.4, "masking": 0.4, "salt and pepper": 0.25}
AMOUNTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
HIDDEN, CODE, UNITS, SHORT = 128, 32, 128, 5
PENALTIES = (0.0, 0.01, 0.03, 0.1, 0.3)  # for 64 pixels, and in proportion for more
ACTIVITY, DIVERGENCE = 0.05, 0.1
SILENT = 0.1  # a unit is silent below this share of the largest


@dataclass(frozen=True, slots=True)
class Sparse:
    """A sparse autoencoder, how many units a new digit wakes, their mean, and its error."""

    p: Autoencoder
    weight: float
    active: float
    mean: float
    error: float


def learnt(
    bench: Bench, seen: Pixels, what: str, hidden: tuple[int, ...], kind: Kind | None = None
) -> Autoencoder:
    """Train an autoencoder on digits as they are, or spoilt anew each time they are seen."""
    noise = bench.noise(f"{what}, noise")

    def loss(p: Autoencoder, at: Any) -> Any:
        x = seen.x[at]
        spoilt = None if kind is None else corruption.corrupt(x, noise, kind, SPOILT[kind])
        return autoencoder.loss(p, x, spoilt)

    sizes = (seen.x.shape[1], *hidden)
    p = autoencoder.initial(sizes, bench.noise("weights"), output="sigmoid")
    return trained(bench, f"Training the {what}", loss, p, len(seen.x), epochs=EPOCHS, rate=RATE)[0]


def restored(p: Autoencoder, clean: Any, noisy: Any) -> float:
    """Compute how far from the clean digits an autoencoder leaves noisy ones."""
    return float(autoencoder.error(clean, autoencoder.forward(p, noisy)))


def denoising(bench: Bench, seen: Pixels) -> tuple[tuple[Block, ...], dict[str, float]]:
    """Train on noisy digits, and judge by new ones with fresh noise."""
    plain = learnt(bench, seen, "plain autoencoder", (HIDDEN, CODE))
    taught = {
        kind: learnt(bench, seen, f"denoising autoencoder, {kind}", (HIDDEN, CODE), kind)
        for kind in SPOILT
    }
    rows: list[tuple[str, ...]] = []
    numbers: dict[str, float] = {}
    for kind, amount in SPOILT.items():
        noisy = corruption.corrupt(seen.new, bench.noise(f"new, {kind}"), kind, amount)
        found = (
            float(autoencoder.error(seen.new, noisy)),
            restored(plain, seen.new, noisy),
            restored(taught[kind], seen.new, noisy),
        )
        rows.append(
            (
                f"{kind.replace('gaussian', 'Gaussian')}, {amount:g}",
                *(f"{error:.2f}" for error in found),
            )
        )
        numbers |= {f"plain, {kind}": found[1], f"denoising, {kind}": found[2]}
    blocks = (
        section("Denoising"),
        table(
            ("noise", "left alone", "plain autoencoder", "denoising autoencoder"),
            rows,
            "lrrr",
            "Squared distance of noisy new digits from the clean ones",
        ),
        *pictures(bench, seen, taught["gaussian"]),
        by_amount(bench, seen, plain, taught["gaussian"]),
        *words(
            "Where there is little noise the plain one is better: the other has learnt to "
            "distrust what it sees."
        ),
    )
    return blocks, numbers


def pictures(bench: Bench, seen: Pixels, p: Autoencoder) -> tuple[Block, ...]:
    """Show new digits spoilt and restored."""
    x = seen.new[one_of_each(seen.new_labels)]
    noisy = corruption.corrupt(x, bench.noise("shown"), "gaussian", SPOILT["gaussian"])
    return (
        *words("New digits with Gaussian noise:"),
        gallery(noisy, "Ten digits, hard to read under noise."),
        *words("What the denoising autoencoder makes of them:"),
        gallery(autoencoder.forward(p, noisy), "The same digits, clean and readable."),
        *words("As they were written:"),
        gallery(x, "The digits 0 to 9 before the noise."),
    )


def by_amount(bench: Bench, seen: Pixels, plain: Autoencoder, taught: Autoencoder) -> Chart:
    """Draw errors by the amount of normal noise."""
    noise = bench.noise("amounts")
    spoilt = {a: corruption.corrupt(seen.new, noise, "gaussian", a) for a in AMOUNTS}
    series = tuple(
        Series(name, tuple((a, restored(p, seen.new, noisy)) for a, noisy in spoilt.items()))
        for name, p in (("plain", plain), ("denoising", taught))
    )
    alt = "The plain autoencoder's error grows with the noise; the other's stays low for long."
    return Chart(series, "standard deviation of the noise", "error", alt)


def sparsely(bench: Bench, seen: Pixels, weight: float, rho: float | None = None) -> Sparse:
    """Train a sparse autoencoder with more units than pixels."""
    code, scheme = ("relu", "he") if rho is None else ("sigmoid", "xavier")
    sizes = (seen.x.shape[1], UNITS)
    p = autoencoder.initial(sizes, bench.noise("sparse weights"), code=code, scheme=scheme)
    name = "absolute values" if rho is None else "divergence"
    p, _ = trained(
        bench,
        f"Training sparse codes, {name}, {weight:g}",
        lambda q, at: sparse.loss(q, seen.x[at], weight, rho),
        p,
        len(seen.x),
        epochs=EPOCHS,
        rate=RATE * min(1.0, 8 / sizes[0] ** 0.5),  # many pixels at once would kill units
    )
    h = autoencoder.encode(p, seen.new)
    active = (1 - sparse.silent(h, SILENT)) * UNITS
    return Sparse(p, weight, active, float(h.mean()), float(autoencoder.loss(p, seen.new)))


def sparsity(found: list[Sparse], free: Sparse, asked: Sparse) -> tuple[Block, ...]:
    """Set activity beside error, and show what the units draw."""
    rows = [
        (f"{each.weight:g}", f"{each.active:.0f} of {UNITS}", f"{each.error:.3f}") for each in found
    ]
    return (
        section("Sparse codes"),
        table(
            ("weight $\\lambda$ of $\\sum_j |h_j|$", "units active", "error"),
            rows,
            "rrr",
            "New digits: how many units take part in one, and what is left of it",
        ),
        strokes(found[-1].p),
        *words(
            f"With $\\lambda = {found[-1].weight:g}$ few units draw a digit, each a piece of it: "
            "the pictures are what ten of them add, ink in one colour and paper in the other."
        ),
        *words(
            "The other penalty, the divergence between $\\rho$ and each sigmoid unit's mean, asks "
            f"units to be active $\\rho = {ACTIVITY}$ of the time: with weight {asked.weight:g} "
            f"their mean goes from {free.mean:.2f} to {asked.mean:.2f}, and the error from "
            f"{free.error:.3f} to {asked.error:.3f}."
        ),
    )


def strokes(p: Autoencoder) -> Gallery:
    """Show what the ten units with the strongest strokes add to a digit."""
    W = p.g.layers[-1].W.T
    best = np.argsort(-np.abs(W).max(axis=1), kind="stable")[:10]
    pieces = [W[k] / np.abs(W[k]).max() for k in best]
    side = round(W.shape[1] ** 0.5)
    images = tuple(
        Shaded(tuple(map(tuple, piece.astype(float).round(3).reshape(side, side).tolist())))
        for piece in pieces
    )
    return Gallery(images, 10, "Ten pieces of digits: strokes, arcs and ends.", signed=True)


def drawn(bench: Bench, seen: Pixels) -> tuple[Block, ...]:
    """Train codes that are drawn at random, as bits or with noise."""
    rows = []
    for name, scale in (("bits", None), ("numbers with noise of deviation 1", 1.0)):
        noise = bench.noise(f"drawing {name}")
        draw = noise.uniform if scale is None else noise.normal

        def loss(p: Autoencoder, at: Any, draw: Any = draw, scale: Any = scale) -> Any:
            draws = draw((len(at), CODE)).astype(np.float32)
            return stochastic.loss(p, seen.x[at], draws, scale)

        p = autoencoder.initial((seen.x.shape[1], HIDDEN, CODE), bench.noise("drawn weights"))
        what = f"Training codes of {name}"
        p, _ = trained(bench, what, loss, p, len(seen.x), epochs=EPOCHS, rate=RATE)
        f, draws = autoencoder.encode(p, seen.new), draw((len(seen.new), CODE)).astype(np.float32)
        h = stochastic.binary(f, draws) if scale is None else stochastic.noisy(f, draws, scale)
        error = float(autoencoder.error(seen.new, sigmoid(autoencoder.decode(p, h))))
        rows.append((f"{CODE} {name}", f"{error:.2f}"))
    return (
        section("Codes drawn at random"),
        table(("a code", "error"), rows, "lr", "New digits from stochastic autoencoders"),
        *words(
            "Encoder and decoder are distributions here, $p(h \\mid x)$ and $p(x \\mid h)$. A bit "
            "says less than a number, and what is drawn has to do for every draw of $h$."
        ),
    )


def clusters(bench: Bench, seen: Pixels) -> tuple[tuple[Block, ...], dict[str, float]]:
    """Look for ten clusters in pixels, in short codes, and in as short ones by PCA."""
    p = learnt(bench, seen, "autoencoder for clusters", (HIDDEN, 64, SHORT))
    flat = pca.fit(seen.x, SHORT)
    places = {
        f"{seen.x.shape[1]} pixels": seen.x,
        f"codes of {SHORT} numbers": autoencoder.encode(p, seen.x),
        f"{SHORT} numbers by PCA": pca.encode(flat, seen.x),
    }
    found = {
        name: kmeans.fit(z.astype(float), 10, bench.noise("clusters")) for name, z in places.items()
    }
    pure = [kmeans.purity(each.c, seen.labels) for each in found.values()]
    centres = found[f"codes of {SHORT} numbers"]
    order = np.argsort([most_frequent(centres.c, seen.labels, k) for k in range(10)], kind="stable")
    images = autoencoder.decode(p, centres.m[order].astype(np.float32))
    captions = [f"mostly {most_frequent(centres.c, seen.labels, k)}" for k in order]
    shown = tuple(shaded(row, said) for row, said in zip(images, captions, strict=True))
    rows = [(name, f"{share:.0%}") for name, share in zip(places, pure, strict=True)]
    blocks = (
        section("Clusters"),
        table(
            ("where $k$-means looks, $k = 10$", "purity"),
            rows,
            "lr",
            "Digits that are of the most frequent kind in their cluster",
        ),
        *words("The centres among the codes, decoded:"),
        Gallery(shown, 10, "Ten centres, most of them plainly one digit."),
    )
    return blocks, dict(zip(("purity, pixels", "purity, codes", "purity, PCA"), pure, strict=True))


def most_frequent(c: Any, labels: Any, k: int) -> int:
    """Find the most frequent label in a cluster."""
    return int(np.bincount(labels[c == k], minlength=10).argmax())


def run(bench: Bench) -> Findings:
    """Try all four uses."""
    seen = pixels(bench)
    noisy, numbers = denoising(bench, seen)
    more = seen.x.shape[1] / 64
    few = [sparsely(bench, seen, weight * more) for weight in PENALTIES]
    free, asked = (sparsely(bench, seen, w * more, ACTIVITY) for w in (0.0, DIVERGENCE))
    random = drawn(bench, seen)
    grouped, pure = clusters(bench, seen)
    numbers |= pure
    for each in few:
        numbers |= {
            f"active, weight {each.weight:g}": each.active,
            f"error, weight {each.weight:g}": each.error,
        }
    plain, taught = numbers["plain, gaussian"], numbers["denoising, gaussian"]
    return Findings(
        f"Of noisy digits a denoising autoencoder leaves {taught:.2f}, a plain one {plain:.2f}. "
        f"The penalty takes active units from {few[0].active:.0f} to {few[-1].active:.0f} and the "
        f"error from {few[0].error:.2f} to {few[-1].error:.2f}. Clusters of codes of {SHORT} "
        f"numbers are {pure['purity, codes']:.0%} pure, those of {seen.x.shape[1]} pixels "
        f"{pure['purity, pixels']:.0%}.",
        all(numbers[f"denoising, {kind}"] < 0.6 * numbers[f"plain, {kind}"] for kind in SPOILT)
        and few[-1].active < few[0].active / 2
        and few[-1].error > few[0].error
        and asked.mean < free.mean / 2
        and pure["purity, codes"] > 0.5,
        (*noisy, *sparsity(few, free, asked), *random, *grouped),
        numbers,
    )


LAB = Lab(
    title="Codes and what they are for",
    asks=(
        "An autoencoder copies its input; what is wanted are the codes in the middle. Here they "
        "clean digits, stay silent but for a few units, are drawn as bits, and fall into clusters."
    ),
    claim=(
        "Trained to give back the clean $x$ from a noisy version of it, an autoencoder removes "
        "noise; a penalty $\\Omega(h)$ makes codes sparse, at a cost; and codes, though short, "
        "fall into clusters."
    ),
    source=(
        "Lewis, Neural Networks continued, *Types of autoencoder*; "
        "Duan, Neural Computation Revision, *AutoEncoders*"
    ),
    run=run,
    data="digits",
    own_data=True,
)
