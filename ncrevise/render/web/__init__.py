"""HTML in pieces: blocks for any field, and the page around them."""
