"""What every answer passes: the content policy, the limit of a request, the counters; and what the machines' watchers may ask."""

import logging
import sys

import pytest
import structlog
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from config import middleware
from config.logs import logging_settings

pytestmark = pytest.mark.django_db
NUMBER = "999999198603120023"


def test_health_says_that_it_works_and_what_waits(client: Client) -> None:
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "backlog": {"facts": 0, "jobs": 0}}


def test_every_answer_has_a_content_policy_without_inline_code(client: Client) -> None:
    policy = client.get("/health").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_request_larger_than_any_form_is_refused_in_both_languages(client: Client) -> None:
    answer = client.generic("POST", "/health", data=b"x", CONTENT_LENGTH=str(settings.MAX_REQUEST_BYTES + 1))
    assert answer.status_code == 413
    assert "不能超过 120 MB" in answer.content.decode()
    assert "at most 120 MB" in answer.content.decode()


def test_a_request_that_is_too_large_for_its_place_is_read_to_its_end(rf) -> None:
    """A server that answers while its caller still sends breaks the connection, and the answer is never read."""
    sent = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1
    request = rf.generic("POST", "/api/v1/share/licences/query", data=b"x" * sent)
    assert middleware.limited(lambda asked: HttpResponse(status=413))(request).status_code == 413
    assert request.read() == b""
    small = rf.generic("POST", "/", data=b"x")
    middleware.limited(lambda asked: HttpResponse(status=413))(small)
    assert small.read() == b"x"


def test_metrics_count_requests_by_view_and_show_the_backlog(client: Client) -> None:
    client.get("/health")
    told = client.get("/metrics").content.decode()
    assert 'tongban_request_seconds_count{method="GET",status="200",view="health"}' in told
    assert 'tongban_backlog{kind="facts"} 0.0' in told


def test_metrics_are_for_this_machine(client: Client) -> None:
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 403
    assert client.get("/metrics", HTTP_X_FORWARDED_FOR="203.0.113.7").status_code == 403, "a reverse proxy is on this machine too"


def test_metrics_are_for_who_has_the_token(client: Client, settings) -> None:
    settings.METRICS_TOKEN = "a-token"
    far = {"REMOTE_ADDR": "203.0.113.7"}
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer a-token", **far).status_code == 200
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer another", **far).status_code == 403


@pytest.mark.parametrize("production", [True, False])
def test_the_log_never_prints_what_a_variable_held(production: bool) -> None:
    """A traceback names lines of code. An identity number that a function worked on does not come into the log with it."""
    told = logging_settings(production=production)["formatters"]["lines"]
    formatter = structlog.stdlib.ProcessorFormatter(**{name: value for name, value in told.items() if name != "()"})
    try:
        _failing(NUMBER)
    except ZeroDivisionError:
        record = logging.LogRecord("tongban", logging.ERROR, __file__, 1, "it failed", None, sys.exc_info())
    line = formatter.format(record)
    assert "ZeroDivisionError" in line and "_failing" in line
    assert NUMBER not in line


def _failing(number: str) -> float:
    return len(number) / 0


def test_browsers_find_the_mark_where_they_look_for_it(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("parts/mark.svg")


def test_search_engines_are_asked_to_leave_what_is_somebodys_own(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    rules = answer.content.decode().splitlines()
    assert rules[0] == "User-agent: *" and "Allow: /" in rules
    for place in ("/desk/", "/cases/", "/wallet/", "/me/", "/accounts/", "/api/"):
        assert f"Disallow: {place}" in rules
