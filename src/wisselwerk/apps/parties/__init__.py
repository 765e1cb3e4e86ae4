"""Owns organisations, partnerships with their dated members and agreement, people, roles and keys.

Promises: persons and mail addresses live here and nowhere else; everything else refers to them by id, so that a
person can be erased while every decision can still be proven.
"""
