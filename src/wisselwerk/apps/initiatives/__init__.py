"""Owns what local governments do for the social economy, as far as it shows: initiatives, the signals they rest on, policy reports.

Promises: nobody fills in a form to be seen; every statement keeps its source and both its dates, when it was true and when it
became known; what nobody answered stays noticed; what is not visible is never told as what does not exist; no persons.
"""
