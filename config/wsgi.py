"""The WSGI application that granian serves."""

import gc
import importlib
import os
import sys
import threading

from django.core.wsgi import get_wsgi_application

LATER = ("cel", "tongban.kernel.signing.pades")  # slow to import, and not needed for the first page
WAIT = 3.0  # seconds after the start

# A request waits for the database a dozen times; each time it would wait up to 5 ms more for another thread to let go of the interpreter.
sys.setswitchinterval(0.0005)
gc.set_threshold(20_000, 20, 20)  # a request makes a few thousand objects that die with it
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()


def _import_later() -> None:
    """So that nobody's first submission waits for it either."""
    for name in LATER:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # what was imported stays: no later collection looks at it again in the middle of somebody's request


_timer = threading.Timer(WAIT, _import_later)
_timer.daemon = True
_timer.start()
