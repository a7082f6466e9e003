"""What comes out of a family: declared once, then printed, typed, marked, hinted, exported."""
