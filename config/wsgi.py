"""The WSGI application that granian serves."""

import importlib
import os
import threading

from django.core.wsgi import get_wsgi_application

LATER = ("cel", "tongban.kernel.signing.software")  # slow to import, and not needed for the first page
WAIT = 3.0  # seconds after the start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()


def _import_later() -> None:
    """So that nobody's first submission waits for it either."""
    for name in LATER:
        importlib.import_module(name)


_timer = threading.Timer(WAIT, _import_later)
_timer.daemon = True
_timer.start()
