"""What the web server loads in each of its workers."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from wisselwerk.cli.children import SERVER_PID, end_with_parent
from wisselwerk.config.whole_body import WholeBody

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wisselwerk.config.settings")

# A worker whose server was killed would go on holding the port. Under another server than ours nobody says a number.
if server := os.environ.get(SERVER_PID):
    end_with_parent(int(server))

application = WholeBody(get_wsgi_application(), settings.DATA_UPLOAD_MAX_MEMORY_SIZE)

# All that is loaded stays: to look through it for garbage held up one request in a hundred for some 65 ms.
import_module(settings.ROOT_URLCONF)
gc.freeze()
