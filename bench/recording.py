"""The statements that each act of the story sends to the database, as the whole stack sends them: in this process, over Django's client."""

import os
from contextlib import ExitStack

import psycopg

from bench import people, story

BEGIN_AND_COMMIT = 2  # sent by the driver, not seen by the recorder


def cases(count):
    """Play the story `count` times; of each the acts with all statements they took."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415  after the environment is set

    django.setup()
    player = _Player()
    player.case()  # caches fill as they do in a program that has been running
    return [player.case() for _ in range(count)]


def _positional(sql, params, cursor):
    """A statement as (SQL, parameters); one with named parameters is written out, for its values may be of kinds only its library knows."""
    if isinstance(params, dict):
        return psycopg.ClientCursor(cursor.cursor.connection).mogrify(sql, params).replace("%", "%%"), ()
    return sql, tuple(params or ())


class _Player:
    def __init__(self):
        from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415  after Django is set up
        from django.test import Client  # noqa: PLC0415

        self._client = Client(headers={"host": "127.0.0.1"})
        self._tokens = {role: self._signed_in(phone) for role, phone in people.phones().items()}
        self._applicant = self._get("/api/v1/me")["mandates"][0]["id"]
        self._known = self._get(f"/api/v1/services/{story.SERVICE}/prefill?applicant_id={self._applicant}")
        file = SimpleUploadedFile("report.pdf", story.REPORT, "application/pdf")
        self._report = self._read(self._client.post("/api/v1/files", {"file": file}, headers=self._as("agent")))["digest"]

    def case(self):
        acts = []
        standing = self._act(story.submission(self._applicant, self._known, self._report), acts)
        for act in story.ACTS[1:]:
            standing = self._act(story.following(act, standing), acts)
        return acts

    def _act(self, request, acts):
        from django.db import connection  # noqa: PLC0415  after Django is set up

        from bench.limit import Act  # noqa: PLC0415

        seen = []

        def recorder(execute, sql, params, many, context):
            seen.append(_positional(sql, params, context["cursor"]))
            return execute(sql, params, many, context)

        headers = {**self._as(request.role), **request.headers}
        with ExitStack() as stack:
            stack.enter_context(connection.execute_wrapper(recorder))
            answer = self._client.post(request.path, request.body, content_type="application/json", headers=headers)
        acts.append(Act(request.act, tuple(seen)))
        return self._read(answer)

    def _signed_in(self, phone):
        body = {"phone": phone, "password": people.password()}
        return self._read(self._client.post("/api/v1/tokens", body, content_type="application/json"))["token"]

    def _get(self, path):
        return self._read(self._client.get(path, headers=self._as("agent")))

    def _as(self, role):
        return {"authorization": f"Bearer {self._tokens[role]}"}

    def _read(self, answer):
        if answer.status_code >= 300:
            raise RuntimeError(f"{answer.request['PATH_INFO']}: {answer.status_code} {answer.content.decode()[:400]}")
        return answer.json()
