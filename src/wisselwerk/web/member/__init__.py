"""Pages of a local government that takes part."""
