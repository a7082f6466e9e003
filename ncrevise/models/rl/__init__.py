"""Reinforcement learning: planning in known worlds, and learning to act in unknown ones."""
