"""The parts of the experiment that looks into a network: fooling it, and seeing what it sees."""
