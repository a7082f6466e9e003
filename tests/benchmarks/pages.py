"""Pages a second: PDF sheets, against typst alone on the same data."""

from __future__ import annotations

from ncrevise.bank import Bank
from ncrevise.item import draw_solution
from ncrevise.paper import Paper, paper_documents
from ncrevise.render import pdf
from tests.benchmarks.clock import compare


def paper(seed: int) -> bytes:
    questions = Bank().questions()
    chosen = [questions[(seed + k) % len(questions)] for k in range(10)]
    solutions = [draw_solution(q, seed + k) for k, q in enumerate(chosen)]
    (document,) = paper_documents(Paper("Benchmark", solutions), "after")
    return pdf.render(document)


def main() -> None:
    paper(0)
    questions = Bank().questions()
    solutions = [draw_solution(q, k) for k, q in enumerate(questions[:10])]
    (document,) = paper_documents(Paper("Benchmark", solutions), "after")
    counter = iter(range(10_000))

    def typeset() -> None:
        data = pdf.source(document, f"Benchmark {next(counter)}", "a4")
        pdf.typeset(data, ua=True)

    times = compare(
        {
            "one paper, 10 questions with solutions": lambda: paper(next(counter)),
            "typst alone, the same data": typeset,
        },
        9,
    )
    ours, alone = times.values()
    for name, spent in times.items():
        print(f"{name:<42} {spent * 1000:6.0f} ms")
    print(f"ratio {ours / alone:.2f}; 100 different papers on one core {100 * ours:.1f} s")


if __name__ == "__main__":
    main()
