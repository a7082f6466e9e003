"""The experiments, a file each: ``step_sizes.py`` is ``ncrevise lab step-sizes``."""
