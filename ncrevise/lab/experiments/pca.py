"""PCA is the linear autoencoder; a deep one keeps more in codes of the same length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.document.figure import Chart, Series
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.lab.unlabelled import curve, gallery, one_of_each, pixels, trained
from ncrevise.models.unsupervised import autoencoder, pca, tied

if TYPE_CHECKING:
    from ncrevise.document.tree import Block
    from ncrevise.lab.experiment import Bench
    from ncrevise.lab.unlabelled import Pixels
    from ncrevise.models.unsupervised.autoencoder import Autoencoder
    from ncrevise.models.unsupervised.pca import Pca

KEPT = 0.73  # of the variance: 10 of 64 directions here, about the notes' 30 of 784 on MNIST
ALIKE = 0.95  # directions that keep almost the same variance may change places at the end
HIDDEN = (128, 64)
LENGTHS = (2, 5, 20)  # of codes, beside the usual
NOTES = {"PCA": 14.46, "one layer": 2.42, "deep": 2.38}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of autoencoder, how long it trains, and how fast at first."""

    name: str
    hidden: tuple[int, ...] = ()
    activation: str = "identity"
    code: str = "identity"
    output: str = "identity"
    scheme: str = "xavier"
    epochs: int = 120
    rate: float = 0.02


LINEAR = Kind("linear autoencoder")
CURVED = Kind("one hidden layer (tanh), linear output", code="tanh", rate=0.01)
BOUNDED = Kind("one hidden layer, sigmoid output", output="sigmoid")
DEEP = Kind("deep autoencoder", HIDDEN, "relu", "identity", "sigmoid", "he", 100, 0.004)


@dataclass(frozen=True, slots=True)
class Coder:
    """A trained autoencoder, its errors, and the test error after each epoch."""

    p: Autoencoder
    error: float
    new: float
    curve: tuple[float, ...]


def learnt(bench: Bench, kind: Kind, seen: Pixels, H: int) -> Coder:
    """Train an autoencoder with codes of H numbers."""
    what = f"Training the {kind.name}, {H} numbers"
    sizes = (seen.x.shape[1], *kind.hidden, H)
    p = autoencoder.initial(
        sizes, bench.noise(what), kind.activation, kind.code, kind.output, kind.scheme
    )
    p, curve_ = trained(
        bench,
        what,
        lambda q, at: autoencoder.loss(q, seen.x[at]),
        p,
        len(seen.x),
        epochs=kind.epochs,
        rate=kind.rate,
        judge=lambda q: float(autoencoder.loss(q, seen.new)),
    )
    return Coder(p, float(autoencoder.loss(p, seen.x)), curve_[-1], curve_)


def learnt_tied(bench: Bench, seen: Pixels, H: int) -> Coder:
    """Train a linear autoencoder whose decoder is its encoder, transposed."""
    what = "Training the one with tied weights"
    p, curve_ = trained(
        bench,
        what,
        lambda q, at: autoencoder.loss(tied.opened(q), seen.x[at]),
        tied.initial((seen.x.shape[1], H), bench.noise(what), scheme="xavier"),
        len(seen.x),
        epochs=LINEAR.epochs,
        rate=LINEAR.rate,
        judge=lambda q: float(autoencoder.loss(tied.opened(q), seen.new)),
    )
    both = tied.opened(p)
    return Coder(both, float(autoencoder.loss(both, seen.x)), curve_[-1], curve_)


def enough(p: Pca) -> int:
    """Count the directions that keep the wanted share of the variance."""
    return int(np.searchsorted(np.cumsum(pca.explained(p)), KEPT)) + 1


def error_of(p: Pca, x: Any) -> float:
    """Compute how much PCA leaves of digits."""
    return float(autoencoder.error(x, pca.forward(p, x)))


def run(bench: Bench) -> Findings:
    """Fit PCA, train linear and deep autoencoders, and compare."""
    seen = pixels(bench)
    every = pca.fit(seen.x, min(seen.x.shape))
    H = enough(every)
    best = pca.shortened(every, H)
    error, new = error_of(best, seen.x), error_of(best, seen.new)
    linear, bounded = learnt(bench, LINEAR, seen, H), learnt(bench, BOUNDED, seen, H)
    bound, curved = learnt_tied(bench, seen, H), learnt(bench, CURVED, seen, H)
    deep = learnt(bench, DEEP, seen, H)
    others = {length: learnt(bench, DEEP, seen, length) for length in LENGTHS}
    alike = pca.agreement(best.U, linear.p.g.layers[-1].W.T)
    why = "these images are smaller and fewer" if bench.data is None else "training is short here"
    blocks = (
        section(f"Errors with codes of {H} numbers"),
        errors(seen, H, (error, new), (linear, bound, curved, bounded, deep)),
        *words(
            "The error is the squared distance $\\|x - r\\|^2$ of a digit, averaged. A linear "
            "output and a single hidden layer stay at PCA's error or above it on the digits "
            "learnt from, whatever the hidden units do: the reconstructions have rank $H$. The "
            f"order of the notes' errors is found again, their factor of six is not: {why}."
        ),
        *reconstructions(seen, best, deep),
        section("While they learn"),
        while_learning(new, linear, bounded, deep),
        section("Longer and shorter codes"),
        lengths(every, seen, {**others, H: deep}),
        *words(
            f"PCA needs {matching(every, seen, deep.new)} numbers to leave as little of a new "
            f"digit as the deep autoencoder does with {H}: digits lie near a bent surface, and "
            "PCA has flat ones."
        ),
        section("Digits on a plane"),
        plane(seen, others[2]),
        *words(
            "Each dot is a new digit at its code from the deep autoencoder with $H = 2$, which "
            "never saw a label."
        ),
    )
    return Findings(
        f"PCA leaves a squared error of {error:.3f} a digit and the linear autoencoder "
        f"{linear.error:.3f}; its decoder spans PCA's space (cosine of the largest angle "
        f"{alike:.4f}). On new digits PCA leaves {new:.2f} and the deep autoencoder "
        f"{deep.new:.2f}; in the notes, on MNIST, it was {NOTES['PCA']} and {NOTES['deep']}.",
        error - 1e-4 <= min(linear.error, bound.error, curved.error)
        and linear.error < 1.01 * error
        and alike > ALIKE
        and deep.new < 0.8 * new,
        blocks,
        {
            "H": H,
            "PCA, training": error,
            "PCA, test": new,
            "linear, training": linear.error,
            "cosine": alike,
            "one hidden layer, training": curved.error,
            "sigmoid output, test": bounded.new,
            "deep, training": deep.error,
            "deep, test": deep.new,
        },
    )


def matching(every: Pca, seen: Pixels, error: float) -> int:
    """Count the directions that PCA needs to leave no more than an error on new digits."""
    counts = range(1, len(every.U) + 1)
    found = (H for H in counts if error_of(pca.shortened(every, H), seen.new) <= error)
    return next(found, len(counts))


def errors(seen: Pixels, H: int, by_svd: tuple[float, float], outcomes: tuple[Coder, ...]) -> Block:
    """Set all errors beside the notes'."""
    d = seen.x.shape[1]
    names = (
        "linear autoencoder",
        "the same, weights tied",
        CURVED.name,
        BOUNDED.name,
        "deep, " + "–".join(map(str, (d, *HIDDEN, H, *HIDDEN[::-1], d))),
    )
    theirs = ("", "", "", f"{NOTES['one layer']}", f"{NOTES['deep']}")
    rows = [("PCA", f"{by_svd[0]:.3f}", f"{by_svd[1]:.3f}", f"{NOTES['PCA']}")]
    rows += [
        (name, f"{out.error:.3f}", f"{out.new:.3f}", told)
        for name, out, told in zip(names, outcomes, theirs, strict=True)
    ]
    return table(
        ("", "digits learnt from", "new digits", "notes, MNIST, $H = 30$"),
        rows,
        "lrrr",
        "Reconstruction errors",
    )


def reconstructions(seen: Pixels, best: Pca, deep: Coder) -> tuple[Block, ...]:
    """Show a new digit of each kind, and what is left of it."""
    x = seen.new[one_of_each(seen.new_labels)]
    flat, bent = pca.forward(best, x), autoencoder.forward(deep.p, x)
    return (
        section("New digits, and what the codes keep of them"),
        *words("As they were written:"),
        gallery(x, "Ten digits, 0 to 9."),
        *words(f"From {len(best.U)} numbers each, by PCA:"),
        gallery(flat, "The same by PCA: blurred, with grey shadows around them."),
        *words("From as many numbers, by the deep autoencoder:"),
        gallery(bent, "The same by the deep autoencoder: clear strokes on clean paper."),
    )


def while_learning(new: float, linear: Coder, bounded: Coder, deep: Coder) -> Chart:
    """Draw test errors by epoch, with PCA's to compare."""
    return Chart(
        (
            Series("linear", curve(linear.curve)),
            Series("one hidden layer, sigmoid output", curve(bounded.curve)),
            Series("deep", curve(deep.curve)),
        ),
        "epoch",
        "error on new digits",
        "The linear autoencoder comes down to PCA's error and stays there; the deep one passes it.",
        lines=(("PCA", new),),
    )


def lengths(every: Pca, seen: Pixels, outcomes: dict[int, Coder]) -> Chart:
    """Draw test errors by the length of the code."""
    flat = {
        H: error_of(pca.shortened(every, H), seen.new)
        for H in range(min(outcomes), max(outcomes) + 1)
    }
    return Chart(
        (
            Series("PCA", tuple(flat.items())),
            Series("deep", tuple((H, outcomes[H].new) for H in sorted(outcomes))),
        ),
        "numbers in a code",
        "error on new digits",
        "The deep autoencoder leaves less than PCA at every length of code.",
    )


def plane(seen: Pixels, flat: Coder) -> Chart:
    """Draw the codes of six digits, two numbers each."""
    codes = autoencoder.encode(flat.p, seen.new).astype(float).round(3)
    series = tuple(
        Series(str(digit), tuple(map(tuple, codes[seen.new_labels == digit].tolist())), dots=True)
        for digit in np.unique(seen.new_labels)[:6].tolist()
    )
    alt = "Codes of the digits 0 to 5 on a plane: most digits keep to a region of their own."
    return Chart(series, "first number", "second number", alt)


LAB = Lab(
    title="PCA and autoencoders",
    asks=(
        "A digit is squeezed into a few numbers and drawn again from them. How much is lost "
        "by the best flat surface, PCA, and how much by networks?"
    ),
    claim=(
        "An autoencoder with linear units and squared error spans the same space as PCA, and no "
        "single hidden layer with a linear output leaves less; a deep non-linear one does."
    ),
    source=(
        "Barber, Neural Nets, *Autoencoders and PCA*; "
        "Lewis, Neural Networks continued, *Autoencoders*"
    ),
    run=run,
    data="digits",
    own_data=True,
)
