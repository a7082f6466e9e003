"""Models with one thing wrong, for the mistakes of families."""
