"""Lookups in a library of many licences, beside the same SQL bare: bin/bench licences [--rows 12000000] [--types 3668] [--seconds 10].

Two processes ask the module's own questions: what a holder has of a type (with its row in the access log, committed), and a licence
by its identifier. Then as many processes send the statements that those questions sent, through bare psycopg, to the same tables.
Everything happens in a folder of its own under var/, which is deleted at the end; 12 million rows take 15 GB and a quarter of an hour.
"""

import argparse
import json
import multiprocessing
import random
import time
import uuid
from datetime import UTC, datetime

import psycopg

from bench import ground, library

PROCESSES = 2
WARM_UP = 200  # lookups
AT = datetime(2026, 11, 26, 2, tzinfo=UTC)
PURPOSE = "bench"


def main():
    parser = argparse.ArgumentParser(prog="bin/bench licences", description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=12_000_000)
    parser.add_argument("--types", type=int, default=3668)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    with ground.database() as (_place, url):
        print(json.dumps(measure(url, options)))


def measure(url, options):
    ground.manage("migrate", "-v", "0")
    ground.set_up()
    began = time.perf_counter()
    library.fill(url, rows=options.rows, types=options.types)
    filled = time.perf_counter() - began
    with psycopg.connect(url) as connection:
        (size,) = connection.execute("SELECT pg_total_relation_size('licences_licence')").fetchone()
    asked = _together(_ask, url, options)
    bare = _together(_ask_bare, url, options)
    lookups, limit = sum(each["lookups"] for each in asked), sum(each["lookups"] for each in bare)
    times = sorted(each for told in asked for each in told["times"])
    return {
        "rows": options.rows,
        "lookups_per_s": round(lookups / options.seconds),
        "by_identifier_per_s": round(sum(each["by_identifier"] for each in asked) / options.seconds),
        "p99_ms": round(times[int(len(times) * 0.99)] * 1000, 2),
        "limit_lookups_per_s": round(limit / options.seconds),
        "limit_by_identifier_per_s": round(sum(each["by_identifier"] for each in bare) / options.seconds),
        "ratio": round(lookups / limit, 3),
        "bytes_per_row": round(size / options.rows),
        "types": options.types,
        "fill_s": round(filled),
    }


def _together(work, url, options):
    context = multiprocessing.get_context("spawn")
    ready, answers = context.Barrier(PROCESSES), context.Queue()
    shape = (options.rows, options.types, options.seconds)
    processes = [context.Process(target=work, args=(url, *shape, seed, ready, answers)) for seed in range(PROCESSES)]
    for process in processes:
        process.start()
    told = [answers.get(timeout=options.seconds * 2 + 120) for _ in processes]
    for process in processes:
        process.join()
    return told


def _ask(url, rows, types, seconds, seed, ready, answers):
    """The module's own questions, as a program asks them that has been running for a while."""
    ground.set_up()
    from tongban.identity.terms import SYSTEM  # noqa: PLC0415  after Django is set up
    from tongban.licences import queries  # noqa: PLC0415
    from tongban.sharing import queries as sharing_queries  # noqa: PLC0415

    dice, people = random.Random(seed), library.holders(rows)

    def by_holder():
        number = dice.randrange(rows)
        who, kind = library.holder(number % people), library.type_code(number, types)
        found = queries.usable_for(holder_ids=(who,), types=(kind,), on=AT.date(), by=SYSTEM, at=AT, purpose=PURPOSE)
        assert (number % library.REVOKED_IN == 0) or found, f"licence {number} was not found"

    def by_identifier():
        number = dice.randrange(rows)
        assert sharing_queries.verification(library.identifier(number, types), at=AT).found

    answers.put(_timed(by_holder, by_identifier, seconds, ready))


def _ask_bare(url, rows, types, seconds, seed, ready, answers):
    """The statements that the questions send, recorded once, with values of this lookup in the places of the first one's."""
    ground.set_up()
    dice, people = random.Random(seed), library.holders(rows)
    recorded = _recorded(rows, types)
    with psycopg.connect(url, autocommit=True, prepare_threshold=0) as connection:

        def by_holder():
            number = dice.randrange(rows)
            new = {library.holder(0): library.holder(number % people), library.type_code(0, types): library.type_code(number, types)}
            _send(connection, recorded["by_holder"], new)

        def by_identifier():
            number = dice.randrange(rows)
            _send(connection, recorded["by_identifier"], {library.identifier(0, types): library.identifier(number, types)})

        answers.put(_timed(by_holder, by_identifier, seconds, ready))


def _recorded(rows, types):
    from django.db import connection  # noqa: PLC0415  after Django is set up

    from tongban.identity.terms import SYSTEM  # noqa: PLC0415
    from tongban.licences import queries  # noqa: PLC0415
    from tongban.sharing import queries as sharing_queries  # noqa: PLC0415

    seen = []

    def recorder(execute, sql, params, many, context):
        seen.append((sql, tuple(params or ())))
        return execute(sql, params, many, context)

    queries.licence_type(library.type_code(0, types))
    with connection.execute_wrapper(recorder):
        queries.usable_for(
            holder_ids=(library.holder(0),), types=(library.type_code(0, types),), on=AT.date(), by=SYSTEM, at=AT, purpose=PURPOSE
        )
        held, seen = seen, []
        sharing_queries.verification(library.identifier(0, types), at=AT)
    return {"by_holder": held, "by_identifier": seen}


def _send(connection, statements, new):
    for sql, params in statements:
        answer = connection.execute(sql.encode(), [_renewed(value, new) for value in params])
        if answer.description:
            answer.fetchall()


def _renewed(value, new):
    if isinstance(value, list | tuple):
        return [_renewed(each, new) for each in value]
    return new.get(value, value) if isinstance(value, str | uuid.UUID) else value


def _timed(by_holder, by_identifier, seconds, ready):
    """How often each question was answered in this time, and how long the first took each time."""
    for _ in range(WARM_UP):
        by_holder()
        by_identifier()
    ready.wait(timeout=120)
    times, until = [], time.perf_counter() + seconds
    while (begins := time.perf_counter()) < until:
        by_holder()
        times.append(time.perf_counter() - begins)
    ready.wait(timeout=120)
    found, until = 0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        by_identifier()
        found += 1
    return {"lookups": len(times), "times": times, "by_identifier": found}


if __name__ == "__main__":
    main()
