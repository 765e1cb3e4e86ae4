"""Owns who bears the cost: yearly settlements between the members of a partnership, and what the bookkeeping needs.

Promises: a settlement never changes and can be worked out again from what it keeps; what members owe each other sums to
zero; nothing is settled by a key that is not in the published rules.
"""
