"""Language: counting words, learning vectors for them, and hearing them."""
