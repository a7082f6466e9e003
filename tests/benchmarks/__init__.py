"""Measurements by hand: each program prints ratios, none asserts a time.

Run one as ``python -m tests.benchmarks.generation``. Peers are measured in the same run when
they are installed (``pip install reasoning-gym mathgenerator``), and left out when not.
"""
