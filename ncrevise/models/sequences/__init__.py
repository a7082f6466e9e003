"""Sequences and trees: recurrent networks, gated memory, translation, recursive networks."""
