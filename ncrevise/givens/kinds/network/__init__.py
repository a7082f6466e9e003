"""How the layers of a network are written: their forms, a reader, a table."""
