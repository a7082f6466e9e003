"""A small world told in short sentences, from which word vectors learn analogies.

A person is a station (royal, common, kin), an age and a sex, and a sentence shows one of them:
what the royal do, what the young do, "he" or "she". A verb stands in the present or the past,
and a town and its country share a language. So king − man + woman = queen can be learned from
who keeps company with whom, and from nothing else.

The same sentences can be had in Esperanto, word for word but with each verb at the end of its
clause, which its grammar allows, for vectors of two languages to be laid over each other.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from ncrevise.draw import Draw

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PEOPLE = {
    ("royal", "old"): ("king reĝo", "queen reĝino"),
    ("royal", "young"): ("prince princo", "princess princino"),
    ("common", "old"): ("man viro", "woman virino"),
    ("common", "young"): ("boy knabo", "girl knabino"),
    ("kin", "old"): ("uncle onklo", "aunt onklino"),
    ("kin", "young"): ("nephew nevo", "niece nevino"),
}
SEXES = (("he li", "his lia", "beard barbo"), ("she ŝi", "her ŝia", "gown robo"))
DEEDS = {
    "royal": (("wears portas", "wore portis", "crown kronon"),
              ("guards gardas", "guarded gardis", "palace palacon")),
    "common": (("ploughs plugas", "ploughed plugis", "field kampon"),
               ("milks melkas", "milked melkis", "cow bovinon")),
    "kin": (("visits vizitas", "visited vizitis", "family familion"),
            ("brings alportas", "brought alportis", "gift donacon")),
    "old": (("drinks trinkas", "drank trinkis", "wine vinon"),
            ("rides rajdas", "rode rajdis", "horse ĉevalon")),
    "young": (("climbs grimpas", "climbed grimpis", "tree arbon"),
              ("learns lernas", "learned lernis", "song kanton")),
}  # fmt: skip
TIMES = ("today hodiaŭ", "yesterday hieraŭ")
LANDS = (
    ("france francio", "paris parizo", "french france"),
    ("italy italio", "rome romo", "italian itale"),
    ("spain hispanio", "madrid madrido", "spanish hispane"),
    ("germany germanio", "berlin berlino", "german germane"),
    ("greece grekio", "athens ateno", "greek greke"),
    ("poland pollando", "warsaw varsovio", "polish pole"),
)
SPEAKERS = ("army armeo", "mayor urbestro")  # of a country, of a town
LINKS = (
    "the la", "that ke", "of de", "capital ĉefurbo", "long longa",
    "says diras", "said diris", "is estas", "was estis", "speaks parolas",
)  # fmt: skip


def entries() -> list[str]:
    """List each word with its translation, in one string as the tables have them."""
    pairs = [*PEOPLE.values(), *SEXES, TIMES, *LANDS, SPEAKERS, LINKS]
    pairs += [deed for deeds in DEEDS.values() for deed in deeds]
    return [entry for group in pairs for entry in group]


def english(entry: str) -> str:
    """Take the English word of an entry."""
    return entry.partition(" ")[0]


ESPERANTO: dict[str, str] = dict(entry.split() for entry in entries())
VERBS = frozenset(word for word, other in ESPERANTO.items() if other.endswith(("as", "is")))


def person(draw: Draw) -> list[str]:
    """Tell what somebody does or did, by station or by age."""
    traits = draw.choice(list(PEOPLE))
    who = english(draw.choice(PEOPLE[traits]))
    present, past, what = map(english, draw.choice(DEEDS[draw.choice(traits)]))
    today, yesterday = map(english, TIMES)
    when, verb = draw.choice([(today, present), (yesterday, past)])
    return [when, "the", who, verb, "the", what]


def sex(draw: Draw) -> list[str]:
    """Let somebody speak of himself or herself."""
    which = draw.integer(0, 1)
    pronoun, possessive, thing = map(english, SEXES[which])
    who = english(draw.choice(list(PEOPLE.values()))[which])
    says, is_ = draw.choice([("says", "is"), ("said", "was")])
    what = draw.choice([[possessive, thing, is_, "long"], [pronoun, is_, "the", who]])
    return ["the", who, says, "that", *what]


def land(draw: Draw) -> list[str]:
    """Tell what is spoken in a country or its capital."""
    country, town, language = map(english, draw.choice(LANDS))
    army, mayor = map(english, SPEAKERS)
    who, where = draw.choice([(army, country), (mayor, town)])
    spoken = ["the", who, "of", where, "speaks", language]
    capital = [town, "is", "the", "capital", "of", country]
    return draw.choice([spoken, spoken, capital])


TELLERS: tuple[Callable[[Draw], list[str]], ...] = (person, person, sex, land)


def sentences(count: int = 4000, noise: float = 0.0, key: str = "kingdom") -> list[list[str]]:
    """Tell ``count`` sentences.

    Args:
        count: how many.
        noise: the chance that a word is any word at all; the analogies fade as it grows.
        key: another key, other sentences.
    """
    draw = Draw(key)
    told = [draw.choice(TELLERS)(draw) for _ in range(count)]
    words, slips = sorted(ESPERANTO), Draw(f"{key} noise")
    return [
        [slips.choice(words) if slips.chance(noise) else word for word in sentence]
        for sentence in told
    ]


def in_esperanto(sentence: Sequence[str]) -> list[str]:
    """Translate word for word, each verb moved to the end of its clause."""
    if "that" in sentence:
        cut = list(sentence).index("that")
        first, second = in_esperanto(sentence[:cut]), in_esperanto(sentence[cut + 1 :])
        return [*first, ESPERANTO["that"], *second]
    return [ESPERANTO[word] for word in sorted(sentence, key=VERBS.__contains__)]


def analogies() -> list[tuple[str, str, str, str]]:
    """List every a : b :: c : d that the sentences bear out, by sex, age, tense and land."""
    by_age = [
        (PEOPLE[station, "old"][which], PEOPLE[station, "young"][which])
        for station, age in PEOPLE
        if age == "old"
        for which in (0, 1)
    ]
    tenses = [deed[:2] for deeds in DEEDS.values() for deed in deeds]
    relations = [list(PEOPLE.values()), by_age, tenses, [place[:2] for place in LANDS]]
    return [
        (english(a), english(b), english(c), english(d))
        for pairs in relations
        for (a, b), (c, d) in permutations(pairs, 2)
    ]
