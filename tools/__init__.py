"""What a developer runs, beside the program itself. The tools see the program as it runs: with its settings."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wisselwerk.config.settings")
