"""Pages for the two directors of a local government that pays; its auditor reads along."""
