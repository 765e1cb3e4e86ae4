"""Pages about what local governments do, as far as it shows."""
