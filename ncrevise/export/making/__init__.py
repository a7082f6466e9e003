"""How an export is made: drawn by many processes, kept as it grows, put together at the end."""
