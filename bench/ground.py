"""What a benchmark stands on: a folder and a database server of its own, the program served on a port of its own, Django set up."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from config import embedded

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 300  # seconds until the served program answers


@contextlib.contextmanager
def folder():
    """A folder under var/, in which the program keeps what it keeps; removed at the end, also when the benchmark is told to stop."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    place = ROOT / "var" / f"bench-{os.getpid()}"
    place.mkdir(parents=True)
    os.environ["TONGBAN_VAR"] = str(place)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextlib.contextmanager
def database():
    """The same with a database server of its own, and its address."""
    with folder() as place:
        cluster = embedded.place(place)
        try:
            embedded.start(cluster)
            os.environ["DATABASE_URL"] = cluster.url
            yield place, cluster.url
        finally:
            if cluster.data.exists():
                embedded.stop(cluster)
            if cluster.data.parent != place:
                shutil.rmtree(cluster.data.parent, ignore_errors=True)


@contextlib.contextmanager
def served(place):
    """The program itself, and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told = place / "serve.log"
    command, address = [sys.executable, str(ROOT / "bin" / "serve"), "--port", str(port)], f"http://127.0.0.1:{port}"
    with told.open("w") as log, running(command, stdout=log, stderr=log) as program:
        _wait(program, address, told)
        yield address


@contextlib.contextmanager
def running(command, **settings):
    """A program that is told to stop at the end, and may tidy up."""
    program = subprocess.Popen(command, cwd=ROOT, **settings)
    try:
        yield program
    finally:
        program.terminate()
        program.wait(timeout=60)


def manage(*arguments):
    """One of the operator's commands, which has to succeed."""
    subprocess.run([sys.executable, str(ROOT / "manage.py"), *arguments], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


def set_up():
    """Django, for whoever asks the program's own questions."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415  after the environment is set

    django.setup()


def _wait(program, address, log):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if program.poll() is not None:
            raise SystemExit(f"bin/serve ended with code {program.returncode}; its output:\n{log.read_text()}")
        try:
            urllib.request.urlopen(f"{address}/health", timeout=10).read()
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
        else:
            return
    raise SystemExit(f"bin/serve did not answer within {PATIENCE} s; its output:\n{log.read_text()}")
