"""What a student did: the progress file, and a quiz without a terminal."""
