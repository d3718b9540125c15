"""The operator's command for programs that have a key of the message board."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from tests.board import town
from tongban.board import actions, queries
from tongban.board.models import Client
from tongban.board.terms import Denied
from tongban.kernel import clock


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("board_clients", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_program_is_registered_listed_and_its_key_ends() -> None:
    town.forget()
    town.load()
    assert "No program" in told()
    key = told("add", "演示·城管系统", "--department", "chengguan", "--updates").splitlines()[0]
    found = queries.client_by_key(key)
    assert found is not None and found.actor.desks == {"chengguan/messages"}
    assert bytes(Client.objects.get().key_digest) != key.encode() and key not in told("list")
    assert "演示·城管系统, chengguan, may report updates, since" in told("list")
    told("revoke", "演示·城管系统")
    told("revoke", "演示·城管系统")
    assert queries.client_by_key(key) is None and "revoked" in told("list")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (("add", "演示"), "WordsMissing"),
        (("add", "。"), "WordsMissing"),
        (("add", "演示", "--department", "nobody"), "UnknownUnit"),
        (("add", "演示", "--contact", "演示公司", "--updates"), "UnknownUnit"),
        (("add", "已有", "--contact", "演示公司"), "ClientKnown"),
        (("revoke", "nobody"), "UnknownClient"),
    ],
)
def test_what_is_refused_is_told_in_words(arguments: tuple[str, ...], refusal: str) -> None:
    town.forget()
    town.load()
    told("add", "已有", "--contact", "演示公司")
    with pytest.raises(CommandError, match=refusal), transaction.atomic():
        told(*arguments)
    assert Client.objects.count() == 1


@pytest.mark.django_db
def test_only_the_system_registers() -> None:
    town.forget()
    town.load()
    by = town.operator()
    for refused in (
        lambda: actions.add_client(name="演示", contact="x", by=by, at=clock.now()),
        lambda: actions.revoke_client(name="演示", by=by, at=clock.now()),
        lambda: queries.clients(by),
    ):
        with pytest.raises(Denied), transaction.atomic():
            refused()
