"""manage.py board_clients: which programs may send messages or report on orders (Open311). Lists, registers, revokes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from tongban.channels.parts.problems import problem_of
from tongban.clients import actions, queries, terms
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.responsibilities.terms import NoBoard

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "List the programs that have a key of the message board, register one, take its key from it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", metavar="list|add|revoke")
        verbs.add_parser("list", help="all programs")
        add = verbs.add_parser("add", help="register a program; its key is shown once")
        add.add_argument("name")
        add.add_argument("--contact", default="", help="whom to ask about it")
        add.add_argument("--department", default="", metavar="CODE", help="the unit whose own system it is")
        add.add_argument("--updates", action="store_true", help="it may report on the orders of its unit")
        verbs.add_parser("revoke", help="its key ends now, for good").add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        verb = options["verb"] or "list"
        try:
            self.stdout.write(VERBS[verb](options))
        except (terms.ClientsRefused, NoBoard) as refusal:
            problem = problem_of(refusal)
            raise CommandError(f"{type(refusal).__name__}: {refusal}. {problem.title} {problem.remedy}") from refusal


def _list(options: dict[str, Any]) -> str:
    return "\n".join(map(_line, queries.registered(by=SYSTEM))) or "No program is registered."


def _line(client: terms.Client) -> str:
    state = f"revoked {client.revoked_at:%Y-%m-%d}" if client.revoked_at else f"since {client.added_at:%Y-%m-%d}"
    of = [client.department, client.contact, "may report updates" if client.may_update else ""]
    return ", ".join([client.name, *filter(None, of), state])


def _add(options: dict[str, Any]) -> str:
    key = actions.add_client(
        name=options["name"],
        department=options["department"],
        contact=options["contact"],
        may_update=options["updates"],
        by=SYSTEM,
        at=clock.now(),
    )
    return f"{key}\nIt is shown once and kept nowhere."


def _revoke(options: dict[str, Any]) -> str:
    actions.revoke_client(name=options["name"], by=SYSTEM, at=clock.now())
    return f"The key of {options['name']} has ended."


VERBS = {"list": _list, "add": _add, "revoke": _revoke}
