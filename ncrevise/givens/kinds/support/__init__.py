"""What the kinds of givens are made of: values that are more than numbers, and their readers."""
