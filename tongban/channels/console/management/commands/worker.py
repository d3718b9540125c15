"""manage.py worker: the resident program beside the web server. Jobs, facts, the chains and the log's checkpoints, until SIGTERM.

Any number may run: jobs are shared, while facts, chains and checkpoints have advisory locks. A database that goes away is waited for.

With --insight it is another program: it runs the heavy jobs of analysis and nothing else, so that nobody's message waits for them.
"""

import asyncio
import contextlib
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable, Collection
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.periodic import PeriodicRegistry
from procrastinate.psycopg_connector import PsycopgConnector

from tongban.kernel import clock, facts, history, transparency

IDLE = 0.25  # seconds between two looks for facts when none waited
SEALING = 1.0
SIGNING = 5.0  # a checkpoint is signed when the last is a minute old
LONGEST_PAUSE = 30.0
INSIGHT = "insight"  # the queue of what takes minutes
GRACE = 10.0  # seconds that a running job has to end after SIGTERM
log = structlog.get_logger()


class QueueOfActs(PsycopgConnector):
    """The worker fetches and settles jobs over connections of its own; what an act defers goes over its own, and is there if it is."""

    def get_sync_connector(self) -> BaseConnector:
        """For `defer` in a job or where facts are delivered: the Django connection of that thread, as in the web process."""
        return DjangoConnector()


class Command(BaseCommand):
    help = "Run jobs, deliver facts, chain acts and reads and sign the log until told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--insight", action="store_true", help="run the heavy jobs of analysis, and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        only, resident = options["insight"], (("facts", _deliver, IDLE), ("sealer", _seal, SEALING), ("checkpoints", _sign, SIGNING))
        loops = [threading.Thread(target=keep_running, args=(*each, stop), name=each[0]) for each in resident if not only]
        for loop in loops:
            loop.start()
        try:
            asyncio.run(_jobs_until_told(stop, {INSIGHT} if only else _queues() - {INSIGHT}))
        finally:
            stop.set()
            for loop in loops:
                loop.join()


def keep_running(name: str, once: Callable[[], int], pause: float, stop: threading.Event) -> None:
    """Call `once` until told to stop: at once again while it finds work, else after `pause`; after a failure, later each time."""
    failures = 0
    while not stop.is_set():
        try:
            close_old_connections()
            worked, failures = once(), 0
        except Exception:
            log.exception("a loop of the worker failed and will try again", loop=name)
            worked, failures = 0, failures + 1
        if not worked:
            stop.wait(min(pause * 2**failures, LONGEST_PAUSE))
    connection.close()


def _deliver() -> int:
    return facts.dispatch(at=clock.now(), limit=200)


def _seal() -> int:
    """A full batch means that more waits."""
    return int(history.seal())


def _sign() -> int:
    """The next look may wait, whether it signed or not."""
    transparency.sign(at=clock.now())
    return 0


def _queues() -> set[str]:
    """The queues of all tasks that are known here."""
    app.perform_import_paths()
    return {task.queue for task in app.tasks.values()}


async def _jobs_until_told(stop: threading.Event, queues: Collection[str]) -> None:
    """Run the job worker again whenever it ends by itself, which it does when the database goes away."""
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    telling, pause = asyncio.create_task(told.wait()), 1.0
    while not told.is_set():
        working = asyncio.create_task(_work(queues))
        await asyncio.wait({working, telling}, return_when=asyncio.FIRST_COMPLETED)
        if told.is_set():
            stop.set()
            working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working
        if not told.is_set():
            await asyncio.wait({telling}, timeout=pause)
            pause = min(pause * 2, LONGEST_PAUSE)


async def _work(queues: Collection[str] = ()) -> None:
    """Run the jobs of these queues, or of all, and let their clocks speak: of a queue that nobody works at nothing piles up."""
    queues = queues or _queues()
    connector = QueueOfActs(kwargs=connector_params(), min_size=1, max_size=4, timeout=10)
    try:
        with app.replace_connector(connector) as replaced:
            replaced.periodic_registry = _clocks(queues)
            async with replaced.open_async():
                await replaced.run_worker_async(
                    queues=sorted(queues),
                    concurrency=1,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=GRACE,
                    task_middleware=[_on_a_live_connection],
                )
    except Exception:
        log.exception("the job worker ended and will start again")


def _clocks(queues: Collection[str]) -> PeriodicRegistry:
    found = PeriodicRegistry()
    every = app.periodic_registry.periodic_tasks
    found.periodic_tasks = {key: each for key, each in every.items() if each.task.queue in queues}
    return found


def _on_a_live_connection(run: Callable[[], Any], context: Any, worker: Any) -> Any:
    """A job's thread keeps its connection; look first whether the server is still there."""
    close_old_connections()
    return run()
