"""The command line: the only place that reads a clock, a terminal or the environment."""

from __future__ import annotations

import sys


def main() -> None:
    """Run ``ncrevise``; every error a user can put right ends in one sentence and a code."""
    from ncrevise.cli.app import app
    from ncrevise.cli.report import report

    try:
        app()
    except BaseException as error:  # noqa: BLE001 - the one place that turns errors into words
        sys.exit(report(error))
