"""Attention and transformers (lecture notes 003 §13–§14)."""
