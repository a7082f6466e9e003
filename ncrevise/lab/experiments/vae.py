"""A variational autoencoder: its bound, its samples, and ways through its codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.derivatives.trees import mapped
from ncrevise.document.figure import Chart, Series
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.lab.unlabelled import curve, gallery, one_of_each, pixels, trained
from ncrevise.models.unsupervised import autoencoder, discrete, kmeans, latent, vae
from ncrevise.tape.ops import mean, sigmoid

if TYPE_CHECKING:
    from ncrevise.document.tree import Block
    from ncrevise.lab.experiment import Bench
    from ncrevise.lab.unlabelled import Pixels
    from ncrevise.models.unsupervised.vae import Vae

HIDDEN, K, ETA = (128, 64), 8, 0.05
EPOCHS, RATE = 100, 0.004
WEIGHTS = (0.0, 1.0, 10.0)
DRAWS = (1, 10, 100)
JUDGED = 100  # new digits whose likelihood is estimated
SAMPLES = 200
ALPHAS = (0.0, 0.25, 0.5, 0.75, 1.0)
COMPONENTS = 10
ROUNDING = 1e-9  # a difference that is none
SHARP = tuple(k / 10 for k in range(2, 21))  # how sharp a q is: 1 is the posterior


@dataclass(frozen=True, slots=True)
class Trial:
    """A trained model and what came of its weight.

    Args:
        p: the model.
        curve: F on new digits after each epoch.
        divergence: KL of each latent variable, new digits averaged.
        error: of new digits from the mean of their q.
        strange: how far samples are from the nearest digit learnt from.
    """

    p: Vae
    curve: tuple[float, ...]
    divergence: Any
    error: float
    strange: float


def strangeness(seen: Pixels, x: Any) -> float:
    """Compute the squared distance to the nearest digit learnt from, averaged."""
    return float(np.mean([((seen.x - row) ** 2).sum(axis=1).min() for row in x]))


def learnt(bench: Bench, seen: Pixels, weight: float) -> Trial:
    """Train with the divergence weighted."""
    noise = bench.noise("epsilon")
    fixed = bench.noise("epsilon of new").normal((len(seen.new), K)).astype(np.float32)

    def loss(p: Vae, at: Any) -> Any:
        epsilon = noise.normal((len(at), K)).astype(np.float32)
        return vae.loss(p, seen.x[at], epsilon, weight)

    sizes = (seen.x.shape[1], *HIDDEN, K)
    p, found = trained(
        bench,
        f"Training with weight {weight:g}",
        loss,
        vae.initial(sizes, bench.noise("weights"), eta=ETA, output="sigmoid"),
        len(seen.x),
        epochs=EPOCHS,
        rate=RATE,
        judge=lambda q: float(vae.bound(q, seen.new, fixed).mean()),
    )
    _, divergence = vae.terms(p, seen.new, fixed)
    again = vae.decode(p, vae.encode(p, seen.new)[0])
    return Trial(
        p,
        found,
        divergence.mean(axis=0),
        float(autoencoder.error(seen.new, again)),
        strangeness(seen, sampled(bench, p, SAMPLES)),
    )


def sampled(bench: Bench, p: Vae, count: int) -> Any:
    """Draw codes from N(0, I) and decode them."""
    return vae.decode(p, bench.noise("samples").normal((count, K)).astype(np.float32))


def weights(bench: Bench, seen: Pixels, found: dict[float, Trial]) -> tuple[Block, ...]:
    """Set beside each other what each weight of the divergence leads to."""
    rows = [
        (f"{w:g}", f"{out.divergence.sum():.1f}", f"{out.error:.2f}", f"{out.strange:.2f}")
        for w, out in found.items()
    ]
    real = strangeness(seen, seen.new)
    return (
        section("What the two terms do"),
        table(
            ("weight of the divergence", "$D_{KL}(q \\parallel p)$", "error", "samples are off by"),
            rows,
            "rrrr",
            f"New digits, and samples from N(0, I) (new digits are themselves off by {real:.2f})",
        ),
        *words(
            "*Off by* is the squared distance to the nearest digit learnt from. Without the "
            "divergence codes lie wherever they like, and a sample from $N(0, I)$ meets none of "
            "them; with too much of it codes say nothing, and every sample is the average digit. "
            "Samples with weight 1:"
        ),
        gallery(sampled(bench, found[1.0].p, 10), "Ten samples, most of them plausible digits."),
        *words("The same latent variables with weight 0:"),
        gallery(sampled(bench, found[0.0].p, 10), "Ten samples, most of them no digits at all."),
        Chart(
            tuple(
                Series(
                    f"weight {w:g}", curve(np.sort(found[w].divergence)[::-1].tolist()), dots=True
                )
                for w in WEIGHTS[1:]
            ),
            "latent variable, the most informative first",
            "divergence, nats",
            "With weight 1 most latent variables are used; with weight 10 few or none are.",
        ),
    )


def bounds(bench: Bench, seen: Pixels, p: Vae) -> tuple[Block, dict[int, float], float]:
    """Estimate the likelihood of new digits from more and more draws, beside the bound."""
    x = seen.new[:JUDGED]
    epsilon = bench.noise("draws").normal((max(DRAWS), len(x), K)).astype(np.float32)
    bound = float(vae.bound(p, x, epsilon).mean())
    found = {s: float(vae.log_likelihood(p, x, epsilon[:s]).mean()) for s in DRAWS}
    rows = [("$\\mathcal{F}$", f"{bound:.2f}")]
    rows += [
        (f"$\\ln p(x)$ from {s} {'draw' if s == 1 else 'draws'}", f"{value:.2f}")
        for s, value in found.items()
    ]
    caption = "Of a new digit, averaged: the bound, and estimates of what it bounds"
    return table(("", "nats"), rows, "lr", caption), found, bound


def slant(x: Any) -> Any:
    """Measure how far digits lean to the right: x gained for each pixel upwards, shape (n,)."""
    side = round(x.shape[1] ** 0.5)
    down, across = np.divmod(np.arange(side * side), side)
    ink = x / np.maximum(x.sum(axis=1, keepdims=True), 1e-6)
    a, b = across - (ink @ across)[:, None], down - (ink @ down)[:, None]
    return -(ink * a * b).sum(axis=1) / np.maximum((ink * b * b).sum(axis=1), 1e-6)


def ways(seen: Pixels, p: Vae) -> tuple[tuple[Block, ...], list[float]]:
    """Go from one digit to another, and lean digits to the right."""
    mu, new = vae.encode(p, seen.x)[0], vae.encode(p, seen.new)[0]
    places = one_of_each(seen.new_labels)
    first, last = places[3 % len(places)], places[-1]
    between = vae.decode(p, latent.path(new[first], new[last], ALPHAS))
    mixed = latent.path(seen.new[first], seen.new[last], ALPHAS)
    lean = slant(seen.x)
    low, high = np.quantile(lean, (0.25, 0.75))
    having, lacking = mu[lean >= high], mu[lean <= low]
    one = new[first]
    average = vae.decode(p, np.stack([latent.edited(one, having, a) for a in ALPHAS]))
    leaning = vae.decode(p, np.stack([latent.shifted(one, having, lacking, a) for a in ALPHAS]))
    slants = [
        float(slant(vae.decode(p, latent.shifted(new, having, lacking, a))).mean()) for a in ALPHAS
    ]
    captions = [f"α = {a:g}" for a in ALPHAS]
    return (
        section("Ways through the codes"),
        *words("From one new digit to another, between their codes:"),
        gallery(between, "One digit turns into the other through clear strokes.", captions, 5),
        *words("and between their pixels, where both are seen at once:"),
        gallery(mixed, "One digit fades while the other appears.", captions, 5),
        *words(
            "Leaning to the right, as the notes do it: towards the average code of the quarter of "
            "digits that lean most. Its own shape fades on the way:"
        ),
        gallery(average, "The digit leans and blurs.", captions, 5),
        *words("and by the difference between that average and the one of those that lean least:"),
        gallery(leaning, "The same digit leans further and further.", captions, 5),
        table(
            ("$\\alpha$", *(f"{a:g}" for a in ALPHAS)),
            [("lean", *(f"{round(s, 2) + 0.0:.2f}".replace("-", "−") for s in slants))],
            "l" + "r" * len(ALPHAS),
            "How far new digits lean after the difference is added, averaged",
        ),
    ), slants


def exact(bench: Bench, seen: Pixels) -> tuple[tuple[Block, ...], float, float]:
    """Check the bound where all values of the latent variable can be looked at."""
    ink = (seen.x > 0.5).astype(np.float32)
    p, _ = trained(
        bench,
        "Training a mixture",
        lambda q, at: -mean(discrete.log_likelihood(q, ink[at])),
        discrete.initial(COMPONENTS, ink.shape[1], bench.noise("mixture"), 0.5),
        len(ink),
        epochs=30,
        rate=0.05,
    )
    p = mapped(lambda a: a.astype(float), p)
    new = (seen.new > 0.5).astype(float)
    truth = discrete.log_likelihood(p, new)
    found = {t: t * discrete.joint(p, new) for t in SHARP}
    F = {t: discrete.bound(p, new, q) for t, q in found.items()}
    off = max(float(np.abs(F[t] + discrete.gap(p, new, q) - truth).max()) for t, q in found.items())
    sorted_out = discrete.posterior(p, new).argmax(axis=1)
    above = max(float((each - truth).max()) for each in F.values())
    return (
        (
            section("The gap, exactly"),
            *words(
                f"A latent variable with {COMPONENTS} values, a mixture of {COMPONENTS} digits of "
                "independent pixels, and nothing has to be drawn. Let $q(z)$ be in proportion to "
                "the $t$-th power of $p(x, z)$: the posterior for $t = 1$, too flat before and too "
                "sure of itself beyond."
            ),
            Chart(
                (
                    Series("bound F", tuple((t, float(each.mean())) for t, each in F.items())),
                    Series("F + KL(q ‖ posterior)", tuple((t, float(truth.mean())) for t in F)),
                ),
                "t",
                "nats",
                "The bound touches the log-likelihood where q is the posterior, at t = 1.",
            ),
            *words(
                "The components, as pictures; clusters by the posterior are "
                f"{100 * kmeans.purity(sorted_out, seen.new_labels):.0f}% pure on new digits:"
            ),
            gallery(sigmoid(p.a), "Ten blurred digits, some of them twice, some of two kinds."),
        ),
        off,
        above,
    )


def run(bench: Bench) -> Findings:
    """Train with three weights and look at the one of weight 1."""
    seen = pixels(bench)
    found = {weight: learnt(bench, seen, weight) for weight in WEIGHTS}
    usual = found[1.0]
    bounded, estimates, bound = bounds(bench, seen, usual.p)
    through, slants = ways(seen, usual.p)
    gap, off, above = exact(bench, seen)
    likelihood = estimates[max(DRAWS)]
    blocks = (
        section("The bound"),
        Chart(
            (Series("F", curve(usual.curve)),),
            "epoch",
            "nats",
            "The bound on new digits rises quickly, then slowly.",
        ),
        bounded,
        *weights(bench, seen, found),
        *through,
        *gap,
    )
    return Findings(
        f"$\\mathcal{{F}}$ is {bound:.1f} nats a new digit, below {likelihood:.1f}, the estimate "
        f"of $\\ln p(x)$. Samples are off by {usual.strange:.1f} from the nearest digit, without "
        f"the divergence by {found[0.0].strange:.1f}. Where all can be worked out, "
        f"$\\mathcal{{F}}$ and the gap {'add' if off < ROUNDING else 'do not add'} up to "
        "$\\ln p(x)$.",
        bound < likelihood
        and off < ROUNDING
        and above < ROUNDING
        and usual.strange < 0.7 * found[0.0].strange
        and found[0.0].divergence.sum() > usual.divergence.sum() > found[10.0].divergence.sum()
        and slants == sorted(slants),
        blocks,
        {
            "bound": bound,
            "log-likelihood": likelihood,
            "KL": float(usual.divergence.sum()),
            "error": usual.error,
            "off, weight 0": found[0.0].strange,
            "off, weight 1": usual.strange,
            "off, weight 10": found[10.0].strange,
            "lean before": slants[0],
            "lean after": slants[-1],
        },
    )


LAB = Lab(
    title="A variational autoencoder",
    asks=(
        "An autoencoder whose codes are drawn from a distribution that is kept near $N(0, I)$ can "
        "make digits nobody wrote. What does each of its two terms do?"
    ),
    claim=(
        "$\\ln p(x) \\ge E_q[\\ln p(x \\mid z)] - D_{KL}(q \\parallel p)$, and the gap is "
        "$D_{KL}(q \\parallel p(z \\mid x))$. The divergence keeps codes near $N(0, I)$, so that "
        "samples from there decode to new digits and lines between codes to digits on the way."
    ),
    source="Wei, CSC413, §18; Duan, Neural Computation Revision, *Variational Auto-Encoder*",
    run=run,
    data="digits",
    own_data=True,
)
