"""Owns work to do after the transaction: mails, erasures, lapses.

Promises: what is enqueued inside a transaction happens if and only if that transaction commits. There is one job,
``run(name, payload)``; which function answers to a name stands in ``config/jobs.py``. Payloads hold ids, never
persons.
"""
