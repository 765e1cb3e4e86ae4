"""Owns no tables: how words that are kept in ordinary tables are found by what people type (ADR 27, ADR 34).

How is here, for any words; what, and who finds it, is of ``apps.search`` and ``apps.catalogue``, which keep them.

Promises: both databases find the same, in the same order; whoever keeps words has tables of these shapes and says which.
"""
