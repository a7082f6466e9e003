"""Optimisers: each a pure rule from parameters, gradient and state to new ones."""
