"""Backups, descents and derivatives with one thing wrong, for the mistakes of families."""
