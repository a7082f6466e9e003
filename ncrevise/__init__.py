"""Exam revision and worked solutions for neural computation and deep learning."""

__version__ = "0.1.0"
