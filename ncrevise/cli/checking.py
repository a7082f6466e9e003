"""Marking one answer from a script."""

from __future__ import annotations

from ncrevise.cli import screen
from ncrevise.errors import UsageError

WRONG = 1


def check_answer(code: str, letter: str, answer: str, *, as_json: bool) -> int:
    """Mark an answer and say so.

    Returns:
        0 when it is right, 1 when it is wrong.
    """
    from ncrevise.document.markdown import read_inline
    from ncrevise.item import draw_solution
    from ncrevise.marking import mark_part
    from ncrevise.render.lines import inline

    question, seed = screen.bank().open(code)
    letters = [part.letter for part in question.parts]
    if letter.strip("()") not in letters and not (len(letters) == 1 and letter in {"", "a"}):
        known = ", ".join(letters)
        raise UsageError(f"{question.id} has the parts {known}; name one with --part.")
    part = next((p for p in question.parts if p.letter == letter.strip("()")), question.parts[0])
    solution = draw_solution(question, seed)
    verdict = mark_part(solution, part, answer)
    if as_json:
        screen.out(
            screen.dump(
                {
                    "schema": 1,
                    "code": solution.item.code,
                    "part": part.letter,
                    "verdict": "right" if verdict.right else "wrong",
                    "marks": verdict.marks,
                    "of": verdict.of,
                    "misconception": verdict.mistake,
                    "note": verdict.note,
                    "feedback": verdict.feedback,
                    "read_as": verdict.read_as,
                }
            )
            + "\n"
        )
    else:
        screen.out(f"{'Right' if verdict.right else 'Wrong'}: {verdict.marks}/{verdict.of}\n")
        for line in (verdict.feedback, verdict.detail):
            if line:
                screen.out(f"{inline(read_inline(line))}\n")
    return 0 if verdict.right else WRONG
