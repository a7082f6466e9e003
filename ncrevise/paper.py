"""Papers: questions and their solutions, in order, as one document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ncrevise.document.markdown import read_inline, read_template
from ncrevise.document.tree import (
    Aside,
    Block,
    Document,
    Heading,
    Keep,
    PageBreak,
    Paragraph,
    Part,
    Words,
)
from ncrevise.family import Shown
from ncrevise.givens.declare import givens_of
from ncrevise.givens.kinds import array, kind
from ncrevise.givens.kinds import number as scalar
from ncrevise.givens.place import cut, plain
from ncrevise.models.weights import squeezed
from ncrevise.results.printed import printed
from ncrevise.styles import WORDING
from ncrevise.working import working

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ncrevise.document.template import Template
    from ncrevise.family import Showable
    from ncrevise.item import Item, Solution
    from ncrevise.maths.tree import Node
    from ncrevise.question import Part as Asked
    from ncrevise.question import Question

LINES_A_MARK = 1
Where: TypeAlias = Literal["none", "after", "separate"]


class Showing(Mapping[str, Shown]):
    """What each placeholder of a prompt stands for, made only when it is looked up."""

    def __init__(self, givens: object, special: Showable) -> None:
        self.givens = givens
        self.special = special

    def __getitem__(self, name: str) -> Shown:
        if name in self.special:
            found = self.special[name]
            return found() if callable(found) else found
        for given, about in givens_of(type(self.givens)).items():
            value = getattr(self.givens, given)
            if given == name and value is not None:
                return shown_alone(value) if about.squeeze else kind(about.kind).show(value)
            if about.blocks and name.startswith(f"{given}_") and value is not None:
                parts = cut(value, getattr(self.givens, about.blocks))
                return shown_alone(parts[name.removeprefix(f"{given}_")])
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        declared = givens_of(type(self.givens))
        given = (name for name in declared if getattr(self.givens, name) is not None)
        return iter(dict.fromkeys((*given, *self.special)))

    def __len__(self) -> int:
        return len(tuple(iter(self)))


def shown_alone(value: tuple[Any, ...]) -> Node:
    """Show an array, one of a single entry as a number."""
    alone = squeezed(value)
    return array.show(value) if isinstance(alone, tuple) else scalar.show(alone)


def shown(item: Item) -> Mapping[str, Shown]:
    """Give what each placeholder of a prompt stands for."""
    return Showing(item.givens, item.family.shown(plain(item.givens)))


def prompt_template(question: Question) -> Template:
    """Read the wording before the parts, names and all."""
    return read_template(question.prompt, question.file, question.prompt_line)


def part_template(item: Item, part: Asked) -> Template:
    """Read a part's wording; without one, its result is asked for by what it means."""
    text = part.prompt or usual_wording(item, part)
    return read_template(text, item.question.file, item.question.line)


def prompt(item: Item, values: Mapping[str, Any] | None = None) -> tuple[Block, ...]:
    """Write what is asked, before its parts."""
    return prompt_template(item.question).fill(values or shown(item))


def parts(
    item: Item, values: Mapping[str, Any] | None = None, *, space: bool = False
) -> tuple[Part, ...]:
    """Write the parts; with ``space``, each with room to answer on paper."""
    filling = values or shown(item)
    return tuple(
        Part(
            part.letter,
            part.marks,
            (
                *part_template(item, part).fill(filling),
                *stated(item, part),
                *allowed(item, part),
            ),
            part.marks * LINES_A_MARK + 1 if space else 0,
        )
        for part in item.question.parts
    )


def usual_wording(item: Item, part: Asked) -> str:
    """Write a part without a wording of its own: its result is asked for by what it means."""
    meaning = item.family.outcome(part.base).meaning
    return WORDING[part.style].format(meaning) if part.style else f"Find {meaning}."


def stated(item: Item, part: Asked) -> tuple[Block, ...]:
    """Write what a part's style shows: answers to choose from, a statement, a working."""
    return item.derived[part.asks].blocks if part.asks in item.derived else ()


def allowed(item: Item, part: Asked) -> tuple[Block, ...]:
    """Say what may be answered to a part, where it does not go without saying."""
    said = item.form(part.asks).allowed
    return (Paragraph(read_inline(said)),) if said else ()


def hints(item: Item) -> tuple[tuple[Block, ...], ...]:
    """Write the question's own hints, in their order."""
    question, values = item.question, shown(item)
    return tuple(
        read_template(hint.text, question.file, hint.line).fill(values) for hint in question.hints
    )


def statement(item: Item, *, space: bool = False) -> tuple[Block, ...]:
    """Write a question: its wording, kept together, then its parts."""
    values = shown(item)
    return (Keep(prompt(item, values)), *parts(item, values, space=space))


def solution_blocks(solution: Solution) -> tuple[Block, ...]:
    """Write the working, step by step, and the answers."""
    return (*working(solution.tape), Aside("answer", answers(solution)))


def answers(solution: Solution) -> tuple[Block, ...]:
    """Write the answer to every part."""
    return tuple(
        block
        for part in solution.item.question.parts
        for block in printed(
            solution.tape,
            solution.values[part.asks],
            solution.form(part.asks),
            f"({part.letter}) " if part.letter else "",
        )
    )


def heading(item: Item, number: int | None, level: int = 2, *, solved: bool = False) -> Heading:
    """Write a question's heading: its number and title, its code and marks at the right."""
    marks = item.question.marks
    note = item.code if solved else f"{item.code}   {marks} mark{'' if marks == 1 else 's'}"
    start = f"{number}. " if number else ""
    end = ": solution" if solved else ""
    return Heading(level, (Words(f"{start}{item.question.title}{end}"),), note)


def question_document(solution: Solution, *, solved: bool = False) -> Document:
    """Write one question, with its solution when it is wanted."""
    item = solution.item
    blocks: tuple[Block, ...] = (heading(item, None), *statement(item))
    if solved:
        blocks += (Heading(3, (Words("Worked solution"),)), *solution_blocks(solution))
    return Document(f"{item.question.title} ({item.code})", blocks)


@dataclass(frozen=True)
class Paper:
    """Questions under a title.

    Args:
        title: printed at the top.
        solutions: the questions, worked.
    """

    title: str
    solutions: Sequence[Solution]

    @property
    def marks(self) -> int:
        """Marks in all."""
        return sum(s.item.question.marks for s in self.solutions)


def paper_documents(paper: Paper, where: Where = "none") -> tuple[Document, ...]:
    """Write a paper: one document, or two when the solutions are to be separate."""
    questions: list[Block] = [Heading(1, (Words(paper.title),), f"{paper.marks} marks")]
    solutions: list[Block] = []
    for number, solution in enumerate(paper.solutions, 1):
        item = solution.item
        questions += [heading(item, number), *statement(item, space=True)]
        solutions += [heading(item, number, solved=True), *solution_blocks(solution)]
    if where == "none":
        return (Document(paper.title, tuple(questions)),)
    title = f"{paper.title}: worked solutions"
    if where == "after":
        top = Heading(1, (Words("Worked solutions"),))
        return (Document(paper.title, (*questions, PageBreak(), top, *solutions)),)
    top = Heading(1, (Words(title),))
    return (Document(paper.title, tuple(questions)), Document(title, (top, *solutions)))
