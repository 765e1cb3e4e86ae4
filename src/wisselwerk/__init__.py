"""Wisselwerk: introduction-voucher schemes between regular and social-economy businesses.

Running a scheme is the report, and a scheme that works is a practice others can take over.
ARCHITECTURE.md tells which room holds what.
"""

__version__ = "0.1.0"
