"""manage.py consumers: who may use the share interface. Lists, registers, gives and takes rights, hands out tokens, stops."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tongban.channels.parts.problems import problem_of
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock, envelopes
from tongban.licences.terms import Refusal as LicenceRefused
from tongban.sharing import actions, queries, terms


class Command(BaseCommand):
    help = "List the consumers of the share interface, register them, give and take their rights, hand out tokens, stop them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", metavar="list|register|grant|revoke|token|key|suspend|resume")
        verbs.add_parser("list", help="all consumers with their rights")
        register = _about_one(verbs, "register", "make a department or an outside system known")
        register.add_argument("--name", required=True)
        register.add_argument("--department", default="", help="code of the city's department it belongs to")
        register.add_argument("--calls", type=int, default=600, metavar="N", help="calls a minute (600)")
        grant = _about_one(verbs, "grant", "let it ask for a licence type")
        grant.add_argument("type", help="code of the licence type")
        grant.add_argument("--purpose", action="append", required=True, help="once for each agreed purpose")
        grant.add_argument("--basis", default="", help="the article of law; left out: only as each holder authorises")
        grant.add_argument("--field", action="append", default=[], help="once for each content field that it is told")
        grant.add_argument("--copies", action="store_true", help="annotated copies too")
        grant.add_argument("--encrypted", action="store_true", help="answers only encrypted to its SM2 key (consumers key)")
        grant.add_argument("--until", type=date.fromisoformat, help="last day, YYYY-MM-DD")
        _about_one(verbs, "revoke", "take a right back").add_argument("type", help="code of the licence type")
        _about_one(verbs, "token", "a new token; the old one ends").add_argument("--days", type=int, default=180)
        key = _about_one(verbs, "key", "register the SM2 public key or certificate that answers are encrypted to")
        key.add_argument("file", type=Path, help="PEM or DER")
        _about_one(verbs, "suspend", "stop it at once")
        _about_one(verbs, "resume", "let it go on")

    def handle(self, *args: Any, **options: Any) -> None:
        verb = options["verb"] or "list"
        try:
            self.stdout.write(VERBS[verb](options))
        except (terms.Refusal, LicenceRefused) as refusal:
            problem = problem_of(refusal)
            raise CommandError(f"{type(refusal).__name__}: {refusal}. {problem.title} {problem.remedy}") from refusal


def _about_one(verbs: Any, name: str, told: str) -> ArgumentParser:
    parser = verbs.add_parser(name, help=told)
    parser.add_argument("consumer", help="its code")
    return parser


def _list(options: dict[str, Any]) -> str:
    return "\n".join(line for consumer in queries.consumers() for line in _lines(consumer)) or "No consumer is registered."


def _lines(consumer: terms.Consumer) -> list[str]:
    token = f"token until {consumer.token_until:%Y-%m-%d}" if consumer.token_until else "no token"
    of = f", department {consumer.department}" if consumer.department else ""
    state = "suspended" if consumer.suspended else token
    lines = [f"{consumer.code}  {consumer.name}{of}, {consumer.calls_per_minute} calls a minute, {state}"]
    return lines + [_right_line(right) for right in consumer.rights]


def _right_line(right: terms.ConsumerRight) -> str:
    ends = f" until {right.valid_until}" if right.valid_until else ""
    fields = f"; fields {', '.join(right.fields)}" if right.fields else ""
    copies, ground = "; copies" if right.copies else "", right.basis or "as each holder authorises"
    copies += "; encrypted" if right.encrypted else ""
    return f"  {right.type_code}{ends}: {' / '.join(right.purposes)}; {ground}{fields}{copies}"


def _register(options: dict[str, Any]) -> str:
    actions.register_consumer(
        code=options["consumer"],
        name=options["name"],
        department=options["department"],
        calls_per_minute=options["calls"],
        by=SYSTEM,
        at=clock.now(),
    )
    return f"{options['consumer']} is registered. Next: consumers grant, then consumers token."


def _grant(options: dict[str, Any]) -> str:
    before = next((each for each in queries.consumer(options["consumer"]).rights if each.type_code == options["type"]), None)
    actions.grant_right(
        consumer=options["consumer"],
        type_code=options["type"],
        purposes=options["purpose"],
        basis=options["basis"],
        fields=options["field"],
        copies=options["copies"],
        encrypted=options["encrypted"],
        valid_until=options["until"],
        by=SYSTEM,
        at=clock.now(),
    )
    replaced = ["Instead of its right until now, which has ended:", _right_line(before)] if before else []
    return "\n".join([*_lines(queries.consumer(options["consumer"])), *replaced])


def _revoke(options: dict[str, Any]) -> str:
    actions.revoke_right(consumer=options["consumer"], type_code=options["type"], by=SYSTEM, at=clock.now())
    return "\n".join(_lines(queries.consumer(options["consumer"])))


def _token(options: dict[str, Any]) -> str:
    token, until = actions.issue_consumer_token(consumer=options["consumer"], days=options["days"], by=SYSTEM, at=clock.now())
    return f"{token}\nValid until {until:%Y-%m-%d %H:%M %Z}. It is shown once and kept nowhere."


def _key(options: dict[str, Any]) -> str:
    try:
        given = options["file"].read_bytes()
    except OSError as error:
        raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
    try:
        key_id = actions.register_consumer_key(consumer=options["consumer"], given=given, by=SYSTEM, at=clock.now())
    except envelopes.CannotEncrypt as error:
        raise CommandError(f"No library here encrypts with SM2 ({error}). Install OpenSSL 3 or newer, built with SM2.") from error
    return f"Answers can be encrypted to the key {key_id}. Next: consumers grant … --encrypted."


def _suspend(options: dict[str, Any]) -> str:
    suspended = options["verb"] == "suspend"
    actions.suspend_consumer(consumer=options["consumer"], suspended=suspended, by=SYSTEM, at=clock.now())
    return f"{options['consumer']} {'is stopped' if suspended else 'goes on'}."


VERBS = {
    "list": _list,
    "register": _register,
    "grant": _grant,
    "revoke": _revoke,
    "token": _token,
    "key": _key,
    "suspend": _suspend,
    "resume": _suspend,
}
