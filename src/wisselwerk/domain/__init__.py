"""The ideas, in plain values: no framework, no database, no clock, no network.

Functions here take values and return values; the day of today is an argument.
"""
