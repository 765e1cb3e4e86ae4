"""Owns the one search over practices, questions, schemes and initiatives: documents, and the words they are found by.

Promises: a document is what may be read of what it tells of, no more; the commands that change that change it in the same
transaction; ``verify`` holds it to what it should be. The engine is in ``apps.finding``.
"""
