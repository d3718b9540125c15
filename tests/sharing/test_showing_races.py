"""Two who scan the same code at the same moment: one of them sees the licence."""

from __future__ import annotations

from tests.kernel.elsewhere import at_once
from tests.licences import factories
from tongban.identity.terms import PUBLIC
from tongban.kernel.models import LedgerEntry, Read
from tongban.sharing import actions, models

NOON = factories.NOON


def test_a_code_opens_once_however_many_press_at_once(committed_city) -> None:
    holder = factories.a_holder()
    licence = factories.make_licence(holder=holder)
    person = factories.a_person(mandates=(holder.id,))
    token = actions.show(licence_id=licence.id, purpose="入住登记（演示）", by=person, at=NOON).token
    outcomes = at_once(*[lambda: actions.open_showing(token=token, by=PUBLIC, at=NOON)] * 4)
    assert sorted(type(each).__name__ for each in outcomes) == ["OpenedShowing", *["ShowingUsed"] * 3]
    assert LedgerEntry.objects.filter(act="sharing.open_showing").count() == 1
    assert Read.objects.filter(question="licences.open_showing").count() == 1
    assert models.Showing.objects.get().opened_at == NOON
