"""A department's stock into the library, beside bare COPY of the same rows: bin/bench ingest [--rows N] [--processes N].

The list is made first (CSV; 3.4 licences to a holder). Then the command's own code takes it in: every row read, checked, its holder
found or entered, its record sealed and hashed, with the ledger, the facts and the marks of what is done. Then the tables are emptied
and exactly the rows that were written go in again by bare COPY, into the same tables with the same indexes, as many connections and
rows to a transaction. Everything happens in a folder of its own under var/, which is deleted at the end.
"""

import argparse
import json
import multiprocessing
import os
import random
import resource
import time
from pathlib import Path

import psycopg

from bench import ground

LICENCES_PER_HOLDER = 3.4
TABLES = ("identity_subject", "licences_licence")
MAPPING = """
source: bench
name: 示例存量
format: csv
type: BL
holder: {name: 企业名称, code: 信用代码, code_type: "001"}
number: 编号
issued_on: 发证日期
valid_from: 有效期起
valid_until: 有效期止
state: {column: 状态, codes: {存续: valid, 注销: cancelled}}
fields:
  company_type: 类型
  legal_representative: 法定代表人
  registered_capital: {column: 注册资本, as: number}
  established_on: {column: 成立日期, as: date}
  address: 住所
  scope: 经营范围
"""
HEADER = "企业名称,信用代码,编号,发证日期,有效期起,有效期止,状态,类型,法定代表人,注册资本,成立日期,住所,经营范围\n"


def main():
    parser = argparse.ArgumentParser(prog="bin/bench ingest", description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=12_000_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    with ground.database() as (place, url):
        print(json.dumps(measure(place, url, options)))


def measure(place, url, options):
    for command in (("migrate", "-v", "0"), ("load_city",)):
        ground.manage(*command)
    ground.set_up()
    write(place / "stock.csv", options.rows)
    before = _cpu_seconds()
    taken = _take_in(place, options)
    spent = _cpu_seconds() - before
    files = _written(place, url, options.rows)
    limit = _copied(url, files, options)
    with psycopg.connect(url) as connection:
        (holders,) = connection.execute("SELECT count(*) FROM identity_subject").fetchone()
        (size,) = connection.execute("SELECT pg_total_relation_size('licences_licence')").fetchone()
    return {
        "rows": options.rows,
        "rows_per_s": round(options.rows / taken),
        "copy_rows_per_s": round(options.rows / limit),
        "ratio": round(limit / taken, 3),
        "seconds": round(taken, 1),
        "cpu_us_per_row": round(spent / options.rows * 1e6, 1),  # of our processes, the database apart; does not depend on who else works
        "holders": holders,
        "processes": options.processes,
        "bytes_per_row": round(size / options.rows),
    }


def _cpu_seconds():
    """Of this process and of those that it has started and seen end."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def write(path, rows):
    """A list of licences of companies that do not exist; the same for the same number of rows."""
    from tongban.kernel import identifiers  # noqa: PLC0415  after Django is set up

    dice, holders = random.Random(3), max(1, int(rows / LICENCES_PER_HOLDER))

    def code(number):
        body = f"MA{number:06d}" if number < 10**6 else f"MB{number - 10**6:06d}" if number < 2 * 10**6 else f"{number:08d}"
        unchecked = f"91999999{body}{identifiers.organisation_check(body)}"
        return unchecked + identifiers.uscc_check(unchecked)

    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for number in range(rows):
            who = dice.randrange(holders)
            day = f"20{10 + number % 15:02d}-{1 + number % 12:02d}-{1 + number % 28:02d}"
            face = f"榕城示例第{who}号贸易有限公司,{code(who)},示例〔{number % 15 + 2010}〕{number:09d}号,{day},{day},长期"
            scope = f"日用百货销售；信息咨询服务；技术开发第{who % 99}项"
            words = f"有限责任公司,陈示例,{who % 900 + 100},{day},榕城市示例区示例路{who % 999}号,{scope}"
            file.write(f"{face},{'注销' if number % 97 == 0 else '存续'},{words}\n")


def _take_in(place, options):
    """Seconds that the command's own code takes, from the first byte to the last commit."""
    from tongban.channels.console import stock  # noqa: PLC0415  after Django is set up

    source = stock.Source(place / "stock.csv", quoted=True, folder=False)
    began = time.perf_counter()
    ingestion = stock.begin(source, mapping_name="stock.yaml", mapping=MAPPING.encode())
    done = stock.take_in(source, ingestion, processes=options.processes, progress=lambda _bytes: None)
    seconds = time.perf_counter() - began
    assert done.counts.taken == options.rows, done.counts
    return seconds


def _written(place, url, rows):
    """The rows that were written, in files of one part each as COPY sends them, without what the database numbers itself."""
    from tongban.kernel.lists import PART_ROWS  # noqa: PLC0415  after Django is set up
    from tongban.licences.models.ingestion import COLUMNS  # noqa: PLC0415

    parts = -(-rows // PART_ROWS)
    files = []
    with psycopg.connect(url) as connection:
        for table, columns in zip(TABLES, ("id, kind, code_type, index, sealed, recorded_at", ", ".join(COLUMNS)), strict=True):
            (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            share = -(-count // parts)
            with connection.cursor() as cursor:
                stream = cursor.copy(f"COPY (SELECT {columns} FROM {table} ORDER BY ctid) TO STDOUT")
                files += _split(stream, place, table, columns, share)
    return files


def _split(stream, place, table, columns, share):
    files, lines = [], []

    def keep():
        path = place / f"{table}-{len(files)}"
        path.write_bytes(b"".join(lines))
        files.append((table, columns, str(path)))
        lines.clear()

    with stream as rows:
        for line in rows:
            lines.append(bytes(line))
            if len(lines) == share:
                keep()
    if lines:
        keep()
    return files


def _copied(url, files, options):
    """Seconds of bare COPY into the emptied tables, one transaction for each file."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"TRUNCATE {', '.join(TABLES)}")
        connection.execute("CHECKPOINT")
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(options.processes + 1)
    shares = [files[number :: options.processes] for number in range(options.processes)]
    workers = [context.Process(target=_copy, args=(url, share, ready)) for share in shares]
    for worker in workers:
        worker.start()
    ready.wait(120)
    began = time.perf_counter()
    for worker in workers:
        worker.join()
    if any(worker.exitcode for worker in workers):
        raise SystemExit("a process of the limit failed; its words are above")
    return time.perf_counter() - began


def _copy(url, files, ready):
    with psycopg.connect(url) as connection:
        ready.wait(120)
        for table, columns, path in files:
            with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                copy.write(Path(path).read_bytes())
            connection.commit()


if __name__ == "__main__":
    main()
