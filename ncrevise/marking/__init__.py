"""Marking typed answers: verdicts with marks, feedback and the mistake behind a wrong answer."""

from ncrevise.marking.verdict import Verdict, mark, mark_part

__all__ = ["Verdict", "mark", "mark_part"]
