"""What is kept: tables, the commands that change them and the queries that read them.

The apps stand in one order (ARCHITECTURE.md); each imports only those below it.
"""
