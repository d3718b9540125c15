"""What an act of the worker defers is one with the act, as in the web process: there when it is committed, and not before; else never."""

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction
from procrastinate.contrib.django import procrastinate_app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.periodic import PeriodicRegistry

from tests.kernel.elsewhere import PATIENCE, Elsewhere, sql
from tongban.channels.console.management.commands import worker

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, SECOND = "tests.act", "tests.deferred"


class Act:
    """A job whose act defers another job: how many of those others saw before the act's end, and what ran."""

    def __init__(self, *, fails: bool) -> None:
        self.fails, self.seen, self.done = fails, list[int](), list[str]()
        self.queue = procrastinate_app.current_app
        self.queue.task(name=FIRST)(self.act)
        self.queue.task(name=SECOND)(self.deferred)

    def act(self) -> None:
        try:
            with transaction.atomic():
                self.queue.configure_task(SECOND).defer(what="a paper")
                with Elsewhere() as others:
                    self.seen.append(others.do(self.waiting))
                if self.fails:
                    raise ValueError("the act is refused at its end")
        finally:
            connections.close_all()  # the job's thread ends with the test, and nobody else would

    def deferred(self, what: str) -> None:
        self.done.append(what)

    def waiting(self) -> int:
        return ProcrastinateJob.objects.filter(task_name=SECOND).count()


@pytest.fixture
def act(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Act]:
    monkeypatch.setattr(procrastinate_app.current_app, "periodic_registry", PeriodicRegistry())  # the city's clocks rest
    made = Act(fails=getattr(request, "param", False))
    yield made
    for name in (FIRST, SECOND):
        del made.queue.tasks[name]


def beside_the_worker(step: Callable[[], object]) -> None:
    """Run the jobs of the real worker while something else happens in a thread of it."""

    def alone() -> None:
        try:
            step()
        finally:
            connections.close_all()

    async def both() -> None:
        working = asyncio.create_task(worker._work())
        with ThreadPoolExecutor(1) as thread:
            try:
                await asyncio.get_running_loop().run_in_executor(thread, alone)
            finally:
                working.cancel()
                await asyncio.wait({working}, timeout=PATIENCE)

    asyncio.run(both())


def within_patience(reached: Callable[[], object]) -> bool:
    until = time.monotonic() + PATIENCE
    while not (found := reached()) and time.monotonic() < until:
        time.sleep(0.02)
    return bool(found)


def test_what_a_job_defers_is_seen_when_its_act_is_committed_and_then_runs(act: Act) -> None:
    act.queue.configure_task(FIRST).defer()
    beside_the_worker(lambda: within_patience(lambda: act.done))
    assert act.seen == [0], "nobody saw it before the act's end"
    assert act.done == ["a paper"]


@pytest.mark.parametrize("act", [True], indirect=True)
def test_what_a_job_defers_is_not_there_when_its_act_fails(act: Act) -> None:
    act.queue.configure_task(FIRST).defer()

    def failed() -> bool:
        return ProcrastinateJob.objects.filter(task_name=FIRST, status="failed").exists()

    beside_the_worker(lambda: within_patience(failed))
    assert failed()
    assert (act.seen, act.done, act.waiting()) == ([0], [], 0)


def test_so_is_what_is_deferred_where_facts_are_delivered(act: Act) -> None:
    """Beside the jobs, in threads of the same program."""
    seen: list[int] = []

    def deliver() -> None:
        assert within_patience(lambda: isinstance(act.queue.connector, worker.QueueOfActs))
        with Elsewhere() as facts:
            for end in (facts.roll_back, facts.commit):
                facts.begin()
                facts.do(lambda: act.queue.configure_task(SECOND).defer(what="a text message"))
                seen.append(act.waiting())
                end()
        within_patience(lambda: act.done)

    beside_the_worker(deliver)
    assert seen == [0, 0]
    assert act.done == ["a text message"], "once: what was rolled back is not there"


def test_the_web_process_defers_over_the_connection_of_its_act(act: Act) -> None:
    with Elsewhere() as request:
        for end, there in ((request.roll_back, 0), (request.commit, 1)):
            request.begin()
            request.do(lambda: act.queue.configure_task(SECOND).defer(what="a paper"))
            assert act.waiting() == 0
            end()
            assert act.waiting() == there


def begun_and_killed(act: Act, **options: str) -> None:
    """A job of a worker that is no more."""
    act.queue.configure_task(SECOND, **options).defer(what="begun")
    sql("UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name = %s", SECOND)


def test_what_a_killed_worker_had_begun_is_done_by_the_next(act: Act) -> None:
    begun_and_killed(act)
    act.queue.configure_task("console.resume").defer(timestamp=0)
    beside_the_worker(lambda: within_patience(lambda: act.done))
    assert act.done == ["begun"]


def test_where_the_next_of_its_kind_waits_already_that_is_enough(act: Act) -> None:
    begun_and_killed(act, queueing_lock=SECOND)
    act.queue.configure_task("console.resume", priority=1).defer(timestamp=0)
    act.queue.configure_task(SECOND, queueing_lock=SECOND).defer(what="the next")
    beside_the_worker(lambda: within_patience(lambda: act.done))
    assert (act.done, act.waiting()) == (["the next"], 0)
