"""Derivatives of functions of parameters, which stand in trees of dataclasses."""
