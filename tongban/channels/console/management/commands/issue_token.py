"""manage.py issue_token: what a counter does with a new UKey: a key on the token, a development certificate, and its registration."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tongban.channels.console import ukey
from tongban.identity import actions as identity_actions
from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock, signing

PURPOSE = "console.issue_token"


class Command(BaseCommand):
    help = "Make a key on a token for the person of a phone number, certify it with the development authority, and register it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--phone", required=True, help="of the login of whoever carries the token")
        parser.add_argument("--company", default="", metavar="USCC", help="whose token it is, where it is a company's")
        parser.add_argument("--module", required=True, metavar="FILE", help="the PKCS #11 library of the token")
        parser.add_argument("--token", required=True, metavar="LABEL")
        parser.add_argument("--key", default="ukey", metavar="LABEL", help="of the key on the token")
        parser.add_argument("--pin", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The development authority certifies nothing in production; certificates come from a licensed authority.")
        at, login = clock.now(), identity_queries.login_by_phone(options["phone"])
        if login is None or login.person_id is None:
            raise CommandError("There is no person with this phone number.")
        company = identity_queries.holder_by_code(options["company"], by=SYSTEM, at=at, purpose=PURPOSE) if options["company"] else None
        if options["company"] and company is None:
            raise CommandError("There is no company with this credit code.")
        if company and login.person_id not in identity_queries.people_behind(company.id, at=at):
            raise CommandError("This person neither represents the company nor has a mandate for it: nothing was made or registered.")
        person = identity_queries.holder(login.person_id, by=SYSTEM, at=at, purpose=PURPOSE)
        name = company.name if company else person.name if person else ""
        place = options["module"], options["token"], options["pin"], options["key"]
        try:
            public = ukey.make_key(*place)
        except signing.KeyStoreClosed as error:
            raise CommandError(str(error)) from error
        certificate = signing.certify(public, owner="ukey", name=name, algorithm=signing.P256, at=at)[0]
        ukey.put_certificate(*place, certificate)
        told = {"person_id": login.person_id, "organisation_id": company.id if company else None}
        fingerprint = identity_actions.register_certificate(der=certificate, **told, by=SYSTEM, at=at)
        self.stdout.write(f"{name}: {fingerprint}")
