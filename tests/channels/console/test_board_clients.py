"""The operator's command for programs that have a key of the message board."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from tests.board import town
from tongban.clients import queries
from tongban.clients.models import Client


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
    assert queries.by_key(key) is not None and key not in told("list")
    assert "演示·城管系统, chengguan, may report updates, since" in told("list")
    told("revoke", "演示·城管系统")
    told("revoke", "演示·城管系统")
    assert queries.by_key(key) is None and "revoked" in told("list")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (("add", "演示"), "WordsMissing"),
        (("add", "演" * 81, "--contact", "演示公司"), "WordsTooLong"),
        (("add", "演示", "--department", "nobody"), "UnknownUnit"),
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
def test_a_city_without_a_board_is_told_so() -> None:
    town.forget()
    with pytest.raises(CommandError, match="NoBoard"), transaction.atomic():
        told("add", "演示·城管系统", "--department", "chengguan")
