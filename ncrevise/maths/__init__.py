"""Formulas: one presentation tree, builders that place brackets, and printers."""
