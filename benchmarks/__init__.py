"""How fast it is, measured against what the database itself can do. Not tests: what comes out depends on the machine."""
