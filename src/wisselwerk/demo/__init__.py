"""Owns the demo: the two seed partnerships, an invented cast and its mailbox.

Promises: municipalities and the known rules are those of the seed, everything else is invented and says so; whether a
database is a demo is written in that database; loading it again changes nothing that is there.
"""
