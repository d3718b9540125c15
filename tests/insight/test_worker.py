"""Heavy jobs have a worker of their own: the other one neither runs them nor lets their clocks speak."""

import asyncio
import time
from collections.abc import Iterator

import pytest
from django.db import connections
from procrastinate.contrib.django import procrastinate_app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.periodic import PeriodicRegistry

from tests.kernel.elsewhere import PATIENCE
from tongban.channels.console.management.commands import worker

HEAVY, LIGHT = "tests.heavy", "tests.light"


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    app, done = procrastinate_app.current_app, list[str]()
    monkeypatch.setattr(app, "periodic_registry", PeriodicRegistry())  # the city's clocks rest

    def run(name: str) -> None:
        done.append(name)
        connections.close_all()

    for name, queue in ((HEAVY, worker.INSIGHT), (LIGHT, "tests")):
        app.task(name=name, queue=queue)(lambda name=name: run(name))
    yield done
    for name in (HEAVY, LIGHT):
        del app.tasks[name]


async def until_done(queues: set[str], done: list[str]) -> None:
    working = asyncio.create_task(worker._work(queues))
    until = time.monotonic() + PATIENCE
    while not done and time.monotonic() < until:
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.3)
    working.cancel()
    await asyncio.wait({working}, timeout=PATIENCE)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("heavy", [True, False])
def test_each_worker_runs_its_own(ran: list[str], heavy: bool) -> None:
    app = procrastinate_app.current_app
    for name in (LIGHT, HEAVY):
        app.tasks[name].defer()
    queues = {worker.INSIGHT} if heavy else worker._queues() - {worker.INSIGHT}
    asyncio.run(until_done(queues, ran))
    assert ran == [HEAVY if heavy else LIGHT]
    assert ProcrastinateJob.objects.filter(status="todo").values_list("task_name", flat=True).get() == (LIGHT if heavy else HEAVY)


def test_the_clocks_of_a_queue_speak_where_it_is_worked_at() -> None:
    worker._queues()
    heavy = {name for name, _ in worker._clocks({worker.INSIGHT}).periodic_tasks}
    light = {name for name, _ in worker._clocks(worker._queues() - {worker.INSIGHT}).periodic_tasks}
    assert "snapshots.take" in heavy and "board.sweep" in light and not heavy & light
