"""Owns the one search over practices, questions, schemes and initiatives: documents, and the words they are found by.

What is found stands here; how typed words find it stands in ``apps.finding``, which the catalogue uses too.

Promises: a document is what may be read of what it tells of, no more; the commands that change that change it in the same
transaction; ``verify`` holds it to what it should be.
"""
