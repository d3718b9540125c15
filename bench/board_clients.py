"""Those who read and write a board over HTTP, and how long each had to wait."""

import hashlib
import http.client
import itertools
import json
import math
import multiprocessing
import random
import threading
import time
import uuid
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode, urlsplit

from bench import board_words, limit, recording

CLIENTS, PROCESSES = 8, 2
WARM_UP = 3.0
AUTHORS_A_SECOND = 60  # an account may send six messages an hour, a key sixty a minute
PATH = "/open311/v2/requests.json"
CLASSES = ("010101", "010202", "020100", "030103", "040400", "050100", "060100", "090200")
DISTRICTS = ("donghuqu", "xishanqu", "nangangqu", "donghu", "yizhan")
READS = 200
FEW_CLAUSES = 10_000
FROM_ONE_PLACE = 50


def searches():
    """What is looked for: a third are words of every second message, a third seldom ones, a third two words."""
    words, dice = board_words.vocabulary(), random.Random(8)
    common, seldom = words[:40], words[200:]
    for _ in range(READS // 3 + 1):
        yield dice.choice(common)
        yield dice.choice(seldom)
        yield f"{dice.choice(common)} {dice.choice(words[:2000])}"


def sessions():
    """Session cookies of the demo clerks who handle messages."""
    from django.test import Client  # noqa: PLC0415  after Django is set up

    from tongban.identity.models import Login  # noqa: PLC0415

    found = []
    for login in Login.objects.filter(staff__posts__desk__code__endswith="/messages").distinct():
        client = Client()
        client.force_login(login)
        found.append(client.cookies["sessionid"].value)
    return found


def authors(count):
    """Tokens of so many accounts."""
    from tongban.identity.models import ApiToken, Login, Person  # noqa: PLC0415  after Django is set up
    from tongban.identity.queries import token_digest  # noqa: PLC0415
    from tongban.identity.terms import Assurance  # noqa: PLC0415

    now = datetime.now(UTC)
    people = [Person(name="演示留言人", number="999999199001010010") for _ in range(count)]
    logins = [
        Login(phone="", phone_index=hashlib.sha256(each.pk.bytes).digest(), person=each, assurance=Assurance.PHONE, password="!")
        for each in people
    ]
    tokens = [uuid.uuid4().hex for _ in logins]
    Person.objects.bulk_create(people)
    Login.objects.bulk_create(logins)
    ends = now + timedelta(hours=8)
    known = zip(tokens, logins, strict=True)
    ApiToken.objects.bulk_create(
        ApiToken(digest=token_digest(token), login=login, issued_at=now, expires_at=ends) for token, login in known
    )
    return tokens


def read(address, *, numbers, cookies):
    """One reader, one request after the other, nothing kept from the one before."""
    asked = {
        "floor": ["/health"] * (READS // 2),  # what this machine makes anybody wait for at this moment
        "page": [f"/board/{number}/" for number in numbers],
        "list": ["/board/", "/board/?unit=chengguan", "/board/?category=010000", "/board/?state=open&district=donghuqu"] * (READS // 8),
        "search": [f"/board/?q={quote(words)}" for words in searches()],
        "inbox": [f"/desk/messages/{shelf}" for shelf in ("", "?shelf=late", "?shelf=soon", "?shelf=to_take")] * (READS // 8),
    }
    told = {}
    for name, paths in asked.items():
        reader = Reader(address, cookies if name == "inbox" else [])
        for path in paths[:20]:
            reader.seconds(path)
        told[f"{name}_p95_ms"] = round(_p95([reader.seconds(path) for path in paths]) * 1000, 1)
    return told


def _p95(times):
    return sorted(times)[max(0, math.ceil(len(times) * 0.95) - 1)]


class Reader:
    def __init__(self, address, cookies):
        parts = urlsplit(address)
        self._connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
        self._cookies = itertools.cycle(cookies) if cookies else None

    def seconds(self, path):
        headers = {"Cookie": f"sessionid={next(self._cookies)}"} if self._cookies else {}
        began = time.perf_counter()
        self._connection.request("GET", path, headers=headers)
        answer = self._connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"GET {path}: {answer.status}")
        return time.perf_counter() - began


def messages(seed):
    """Forms of new messages, as a program sends them."""
    texts, dice = board_words.Texts(seed, clauses=FEW_CLAUSES), random.Random(seed)
    while True:
        title, text = texts.message()
        yield {
            "service_code": dice.choice(CLASSES),
            "address_id": dice.choice(DISTRICTS),
            "attribute[kind]": dice.choice(("help", "complaint")),
            "attribute[title]": board_words.joined(title)[:30],
            "description": board_words.joined(text)[:4000],
        }


def write(address, *, tokens, seconds):
    """So many messages a second from all clients together; every answer carries the number of a message that has been dispatched."""
    context = multiprocessing.get_context("spawn")
    ready, answers = context.Barrier(PROCESSES), context.Queue()
    shares = [tokens[number::PROCESSES] for number in range(PROCESSES)]
    processes = [
        context.Process(target=_process, args=(address, share, seconds, number, ready, answers)) for number, share in enumerate(shares)
    ]
    for process in processes:
        process.start()
    times = [each for _ in processes for each in answers.get(timeout=seconds + 120)]
    for process in processes:
        process.join()
    if not all(isinstance(each, float) for each in times):
        raise SystemExit(f"a client failed: {next(each for each in times if not isinstance(each, float))}")
    return {"intake_per_s": round(len(times) / seconds, 1), "intake_p95_ms": round(_p95(times) * 1000, 1)}


def _process(address, tokens, seconds, number, ready, answers):
    turns, times, clients = itertools.cycle(tokens), [], CLIENTS // PROCESSES
    writers = [(messages(number * clients + n), urlsplit(address)) for n in range(clients)]
    for forms, _ in writers:
        next(forms)  # now, not while the clock runs
    ready.wait(timeout=120)
    begins = time.perf_counter() + WARM_UP
    threads = [threading.Thread(target=_send, args=(*writer, turns, begins, begins + seconds, times)) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.put(times)


def _send(forms, parts, turns, begins, ends, times):
    for sent in itertools.count():
        if sent % FROM_ONE_PLACE == 0:  # many people have many addresses: one may not send without end
            place = f"127.{random.randrange(1, 250)}.{random.randrange(1, 250)}.{random.randrange(1, 250)}"
            connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60, source_address=(place, 0))
        if (started := time.perf_counter()) >= ends:
            return
        body = urlencode(next(forms) | {"api_key": next(turns)})
        connection.request("POST", PATH, body, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200 or not json.loads(content)[0]["service_request_id"]:
            times.append(f"{answer.status} {content.decode()[:300]}")
            return
        ended = time.perf_counter()
        if started >= begins and ended <= ends:
            times.append(ended - started)


def recorded(count):
    """The writes of so many messages, each from an author of its own, as the whole stack sends them."""
    from django.db import connection  # noqa: PLC0415  after Django is set up
    from django.test import Client  # noqa: PLC0415

    client, acts, some = Client(headers={"host": "127.0.0.1"}), [], list(itertools.islice(messages(99), 50))
    forms = min(some, key=lambda each: abs(len(each["description"]) - board_words.MEAN))  # one that stands for all
    for token in authors(count + 1):
        seen = []

        def recorder(execute, sql, params, many, context, seen=seen):
            seen.append(recording._positional(sql, params, context["cursor"]))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(recorder):
            answer = client.post(PATH, forms | {"api_key": token})
        assert answer.status_code == 200, answer.content.decode()[:300]
        acts.append(limit.Act("post", tuple(seen)).writes())
    return _with_one_vector(acts[1:])


def _with_one_vector(acts):
    """The terms of the first in all: a number in the middle of a `tsvector` cannot be made anew as other texts are."""
    first = {n: (sql, params) for n, (sql, params) in enumerate(acts[0].statements)}

    def kept(statement, place):
        sql, params = statement
        like = first[place][1]
        return sql, tuple(like[n] if _is_vector(like[n]) else each for n, each in enumerate(params))

    return [limit.Act(act.name, tuple(kept(each, place) for place, each in enumerate(act.statements))) for act in acts]


def _is_vector(value):
    return isinstance(value, str) and value.startswith("'") and len(value) > 100
