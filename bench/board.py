"""A message board of many messages, served: bin/bench board [--rows 1800000] [--growth] [--seconds N].

The board is filled (bench/board_fill.py), then bin/serve opens it. One client after another reads pages, lists, searches and the desk of
units; then eight clients send messages, each from an account of its own, through Open311; whoever gets a number has been dispatched.
With the program stopped, eight processes of bare psycopg write what one message writes, in the same tables with the same indexes: the
limit. Everything happens in a folder of its own under var/, which is deleted at the end; 1.8 million rows take 20 GB and ten minutes or
more. With --growth it is done for a hundredth, a tenth and all of the rows, a line for each, the last being that of all.
"""

import argparse
import contextlib
import itertools
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from bench import board_clients, board_fill, limit
from config import embedded

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 300
SIMILAR = 100


def main():
    parser = argparse.ArgumentParser(prog="bin/bench board", description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_800_000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--growth", action="store_true", help="for a hundredth, a tenth and all of the rows")
    options = parser.parse_args()
    if not options.growth:
        print(json.dumps(measured(options.rows, options.seconds)))
        return
    for part in (100, 10, 1):  # each in a process of its own: Django knows one database
        told = ["--rows", str(options.rows // part), "--seconds", str(options.seconds)]
        subprocess.run([sys.executable, __file__, *told], check=True, cwd=ROOT)


def measured(rows, seconds):
    with placed() as (place, url):
        _prepare()
        began = time.perf_counter()
        board_fill.fill(url, rows=rows, now=datetime.now(UTC))
        filled = time.perf_counter() - began
        return {"rows": rows, **measure(place, url, seconds), "fill_s": round(filled)}


@contextlib.contextmanager
def placed():
    """A folder and a database server of its own, removed at the end."""
    place = ROOT / "var" / f"bench-{os.getpid()}"
    place.mkdir(parents=True)
    os.environ["TONGBAN_VAR"] = str(place)
    cluster = embedded.place(place)
    try:
        embedded.start(cluster)
        os.environ["DATABASE_URL"] = cluster.url
        yield place, cluster.url
    finally:
        if cluster.data.exists():
            embedded.stop(cluster)
        shutil.rmtree(cluster.data.parent if cluster.data.parent != place else place, ignore_errors=True)
        shutil.rmtree(place, ignore_errors=True)


def _prepare():
    subprocess.run([sys.executable, str(ROOT / "manage.py"), "prepare"], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


def measure(place, url, seconds):
    """A board that is filled: read, written to, and the limit of its database."""
    _set_up()
    size, rows = _size(url)
    cookies, tokens = board_clients.sessions(), board_clients.authors(int(seconds * board_clients.AUTHORS_A_SECOND))
    numbers = _some_numbers(url)
    with served(place) as address:
        read = board_clients.read(address, numbers=numbers, cookies=cookies)
        written = board_clients.write(address, tokens=tokens, seconds=seconds)
        first, second = board_clients.recorded(2)
    ceiling = limit.cases_per_s(url, [first], [second], seconds=seconds, processes=board_clients.CLIENTS)
    return {
        **written,
        "limit_intake_per_s": round(ceiling, 1),
        "ratio": round(written["intake_per_s"] / ceiling, 3),
        **read,
        **_similar(),
        **_figures(),
        "bytes_per_row": round(size / rows),
    }


@contextlib.contextmanager
def served(place):
    """The program itself, on a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (place / "serve.log").open("w") as log:
        program = subprocess.Popen([sys.executable, str(ROOT / "bin" / "serve"), "--port", str(port)], stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(program, address, place / "serve.log")
            yield address
        finally:
            program.terminate()
            program.wait(timeout=60)


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
    raise SystemExit(f"bin/serve did not answer within {PATIENCE} s")


def _size(url):
    with psycopg.connect(url) as connection:
        (rows,) = connection.execute("SELECT count(*) FROM board_message").fetchone()
        (size,) = connection.execute(
            "SELECT sum(pg_total_relation_size(each::regclass)) FROM unnest(%s::text[]) each", [list(board_fill.TABLES)]
        ).fetchone()
    return size, rows


def _some_numbers(url, count=200):
    """Messages of all years that are displayed."""
    with psycopg.connect(url) as connection:
        sql = "SELECT number FROM board_message TABLESAMPLE SYSTEM (1) WHERE displayed ORDER BY random() LIMIT %s"
        return [number for (number,) in connection.execute(sql, [count])]


def _figures():
    """The figures of everything, counted once; of what an hour has changed; and a year of them read, by unit."""
    from tongban.board import actions, queries  # noqa: PLC0415  after Django is set up
    from tongban.identity.terms import SYSTEM  # noqa: PLC0415
    from tongban.kernel import clock  # noqa: PLC0415

    at, told = clock.now(), {}
    today = clock.city_date(at)

    def timed(name, act):
        began = time.perf_counter()
        act()
        told[name] = round((time.perf_counter() - began) * 1000)

    timed("figures_first_ms", lambda: actions.count_changed(by=SYSTEM, at=at))
    timed("figures_hour_ms", lambda: actions.count_changed(by=SYSTEM, at=at))
    timed("figures_year_ms", lambda: queries.figures(queries.Level.UNIT, since=today - timedelta(days=364), until=today))
    return told


def _similar():
    """What is like a message that somebody is about to send, asked in this process: the address of one client may ask too seldom."""
    from tongban.board import queries  # noqa: PLC0415  after Django is set up
    from tongban.kernel import clock  # noqa: PLC0415

    times, at = [], clock.now()
    for forms in itertools.islice(board_clients.messages(7), SIMILAR):
        began = time.perf_counter()
        queries.similar(forms["description"], title=forms["attribute[title]"], district=forms["address_id"], at=at)
        times.append((time.perf_counter() - began) * 1000)
    return {"similar_p50_ms": round(statistics.median(times), 1), "similar_p95_ms": round(sorted(times)[len(times) * 95 // 100], 1)}


def _set_up():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415  after the environment is set

    django.setup()


if __name__ == "__main__":
    main()
