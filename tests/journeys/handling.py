"""What the people at the desks do, as phrases: look at the queue, open a case, act."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.journeys.applying import Case
    from tests.journeys.people import Person


def row_of(person: Person, case: Case) -> Locator:
    """The case's row in this person's queue, opened anew."""
    return person.open("/desk/").get_by_role("row").filter(has_text=case.number)


def has_it(person: Person, case: Case) -> bool:
    """Whether the case is on one of their desks now: the same page as HTML, without drawing it."""
    answer = person.page.request.get(f"{person.city}/desk/")
    assert answer.ok
    return case.number in answer.text()


def take(person: Person, case: Case) -> None:
    """Open the case from the queue."""
    row_of(person, case).get_by_role("link", name=case.number).click()
    expect(person.page.get_by_role("main")).to_contain_text(case.number)


def press(person: Person, words: str) -> None:
    """A button of the act with exactly these words; the main one carries its key behind them."""
    person.page.locator(".act").get_by_role("button", name=re.compile(rf"^{re.escape(words)}( a)?$")).click()


def act(person: Person, *buttons: str) -> None:
    """Press, and confirm where the desk asks once more; afterwards one is back at the queue."""
    for words in buttons:
        press(person, words)
    expect(person.page.get_by_role("heading", level=1)).to_have_text("我的待办")


def unfold(person: Person, words: str) -> None:
    person.page.locator(".act summary", has_text=re.compile(rf"^\s*{re.escape(words)}")).click()


def accept(person: Person, case: Case) -> None:
    take(person, case)
    unfold(person, "受理")
    act(person, "确认受理")


def review(person: Person, case: Case, opinion: str = "同意", reason: str = "") -> None:
    take(person, case)
    if reason:
        person.page.get_by_label("意见").fill(reason)
    act(person, opinion)


def grant(person: Person, case: Case) -> None:
    take(person, case)
    act(person, "准予", "确认准予")
