"""Exporters: one file or platform format a module."""
