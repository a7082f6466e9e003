"""Documents: what is read, as blocks and inlines, before any format is chosen."""
