"""Owns the register of personal data and its erasure: what is kept of people, why, for how long, who sees it.

Promises: every field that can hold something about a person stands in the register (a test walks all tables), is
erased at its term by a job, and leaves every decision provable: ``wisselwerk verify`` stays clean.
"""
