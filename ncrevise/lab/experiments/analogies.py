"""Word vectors from who keeps company with whom: analogies, and two languages in one space."""

from __future__ import annotations

from itertools import islice, repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from ncrevise.data import kingdom
from ncrevise.document.figure import Chart, Map, Series, Spot
from ncrevise.lab.experiment import Findings, Lab
from ncrevise.lab.report import section, table, words
from ncrevise.models.language import alignment, analogy, cbow, cooccurrence, glove
from ncrevise.models.language.vocabulary import Vocabulary, windows_within
from ncrevise.models.optimisers.adam import Adam
from ncrevise.models.optimisers.batches import batches
from ncrevise.models.training import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ncrevise.document.tree import Block
    from ncrevise.lab.experiment import Bench

ENGLISH = tuple(sorted(kingdom.ESPERANTO))
KNOWN = Vocabulary(ENGLISH)
V, PAD = len(ENGLISH), len(ENGLISH)
ASKED = [tuple(KNOWN.numbers(each).tolist()) for each in kingdom.analogies()]
SENTENCES, SLIPS, WINDOW, K = 8000, 0.15, 10, 20
STEPS, RATE, EVERY = 400, 0.03, 20
SIDE, PASSES, BATCH, CBOW_RATE = 4, 4, 256, 0.01
ANGLES = 90
LARGE, PAIRS, PULL = 30, (10, 20, 40, 60), 10.0
QUESTIONS = ("man woman king", "france paris italy", "drinks drank rides", "king prince uncle")


def run(bench: Bench) -> Findings:
    """Learn vectors in four ways, ask for analogies, then lay one language over another."""
    texts, clean = told(bench, "English"), told(bench, "English", 0.0)
    X = cooccurrence.count(texts, WINDOW, V)
    course, learned = by_glove(bench, X)
    found = {
        "principal components of the counts": cooccurrence.low_rank(X.astype(float), K)[0],
        "of their mutual information": cooccurrence.low_rank(cooccurrence.information(X), K)[0],
        "GloVe": learned.R,
        "GloVe, no word out of place": by_glove(bench, cooccurrence.count(clean, WINDOW, V))[1].R,
        "continuous bag of words": by_context(bench, texts),
    }
    right = {name: analogy.accuracy(R, ASKED) for name, R in found.items()}
    alike, any_two = parallels(learned.R), chance(bench, learned.R)
    rotated, constrained, before = two_languages(bench, texts)
    holds = (
        right["GloVe"] > 0.9
        and right["continuous bag of words"] > 0.8
        and alike > any_two + 0.3
        and rotated[PAIRS[2]] > before + 0.2
        and constrained > before + 0.1
    )
    measured = (
        f"GloVe's vectors of {K} numbers complete {right['GloVe']:.0%} of {len(ASKED)} analogies, "
        f"those from contexts {right['continuous bag of words']:.0%}. The steps from a man to a "
        f"woman have a cosine of {alike:.2f} with each other. With {PAIRS[2]} words of "
        f"Esperanto known, {rotated[PAIRS[2]]:.0%} of the other {V - PAIRS[2]} are found by a "
        f"rotation, {constrained:.0%} by pulling known pairs together, {before:.0%} by neither."
    )
    blocks = (
        section("The world"),
        *sample(),
        section("Analogies"),
        *scores(right),
        *questions(learned.R),
        progress(course),
        section("The same step from every man"),
        *people(learned.R, alike, any_two),
        section("Two languages"),
        *languages(rotated, constrained, before),
    )
    numbers = {
        "GloVe": right["GloVe"],
        "bag of words": right["continuous bag of words"],
        "principal components": right["principal components of the counts"],
        "cosine of steps": alike,
        "rotation": rotated[PAIRS[2]],
        "constrained": constrained,
    }
    return Findings(measured, holds, blocks, numbers)


def told(bench: Bench, language: str, slips: float = SLIPS) -> list[Any]:
    """Tell sentences in numbers; a word of Esperanto has the number of its translation."""
    key = f"{bench.name} {bench.seed} {language}"
    sentences = kingdom.sentences(SENTENCES, slips, key)
    if language == "English":
        return [KNOWN.numbers(sentence) for sentence in sentences]
    other = Vocabulary(tuple(kingdom.ESPERANTO[word] for word in ENGLISH))
    return [other.numbers(kingdom.in_esperanto(sentence)) for sentence in sentences]


def by_glove(bench: Bench, X: Any) -> tuple[dict[int, float], glove.Glove]:
    """Learn vectors by GloVe; tell how many analogies they complete on the way."""
    p, steps = glove.initial(V, K, bench.noise("GloVe")), bench.epochs(STEPS)
    run = fit(lambda p, _: glove.loss(p, X), p, Adam(RATE), repeat(0, steps))
    course = {0: analogy.accuracy(p.R, ASKED)}
    rounds = -(-steps // EVERY)
    for k in bench.stage("Learning GloVe vectors", rounds):
        for value, p in islice(run, EVERY):  # noqa: B007
            bench.loss(value)
        course[min((k + 1) * EVERY, steps)] = analogy.accuracy(p.R, ASKED)
    return course, p


def by_context(bench: Bench, texts: Sequence[Any]) -> Any:
    """Learn vectors by foretelling each word from up to four on either side."""
    edge = np.full(SIDE, PAD)
    contexts, middle = windows_within([np.r_[edge, w, edge] for w in texts], SIDE, SIDE)
    noise = bench.noise("bag of words")
    p = cbow.initial(V + 1, K, noise.split("start"))
    passes = min(bench.epochs(PASSES), PASSES)
    drawn = batches(len(middle), BATCH, noise.split("order"), passes)
    run = fit(lambda p, at: cbow.loss(p, contexts[at], middle[at]), p, Adam(CBOW_RATE), drawn)
    for _ in bench.stage("Learning from contexts", passes):
        for value, p in islice(run, -(-len(middle) // BATCH)):  # noqa: B007
            bench.loss(value)
    return p.R[:V]


def steps_between(R: Any, pairs: Sequence[tuple[str, str]]) -> Any:
    """Give the difference of the vectors of every pair."""
    first, second = (KNOWN.numbers(each) for each in zip(*pairs, strict=True))
    return R[second] - R[first]


def couples() -> list[tuple[str, str]]:
    """List man and woman of each station and age."""
    return [(kingdom.english(a), kingdom.english(b)) for a, b in kingdom.PEOPLE.values()]


def parallels(R: Any) -> float:
    """Average the cosine between the steps from man to woman."""
    return between(steps_between(R, couples()))


def chance(bench: Bench, R: Any) -> float:
    """Average the size of the cosine between steps from any word to any other."""
    drawn = bench.noise("any two words").integers((200, 2), V)
    unit = analogy.unit(R[drawn[:, 0]] - R[drawn[:, 1]])
    return float(np.abs((unit[::2] * unit[1::2]).sum(axis=1)).mean())


def between(D: Any) -> float:
    """Average the cosine between every two rows."""
    cosines = analogy.unit(D) @ analogy.unit(D).T
    return float(cosines[np.triu_indices(len(D), 1)].mean())


def two_languages(bench: Bench, texts: Sequence[Any]) -> tuple[dict[int, float], float, float]:
    """Learn both languages from different sentences; translate words that were never paired.

    Returns:
        The share right after a rotation, by the number of words known; the share after learning
        with known pairs pulled together; the share when neither is done.
    """
    Xs = [cooccurrence.count(each, WINDOW, V) for each in (texts, told(bench, "Esperanto"))]
    R, S = (cooccurrence.low_rank(cooccurrence.information(X), LARGE)[0] for X in Xs)
    order = bench.noise("dictionary").order(V)
    rotated = {}
    for count in PAIRS:
        known = order[:count]
        Q = alignment.rotation(R[known], S[known])
        rotated[count] = share(R @ Q, S, order[count:])
    known = order[: PAIRS[2]]
    return (
        rotated,
        constrained_share(bench, Xs, known, order[PAIRS[2] :]),
        share(R, S, order[PAIRS[2] :]),
    )


def constrained_share(bench: Bench, Xs: Sequence[Any], known: Any, rest: Any) -> float:
    """Learn GloVe vectors of both languages at once, known pairs pulled together."""
    noise, steps = bench.noise("constrained"), bench.epochs(STEPS)
    both = glove.initial(V, LARGE, noise.split("one")), glove.initial(V, LARGE, noise.split("two"))
    pairs = np.stack([known, known], 1)

    def loss(p: tuple[glove.Glove, glove.Glove], _: int) -> Any:
        one, other = p
        apart = alignment.penalty(one.R, other.R, pairs)
        apart = apart + alignment.penalty(one.other, other.other, pairs)
        return glove.loss(one, Xs[0]) + glove.loss(other, Xs[1]) + PULL * apart

    run = fit(loss, both, Adam(RATE), repeat(0, steps))
    for _ in bench.stage("Learning two languages at once", -(-steps // EVERY)):
        for value, both in islice(run, EVERY):  # noqa: B007
            bench.loss(value)
    return share(both[0].R, both[1].R, rest)


def share(R: Any, S: Any, asked: Any) -> float:
    """Give the share of words whose nearest of the other language is their translation."""
    return float((alignment.translations(R, S)[asked] == asked).mean())


def sample() -> tuple[Block, ...]:
    """Say what is learnt from."""
    three = [" ".join(each) for each in kingdom.sentences(3)]
    return words(
        f"{SENTENCES:,} sentences over {V} words, such as *{three[0]}*, *{three[1]}* and "
        f"*{three[2]}*. About one word in {1 / SLIPS:.0f} is any word at all, so that, as in a "
        "long text, every two words meet now and then. What *man* means is told nowhere; only who "
        "keeps company with whom."
    )


def scores(right: dict[str, float]) -> tuple[Block, ...]:
    """Compare ways to learn vectors."""
    return (
        *words(
            "*A is to B as C is to …*: the word nearest to $v_B - v_A + v_C$, by cosine and not "
            "one of the three. In plain counts the most common words drown the rest. GloVe leaves "
            "out pairs that never meet: where no word is ever out of place, it does not see what a "
            "king never does, and knows little."
        ),
        table(
            (f"vectors of {K} numbers", "analogies right"),
            [(name, f"{share:.0%}") for name, share in right.items()],
            "lr",
            f"{len(ASKED)} analogies completed, by how the vectors were learnt",
        ),
    )


def questions(R: Any) -> tuple[Block, ...]:
    """Answer some analogies with the two next best."""
    rows = []
    for question in QUESTIONS:
        a, b, c = KNOWN.numbers(question.split()).tolist()
        unit = analogy.unit(R)
        wanted = unit[b] - unit[a] + unit[c]
        near = analogy.nearest(unit, wanted, 3, (a, b, c))
        cosines = analogy.cosines(unit, wanted)
        first, second, third = question.split()
        said = [f"{ENGLISH[k]} ({cosines[k]:.2f})" for k in near]
        rows.append((f"{first} : {second} :: {third} :", *said))
    return (
        table(("asked", "nearest", "second", "third"), rows, "llll", "GloVe's answers (cosines)"),
    )


def progress(course: dict[int, float]) -> Chart:
    """Draw analogies completed against steps of training."""
    alt = "The share of analogies that GloVe completes rises from next to nothing to nearly all."
    return Chart((Series("GloVe", tuple(course.items())),), "steps", "analogies right", alt)


def people(R: Any, alike: float, any_two: float) -> tuple[Block, ...]:
    """Draw people along the direction from man to woman, and along what else sets them apart."""
    pairs = couples()
    names = [name for pair in pairs for name in pair]
    h = R[KNOWN.numbers(names)]
    h = h - h.mean(axis=0)
    across = analogy.unit(steps_between(R, pairs).mean(axis=0))
    rest = h - np.outer(h @ across, across)
    x = np.stack([h @ across, rest @ furthest(rest)], 1)
    x = (x - x.min(axis=0)) / np.maximum(np.ptp(x, axis=0), 1e-9)
    spots = tuple(
        Spot(float(px), float(py), name, k % 2)
        for k, ((px, py), name) in enumerate(zip(x.tolist(), names, strict=True))
    )
    edges = tuple((k, k + 1) for k in range(0, len(names), 2))
    alt = (
        "Twelve people in the plane, men on the left and women on the right; the lines that join "
        "each man to his woman all run across in much the same direction."
    )
    return (
        *words(
            "Across: the mean step from a man to a woman. Upwards: what else sets the twelve "
            f"apart. The six steps have a mean cosine of {alike:.2f}; steps "
            f"between any two words, {any_two:.2f} in size."
        ),
        Map(spots, edges, alt, ("men", "women")),
    )


def furthest(h: Any) -> Any:
    """Find the direction, of those in which most differs, that sets six couples furthest apart."""
    plane = np.linalg.svd(h)[2][:2]
    angles = np.linspace(0, np.pi, ANGLES, endpoint=False)
    directions = np.stack([np.cos(angles), np.sin(angles)], 1) @ plane
    heights = np.sort((h[::2] + h[1::2]) @ directions.T, axis=0)
    gaps = np.diff(heights, axis=0).min(axis=0) / np.maximum(np.ptp(heights, axis=0), 1e-9)
    return directions[gaps.argmax()]


def languages(rotated: dict[int, float], constrained: float, before: float) -> tuple[Block, ...]:
    """Show what a dictionary of some words does for the others."""
    rows = [(f"rotation, {count} words known", f"{part:.0%}") for count, part in rotated.items()]
    rows.insert(0, ("as learnt, none known", f"{before:.0%}"))
    rows.append((f"learnt together, {PAIRS[2]} words known", f"{constrained:.0%}"))
    return (
        *words(
            "Other sentences, told in Esperanto with verbs at the end, give other vectors. Known "
            "pairs can be pulled together while both are learnt, as in the notes, or one language "
            "rotated onto the other afterwards. Asked are only words that were not known; the "
            f"nearest of {V} counts, so guessing gives {1 / V:.0%}."
        ),
        table(
            ("vectors", "translated rightly"),
            rows,
            "lr",
            "Words translated that were never paired",
        ),
    )


LAB = Lab(
    title="Arithmetic with words",
    asks=(
        "Vectors are learnt from which words stand near each other. Is *king − man + woman* then "
        "*queen*? And can two languages share one space?"
    ),
    claim=(
        "Word vectors have a geometry: a relation such as from man to woman, or from a country to "
        "its capital, is much the same step everywhere, so analogies can be solved by adding and "
        "subtracting. Words known to mean the same tie two languages together, and others follow."
    ),
    source="Barber, Neural Nets, *Word Embeddings*; Wei, CSC413, §6",
    run=run,
    counts="steps",
    data="kingdom",
)
