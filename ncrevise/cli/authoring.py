"""Writing a family or a question to start from, one that works as it is."""

from __future__ import annotations

import keyword
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from ncrevise.cli import screen
from ncrevise.errors import DrawError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TEMPLATES = Path(__file__).parent / "templates"
LONGEST = 40  # letters of a topic or name
# What Windows gives to no file, whatever its ending.
DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{d}{k}" for d in ("com", "lpt") for k in "123456789")}
)
SHAPE = "TOPIC.NAME has small letters and digits, and hyphens in NAME, as in rl.q-update"


def checkout() -> Path | None:
    """Find the checkout that this program runs from; None when it is installed."""
    import ncrevise

    root = Path(ncrevise.__file__).parent.parent
    whole = (root / "question_bank").is_dir() and (root / "tests" / "oracles").is_dir()
    return root if whole else None


def split(name: str) -> tuple[str, str]:
    """Part the name that a family is to have.

    Raises:
        UsageError: when it can't be called so.
    """
    from ncrevise import registry
    from ncrevise.own import NAME, ORACLE, TOPIC

    topic, _, rest = name.partition(".")
    if not (TOPIC.fullmatch(topic) and NAME.fullmatch(rest)):
        raise UsageError(f"{name!r} can't be the name of a family: {SHAPE}.")
    for word in (topic, rest):
        if keyword.iskeyword(word) or word in DEVICES:
            whose = "Windows" if word in DEVICES else "Python"
            raise UsageError(f"{word!r} is a word of {whose}'s own; choose another name.")
        if len(word) > LONGEST:
            raise UsageError(f"{word!r} is too long for a name: {LONGEST} letters are the most.")
    if f"-{rest}".endswith(ORACLE.replace("_", "-")):
        raise UsageError(f"{name}: a name that ends in oracle is that of an oracle.")
    if name in registry.family_names():
        raise UsageError(f"There is a family {name} already.")
    return topic, rest


def template(name: str, **words: str) -> str:
    """Fill a template in."""
    text = (TEMPLATES / f"{name}.txt").read_text(encoding="utf-8")
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    return text


def write_family(name: str, folder: Path | None) -> None:
    """Write a family, its questions and its oracle.

    Args:
        name: what it is to be called.
        folder: of a lecturer's own; None for the checkout.

    Raises:
        UsageError: when it can't be called so, or something would be written over.
    """
    topic, rest = split(name)
    root = None if folder else checkout()
    if folder is not None:
        files = own_files(folder, topic, rest)
    elif root is not None:
        files = checkout_files(root, topic, rest)
    else:
        raise UsageError("Name a folder of your own to write it to: --families DIR.")
    there = [path for path in files if path.exists() and path.parent.name != "oracles"]
    if there:
        raise UsageError(f"{there[0]} is there already; nothing was written.")
    write(files)
    screen.out(f"\n{next_steps(name, folder)}")


def own_files(folder: Path, topic: str, rest: str) -> dict[Path, str]:
    """Give what is written to a folder of one's own: all of a topic side by side."""
    from ncrevise.bank import home

    stem, there = rest.replace("-", "_"), folder / topic
    heading = f'"""What checks {topic}.{rest}, independently of it."""\n\n'
    oracle = template("oracle", FUNCTION="oracle")
    files = {
        there / f"{stem}.py": template("family", TITLE=title(rest)),
        there / f"{rest}.md": template("questions"),
        there / f"{stem}_oracle.py": f"{heading}{PREAMBLE}{oracle}",
    }
    about = there / "_topic.toml"
    if not about.exists() and not (home() / topic).is_dir():
        files[about] = topic_file(topic)
    return files


def checkout_files(root: Path, topic: str, rest: str) -> dict[Path, str]:
    """Give what is written to a checkout: the family, the questions, the oracle of its topic."""
    stem = rest.replace("-", "_")
    families = root / "ncrevise" / "families" / topic
    bank = root / "question_bank" / topic
    oracles = root / "tests" / "oracles" / f"{topic}.py"
    files = {
        families / f"{stem}.py": template("family", TITLE=title(rest)),
        bank / f"{rest}.md": template("questions"),
    }
    if not (families / "__init__.py").exists():
        files[families / "__init__.py"] = f'"""Families of {topic}."""\n'
    if not (bank / "_topic.toml").exists():
        files[bank / "_topic.toml"] = topic_file(topic)
    oracle = template("oracle", FUNCTION=stem)
    before = f'"""{title(topic)}, independently of the families."""\n\n{PREAMBLE}'
    if oracles.exists():
        before = oracles.read_text(encoding="utf-8").rstrip() + "\n\n\n"
        if not families.is_dir():
            raise UsageError(f"{topic!r} can't be a topic: {shown(oracles)} is something else.")
        if re.search(rf"^def {stem}\(", before, re.MULTILINE):
            raise UsageError(f"{shown(oracles)} has a function {stem} already.")
    files[oracles] = before + oracle
    return files


PREAMBLE = "from __future__ import annotations\n\nfrom typing import Any\n\n\n"


def title(word: str) -> str:
    """Make a title of a name."""
    return word.replace("-", " ").capitalize()


def topic_file(topic: str) -> str:
    """Write what is said of a topic."""
    return f'title = "{title(topic)}"\n'


def write(files: Mapping[Path, str]) -> None:
    """Write files, and say so."""
    from ncrevise.cli.files import write_whole

    for path, text in files.items():
        grows = path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())
        screen.out(f"{'Added to' if grows else 'Wrote'} {shown(path)}\n")


def shown(path: Path) -> str:
    """Write a path as short as it can be from here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def next_steps(name: str, folder: Path | None) -> str:
    """Say what an author does next."""
    tests = "tests/test_contract.py tests/test_oracles.py tests/test_printed.py"
    run = f"ncrevise --families {shlex.quote(str(folder))}" if folder else "ncrevise"
    steps = [f"{run} show {name}/1@1 --solution", f"{run} bank check"]
    if folder is None:
        steps.insert(1, f'pytest {tests} -k "{name}/ or {name}]"')
        steps.append("pytest tests/test_golden.py tests/test_determinism.py --accept")
    return "\n".join(("It works as it is. Change it, and look:", *indented(steps)))


def indented(steps: Iterable[str]) -> tuple[str, ...]:
    """Set commands in."""
    return (*(f"  {step}" for step in steps), "")


def write_question(name: str, slug: str, bank: Path | None, families: Path | None) -> None:
    """Write a question of a family, after those that its file has.

    Args:
        name: the family.
        slug: the question's id within it.
        bank: the folder it is written to; None for that of the family.
        families: the folder of a lecturer's own families.

    Raises:
        UsageError: for a family that there is not, or an id that is taken or can't be one.
    """
    from ncrevise import own, registry
    from ncrevise.bank import SLUG, Bank, read_file
    from ncrevise.cli.skeleton import question_text

    family = registry.family(name)
    if not SLUG.fullmatch(slug):
        raise UsageError(f"{slug!r} may have small letters, digits and hyphens only.")
    root = checkout()
    target = bank or (families if name in own.paths() else root and root / "question_bank")
    if target is None:
        raise UsageError("Name a folder of your own to write it to: --bank DIR.")
    for question in Bank(target, *screen.folders()).of_topic(family.topic):
        if f"{name}/{slug}" in {question.id, *question.aliases}:
            raise UsageError(
                f"There is a question {name}/{slug} already: {question.file}:{question.line}."
            )
    path = target / family.topic / f"{name.partition('.')[2]}.md"
    before = path.read_text(encoding="utf-8").rstrip() + "\n\n" if path.exists() else ""
    write({path: before + question_text(family, slug)})
    read_file.cache_clear()
    trouble = drawable(path, f"{name}/{slug}")
    if trouble:
        screen.note(f"As it is no numbers can be drawn; choose ranges. ({trouble})")
    options = "".join(
        f" --{option} {shlex.quote(str(folder))}"
        for option, folder in (("families", families), ("bank", bank))
        if folder is not None
    )
    steps = (f"ncrevise{options} show {name}/{slug}@1 --solution", f"ncrevise{options} bank check")
    screen.out("\n".join(("\nChange it, and look:", *indented(steps))))


def drawable(path: Path, wanted: str) -> str:
    """Say why a question that was written can't be drawn; empty when it can."""
    from ncrevise.bank import read_file
    from ncrevise.item import draw_solution
    from ncrevise.mistake import UNWORKABLE

    question = next(q for q in read_file(path) if q.id == wanted)
    try:
        draw_solution(question, 1)
    except DrawError as error:
        return str(error).rpartition("the last failed: ")[2]
    except UNWORKABLE as error:
        return str(error)
    return ""
