"""Pages for the coordinator of a partnership."""
