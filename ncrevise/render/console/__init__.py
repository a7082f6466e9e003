"""The parts of the terminal and plain-text renderers: prose, tables, drawings, speech."""
