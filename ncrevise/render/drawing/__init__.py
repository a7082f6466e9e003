"""Drawings of figures, in SVG that browsers and Typst show alike."""
