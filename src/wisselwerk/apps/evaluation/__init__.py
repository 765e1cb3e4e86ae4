"""Owns what schemes are measured by: follow-ups, figures, comparisons and the adjustment log.

Promises: both sides of a pair are asked one question at a time and reminded once; what was answered never changes;
silence is counted and shown; each figure has one definition (``domain.indicator``) and small ones are hidden; pages read
roll-ups, which are renewed by background work.
"""
