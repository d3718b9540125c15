"""Processes of a command's own. Read by them before Django is set up, so nothing here needs it."""

import gc
import multiprocessing
import os
import threading

import django


def set_up() -> None:
    """With Django, and gone when whoever started it is gone."""
    django.setup()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)  # a part is many objects and no circles; looking for some costs a tenth of the time
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
