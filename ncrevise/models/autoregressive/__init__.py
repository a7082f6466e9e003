"""Convolutional models of sequences and images, one entry at a time (lecture notes 003 §15)."""
