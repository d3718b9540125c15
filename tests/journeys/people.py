"""Somebody before a browser of their own, and what no page may do while they use it."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.sync_api import Error, expect, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, Response, SetCookieParam

QUIET = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"]
FLAGS = ["--no-sandbox", "--disable-gpu", *QUIET]
DESKTOP = {"width": 1280, "height": 900}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)
PASSWORD = "rongcheng-demo-2026"  # the demo city's, printed by bin/serve
AGENT, REPRESENTATIVE, MOTHER, NEWCOMER, ELDER, UNVERIFIED = (f"1990000000{number}" for number in (1, 2, 3, 4, 5, 8))
WINDOW, REVIEWER, APPROVER, WATER, ROAD = (f"1990000010{number}" for number in (1, 2, 3, 4, 5))
DUTY, SCREENING, CALL_BACK, MESSAGES, MESSAGES_APPROVER = (f"1990000012{number}" for number in (3, 4, 5, 6, 7))
INSPECTION, MEDIA = "19900000132", "19900000131"
SUPERVISOR, SECOND, SIGNER, LEADER, INSPECTOR = (f"1990000018{number}" for number in (0, 1, 2, 3, 5))
BROKEN_OFF = "net::ERR_ABORTED"  # a page left while it still asked, or an answer that became a download
TOLD_BY_STATUS = "Failed to load resource"


@dataclass
class Person:
    """One person, one browser context; `faults` is what their pages did wrong."""

    context: BrowserContext
    city: str
    refusals: tuple[int, ...]
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.set_default_timeout(PATIENCE)
        self.context.on("request", self._at_request)
        self.context.on("requestfailed", self._at_failed_request)
        self.context.on("response", self._at_response)
        self.context.on("console", self._at_console)
        self.context.on("weberror", lambda fault: self.faults.append(f"script: {fault.error}"))
        self.page: Page = self.context.new_page()

    def open(self, place: str) -> Page:
        """Go to an address of the city and return the page."""
        self.page.goto(self.city + place)
        return self.page

    def _at_request(self, request: Request) -> None:
        host = urlsplit(request.url).netloc
        if host and host != urlsplit(self.city).netloc:
            self.faults.append(f"foreign host: {request.url}")

    def _at_failed_request(self, request: Request) -> None:
        if request.failure != BROKEN_OFF:
            self.faults.append(f"failed: {request.method} {request.url}: {request.failure}")

    def _at_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.refusals:
            self.faults.append(f"status {response.status}: {response.request.method} {response.url}")

    def _at_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(TOLD_BY_STATUS):
            self.faults.append(f"console: {message.text} ({message.location.get('url')})")


class People:
    """Everybody of one test. Whoever has signed in once keeps the session for the next test."""

    def __init__(self, browser: Browser, city: str, sessions: dict[str, Any]) -> None:
        self.browser, self.city, self.sessions = browser, city, sessions
        self.all: list[Person] = []

    def comes(self, *, refusals: tuple[int, ...] = (), cookies: Sequence[SetCookieParam] = (), **settings: Any) -> Person:
        """A stranger with a fresh browser; `refusals` are the statuses from 400 on that this story is about."""
        wanted = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": DESKTOP, **settings}
        context = self.browser.new_context(**wanted)
        context.add_cookies(cookies)
        person = Person(context, self.city, refusals)
        self.all.append(person)
        return person

    def signed_in(self, phone: str, **settings: Any) -> Person:
        """Whoever this phone belongs to, signed in already."""
        if phone not in self.sessions:
            first = self.comes()
            sign_in(first.open("/accounts/login/"), phone)
            self.sessions[phone] = first.context.storage_state()
            self.leaves(first)
        return self.comes(**settings, storage_state=self.sessions[phone])

    def leaves(self, person: Person) -> None:
        """Close the browser; what was wrong is still told."""
        person.context.close()

    def faults(self) -> list[str]:
        return [fault for person in self.all for fault in person.faults]

    def pictures(self, folder: Path, name: str) -> None:
        """A screenshot of every page that is still open."""
        folder.mkdir(parents=True, exist_ok=True)
        pages = [page for person in self.all for page in person.context.pages]
        for number, page in enumerate(pages, start=1):
            with suppress(Error):
                page.screenshot(path=folder / f"{name}-{number}.png", full_page=True)

    def leave(self) -> None:
        for person in self.all:
            with suppress(Error):
                person.context.close()


class Chromium:
    """The browser of all journeys, started at the first one."""

    def __init__(self) -> None:
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    def browser(self) -> Browser:
        if self._browser is None:
            self._playwright = sync_playwright().start()
            path = os.environ.get("TONGBAN_CHROMIUM") or shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
            self._browser = self._playwright.chromium.launch(executable_path=path, args=FLAGS)
        return self._browser

    def stop(self) -> None:
        """Its event loop must end before another test asks Django's ORM, which refuses to work inside one."""
        if self._browser is not None and self._playwright is not None:
            self._browser.close()
            self._playwright.stop()
            self._browser = self._playwright = None


def sign_in(page: Page, phone: str, password: str = PASSWORD) -> None:
    """On the sign-in page, by phone and password."""
    page.get_by_label("手机号").fill(phone)
    page.get_by_label("密码").fill(password)
    page.get_by_role("main").get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
