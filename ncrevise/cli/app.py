"""The commands, their arguments and their help."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path  # noqa: TC003 - Typer reads annotations at run time
from typing import Annotated

import typer

from ncrevise.cli.screen import OPTIONS
from ncrevise.export.making.exporter import exporters

app = typer.Typer(
    name="ncrevise",
    help="Revise neural computation: questions with numbers, marked and worked in full.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)
bank_app = typer.Typer(help="Look after a question bank.", rich_markup_mode=None)
app.add_typer(bank_app, name="bank")
new_app = typer.Typer(help="Write a family or a question to start from.", rich_markup_mode=None)
app.add_typer(new_app, name="new")


class Format(StrEnum):
    """Formats a question or a working can be shown in."""

    terminal = "terminal"
    text = "text"
    markdown = "markdown"
    latex = "latex"
    html = "html"
    json = "json"


class Solutions(StrEnum):
    """Where a sheet has its worked solutions."""

    none = "none"
    after = "after"
    separate = "separate"


def known_families(incomplete: str) -> list[str]:
    """Complete a family's name for the shell."""
    from ncrevise.registry import family_names

    return [name for name in family_names() if name.startswith(incomplete)]


def known_topics(incomplete: str) -> list[str]:
    """Complete a topic's, family's or question's name for the shell."""
    from ncrevise.bank import Bank
    from ncrevise.registry import family_names

    names = {topic.name for topic in Bank().topics()} | set(family_names())
    if "." in incomplete:
        names |= {q.id for q in Bank().questions()}
    return sorted(name for name in names if name.startswith(incomplete))


Topics = Annotated[
    list[str] | None,
    typer.Argument(
        help="Topics, families or questions: rl, lstm.step, cnn.conv2d/2.",
        autocompletion=known_topics,
    ),
]
Seed = Annotated[
    str | None, typer.Option(help="Where the draws start: a number, or hex as in a code.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
Plain = Annotated[bool, typer.Option("--plain", help="Print formulas as spoken words, no boxes.")]
Level = Annotated[int | None, typer.Option(min=1, max=3, help="Only questions of this level.")]


def version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        from ncrevise import __version__

        typer.echo(f"ncrevise {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    plain: Plain = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="Print without colour.")] = False,
    ascii_only: Annotated[
        bool, typer.Option("--ascii", help="Print ASCII characters only.")
    ] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Never ask; stop instead.")] = False,
    width: Annotated[int | None, typer.Option(min=40, max=200, help="Columns to fill.")] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show traces of errors.")] = False,
    bank: Annotated[Path | None, typer.Option(help="A folder of your own questions.")] = None,
    families: Annotated[
        Path | None, typer.Option(help="A folder of your own families and their questions.")
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Revise neural computation: questions with numbers, marked and worked in full."""
    OPTIONS.plain, OPTIONS.colour, OPTIONS.ascii = plain, not no_color, ascii_only
    OPTIONS.ask, OPTIONS.width, OPTIONS.debug, OPTIONS.bank = not no_input, width, debug, bank
    OPTIONS.families = families
    if families is not None:
        from ncrevise.registry import use_families

        use_families(families)
    if context.invoked_subcommand is None:
        from ncrevise.cli.listing import welcome

        welcome()


@app.command()
def topics() -> None:
    """List the topics."""
    from ncrevise.cli.listing import list_topics

    list_topics()


@app.command("list")
def list_questions(
    topic: Annotated[
        str | None,
        typer.Argument(help="A topic or family: cnn, lstm.step.", autocompletion=known_topics),
    ] = None,
    families: Annotated[
        bool, typer.Option("--families", help="Families for solve, not questions.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List questions, or families with what they take."""
    from ncrevise.cli import listing

    (listing.list_families if families else listing.list_questions)(topic, as_json=as_json)


@app.command()
def show(
    code: Annotated[str, typer.Argument(help="A code from a screen or sheet: lstm.step/2@7f2a.")],
    solution: Annotated[bool, typer.Option("--solution", help="With the working.")] = False,
    format: Annotated[Format, typer.Option(help="What to print.")] = Format.terminal,  # noqa: A002
    plain: Plain = False,
) -> None:
    """Show a question from its code."""
    from ncrevise.cli.showing import show_code

    show_code(code, solved=solution, form=format.value, plain=plain)


@app.command()
def solve(
    family: Annotated[
        str,
        typer.Argument(
            help="A problem family; see ncrevise list --families.", autocompletion=known_families
        ),
    ],
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME=VALUE]...", help="Its numbers: 'A=1 2; 3 4'."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("-f", "--file", help="Read lines of name = value; - for stdin.")
    ] = None,
    template: Annotated[bool, typer.Option("--template", help="Print a file to fill in.")] = False,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Choose a convention.")
    ] = None,
    places: Annotated[int, typer.Option(min=0, max=10, help="Decimals shown.")] = 4,
    format: Annotated[Format, typer.Option(help="What to print.")] = Format.terminal,  # noqa: A002
    as_json: AsJson = False,
    plain: Plain = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to a file.")] = None,
) -> None:
    """Work out your own numbers, line by line."""
    from ncrevise.cli.solving import print_template, solve_family

    if template:
        print_template(family, output)
        return
    solve_family(
        family,
        values or [],
        file,
        settings or [],
        places=places,
        form="values" if as_json else format.value,
        plain=plain,
        output=output,
    )


@app.command()
def check(
    code: Annotated[str, typer.Argument(help="A code: lstm.step/2@7f2a.")],
    part: Annotated[
        str, typer.Option(help="The part's letter; may be left out when there is one.")
    ] = "",
    answer: Annotated[str, typer.Option(help="The answer: '1 2; 3 4', 3/4, 25%.")] = "",
    as_json: AsJson = False,
) -> None:
    """Mark one answer. Exit code 0 when it is right, 1 when it is wrong."""
    from ncrevise.cli.checking import check_answer

    raise typer.Exit(check_answer(code, part, answer, as_json=as_json))


@app.command()
def quiz(
    topic: Topics = None,
    number: Annotated[int, typer.Option("-n", min=1, max=1000, help="How many questions.")] = 5,
    level: Level = None,
    seed: Seed = None,
    plain: Plain = False,
    as_json: AsJson = False,
) -> None:
    """Be asked, marked and told what went wrong."""
    from ncrevise.cli.quizzing import run_quiz

    run_quiz(topic or [], number, level, seed, plain=plain, as_json=as_json)


@app.command()
def sheet(
    output: Annotated[Path, typer.Option("-o", "--output", help="FILE.pdf, .html, .tex or .md")],
    topic: Topics = None,
    number: Annotated[int, typer.Option("-n", min=1, max=1000, help="How many questions.")] = 6,
    seed: Seed = None,
    level: Level = None,
    solutions: Annotated[Solutions, typer.Option(help="Where the solutions go.")] = Solutions.none,
    title: Annotated[str, typer.Option(help="What to print at the top.")] = "Neural computation",
) -> None:
    """Print a sheet of questions, with worked solutions if you like."""
    from ncrevise.cli.sheets import write_sheet

    write_sheet(topic or [], number, seed, level, output, solutions.value, title)


def known_exporters(incomplete: str) -> list[str]:
    """Complete an export format's name for the shell."""
    return [name for name in exporters() if name.startswith(incomplete)]


@app.command()
def export(
    target: Annotated[
        str,
        typer.Argument(
            metavar="|".join(exporters()),
            help="What to write.",
            autocompletion=known_exporters,
        ),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write.")],
    topic: Topics = None,
    number: Annotated[int, typer.Option("-n", min=1, help="How many variants in all.")] = 100,
    seed: Seed = None,
    level: Level = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes to use.")] = 1,
) -> None:
    """Export variants for a learning platform or a program."""
    from ncrevise.cli.exporting import write_export

    write_export(target, topic or [], number, seed, level, jobs, output)


def known_experiments(incomplete: str) -> list[str]:
    """Complete an experiment's name for the shell."""
    from ncrevise.registry import experiment_names

    return [name for name in experiment_names() if name.startswith(incomplete)]


@app.command()
def lab(
    name: Annotated[
        str | None,
        typer.Argument(
            help="An experiment; without one, all are listed.", autocompletion=known_experiments
        ),
    ] = None,
    seed: Annotated[str, typer.Option(help="Where all random numbers start.")] = "0",
    epochs: Annotated[
        int | None, typer.Option(min=1, help="Epochs or steps to train, instead of the usual.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Your own data, such as a folder with MNIST's files.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write a report: FILE.html or .pdf.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """See a claim of the lecture notes happen: train, look, compare."""
    from ncrevise.cli import lab as laboratory

    if name is None:
        laboratory.list_experiments(as_json=as_json)
        return
    laboratory.run(name, seed, epochs, data, output, as_json=as_json)


@bank_app.command("check")
def bank_check(
    folder: Annotated[Path | None, typer.Argument(help="A folder of questions.")] = None,
    seeds: Annotated[
        int | None, typer.Option(min=1, help="Variants of each question to try: 20, of own 100.")
    ] = None,
) -> None:
    """Check every question file and own family, and draw many variants of each question."""
    from ncrevise.cli.banking import check_bank

    raise typer.Exit(check_bank(folder, seeds))


def own_folder(families: Path | None) -> None:
    """Take a folder of families that is named after a command, not before."""
    if families is not None:
        OPTIONS.families = families
        if families.is_dir():
            from ncrevise.registry import use_families

            use_families(families)


@new_app.command("family")
def new_family(
    name: Annotated[str, typer.Argument(metavar="TOPIC.NAME", help="What it is to be called.")],
    families: Annotated[
        Path | None, typer.Option("-d", "--families", help="A folder of your own to write it to.")
    ] = None,
) -> None:
    """Write a family that works, with questions and an oracle, to be changed into yours."""
    from ncrevise.cli.authoring import write_family

    own_folder(families)
    write_family(name, OPTIONS.families)


@new_app.command("question")
def new_question(
    family: Annotated[
        str,
        typer.Argument(
            metavar="TOPIC.NAME", help="The family it is of.", autocompletion=known_families
        ),
    ],
    slug: Annotated[str, typer.Argument(help="Its id within the family: a number or words.")],
    bank: Annotated[
        Path | None, typer.Option("-d", "--bank", help="A folder of your own to write it to.")
    ] = None,
    families: Annotated[
        Path | None, typer.Option("--families", help="A folder of your own families.")
    ] = None,
) -> None:
    """Write a question of a family that asks for all there is, to be changed into yours."""
    from ncrevise.cli.authoring import write_question

    own_folder(families)
    write_question(family, slug, bank or OPTIONS.bank, OPTIONS.families)
