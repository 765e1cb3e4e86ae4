"""Practices: for everybody what works and how one knows, for who takes part writing, looking at, and taking over."""
