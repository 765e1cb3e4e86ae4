"""Owns schemes, their rule-set versions, their lineage, their budgets, and what councils decided about them.

Promises: a published version never changes and versions never overlap; who grants and who signs is dated data; a
ceiling is an account, so it holds under concurrency.
"""
