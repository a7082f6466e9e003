"""What the right answers and the mistakes are, as data."""
