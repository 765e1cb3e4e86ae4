"""Practices as they are read."""
