"""The thin entry: a message instead of a traceback for a setting that cannot be meant, the rest is Django's."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command in ``sys.argv``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wisselwerk.config.settings")
    try:
        execute_from_command_line(["wisselwerk", *sys.argv[1:]])
    except ImproperlyConfigured as error:
        sys.exit(f"wisselwerk: {error}")
