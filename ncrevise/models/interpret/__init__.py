"""Looking into a trained network: what its outputs depend on, and what fools it."""
