"""Clients that play the story over HTTP, each on a connection of its own, and tell how long each act took."""

import http.client
import json
import math
import multiprocessing
import threading
import time
from urllib.parse import urlsplit

from bench import people, story

PROCESSES = 2
WARM_UP = 3.0


def drive(address, *, clients, seconds):
    """Sign everybody in, warm up, start the clock; figures of all clients together."""
    context = multiprocessing.get_context("spawn")
    ready, answers = context.Barrier(PROCESSES), context.Queue()
    share = clients // PROCESSES
    processes = [context.Process(target=_process, args=(address, share, seconds, ready, answers)) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    told = [answers.get(timeout=seconds + 300) for _ in processes]
    for process in processes:
        process.join()
    faults = [fault for each in told for fault in each["faults"]]
    if faults:
        raise SystemExit("a client failed: " + faults[0])
    times = {act: sorted(time for each in told for time in each["times"][act]) for act in story.ACTS}
    finished = sum(each["finished"] for each in told)
    requests = sum(len(each) for each in times.values())
    return {
        "cases_per_s": round(finished / seconds, 1),
        "requests_per_s": round(requests / seconds, 1),
        "p95_ms": {act: round(_p95(each) * 1000, 1) for act, each in times.items()},
    }


def _p95(times):
    return times[max(0, math.ceil(len(times) * 0.95) - 1)] if times else math.nan


def _process(address, count, seconds, ready, answers):
    faults, players = [], []
    try:
        players = [Client(address) for _ in range(count)]
        ready.wait(timeout=240)
        for player in players:
            player.reconnect()
        begins = time.perf_counter() + WARM_UP
        threads = [threading.Thread(target=_play, args=(player, begins, begins + seconds, faults)) for player in players]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    except Exception as error:
        ready.abort()
        faults.append(f"{type(error).__name__}: {error}")
    times = {act: [time for player in players for time in player.times[act]] for act in story.ACTS}
    answers.put({"faults": faults, "times": times, "finished": sum(player.finished for player in players)})


def _play(player, begins, ends, faults):
    try:
        while time.perf_counter() < ends:
            player.case(begins, ends)
    except Exception as error:
        faults.append(f"{type(error).__name__}: {error}")


class Client:
    """Somebody who plays every role in turn: signed in as each, one connection."""

    def __init__(self, address):
        parts = urlsplit(address)
        self._connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
        self._tokens = {role: self._signed_in(phone) for role, phone in people.phones().items()}
        self._applicant = self._ask("GET", "/api/v1/me", role="agent")["mandates"][0]["id"]
        self._known = self._ask("GET", f"/api/v1/services/{story.SERVICE}/prefill?applicant_id={self._applicant}", role="agent")
        self._report = self._uploaded()
        self.times = {act: [] for act in story.ACTS}
        self.finished = 0

    def reconnect(self):
        """The server closes a connection that has waited for the others; the next request opens one."""
        self._connection.close()

    def case(self, begins, ends):
        """One whole case; acts that end before the clock starts or after it stops are not counted."""
        standing = self._timed(story.submission(self._applicant, self._known, self._report), begins, ends)
        for act in story.ACTS[1:]:
            standing = self._timed(story.following(act, standing), begins, ends)
        if begins < time.perf_counter() <= ends:
            self.finished += 1

    def _timed(self, request, begins, ends):
        started = time.perf_counter()
        answer = self._ask("POST", request.path, request.body, role=request.role, headers=request.headers)
        ended = time.perf_counter()
        if started >= begins and ended <= ends:
            self.times[request.act].append(ended - started)
        return answer

    def _ask(self, method, path, body=None, *, role="", headers=None):
        sent = {"Content-Type": "application/json", **(headers or {})}
        if role:
            sent["Authorization"] = f"Bearer {self._tokens[role]}"
        self._connection.request(method, path, None if body is None else json.dumps(body), sent)
        return self._answer(method, path)

    def _answer(self, method, path):
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {content.decode()[:400]}")
        return json.loads(content)

    def _signed_in(self, phone):
        return self._ask("POST", "/api/v1/tokens", {"phone": phone, "password": people.password()})["token"]

    def _uploaded(self):
        boundary = "tongban"
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="report.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
        )
        content = head.encode() + story.REPORT + f"\r\n--{boundary}--\r\n".encode()
        sent = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Authorization": f"Bearer {self._tokens['agent']}"}
        self._connection.request("POST", "/api/v1/files", content, sent)
        return self._answer("POST", "/api/v1/files")["digest"]
