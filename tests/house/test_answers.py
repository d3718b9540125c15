"""What every answer passes: the content policy, the limit of a request, the counters; and what the machines' watchers may ask."""

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db


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
