"""Drawings for LaTeX, made of arrays and rules."""
