"""The edge for a shell: ``wisselwerk`` and its commands, all of them Django management commands."""
