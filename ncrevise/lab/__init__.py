"""The laboratory: the notes' claims, seen to happen in seconds.

An experiment is a file in ``experiments/``, found by its name; ``experiment.py`` says what it
consists of, ``report.py`` sets its findings as a document.
"""
