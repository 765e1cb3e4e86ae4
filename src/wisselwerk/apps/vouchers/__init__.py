"""Owns the main job: applications, the decisions on them, vouchers and their redemptions.

Promises: a decision freezes rule version, facts and outcomes for good; a voucher keeps its version; an invoice pays
once across all schemes; what was acknowledged is there, and nothing is used twice.
"""
