"""Renderers: one output format a file, each a function of a document."""
