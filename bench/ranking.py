"""Counting weeks of a board of many messages: bin/bench ranking [--rows 1800000].

The board is filled (bench/board_fill.py). The newest week that is over is closed as its hour would close it (`close_ms`: both documents,
stored). Then its question is asked by itself (`week_ms`: what fell due by unit, as of the closing, and the ratings), and once for every
week of the history, a call a week (`all_ms`). DuckDB is asked the same of Parquet files that were made from the same tables in the same
run: one file a table, with the columns that the question needs (`duckdb_week_ms`, `duckdb_all_ms`), and once more from a file in which
the tables are joined already (`duckdb_flat_all_ms`). Every answer is compared; one that differs ends the run. Cases are not filled.
"""

import argparse
import json
import statistics
import time
from datetime import UTC, datetime

import psycopg

from bench import board_fill, ground

LOCKS = ("insight",)
LEAST = 30_000  # a month of the board: what is closed lies a week or two back
TIMES = 7
SIX = 6
MICRO = "(extract(epoch from {0}.{1}) * 1000000)::bigint AS {1}"
ORDER = "o.id, o.message_id, o.unit, o.role, o.state, o.object_until IS NOT NULL AS may_object"
MOMENTS = ", ".join(MICRO.format("o", each) for each in ("assigned_at", "settled_at", "due_at", "due_before", "extended_at"))
EXPORTS = {
    "orders": f"SELECT {ORDER}, {MOMENTS} FROM board_order o ORDER BY o.due_at",
    "messages": "SELECT id, channel FROM board_message",
    "joined": f"SELECT message_id, unit, {MICRO.format('t', 'at')} FROM board_track t WHERE kind = 'joined'",
    "dispatched": f"SELECT order_id, {MICRO.format('d', 'at')} FROM board_dispatched d WHERE order_id IS NOT NULL",
    "ratings": f"SELECT unit, satisfaction, solved, {MICRO.format('r', 'at')} FROM board_rating r ORDER BY r.at",
    "flat": f"""SELECT {ORDER}, {MOMENTS}, m.channel, EXISTS (SELECT FROM board_track t WHERE t.message_id = o.message_id
        AND t.unit = o.unit AND t.at = o.assigned_at AND t.kind = 'joined') AS helped, (SELECT (extract(epoch from d.at) * 1000000)::bigint
        FROM board_dispatched d WHERE d.order_id = o.id ORDER BY d.id OFFSET 1 LIMIT 1) AS asked_again_at
        FROM board_order o JOIN board_message m ON m.id = o.message_id ORDER BY o.due_at""",
}
TYPES = dict.fromkeys(("id", "message_id", "order_id"), "UUID") | dict.fromkeys(
    ("at", "assigned_at", "settled_at", "due_at", "due_before", "extended_at", "asked_again_at"), "BIGINT"
)
FELL_DUE = """
WITH due AS (
  SELECT {more} o.*, CASE WHEN extended_at > $moment THEN due_before ELSE due_at END AS falls_at,
    o.state = 'done' AND settled_at <= $moment AS done
  FROM '{place}/{orders}.parquet' o {messages} WHERE role = 'lead' AND channel <> 'import'
  AND CASE WHEN extended_at > $moment THEN due_before >= $since AND due_before < $until ELSE due_at >= $since AND due_at < $until END
  AND NOT (o.state IN ('returned', 'cancelled') AND settled_at <= CASE WHEN extended_at > $moment THEN due_before ELSE due_at END))
{helped} SELECT unit, count(*), count(*) FILTER (done AND settled_at <= falls_at), count(*) FILTER (done AND settled_at > falls_at),
  count(*) FILTER (NOT coalesce(done, false)), quantile_cont(settled_at - assigned_at, 0.5) FILTER (done) / 3600000000
FROM due WHERE may_object OR {led} GROUP BY unit ORDER BY unit
"""
BY_TABLE = {
    "orders": "orders",
    "more": "",
    "messages": "JOIN '{place}/messages.parquet' m ON m.id = o.message_id",
    "helped": """, helped AS (SELECT due.id FROM due JOIN '{place}/joined.parquet' j
      ON j.message_id = due.message_id AND j.unit = due.unit AND j."at" = due.assigned_at),
    again AS (SELECT order_id FROM '{place}/dispatched.parquet' WHERE order_id IN (SELECT id FROM helped) AND "at" <= $moment
      GROUP BY order_id HAVING count(*) > 1)""",
    "led": "id NOT IN (SELECT id FROM helped) OR id IN (SELECT order_id FROM again)",
}
JOINED = {"orders": "flat", "more": "", "messages": "", "helped": "", "led": "NOT helped OR asked_again_at <= $moment"}
RATED = """SELECT unit, count(*), count(*) FILTER (satisfaction >= 3), count(*) FILTER (solved) FROM '{place}/ratings.parquet'
WHERE "at" >= $since AND "at" < $until AND "at" <= $moment GROUP BY unit ORDER BY unit"""


def main():
    parser = argparse.ArgumentParser(prog="bin/bench ranking", description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_800_000)
    options = parser.parse_args()
    if options.rows < LEAST:
        parser.error(f"a board of fewer than {LEAST} messages has no week that is over: ask for more --rows")
    with ground.database() as (place, url):
        ground.manage("prepare")
        board_fill.fill(url, rows=options.rows, now=datetime.now(UTC))
        _ruled_all_along(url)
        ground.set_up()
        print(json.dumps({"rows": options.rows, **measured(place, url)}))


def measured(place, url):
    import duckdb  # noqa: PLC0415  of the extra for analysis, and used in this benchmark only

    from tongban.supervision.queries.counting import messages_of  # noqa: PLC0415  after Django is set up

    close_ms, countings = _closed(url), _countings(url)
    newest = countings[-1]
    exported = time.perf_counter()
    _export(url, place, duckdb)
    exported = time.perf_counter() - exported
    duck = Duck(duckdb.connect(), place)
    told = {
        "weeks": len(countings),
        "close_ms": close_ms,
        "week_ms": _median(lambda: messages_of(newest)),
        "duckdb_week_ms": _median(lambda: duck.messages_of(newest, BY_TABLE)),
    }
    ours, told["all_ms"] = _all(messages_of, countings)
    theirs, told["duckdb_all_ms"] = _all(lambda each: duck.messages_of(each, BY_TABLE), countings)
    flat, told["duckdb_flat_all_ms"] = _all(lambda each: duck.messages_of(each, JOINED), countings)
    for each, *answers in zip(countings, map(_plain, ours), theirs, flat, strict=True):
        if any(answer != answers[0] for answer in answers):
            raise SystemExit(f"{each.week.key} has different answers: {answers}")
    due = sum(figures[0] for answer in theirs for figures in answer.values())
    return told | {"ratio": round(told["duckdb_all_ms"] / told["all_ms"], 2), "due": due, "parquet_s": round(exported, 1)}


def _ruled_all_along(url):
    """As if the city had had its rules of supervision since its first message: no week from before them is closed."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "INSERT INTO supervision_supervisionreleaserow (id, content, digest, loaded_at) SELECT gen_random_uuid(), content, digest,"
            " (SELECT min(received_at) FROM board_message) FROM supervision_supervisionreleaserow ORDER BY loaded_at LIMIT 1"
        )


def _closed(url):
    """Close the newest week that is over."""
    from tongban.identity.terms import SYSTEM  # noqa: PLC0415
    from tongban.kernel import clock  # noqa: PLC0415
    from tongban.supervision import actions  # noqa: PLC0415
    from tongban.supervision.rules import weeks  # noqa: PLC0415

    zone = clock.city_zone()
    week = weeks.before(weeks.before(weeks.week_of(clock.now(), zone), zone), zone)  # its hour has come on whichever day this runs
    began = time.perf_counter()
    actions.close_week(week=week.key, by=SYSTEM, at=clock.now())
    return round((time.perf_counter() - began) * 1000, 1)


def _countings(url):
    """Every week since the first order fell due that is over, as it would have been closed."""
    from tongban.kernel import clock  # noqa: PLC0415
    from tongban.supervision import queries  # noqa: PLC0415
    from tongban.supervision.queries.counting import Counting  # noqa: PLC0415
    from tongban.supervision.rules import weeks  # noqa: PLC0415

    with psycopg.connect(url) as connection:
        (first,) = connection.execute("SELECT min(due_at) FROM board_order").fetchone()
    zone, release = clock.city_zone(), queries.release()
    last = weeks.before(weeks.before(weeks.week_of(clock.now(), zone), zone), zone)
    found = weeks.between(weeks.week_of(first, zone), last, zone)
    return [Counting(each, 1, release, weeks.closing(each, release.closes, zone)) for each in found]


def _export(url, place, duckdb):
    """A Parquet file for each table, by way of CSV."""
    for name, sql in EXPORTS.items():
        source = place / f"{name}.csv"
        with psycopg.connect(url) as connection, connection.cursor() as cursor, source.open("wb") as file:
            with cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv, HEADER)") as copy:
                for block in copy:
                    file.write(block)
        with source.open() as file:
            types = {each: TYPES[each] for each in file.readline().strip().split(",") if each in TYPES}
        duckdb.sql(f"COPY (SELECT * FROM read_csv('{source}', header=true, types={types})) TO '{place}/{name}.parquet' (FORMAT parquet)")
        source.unlink()


class Duck:
    """The same question of Parquet files."""

    def __init__(self, connection, place):
        self.connection, self.place = connection, place

    def messages_of(self, counting, how):
        due = FELL_DUE.format(place=self.place, **{name: each.format(place=self.place) for name, each in how.items()})
        found = {row[0]: (*row[1:5], _rounded(row[5]), 0, 0, 0) for row in self._asked(due, counting)}
        for unit, *figures in self._asked(RATED.format(place=self.place), counting):
            found[unit] = (*found.get(unit, (0, 0, 0, 0, None))[:5], *figures)
        return found

    def _asked(self, sql, counting):
        moments = {"since": counting.week.since, "until": counting.week.until, "moment": counting.at}
        return self.connection.execute(sql, {name: int(each.timestamp() * 1_000_000) for name, each in moments.items()}).fetchall()


def _plain(counts):
    names = ("due", "on_time", "late", "unanswered")
    return {
        each.unit: (*(getattr(each, name) for name in names), _rounded(each.median_hours), each.rated, each.satisfied, each.solved)
        for each in counts
    }


def _rounded(hours):
    return None if hours is None else round(hours, SIX)


def _all(ask, countings):
    began = time.perf_counter()
    answers = [ask(each) for each in countings]
    return answers, round((time.perf_counter() - began) * 1000, 1)


def _median(ask):
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(took), 1)


if __name__ == "__main__":
    main()
