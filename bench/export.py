"""Downloading a whole board: bin/bench export [--rows 1000000].

The board is filled (bench/board_fill.py) and one process of the web server is started as bin/serve starts it. The open data of messages is
downloaded over HTTP, as CSV (`rows_per_s`, from the request to the last byte) and as JSON lines (`jsonl_rows_per_s`). `first_byte_ms` is
how long the first byte takes. `peak_rss_mb` is the most memory that the process had up to then, `rss_before_mb` what it had after one page.
`copy_rows_per_s` is PostgreSQL's own COPY of the same columns and rows in the same run, `ratio` = rows_per_s / copy_rows_per_s. At last a
client stops reading for a while, in which the process has `waiting_rss_mb`, and leaves: `released_ms` is how long it takes until its turn
is over, `idle_in_transaction` how many connections it leaves so.
"""

import argparse
import csv
import json
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime

import psycopg

from bench import board_fill, ground

PART = 1 << 16
PATIENCE = 60
LEFT_AFTER = 4 * PART  # bytes that whoever leaves has read
WAITS = 3  # seconds before
COPY = """COPY (SELECT {columns},
  (SELECT r.text FROM board_reply r JOIN board_message w ON w.id = r.message_id WHERE r.message_id = coalesce(m.merged_into_id, m.id)
    AND w.displayed AND r.state = 'published' ORDER BY r.published_at DESC LIMIT 1) AS answer,
  (SELECT r.text FROM board_reply r JOIN board_message w ON w.id = r.message_id WHERE r.message_id = coalesce(m.merged_into_id, m.id)
    AND w.displayed AND w.reopened AND r.state = 'published' ORDER BY r.published_at LIMIT 1) AS first_answer
  FROM board_message m WHERE displayed ORDER BY received_at, id) TO STDOUT (FORMAT csv)"""
MEGABYTE = 1024


def main():
    parser = argparse.ArgumentParser(prog="bin/bench export", description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    with ground.database() as (place, url):
        ground.manage("prepare")
        board_fill.fill(url, rows=options.rows, now=datetime.now(UTC))
        ground.set_up()
        print(json.dumps(measured(place, url)))


def measured(place, url):
    with _served(place) as (program, address):
        _read(f"{address}/board/track/")
        process = _worker(program.pid)
        before = _memory(process, "VmRSS")
        first_ms, csv_s, rows = _downloaded(f"{address}/api/v1/board/data/messages.csv", place / "messages.csv")
        _first, jsonl_s, _lines = _downloaded(f"{address}/api/v1/board/data/messages.jsonl", None)
        peak = _memory(process, "VmHWM")
        waiting, released_ms = _left(address, process)
        idle = _idle(url)
    copy_s, copied = _copied(url)
    if copied != rows:
        raise SystemExit(f"the download has {rows} rows, COPY {copied}")
    told = {"rows": rows, "rows_per_s": round(rows / csv_s), "copy_rows_per_s": round(rows / copy_s), "ratio": round(copy_s / csv_s, 3)}
    told |= {"jsonl_rows_per_s": round(rows / jsonl_s), "first_byte_ms": first_ms, "peak_rss_mb": peak, "rss_before_mb": before}
    return told | {"waiting_rss_mb": waiting, "released_ms": released_ms, "idle_in_transaction": idle}


def _served(place):
    """One process of the web server, with as many threads as bin/serve gives it."""
    return _Server(place)


class _Server:
    def __init__(self, place):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address, self.told = f"http://127.0.0.1:{port}", place / "web.log"
        os.environ["TONGBAN_ADDRESS"] = self.address
        web = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "2", "--host", "127.0.0.1", "--port", str(port)]
        self.command = [sys.executable, "-m", "granian", *web, "--log-level", "warning", "config.wsgi:application"]

    def __enter__(self):
        self.log = self.told.open("w")
        self.running = ground.running(self.command, stdout=self.log, stderr=self.log)
        program = self.running.__enter__()
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and program.poll() is None:
            try:
                _read(f"{self.address}/health")
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
            else:
                return program, self.address
        raise SystemExit(f"the web server did not answer:\n{self.told.read_text()}")

    def __exit__(self, *error):
        self.running.__exit__(*error)
        self.log.close()


def _read(address):
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return answer.read()


def _worker(pid):
    """The process that serves: the child of the one that was started."""
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return int(file.read().split()[0])


def _memory(pid, what):
    with open(f"/proc/{pid}/status") as file:
        (line,) = (each for each in file if each.startswith(f"{what}:"))
    return round(int(line.split()[1]) / MEGABYTE, 1)


def _downloaded(address, kept):
    """Milliseconds to the first byte, seconds to the last, and how many rows there were."""
    began, first, size, lines = time.perf_counter(), None, 0, 0
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer, open(kept or os.devnull, "wb") as file:
        while part := answer.read1(PART):
            first = first or time.perf_counter()
            size += len(part)
            lines += part.count(b"\n")
            file.write(part)
    took = time.perf_counter() - began
    return round(((first or began) - began) * 1000, 1), took, _rows(kept) if kept else lines


def _rows(path):
    csv.field_size_limit(1 << 24)
    with path.open(newline="", encoding="utf-8-sig") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def _copied(url):
    from tongban.board.queries.search import PUBLIC_COLUMNS  # noqa: PLC0415  after Django is set up

    columns = ", ".join(f'm."{name}"' for name in PUBLIC_COLUMNS)
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        began = time.perf_counter()
        with cursor.copy(COPY.format(columns=columns)) as copy:
            for _part in copy:
                pass
        return time.perf_counter() - began, cursor.rowcount


def _left(address, process):
    """Somebody reads a little, waits, and is gone: the memory meanwhile, and milliseconds until another may begin."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as reader:
        reader.sendall(f"GET /api/v1/board/data/messages.csv HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        read = 0
        while read < LEFT_AFTER and (part := reader.recv(PART)):
            read += len(part)
        time.sleep(WAITS)
        waiting = _memory(process, "VmRSS")
    began = time.perf_counter()
    for wait in (0.2, 1, 5):
        time.sleep(wait)
        try:
            with urllib.request.urlopen(f"{address}/api/v1/data/surges.csv", timeout=PATIENCE) as answer:
                answer.read()
        except urllib.error.HTTPError:
            continue
        return waiting, round((time.perf_counter() - began) * 1000, 1)
    raise SystemExit("a client that left keeps its turn")


def _idle(url):
    with psycopg.connect(url) as connection:
        asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'"
        return connection.execute(asked).fetchone()[0]


if __name__ == "__main__":
    main()
