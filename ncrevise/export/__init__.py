"""Exporters: one file or platform format a module, what they share in folders beside them."""
