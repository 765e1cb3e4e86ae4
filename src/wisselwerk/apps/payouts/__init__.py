"""Owns what goes to the bank and comes back from it: accounts of payees, batches of payments, statements.

Promises: a redemption is paid at most once; nobody orders and signs the same batch; a batch is never edited; money
counts as paid only when a statement of the bank says so.
"""
