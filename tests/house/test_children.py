"""What bin/serve keeps running: a worker that was killed comes back, each time later, and all is stopped together."""

import importlib
import os
import signal
import sys
import time

import pytest

from tests.house import source

sys.path.insert(0, str(source.ROOT / "bin"))  # which is no package: bin/serve runs before there is one
programs = importlib.import_module("children")

SLEEPS = [sys.executable, "-c", "import time; time.sleep(600)"]
ENDS = [sys.executable, "-c", "raise SystemExit(3)"]


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(programs, "PAUSES", (0.1, 0.6))
    made = programs.Children()
    yield made
    made.stop()
    assert all(child.process.poll() is not None for child in made.running.values())


def _killed(children, name: str) -> int:
    pid = children.running[name].process.pid
    os.kill(pid, signal.SIGKILL)
    children.running[name].process.wait(10)
    return pid


def _until_back(children, name: str, before: int) -> float:
    begun = time.monotonic()
    while children.running[name].process.pid == before:
        assert time.monotonic() - begun < 10
        children.revive()
        time.sleep(0.02)
    return time.monotonic() - begun


def test_a_killed_worker_comes_back_each_time_later_and_the_web_server_stays(children, capsys) -> None:
    children.start("web server", SLEEPS)
    children.start("worker", SLEEPS, again=True)
    web = children.running["web server"].process.pid
    waits = [_until_back(children, "worker", _killed(children, "worker")) for _time in range(3)]
    assert waits[0] < waits[1] and min(waits[1:]) >= 0.6
    assert children.ended() is None and children.running["web server"].process.pid == web
    said = capsys.readouterr().out
    assert said.count("The worker ended by itself (exit code -9). The pages stay open; it is started again in 0.6 s.") == 2
    assert "The worker was started again (for the 3. time lately)." in said


def test_one_that_ran_for_long_begins_with_the_shortest_pause_again(children, capsys) -> None:
    children.start("worker", SLEEPS, again=True)
    for _time in range(2):
        _until_back(children, "worker", _killed(children, "worker"))
    children.running["worker"].begun -= programs.STEADY + 1
    _killed(children, "worker")
    children.revive()
    assert "started again in 0.1 s" in capsys.readouterr().out.splitlines()[-1]


def test_a_web_server_that_ended_is_not_started_again(children) -> None:
    children.start("web server", ENDS)
    children.running["web server"].process.wait(10)
    children.revive()
    assert children.ended() == ("web server", 3)
    children.watch()


def test_what_may_end_comes_back_only_where_it_was_killed(children) -> None:
    """The analysis without its libraries says so and ends: starting it again would say it again."""
    children.start("analysis", ENDS, may_end=True, again=True)
    children.running["analysis"].process.wait(10)
    children.revive()
    assert children.running["analysis"].due is None and children.ended() is None
    children.start("analysis", SLEEPS, may_end=True, again=True)
    _until_back(children, "analysis", _killed(children, "analysis"))
