"""Owns the register of de minimis aid: a line per grant, a line for whatever was taken back, and when each was entered.

Promises: lines never change; each follows one transfer of money, and takes back no more than was granted; who decides
about aid of an organisation waits for whoever decides about it already; what is not entered in time shows.
"""
