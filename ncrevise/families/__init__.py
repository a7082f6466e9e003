"""Problem families: ``<topic>/<name>.py`` is the family ``<topic>.<name>``."""
