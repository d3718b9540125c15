"""A message board of many messages, served: bin/bench board [--rows 1800000] [--growth] [--seconds N].

The board is filled (bench/board_fill.py), then bin/serve opens it. One client after another reads pages, lists, searches and the desk of
units; then eight clients send messages, each from an account of its own, through Open311; whoever gets a number has been dispatched.
With the program stopped, eight processes of bare psycopg write what one message writes, in the same tables with the same indexes: the
limit. Everything happens in a folder of its own under var/, which is deleted at the end; 1.8 million rows take 20 GB and ten minutes or
more. With --growth it is done for a hundredth, a tenth and all of the rows, a line for each, the last being that of all.
"""

import argparse
import itertools
import json
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta

import psycopg

from bench import board_clients, board_fill, ground, limit

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
        with ground.running([sys.executable, __file__, *told]) as program:
            if program.wait():
                raise SystemExit(program.returncode)


def measured(rows, seconds):
    with ground.database() as (place, url):
        ground.manage("prepare")
        began = time.perf_counter()
        board_fill.fill(url, rows=rows, now=datetime.now(UTC))
        filled = time.perf_counter() - began
        return {"rows": rows, **measure(place, url, seconds), "fill_s": round(filled)}


def measure(place, url, seconds):
    """A board that is filled: read, written to, and the limit of its database."""
    ground.set_up()
    size, rows = _size(url)
    cookies, tokens = board_clients.sessions(), board_clients.authors(int(seconds * board_clients.AUTHORS_A_SECOND))
    numbers = _some_numbers(url, rows)
    with ground.served(place) as address:
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


def _size(url):
    with psycopg.connect(url) as connection:
        (rows,) = connection.execute("SELECT count(*) FROM board_message").fetchone()
        (size,) = connection.execute(
            "SELECT sum(pg_total_relation_size(each::regclass)) FROM unnest(%s::text[]) each", [list(board_fill.TABLES)]
        ).fetchone()
    return size, rows


def _some_numbers(url, rows, count=200):
    """Messages of all years that are displayed, from a sample where there are many."""
    share = min(100, 100 * 50 * count / rows)
    with psycopg.connect(url) as connection:
        sql = "SELECT number FROM board_message TABLESAMPLE SYSTEM (%s) WHERE displayed ORDER BY random() LIMIT %s"
        return [number for (number,) in connection.execute(sql, [share, count])]


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


if __name__ == "__main__":
    main()
