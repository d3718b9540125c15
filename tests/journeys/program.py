"""The real program for the journeys: bin/serve on a database and a folder of its own, as an operator would start it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120
LAST_LINES = 40
OURS = ("DJANGO_SETTINGS_MODULE", "PROMETHEUS_MULTIPROC_DIR", "TONGBAN_ADDRESS", "TONGBAN_CITY")  # the suite's own, not the program's


@dataclass
class Program:
    """The city that runs: where it answers, and what it has said so far."""

    address: str
    database: str
    var: Path
    running: subprocess.Popen[bytes] = field(repr=False)

    @property
    def output(self) -> Path:
        return self.var / "output.log"

    def said(self, since: int = 0) -> str:
        """The last lines it printed after this many bytes."""
        told = self.output.read_bytes()[since:].decode("utf-8", "replace").splitlines()
        return "\n".join(told[-LAST_LINES:])

    @contextmanager
    def worker_rests(self) -> Iterator[None]:
        """Meanwhile jobs wait, as they do behind many others on a busy day."""
        children = Path(f"/proc/{self.running.pid}/task/{self.running.pid}/children").read_text().split()
        workers = [int(pid) for pid in children if b"manage.py\0worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        assert len(workers) == 1, f"bin/serve runs {len(workers)} workers"
        os.kill(workers[0], signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(workers[0], signal.SIGCONT)

    def execute(self, statement: str, values: list[object]) -> None:
        """What no page offers: time that passes, such as the end of a session."""
        with psycopg.connect(self.database, autocommit=True) as connection:
            connection.execute(statement.encode(), values)


def start() -> Program:
    """Make the database, start bin/serve in a temporary folder, and wait until web server and worker are there."""
    server, name = os.environ["DATABASE_URL"], f"tongban_journeys_{os.getpid()}"
    _on_server(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    database = urlsplit(server)._replace(path=f"/{name}").geturl()
    var = Path(tempfile.mkdtemp(prefix="tongban-journeys-"))
    port = _free_port()
    kept = {key: value for key, value in os.environ.items() if key not in OURS}
    environment = {**kept, "DATABASE_URL": database, "TONGBAN_VAR": str(var), "TONGBAN_ENV": "development", "PYTHONUNBUFFERED": "1"}
    with (var / "output.log").open("wb") as output:
        command = [sys.executable, str(ROOT / "bin" / "serve"), "--port", str(port), "--no-insight"]
        running = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    program = Program(f"http://127.0.0.1:{port}", database, var, running)
    try:
        _wait(program)
    except BaseException:
        stop(program)
        raise
    return program


def stop(program: Program) -> None:
    """Stop as Ctrl-C does, then leave nothing behind."""
    program.running.send_signal(signal.SIGINT)
    try:
        program.running.wait(30)
    except subprocess.TimeoutExpired:
        os.killpg(program.running.pid, signal.SIGKILL)
        program.running.wait()
    name = urlsplit(program.database).path[1:]
    _on_server(os.environ["DATABASE_URL"], sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    shutil.rmtree(program.var, ignore_errors=True)


def _wait(program: Program) -> None:
    until = time.monotonic() + PATIENCE
    while "Open at " not in program.said() or not _answers(program.address):
        if program.running.poll() is not None or time.monotonic() > until:
            raise AssertionError(f"bin/serve did not open the city:\n{program.said()}")
        time.sleep(0.1)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _on_server(server: str, statement: sql.Composable) -> None:
    """On the server's own database `postgres`, as the test runner of Django does."""
    with psycopg.connect(urlsplit(server)._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(statement)
