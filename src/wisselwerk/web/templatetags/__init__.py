"""Template tags: the shared pieces every page is made of."""
