"""Pages for who checks: everything, read-only, explained."""
