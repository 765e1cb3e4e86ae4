"""Owns samples: what is drawn afterwards to look at, what was found in it, and what of that is passed on.

Promises: what was drawn follows from a sealed list and a public seed; which dossiers were drawn only the auditor sees;
what is passed on of them is numbers that point at nobody, and lessons in which nobody is named. It decides nothing.
"""
