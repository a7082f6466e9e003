"""Polynomials too simple and too flexible; what a ridge, decaying weights and averages do."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.document.figure import Chart, Series
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.models.generalisation import ensembles
from ncrevise.models.generalisation.penalties import shrunk
from ncrevise.models.linear import features, least_squares, regression
from ncrevise.models.linear.losses import squared
from ncrevise.models.optimisers import quadratic
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.optimisers.decay import Decayed
from ncrevise.models.training import fit

if TYPE_CHECKING:
    from collections.abc import Callable

    from ncrevise.document.tree import Block
    from ncrevise.lab.experiment import Bench
    from ncrevise.models.linear.regression import Linear
    from ncrevise.models.optimisers.rule import Rule

NOISE = 0.3
SEEN, HELD = 15, 200
FLEXIBLE = 12
STRENGTHS = tuple(10.0 ** np.arange(-6, 1.1, 0.5))
MODELS, LITTLE = 50, 1e-2  # bagged, each with a ridge so that few different points will do
RATE, DECAY = 0.03, 0.3
PENALTY = 0.02  # λ of either penalty, where their weights are compared


@dataclass(frozen=True, slots=True)
class Points:
    """Inputs and targets to learn from, and others to judge by."""

    x: Any
    t: Any
    new: Any
    new_t: Any


@dataclass(frozen=True, slots=True)
class Curve:
    """A fitted polynomial: how inputs become features, and its weights."""

    degree: int
    scale: features.Scaling
    p: Linear

    def __call__(self, x: Any) -> Any:
        """Predict."""
        return regression.forward(self.p, self.scale(powers(x, self.degree)))

    def error(self, x: Any, t: Any) -> float:
        """Compute the mean squared error."""
        return float(squared(self(x), t, half=False))


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured.

    Args:
        curves: the polynomials by degree.
        seen: their errors on the points learnt from.
        held: their errors on others.
        ridges: errors of the flexible one on others, by the strength of a ridge.
        descents: the same while it is trained, freely and with decaying weights.
        bagged: the mean error of bagged models, of their average, and their spread.
        penalised: the flexible one's weights under either penalty, by its name.
    """

    curves: dict[int, Curve]
    seen: dict[int, float]
    held: dict[int, float]
    ridges: dict[float, float]
    descents: dict[str, list[float]]
    bagged: tuple[float, float, float]
    penalised: dict[str, Curve]

    @property
    def best(self) -> int:
        """Give the degree chosen on held-out points."""
        return min(self.held, key=lambda n: self.held[n])


def powers(x: Any, degree: int) -> Any:
    """Write inputs as powers from 1, the constant being the bias; degree 0 has none but 0."""
    return features.polynomial(x, max(degree, 1), constant=False) * min(degree, 1)


def fitted(x: Any, t: Any, degree: int, ridge: float = 1e-12) -> Curve:
    """Fit a polynomial by least squares, its features scaled to variance 1."""
    scale = features.scaling(powers(x, degree))
    return Curve(degree, scale, least_squares.solve(scale(powers(x, degree)), t, ridge * len(x)))


def sparse(bench: Bench, x: Any, t: Any, strength: float) -> Curve:
    """Fit the flexible polynomial with magnitudes penalised: a gradient step, then shrinking."""
    scale = features.scaling(powers(x, FLEXIBLE))
    X, p = scale(powers(x, FLEXIBLE)), regression.initial(FLEXIBLE)
    rate = quadratic.largest_rate(X.T @ X / len(X)) / 2
    for _ in bench.stage("Descending with magnitudes penalised", bench.epochs(8000)):
        g = regression.gradient(p, X, t)
        p = regression.Linear(shrunk(p.w - rate * g.w, rate * strength), p.b - g.b)
    return Curve(FLEXIBLE, scale, p)


def truth(x: Any) -> Any:
    """Give what is to be learnt, without the noise."""
    return np.sin(np.pi * x)


def points(bench: Bench) -> Points:
    """Draw noisy points, few to learn from and many to judge by."""
    noise = bench.noise("points")
    x, new = np.linspace(-1, 1, SEEN), noise.uniform((HELD,), -1, 1)
    t, new_t = (truth(each) + noise.normal(each.shape, NOISE) for each in (x, new))
    return Points(x, t, new, new_t)


def descended(bench: Bench, d: Points, rule: Rule, what: str) -> list[float]:
    """Train the flexible polynomial step by step; give its errors on held-out points."""
    scale = features.scaling(powers(d.x, FLEXIBLE))
    X, new = (scale(powers(x, FLEXIBLE)) for x in (d.x, d.new))
    steps = bench.epochs(8000)
    start = regression.initial(FLEXIBLE)
    order = fit(lambda p, _: regression.cost(p, X, d.t), start, rule, repeat(None, steps))
    errors = []
    for _, (_, p) in zip(bench.stage(what, steps), order, strict=False):
        errors.append(float(squared(regression.forward(p, new), d.new_t, half=False)))
        bench.loss(errors[-1])
    return errors


def measured(bench: Bench, d: Points) -> Measured:
    """Fit polynomials of all degrees, then the most flexible one in other ways."""
    curves = {n: fitted(d.x, d.t, n) for n in range(FLEXIBLE + 1)}
    bags = ensembles.resamples(SEEN, MODELS, bench.noise("bags"))
    asked = np.stack([fitted(d.x[at], d.t[at], FLEXIBLE, LITTLE)(d.new) for at in bags])
    ridges = {s: fitted(d.x, d.t, FLEXIBLE, s).error(d.new, d.new_t) for s in STRENGTHS}
    rules: dict[str, Rule] = {"freely": Adam(RATE), "with decay": Decayed(Adam(RATE), DECAY, RATE)}
    return Measured(
        curves,
        {n: curve.error(d.x, d.t) for n, curve in curves.items()},
        {n: curve.error(d.new, d.new_t) for n, curve in curves.items()},
        ridges,
        {name: descended(bench, d, rule, f"Descending {name}") for name, rule in rules.items()},
        ensembles.parts_of_error(asked, d.new_t),
        {
            "squares": fitted(d.x, d.t, FLEXIBLE, PENALTY),
            "magnitudes": sparse(bench, d.x, d.t, PENALTY),
        },
    )


def run(bench: Bench) -> Findings:
    """Draw points, fit and judge."""
    d = points(bench)
    o = measured(bench, d)
    single, joint, spread = o.bagged
    ridge, free = min(o.ridges.values()), o.descents["freely"]
    numbers = {
        "best degree": o.best,
        "held out, lowest degree": o.held[0],
        "held out, best degree": o.held[o.best],
        "held out, highest degree": o.held[FLEXIBLE],
        "learnt from, highest degree": o.seen[FLEXIBLE],
        "held out, ridge": ridge,
        "held out, best step of descent": min(free),
        "held out, weight decay": o.descents["with decay"][-1],
        "held out, mean of bagged models": single,
        "held out, average of bagged models": joint,
        "spread of bagged models": spread,
    }
    return Findings(
        f"Of degrees 0 to {FLEXIBLE} the best on held-out points is {o.best}, with an error of "
        f"{o.held[o.best]:.3f}; degree 0 has {o.held[0]:.3f} and degree {FLEXIBLE} "
        f"{o.held[FLEXIBLE]:.3f}, though on the points learnt from only {o.seen[FLEXIBLE]:.3f}. A "
        f"ridge brings that down to {ridge:.3f}. {MODELS} bagged models have {single:.3f} on "
        f"average and their average {joint:.3f}.",
        0 < o.best < FLEXIBLE
        and 1.1 * o.held[o.best] < min(o.held[0], o.held[FLEXIBLE])
        and o.seen[FLEXIBLE] < o.seen[o.best]
        and ridge < o.held[FLEXIBLE]
        and joint < single,
        blocks(d, o),
        {name: round(float(value), 4) for name, value in numbers.items()},
    )


def blocks(d: Points, o: Measured) -> tuple[Block, ...]:
    """Set pictures and a table."""
    single, joint, spread = o.bagged
    flexible = f"degree {FLEXIBLE}"
    rows = {
        f"{flexible}, least squares": o.held[FLEXIBLE],
        f"{flexible}, the best ridge": min(o.ridges.values()),
        f"{flexible}, weights decaying as it is trained": o.descents["with decay"][-1],
        f"{flexible}, trained and stopped at the best step": min(o.descents["freely"]),
        f"{flexible}, a bagged model by itself": single,
        f"{flexible}, the average of {MODELS}": joint,
        f"degree {o.best}, least squares": o.held[o.best],
    }
    return (
        section("Too simple, too flexible"),
        curves(d, {n: o.curves[n] for n in (1, o.best, FLEXIBLE)}),
        by_degree(o),
        *words(
            "The error on the points learnt from only falls with the degree. On others it falls "
            "while the polynomial is too simple, *underfitting*, and rises once it follows the "
            "noise, *overfitting*. The degree is a hyperparameter: it is chosen on held-out points."
        ),
        section("What helps"),
        by_strength(o),
        by_step(o),
        *words(
            "Weights start at 0 and take time to grow, so training that is stopped early, a ridge "
            "and decaying weights all keep them small."
        ),
        table(
            ("polynomial", "error on held-out points"),
            [(name, f"{error:.3f}") for name, error in rows.items()],
            "lr",
            f"The noise by itself is {NOISE**2:.2f}",
        ),
        weights(o),
        *words(
            "A penalty on squares makes all weights small, one on magnitudes makes most of them "
            "exactly 0."
        ),
        *words(
            f"Of the bagged models ${single:.3f} \\approx {joint:.3f} + {spread:.3f}$: "
            "the mean error is that of the average and how far they spread around it. So an "
            "average is never worse than its members are on average, the loss being convex."
        ),
    )


def weights(o: Measured) -> Block:
    """Compare the weights under either penalty."""
    return table(
        ("penalty", *(f"$w_{{{k}}}$" for k in range(1, 7)), f"0 of {FLEXIBLE}"),
        [
            (
                name,
                *(f"{w:.2f}".replace("-", "−") if w else "0" for w in curve.p.w[:6].tolist()),
                f"{(curve.p.w == 0).sum()}",
            )
            for name, curve in o.penalised.items()
        ],
        "lrrrrrrr",
        f"Weights of the first six powers at strength {PENALTY:g}, and how many are 0",
    )


def curves(d: Points, shown: dict[int, Curve]) -> Chart:
    """Draw some fitted polynomials through the points."""
    x = np.linspace(-1, 1, 121)

    def line(name: str, f: Callable[[Any], Any]) -> Series:
        clipped = np.clip(f(x), -2.0, 2.0)
        return Series(name, tuple(zip(x.tolist(), clipped.tolist(), strict=True)))

    dots = Series("learnt from", tuple(zip(d.x.tolist(), d.t.tolist(), strict=True)), dots=True)
    lines = (line(f"degree {n}", curve) for n, curve in shown.items())
    alt = "A straight line misses the wave, a middle degree follows it, the highest wiggles."
    return Chart((dots, *lines, line("without noise", truth)), "x", "t", alt)


def by_degree(o: Measured) -> Chart:
    """Draw both errors by degree."""
    series = (
        Series("learnt from", tuple(o.seen.items())),
        Series("held out", tuple(o.held.items())),
    )
    alt = "The training error falls with the degree; the validation error falls, then rises."
    return Chart(series, "degree", "squared error", alt, log_y=True)


def by_strength(o: Measured) -> Chart:
    """Draw the error held out by the strength of the ridge."""
    series = (Series(f"degree {FLEXIBLE}, held out", tuple(o.ridges.items())),)
    lines = (("without a ridge", o.held[FLEXIBLE]),)
    alt = "The validation error is lowest at a middling ridge."
    return Chart(series, "strength of the ridge", "squared error", alt, True, True, lines)


def by_step(o: Measured) -> Chart:
    """Draw the error held out while the flexible polynomial is trained."""

    def some(errors: list[float]) -> tuple[tuple[float, float], ...]:
        at = np.unique(np.geomspace(1, len(errors), 80).astype(int))
        return tuple((int(t), errors[t - 1]) for t in at)

    series = tuple(Series(f"held out, {name}", some(e)) for name, e in o.descents.items())
    alt = "The validation error falls at once and then creeps up, less so if weights decay."
    return Chart(series, "step", "squared error", alt, True, True)


LAB = Lab(
    title="Polynomials that underfit and overfit",
    asks=(
        f"Polynomials are fitted to {SEEN} noisy points of a sine wave. Which degree does best on "
        "points it has not seen, and what can be done for one that is too high?"
    ),
    claim=(
        "A model that is too simple does not fit; one too flexible fits the training data and "
        "does not generalise. Small weights help, and an average of models is at least as good "
        "as they are on average."
    ),
    source="Wei, CSC413, §2 and §8",
    run=run,
    counts="steps",
)
