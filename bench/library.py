"""A library of N licences for measuring: rows of the real tables, made by as many processes as there are cores and sent by COPY.

Holders have about 3.4 licences each, as in the field; every identifier is true. All rows share one content, sealed once, and carry
a digest of nothing: a verification finds every record tampered with, which costs what an unchanged one costs.
"""

import hashlib
import json
import multiprocessing
import os
import uuid
from datetime import date, timedelta

import psycopg

HOLDERS_PER_ROW = 7 / 24
USCC = "11999999MB0000019T"
COLUMNS = (
    "id, identifier, type_code, holder_kind, holder_id, number, version, issuer, issuer_name, issued_on, valid_from, valid_until, "
    "state, sealed, digest, recorded_at, source, status_place"
)
CONTENT = {f"field_{number}": f"示例内容第{number}项" for number in range(8)}
REVOKED_IN = 97  # one licence of so many has ended


def holder(number):
    return uuid.UUID(hashlib.md5(f"holder {number}".encode(), usedforsecurity=False).hexdigest())


def type_code(number, types):
    return f"T{number * 7919 % types:04d}"


def holders(rows):
    return max(1, int(rows * HOLDERS_PER_ROW))


def identifier(number, types):
    """The true identifier of the licence with this number."""
    from tongban.licences import rules  # noqa: PLC0415  after Django is set up

    return rules.identifier(type_code=national_code(type_code(number, types)), issuer=USCC, serial=f"{number:011d}", version=1)


def national_code(code):
    return f"11999999000001126{int(code[1:]):04d}"


def fill(url, *, rows, types):
    """Make the types and the licences, then the indexes. The database has the schema and nothing in these tables."""
    kinds(types)
    with psycopg.connect(url, autocommit=True) as connection:
        indexes = _without_indexes(connection)
    processes = os.cpu_count() or 1
    share = -(-rows // processes)
    context = multiprocessing.get_context("spawn")
    parts = [range(start, min(start + share, rows)) for start in range(0, rows, share)]
    workers = [context.Process(target=_copy, args=(url, part, rows, types)) for part in parts]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if any(worker.exitcode for worker in workers):
        raise SystemExit("a process that made licences failed; its words are above")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '1GB'")
        for statement in indexes:
            connection.execute(statement)
        connection.execute("VACUUM (ANALYZE) licences_licence")


def kinds(types):
    """As many licence types as a large city has."""
    from tongban.identity.terms import HolderKind  # noqa: PLC0415  after Django is set up
    from tongban.kernel.bilingual import Bilingual  # noqa: PLC0415
    from tongban.licences.models import LicenceType  # noqa: PLC0415
    from tongban.licences.terms import LicenceType as Kind  # noqa: PLC0415

    fields = {key: Bilingual(key) for key in CONTENT}
    made = []
    for number in range(types):
        code = f"T{number:04d}"
        name = Bilingual(f"示例证照{number}", f"Sample licence {number}")
        holders = {"department": "shichang", "holder_kinds": frozenset(HolderKind)}
        kind = Kind(code=code, national_code=national_code(code), name=name, fields=fields, **holders)
        made.append(LicenceType.of(kind))
    LicenceType.objects.bulk_create(made)


def _without_indexes(connection):
    """Take the constraints and indexes off, but the primary key; the statements that put them on again."""
    table = "'licences_licence'::regclass"
    constraints = connection.execute(
        f"SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = {table} AND contype = 'u'"
    ).fetchall()
    again = []
    for name, definition in constraints:
        connection.execute(f'ALTER TABLE licences_licence DROP CONSTRAINT "{name}"')
        again.append(f'ALTER TABLE licences_licence ADD CONSTRAINT "{name}" {definition}')
    found = connection.execute(
        f"SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = {table} AND NOT indisprimary"
    ).fetchall()
    for name, definition in found:
        connection.execute(f"DROP INDEX {name}")
        again.append(definition)
    return again


def _copy(url, part, rows, types):
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415  after the environment is set

    django.setup()
    from tongban.kernel import crypto  # noqa: PLC0415
    from tongban.licences.models.licence import PURPOSE  # noqa: PLC0415

    inside = {"holder_name": "示例持证人", "holder_code": "999999199001010010", "content": CONTENT, "salt": "0" * 32}
    sealed = "\\\\x" + crypto.encrypt(json.dumps(inside, ensure_ascii=False), PURPOSE).hex()
    issuer = json.dumps({"zh": "示例市场监督管理局", "en": "Sample market bureau"}, ensure_ascii=False)
    people, digest, begin = holders(rows), "0" * 64, date(2018, 1, 1)
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        with cursor.copy(f"COPY licences_licence ({COLUMNS}) FROM STDIN") as copy:
            for number in part:
                issued = begin + timedelta(days=number % 3000)
                until = issued.replace(day=1, year=issued.year + 20)
                state = "revoked" if number % REVOKED_IN == 0 else "valid"
                kind, who = type_code(number, types), holder(number % people)
                face = f"{identifier(number, types)}\t{kind}\tperson\t{who}\t示例{number}号\t1\tshichang\t{issuer}"
                dates = f"{issued}\t{issued}\t{until}"
                line = f"{uuid.UUID(int=number)}\t{face}\t{dates}\t{state}\t{sealed}\t{digest}\t2026-11-01 00:00:00+00\tstock\t{number}\n"
                copy.write(line)
