"""manage.py sign_with_token: plays the helper program beside a browser, for a token in a PKCS #11 module."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tongban.channels.console import ukey
from tongban.kernel import clock, signing
from tongban.kernel.signing import tokens


class Command(BaseCommand):
    help = "Sign what a page gave to paste, with the key on a token, and print what the page wants back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("task", nargs="?", help="the text of the page; without it, it is read from the input")
        parser.add_argument("--module", required=True, metavar="FILE", help="the PKCS #11 library of the token")
        parser.add_argument("--token", required=True, metavar="LABEL")
        parser.add_argument("--key", default="ukey", metavar="LABEL", help="of the key on the token")
        parser.add_argument("--pin", help="asked for when it is not given")

    def handle(self, *args: Any, **options: Any) -> None:
        pin = options["pin"] or getpass.getpass("PIN: ")
        store = tokens.Store(options["module"], options["token"], pin)
        try:
            task = ukey.read(options["task"] or sys.stdin.read())
            self.stderr.write(f"{task.purpose}: {len(task.digests)} to sign")
            self.stdout.write(ukey.answer(task, store, options["key"], at=clock.now()))
        except (ukey.BadTask, signing.NoSuchKey, signing.KeyStoreClosed) as error:
            raise CommandError(str(error)) from error
        finally:
            store.close()
