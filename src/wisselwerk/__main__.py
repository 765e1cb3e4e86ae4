"""``python -m wisselwerk`` is ``wisselwerk``."""

from wisselwerk.cli.main import main

main()
