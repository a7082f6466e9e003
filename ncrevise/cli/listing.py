"""What there is: topics, questions, families."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncrevise import registry
from ncrevise.cli.screen import bank, dump, note, out

if TYPE_CHECKING:
    from ncrevise.givens.declare import Given


def welcome() -> None:
    """Say what there is and what to do next."""
    questions = bank().questions()
    names = [topic.name for topic in bank().topics()]
    out(
        f"ncrevise has {len(questions)} questions on {len(names)} topics, each with new numbers "
        "every time.\n\n"
        "  ncrevise quiz              be asked, marked and shown the working\n"
        "  ncrevise solve FAMILY      work out the numbers of a past paper\n"
        "  ncrevise sheet -o x.pdf    print questions with worked solutions\n"
        "  ncrevise list              all questions;  ncrevise --help  all commands\n\n"
        f"Start with  ncrevise quiz {'rl' if 'rl' in names else names[0]}\n"
    )


def list_topics() -> None:
    """List the topics, with how many questions each has."""
    the_bank = bank()
    for topic in the_bank.topics():
        count = len(the_bank.questions((topic.name,)))
        plural = "" if count == 1 else "s"
        out(f"{topic.name:<12} {topic.title}  ({count} question{plural})\n")
    out("\nNext: ncrevise list TOPIC, or ncrevise quiz TOPIC\n")


def list_questions(topic: str | None, *, as_json: bool) -> None:
    """List questions."""
    questions = bank().questions((topic,) if topic else ())
    if as_json:
        out(
            dump(
                [
                    {
                        "id": q.id,
                        "family": q.family,
                        "title": q.title,
                        "topic": q.topic,
                        "level": q.level,
                        "marks": q.marks,
                        "parts": len(q.parts),
                        "source": q.source,
                    }
                    for q in questions
                ]
            )
            + "\n"
        )
        return
    widest = max(len(q.id) for q in questions)
    for q in questions:
        out(f"{q.id:<{widest}}  level {q.level}  {q.marks:>2} marks  {q.title}\n")
    first = questions[0]
    out(f"\nNext: ncrevise quiz {first.id}, or ncrevise show {first.id}@1\n")


def describe(name: str) -> dict[str, Any]:
    """Describe a family for a program."""
    from ncrevise.givens.declare import givens_of
    from ncrevise.givens.kinds import kind

    model = registry.family(name)
    about = givens_of(model.model)

    def default(word: Given) -> str | None:
        if not word.optional or word.default is None:
            return None
        return kind(word.kind).write(word.default)

    return {
        "id": name,
        "title": model.title,
        "source": model.source,
        "givens": [
            {
                "name": given,
                "type": word.kind,
                "shape": word.shape or None,
                "choices": list(word.one_of) or None,
                "default": default(word),
                "required": not word.optional,
                "meaning": word.meaning,
            }
            for given, word in about.items()
        ],
        "conventions": [given for given, word in about.items() if word.convention],
        "results": [{"name": result, "meaning": of} for result, of in model.results.items()],
        "mistakes": [{"id": m.id, "feedback": m.feedback} for m in model.mistakes],
    }


def list_families(topic: str | None, *, as_json: bool) -> None:
    """List families; faulty ones of one's own are named on stderr.

    Raises:
        UsageError: when there are none.
        FamilyError: when all of them are faulty.
    """
    from ncrevise.errors import UsageError

    known = registry.family_names()
    names = [n for n in known if topic is None or topic in {n, n.partition(".")[0]}]
    if not names:
        raise UsageError(
            f"There are no families for {topic!r}.{registry.did_you_mean(topic or '', known)}"
        )
    faulty = {name: e for name, e in registry.faulty_families().items() if name in names}
    names = [name for name in names if name not in faulty]
    if not names:
        raise next(iter(faulty.values()))
    for error in faulty.values():
        note(str(error))
    described = [describe(name) for name in names]
    if as_json:
        out(dump(described) + "\n")
        return
    for family in described:
        out(f"{family['id']}  {family['title']}\n")
        for given in family["givens"]:
            default = "" if given["required"] else f"  (default {given['default']})"
            shape = f" [{given['shape'].replace(',', ' × ')}]" if given["shape"] else ""
            out(f"    {given['name']}{shape}: {given['meaning']}{default}\n")
        out(f"    → {', '.join(r['name'] for r in family['results'])}\n")
    out(f"\nNext: ncrevise solve {names[0]} --template\n")
