"""Owns accounts and transfers, and nothing about vouchers or schemes.

Promises: money moves only by ``post`` and ``undo``; an account never lets out more than came in, also under
concurrency, unless its kind is where money comes from; a transfer is never changed and reversed at most once.
"""
