"""Reads the question bank: Markdown files with TOML front matter. Opening one runs nothing.

A file holds one family's questions, each with its own front matter between ``+++`` lines.
Every key is checked; an error names the file and the line.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ncrevise import registry
from ncrevise.errors import BankError, UsageError
from ncrevise.question import STYLES, Accept, Hint, Part, Question, Worked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ncrevise.settings import Settings

FENCE = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HINTS = re.compile(r"^## Hints[ \t]*$", re.MULTILINE)
HINT = re.compile(r"^- (?:\[(\w+)\](?!\()[ \t]*)?", re.MULTILINE)
TOML_LINE = re.compile(r" \(at line (\d+), column \d+\)")
ACCEPT = re.compile(r"(\d+) (places?|figures?)|(\d+(?:\.\d+)?)\s*%|exact|set|algebra|choice")
KEYS = frozenset(
    "slug family title source level places ranges parts worked aliases".split()  # noqa: SIM905
)
PART_KEYS = frozenset({"asks", "marks", "prompt", "accept", "style"})
WORKED_KEYS = frozenset({"givens", "answer", "source", "places"})
UNKNOWN = "Families of your own are named with --families DIR."
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Topic:
    """A section of the catalogue."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Place:
    """A question's front matter, for messages: its file, first line and text."""

    file: str
    line: int
    front: str = ""

    def error(self, message: str, key: str = "") -> BankError:
        """Make the error that says it is here: at a key, where that can be found."""
        found = re.search(rf"(?<![\w.-]){re.escape(key)}\s*=", self.front) if key else None
        line = self.line + self.front.count("\n", 0, found.start()) if found else self.line
        return BankError(message, self.file, line)


def home() -> Path:
    """Find the bank that comes with the program: packed in a wheel, or beside a checkout."""
    packed = Path(__file__).parent / "_bank"
    return packed if packed.is_dir() else Path(__file__).parent.parent / "question_bank"


class Bank:
    """The questions of one or more folders.

    Args:
        folders: searched in order, each once; the program's own bank is always among them.
    """

    def __init__(self, *folders: Path) -> None:
        self.folders = tuple({path.resolve(): path for path in (*folders, home())}.values())

    def topics(self) -> tuple[Topic, ...]:
        """List the topics that have questions, in the order of their files."""
        names: dict[str, Topic] = {}
        for folder in self.folders:
            for path in (
                sorted(p for p in folder.iterdir() if p.is_dir()) if folder.is_dir() else ()
            ):
                untitled = path.name not in names or names[path.name].title == path.name
                if untitled and any(path.glob("*.md")):
                    names[path.name] = Topic(path.name, topic_title(path))
        return tuple(names[name] for name in sorted(names))

    def questions(self, topics: tuple[str, ...] = ()) -> tuple[Question, ...]:
        """List the questions of some topics or families, or all.

        Raises:
            UsageError: for a topic or family without questions.
        """
        known = [topic.name for topic in self.topics()]
        for topic in topics:
            if topic.partition(".")[0] not in known:
                hint = registry.did_you_mean(topic, known)
                raise UsageError(f"There is no topic {topic!r}.{hint}")
        wanted = {topic.partition(".")[0] for topic in topics} or set(known)
        found = [q for name in sorted(wanted) for q in self.of_topic(name)]
        if not topics:
            return tuple(found)
        chosen = [q for q in found if any(t in {q.topic, q.family, q.id} for t in topics)]
        for topic in topics:
            if not any(topic in {q.topic, q.family, q.id} for q in chosen):
                hint = registry.did_you_mean(topic, sorted({q.family for q in found}))
                raise UsageError(f"There are no questions for {topic!r}.{hint}")
        return tuple(chosen)

    def of_topic(self, topic: str) -> Iterator[Question]:
        """Read the files of one topic, in every folder."""
        seen: dict[str, Question] = {}
        for folder in self.folders:
            for path in sorted((folder / topic).glob("*.md")):
                for question in read_file(path):
                    if question.id in seen:
                        first = seen[question.id]
                        raise Place(question.file, question.line).error(
                            f"{question.id} is already in {first.file}:{first.line}."
                        )
                    seen[question.id] = question
                    yield question

    def question(self, name: str) -> Question:
        """Find a question by its id, or an id it had before."""
        topic = name.partition(".")[0]
        known = [t.name for t in self.topics()]
        if topic in known:
            for question in self.of_topic(topic):
                if name in {question.id, *question.aliases}:
                    return question
        ids = [q.id for q in self.questions()]
        raise UsageError(f"There is no question {name!r}.{registry.did_you_mean(name, ids)}")

    def open(self, code: str) -> tuple[Question, int]:
        """Read a code such as ``lstm.step/2@7f2a``."""
        name, at, seed = code.strip().partition("@")
        if not at or not re.fullmatch(r"[0-9a-fA-F]{1,16}", seed):
            raise UsageError(
                f"{code!r} is not a code. A code is a question and a seed, as in lstm.step/2@7f2a."
            )
        return self.question(name), int(seed, 16)


def topic_title(folder: Path) -> str:
    """Read a topic's title."""
    about = folder / "_topic.toml"
    if not about.is_file():
        return folder.name
    return str(tomllib.loads(about.read_text(encoding="utf-8")).get("title", folder.name))


@lru_cache(maxsize=1024)
def read_file(path: Path) -> tuple[Question, ...]:
    """Read one file of questions.

    Raises:
        BankError: with file and line, for anything that is not as it should be.
    """
    shown = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BankError(f"can't be read: {error}", shown) from error
    marks = list(FENCE.finditer(text))
    if not marks or text[: marks[0].start()].strip():
        raise BankError("a question file starts with a line of +++.", shown, 1)
    if len(marks) % 2:
        line = text.count("\n", 0, marks[-1].start()) + 1
        raise BankError("this +++ has no partner; front matter stands between two.", shown, line)
    found = []
    for k in range(0, len(marks), 2):
        end = marks[k + 2].start() if k + 2 < len(marks) else len(text)
        front, body = text[marks[k].end() : marks[k + 1].start()], text[marks[k + 1].end() : end]
        lines = (
            text.count("\n", 0, marks[k].end()) + 1,
            text.count("\n", 0, marks[k + 1].end()) + 1,
        )
        found.append(read_question(path, shown, front, body, lines))
    return tuple(found)


def read_question(
    path: Path, shown: str, front: str, body: str, lines: tuple[int, int]
) -> Question:
    """Read one question from its front matter and wording."""
    place = Place(shown, lines[0], front)
    try:
        data = tomllib.loads(front)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        at = TOML_LINE.search(message)
        line = lines[0] + int(at[1]) - 1 if at else lines[0]
        raise BankError(TOML_LINE.sub("", message) + ".", shown, line) from error
    known_keys(data, KEYS, place)
    family = f"{path.parent.name}.{path.stem}"
    if data.get("family", family) != family:
        message = f"family is {data['family']!r}, but the file's place says {family!r}."
        raise place.error(message, "family")
    slug = str(need(data, "slug", place))
    if not SLUG.fullmatch(slug):
        raise place.error(f"slug {slug!r} may have small letters, digits and hyphens only.", "slug")
    if family not in registry.family_names():
        hint = registry.did_you_mean(family, registry.family_names())
        message = f"there is no family {family!r}.{hint} {UNKNOWN}"
        raise place.error(message)
    places = whole(data.get("places", 4), "places", 0, 10, place)
    prompt, below = split_body(body)
    parts = read_parts(need(data, "parts", place), places, place)
    hints = read_hints(below, parts, Place(shown, lines[1] + body.count("\n") - below.count("\n")))
    return Question(
        id=f"{family}/{slug}",
        family=family,
        title=str(need(data, "title", place)),
        topic=path.parent.name,
        level=whole(need(data, "level", place), "level", 1, 3, place),
        source=str(need(data, "source", place)),
        ranges=data.get("ranges", {}),
        prompt=prompt,
        parts=parts,
        hints=hints,
        worked=tuple(read_worked(case, place) for case in data.get("worked", ())),
        aliases=tuple(map(str, data.get("aliases", ()))),
        places=places,
        file=shown,
        line=lines[0],
        prompt_line=lines[1],
    )


def known_keys(data: Mapping[str, Any], known: frozenset[str], place: Place) -> None:
    """Refuse keys that mean nothing."""
    for key in data:
        if key not in known:
            hint = registry.did_you_mean(key, sorted(known))
            raise place.error(f"unknown key {key!r}.{hint}", key)


def need(data: Mapping[str, Any], key: str, place: Place) -> object:
    """Give a key's value, or say that it is missing."""
    if key not in data:
        raise place.error(f"the key {key!r} is missing.")
    return data[key]


def table(data: Mapping[str, Any], key: str, place: Place) -> Mapping[str, Any]:
    """Give a key's table, or say that it is none."""
    found = need(data, key, place)
    if not isinstance(found, dict):
        raise place.error(f"{key} must be a table, such as {{ x = 1 }}, not {found!r}.", key)
    return found


def whole(value: object, key: str, low: int, high: int, place: Place) -> int:
    """Take a whole number within limits."""
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        message = f"{key} must be a whole number from {low} to {high}, not {value!r}."
        raise place.error(message, key)
    return value


def split_body(body: str) -> tuple[str, str]:
    """Part the wording from what stands below the heading of the hints."""
    found = HINTS.search(body)
    return (body[: found.start()], body[found.end() :]) if found else (body, "")


def read_hints(text: str, parts: tuple[Part, ...], place: Place) -> tuple[Hint, ...]:
    """Read hints, one a list item, each with the letter of its part before it.

    Args:
        text: the list.
        parts: what is asked.
        place: where the list starts.
    """
    letters = [part.letter for part in parts]
    starts = list(HINT.finditer(text))
    ends = [*(found.start() for found in starts), len(text)][1:]
    hints = []
    for found, end in zip(starts, ends, strict=True):
        here = Place(place.file, place.line + text.count("\n", 0, found.start()))
        letter = found[1] or ""
        if letter and letter not in letters:
            known = ", ".join(letters) if len(parts) > 1 else "one, and its hints have no letter"
            raise here.error(f"there is no part ({letter}) to hint at; there is {known}.")
        said = " ".join(text[found.end() : end].split())
        if not said:
            raise here.error("this hint says nothing.")
        hints.append(Hint(letter, said, here.line))
    return tuple(hints)


def read_parts(
    listed: object,
    places: int,
    place: Place,
) -> tuple[Part, ...]:
    """Read what is asked."""
    if not isinstance(listed, list) or not listed:
        raise place.error("parts must list at least one table, such as { asks = …, marks = 2 }.")
    parts = []
    for k, data in enumerate(listed):
        known_keys(data, PART_KEYS, place)
        asks = str(need(data, "asks", place))
        marks = whole(need(data, "marks", place), "marks", 1, 50, place)
        style = str(data.get("style", ""))
        if style and style not in STYLES:
            hint = registry.did_you_mean(style, STYLES)
            raise place.error(f"unknown style {style!r}.{hint}", "style")
        usual = "exact" if style == "slip" else "choice" if style else f"{places} places"
        accept = read_accept(str(data.get("accept", usual)), place)
        letter = LETTERS[k] if len(listed) > 1 else ""
        prompt = str(data.get("prompt", ""))
        name = f"{asks}?{style}" if style else asks
        parts.append(Part(letter, name, marks, prompt, accept, asks, style))
    return tuple(parts)


def read_accept(text: str, place: Place) -> Accept:
    """Read an accepted precision, such as ``exact``, ``4 places``, ``3 figures`` or ``5%``."""
    found = ACCEPT.fullmatch(text.strip())
    if not found:
        raise place.error(
            f"accept is {text!r}; it may be exact, 4 places, 3 figures, 5%, set, algebra or "
            "choice.",
            "accept",
        )
    amount, unit, percent = found.groups()
    if unit:
        return Accept("places" if unit.startswith("place") else "figures", int(amount))
    if percent:
        return Accept("relative", float(percent) / 100)
    return Accept(text.strip())  # type: ignore[arg-type]  # the pattern lists the rules


@lru_cache(maxsize=4096)
def settings(question: Question) -> Settings:
    """Read from what a question draws, every key and value checked.

    Not done while reading, so that listing the bank loads no family.

    Raises:
        BankError: for settings or results that the family does not have.
    """
    from ncrevise.settings import RangeError
    from ncrevise.settings import settings as read

    place = Place(question.file, question.line)
    family = registry.family(question.family)
    for part in question.parts:
        if family.outcomes.of(part.base) is None:
            hint = registry.did_you_mean(part.base, family.results)
            raise place.error(f"the family has no result {part.base!r}.{hint}")
    try:
        return read(family, question.ranges)
    except RangeError as error:
        raise place.error(f"ranges: {error}") from error


def read_worked(data: Mapping[str, Any], place: Place) -> Worked:
    """Read a published case."""
    known_keys(data, WORKED_KEYS, place)
    return Worked(
        givens=table(data, "givens", place),
        answer=table(data, "answer", place),
        source=str(need(data, "source", place)),
        places=data.get("places"),
        line=place.line,
    )
