"""Owns social-economy enterprises as providers: their dated recognition and their services.

Promises: a recognition has a kind, a period and a source; who is recognised is always asked for a day.
"""
