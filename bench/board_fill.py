"""A board of N messages as lives of five years leave it, for measuring: rows of the real tables, written by COPY.

A city has a thousand messages a day, so a board of 18 thousand is one of eighteen days, and 1.8 million are five years: what is open
is the same, what is history grows. The newest 180 thousand, with their words and sealed words, are made by as many processes as there
are cores. Whatever is older repeats those of them whose life is over, in earlier months: there a text stands up to thirteen times.
Orders, tracks, replies, ratings and records of dispatch follow from the messages in SQL, with the moments that the message names.
"""

import json
import multiprocessing
import os
import random
import uuid
from datetime import timedelta
from itertools import accumulate

import psycopg

from bench import board_words

A_DAY = 1000
CHUNK = 5000
MADE, ALIVE = 180_000, 45_000  # made one by one; of these so many, the newest, whose life may still go on
TABLES = ("board_message", "board_order", "board_dispatched", "board_track", "board_reply", "board_rating")
COLUMNS = (
    "id number release_id kind channel source foreign_number visibility title text place district longitude latitude written author_kind "
    "author_id author free_name code_hash category wished_unit tier emergency state end screening screening_due_at removed_for displayed "
    "unit first_unit returns received_at accept_due_at accepted_at refused_for due_at amber_at provisional extended answered_at "
    "first_answered_at on_time rating_until solved satisfaction called_back reopened cleared suggested suggested_reason closed_at "
    "changed_at followers likeness terms"
).split()
MOMENTS = "received_at accept_due_at accepted_at due_at amber_at answered_at first_answered_at rating_until closed_at changed_at".split()
AGAIN = {name: f'"{name}" - %(shift)s' for name in MOMENTS} | {
    "id": "gen_random_uuid()",
    "number": "replace(number, 'LY2020', 'LY' || (2020 - %(back)s)::text)",
    "foreign_number": "CASE WHEN foreign_number <> '' THEN %(back)s::text || foreign_number ELSE '' END",
}
KINDS = {"help": 38, "complaint": 34, "inquiry": 16, "report": 5, "suggestion": 6, "praise": 1}
PLACES = [(117.16, 117.4), (27.46, 27.66)]
NOTHING = "\\N"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def fill(url, *, rows, now):
    """Make everything. The database has the schema, the city and its board, and no messages."""
    with psycopg.connect(url, autocommit=True) as connection:
        indexes = _without_indexes(connection)
        for table in TABLES:
            connection.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")
    _messages(url, min(rows, MADE), now)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '2GB'")  # the index of terms is made in one go where it fits
        connection.execute(f"SET max_parallel_maintenance_workers = {os.cpu_count() or 1}")
        _repeat(connection, rows - MADE, now)
        connection.execute("SET session_replication_role = replica")  # what follows names only messages that are there
        for statement in FOLLOWING:
            connection.execute(statement)
        connection.execute("SET session_replication_role = origin")
        for statement in indexes:
            connection.execute(statement)
        for table in TABLES:
            connection.execute(f"ALTER TABLE {table} RESET (autovacuum_enabled)")
        connection.execute(f"VACUUM (ANALYZE) {', '.join(TABLES)}")


def _without_indexes(connection):
    """Take the indexes off that keep no constraint; the statements that put them on again."""
    again = []
    for table in TABLES:
        found = connection.execute(
            "SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass AND NOT indisunique",
            [table],
        ).fetchall()
        for name, definition in found:
            connection.execute(f"DROP INDEX {name}")
            again.append(definition)
    return again


def _repeat(connection, rows, now):
    """So many more, older ones: those made whose life is over, month for month further back."""
    finished, span = MADE - ALIVE, (MADE - ALIVE) / A_DAY
    for back, first in enumerate(range(0, max(rows, 0), finished), 1):
        connection.execute(
            f"""INSERT INTO board_message ({_named(COLUMNS)}) SELECT {", ".join(AGAIN.get(each, f'"{each}"') for each in COLUMNS)}
                FROM board_message WHERE received_at < %(until)s AND received_at >= %(since)s ORDER BY received_at DESC LIMIT %(most)s""",
            {
                "back": back,
                "shift": back * span * DAY,
                "since": now - MADE * DAY / A_DAY - DAY / 2,
                "until": now - ALIVE * DAY / A_DAY,
                "most": min(finished, rows - first),
            },
        )


def _named(columns):
    return ", ".join(f'"{name}"' for name in columns)


def _messages(url, rows, now):
    """In shares, each oldest first, so that the table lies about in the order in which a city's would."""
    context, processes = multiprocessing.get_context("spawn"), os.cpu_count() or 1
    with context.Pool(processes, initializer=_begin, initargs=(url, rows, now)) as pool:
        for _ in pool.imap(_copy, [range(start, min(start + CHUNK, rows)) for start in range(0, rows, CHUNK)]):
            pass


def _begin(url, rows, now):
    global MAKER  # one to a process: its clauses take a second to make
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415  after the environment is set

    django.setup()
    MAKER = Maker(url, rows, now)


def _copy(part):
    with psycopg.connect(MAKER.url) as connection, connection.cursor() as cursor:
        with cursor.copy(f"COPY board_message ({_named(COLUMNS)}) FROM STDIN") as copy:
            copy.write("".join(map(MAKER.line, part)))


class Maker:
    """Makes messages of one city."""

    def __init__(self, url, rows, now):
        from tongban.kernel import crypto  # noqa: PLC0415
        from tongban.responsibilities import queries as responsibilities_queries  # noqa: PLC0415  after Django is set up

        self.url, self.rows, self.now = url, rows, now
        self.release = responsibilities_queries.board()
        self.units = responsibilities_queries.units(self.release)
        self.filed = _filed(self.release, self.units)
        self.written, self.author = crypto.Sealer("board.written"), crypto.Sealer("board.author")
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.filed))))
        self.dice, self.texts = random.Random(os.getpid()), board_words.Texts(os.getpid())
        self.name = json.dumps({"name": "演示留言人", "phone": "13900000000"}, ensure_ascii=False).encode()

    def line(self, n):
        """One row as COPY takes it."""
        told = self._written(n) | self._life(self.now - (self.rows - n) * DAY / A_DAY)
        return "\t".join([_said(told.get(name, DEFAULTS.get(name, NOTHING))) for name in COLUMNS]) + "\n"

    def _written(self, n):
        from tongban.kernel.numbering import check_digit  # noqa: PLC0415  after Django is set up

        dice, (title, text) = self.dice, self.texts.message()
        number = f"LY2020-{n:07d}-{check_digit(f'2020{n:07d}')}"
        words = board_words.joined(title)[:-1], board_words.joined(text)
        kind = dice.choices(list(KINDS), weights=KINDS.values())[0]
        author = dice.choices(("account", "code", "elsewhere"), weights=(65, 15, 20))[0]
        public = author != "code" and kind != "report" and dice.random() < 0.9
        inside = json.dumps({"title": words[0], "text": words[1], "address": "示例路1号"}, ensure_ascii=False).encode()
        (west, east), (south, north) = PLACES
        return {
            "id": uuid.UUID(int=dice.getrandbits(128), version=4),
            "number": number,
            "release_id": self.release.id,
            "kind": kind,
            "channel": {"account": "web", "code": "web", "elsewhere": "import"}[author],
            "source": "hotline" if author == "elsewhere" else "",
            "foreign_number": f"B{n}" if author == "elsewhere" else "",
            "visibility": "public" if public else "unit",
            "title": words[0],
            "text": words[1],
            "longitude": round(dice.uniform(west, east), 6),
            "latitude": round(dice.uniform(south, north), 6),
            "written": self.written.encrypt(inside, os.urandom(12)),
            "author_kind": author,
            "author_id": uuid.UUID(int=dice.randrange(self.rows // 6 + 1)) if author == "account" else None,
            "author": self.author.encrypt(self.name, os.urandom(12)),
            "code_hash": f"{dice.getrandbits(256):064x}" if author == "code" else "",
            "screening": "shown" if public else "not_needed",
            "displayed": public,
            "likeness": dice.getrandbits(63),
            "terms": board_words.vector(title, board_words.pieces(number), text) if public else "",
            "followers": int(dice.expovariate(1)),
        }

    def _life(self, received):
        """What has become of it by now: accepted in the first hours, answered within days, rated by half of the authors, closed."""
        dice = self.dice
        category, district, unit, tier, limit = dice.choices(self.filed, cum_weights=self.weights)[0]
        accepted = received + dice.uniform(0, 2) * HOUR
        answered = accepted + min(dice.lognormvariate(1.1, 0.7), limit * (0.99 if dice.random() < 0.996 else 1.4)) * DAY
        told = {
            "category": category,
            "district": district,
            "tier": tier,
            "received_at": received,
            "accept_due_at": received + 2 * HOUR,
            "due_at": received + limit * DAY,
            "amber_at": received + 0.8 * limit * DAY,
            "state": "received",
            "changed_at": received,
        }
        if accepted > self.now:
            return told
        told |= {"accepted_at": accepted, "changed_at": accepted}
        if dice.random() < 0.04:
            refused = {"state": "closed", "end": "refused", "refused_for": "elsewhere", "closed_at": accepted, "accepted_at": None}
            return told | refused
        told |= {"unit": unit, "first_unit": unit}
        if answered > self.now:
            return told | {"state": "handling" if accepted + 3 * HOUR < self.now else "assigned"}
        return told | self._answered(answered, told["due_at"])

    def _answered(self, answered, due):
        dice, until = self.dice, answered + 15 * DAY
        told = {"answered_at": answered, "first_answered_at": answered, "on_time": answered <= due, "rating_until": until}
        rated = answered + dice.uniform(0.1, 14) * DAY
        if dice.random() < 0.45 and rated < self.now:
            level = dice.choices((5, 4, 3, 2, 1), weights=(58, 26, 9, 4, 3))[0]
            ended = {"solved": level > 2, "satisfaction": level, "closed_at": rated, "changed_at": rated}
            return told | ended | {"state": "closed", "end": "answered"}
        if until < self.now:
            return told | {"state": "closed", "end": "answered", "closed_at": until, "changed_at": until, "called_back": "unreached"}
        return told | {"state": "answered", "changed_at": answered}


DEFAULTS = (
    dict.fromkeys(
        "source foreign_number place district free_name code_hash wished_unit removed_for unit first_unit refused_for called_back "
        "suggested suggested_reason".split(),
        "",
    )
    | dict.fromkeys("emergency displayed provisional extended reopened cleared".split(), False)
    | {"returns": 0}
)


def _filed(release, units):
    """Classes and places with the unit that is asked, its tier and days, in an order that makes some units large."""
    from tongban.responsibilities.queries import duty_for  # noqa: PLC0415  after Django is set up

    found, dice = [], random.Random(3)
    for category in (each for each in release.categories if not each.code.endswith("0000")):
        for district in ("", *(each.code for each in release.districts)):
            duty = duty_for(category.code, district, release)
            if duty is not None and duty.unit in units:
                tier = category.tier or release.default_tier
                found.append((category.code, district, duty.unit, tier, {"utility": 1, "hard": 15}.get(tier, 7)))
    dice.shuffle(found)
    return found


def _said(value):
    if value is None:
        return NOTHING
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    return str(value)


# One order to a message that a unit has; of some a joint one. Steps at their moments; an answer with its reply, its rating.
FOLLOWING = (
    """INSERT INTO board_order (id, message_id, unit, role, round, state, emergency, assigned_at, taken_at, due_at, amber_at,
         next_escalation_at, escalated, settled_at, on_time)
       SELECT gen_random_uuid(), id, unit, 'lead', 1,
         CASE WHEN answered_at IS NOT NULL THEN 'done' WHEN state = 'handling' THEN 'taken' ELSE 'assigned' END, false, accepted_at,
         CASE WHEN state <> 'assigned' THEN accepted_at + interval '3 hours' END, due_at, amber_at,
         CASE WHEN answered_at IS NULL AND amber_at > now() THEN amber_at END, 0, answered_at, on_time
       FROM board_message WHERE unit <> '' ORDER BY received_at""",
    """INSERT INTO board_order (id, message_id, unit, role, round, state, emergency, assigned_at, taken_at, due_at, amber_at, escalated,
         settled_at, on_time)
       SELECT gen_random_uuid(), id, 'jianwei', 'joint', 1, CASE WHEN answered_at IS NOT NULL THEN 'done' ELSE 'taken' END, false,
         accepted_at + interval '1 hour', accepted_at + interval '5 hours', due_at, amber_at, 0, answered_at, on_time
       FROM board_message WHERE unit NOT IN ('', 'jianwei') AND likeness % 12 = 0 ORDER BY received_at""",
    """INSERT INTO board_dispatched (message_id, order_id, layer, rule, category, unit, at, "right")
       SELECT message_id, o.id, CASE WHEN likeness % 10 < 7 AND kind <> 'report' THEN 'duty_list' ELSE 'desk' END,
         CASE WHEN likeness % 10 < 7 AND kind <> 'report' THEN 'duty:' || category || '@city' ELSE '' END, category, o.unit, assigned_at,
         CASE WHEN taken_at IS NOT NULL THEN true END
       FROM board_order o JOIN board_message m ON m.id = message_id WHERE role = 'lead' ORDER BY assigned_at""",
    """INSERT INTO board_reply (id, message_id, order_id, unit, state, text, "end", shortcomings, drafted_by, drafted_at, version,
         approved_by, sent_back_for, published_at)
       SELECT gen_random_uuid(), message_id, o.id, o.unit, 'published', left(text, 276), 'answered', '[]', gen_random_uuid(), answered_at,
         2, gen_random_uuid(), '', answered_at
       FROM board_order o JOIN board_message m ON m.id = message_id WHERE role = 'lead' AND answered_at IS NOT NULL ORDER BY answered_at""",
    """INSERT INTO board_rating (message_id, round, unit, person_id, solved, satisfaction, words, at)
       SELECT id, 1, unit, author_id, solved, satisfaction, '', closed_at FROM board_message WHERE satisfaction IS NOT NULL""",
    """INSERT INTO board_track (message_id, at, kind, unit, words, sealed, codes, public, actor_id)
       SELECT m.id, step.at, step.kind, step.unit, '', '', step.codes::jsonb, true, NULL FROM board_message m, LATERAL (VALUES
         (received_at, 'received', '', '{"channel": "web"}'), (accepted_at, 'accepted', '', '{}'),
         (CASE WHEN unit <> '' THEN accepted_at END, 'assigned', unit, '{"layer": "duty_list"}'),
         (CASE WHEN unit <> '' AND state <> 'assigned' THEN accepted_at + interval '3 hours' END, 'taken', unit, '{"role": "lead"}'),
         (answered_at, 'answered', unit, '{"end": "answered"}'),
         (CASE WHEN satisfaction IS NOT NULL THEN closed_at END, 'rated', unit, '{"solved": true, "satisfaction": 5}'),
         (closed_at, 'closed', '', '{"end": "answered"}')) AS step (at, kind, unit, codes)
       WHERE step.at IS NOT NULL ORDER BY received_at, step.at""",
)
