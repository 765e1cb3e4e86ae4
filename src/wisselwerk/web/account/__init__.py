"""Signing in with a mailed code; nobody makes an account beforehand, and no password exists."""
