"""The parts of the experiment with the gridworld: the world, planning, exploring, functions."""
