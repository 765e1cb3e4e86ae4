"""Owns who did what, when and under which authority, and the receipts that make a repeated command happen once.

Promises: an entry is written in the transaction of the command it tells of, is never changed, and holds no personal
data: the actor is stored as a value (``person:12``), what it did something to as another (``voucher:31``).
"""
