"""Bytes to values and back: files, documents and data sets. No Django, no network, no clock."""
