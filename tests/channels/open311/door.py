"""A client of the Open311 door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from django.test import Client

BASE = "/open311/v2"


@dataclass
class Door:
    """A program that speaks JSON, or XML which it gives back as etree."""

    client: Client

    def get(self, path: str, http: int = 200, /, **asked: Any) -> Any:
        answer = self.client.get(f"{BASE}/{path}.json", asked, headers={"Accept-Language": "zh-hans"})
        assert answer.status_code == http, answer.content.decode()
        return answer.json()

    def xml(self, path: str, http: int = 200, /, **asked: Any) -> Any:
        answer = self.client.get(f"{BASE}/{path}.xml", asked, headers={"Accept-Language": "zh-hans"})
        assert answer.status_code == http, answer.content.decode()
        assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
        assert answer.content.startswith(b"<?xml")
        return etree.fromstring(answer.content)

    def post(self, path: str, http: int = 200, /, **sent: Any) -> Any:
        answer = self.client.post(f"{BASE}/{path}.json", sent, headers={"Accept-Language": "zh-hans"})
        assert answer.status_code == http, answer.content.decode()
        return answer.json()
