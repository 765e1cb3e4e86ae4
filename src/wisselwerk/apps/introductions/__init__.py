"""Owns how businesses and the social economy meet: needs, introductions, quotes, events, joint offers, familiarity.

Promises: a provider sees a business's mail address only where the business chose it, until it takes that back; what
came of an introduction is read from vouchers and invoices, never typed; how familiar a business is, is kept apart from it.
"""
