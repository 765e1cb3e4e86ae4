"""Samples: for everybody what was drawn and passed on, for the administration and the auditor each step."""
