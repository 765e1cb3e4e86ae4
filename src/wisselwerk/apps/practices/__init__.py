"""Owns practices: how the local role is filled in, told by who does it, with what it rests on and who took it over.

Promises: what was written of a practice stays, version by version; nothing of it is public before its author opened it and somebody of
elsewhere looked at it; on which rung of the evidence it stands, and who runs what came of it, is worked out each time and never typed.
"""
