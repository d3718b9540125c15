"""The identifier of GB/T 36904."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from tongban.licences.terms import MalformedIdentifier

ROOT = "1.2.156.3005.2"  # the arc of electronic licences, GB/T 36904-2018


ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# What each character makes of a product: written out, because millions of identifiers are checked at a time.
AFTER = [{each: ((product + value) % 36 or 36) * 2 % 37 for value, each in enumerate(ALPHABET)} for product in range(37)]


SHAPE = re.compile(r"1\.2\.156\.3005\.2\.([0-9A-Z]{21})\.([0-9A-Z]{18}|[0-9]{6})\.([0-9A-Z]{1,32})\.([0-9]{3})\.([0-9A-Z])")


@dataclass(frozen=True, slots=True)
class Parts:
    """An identifier taken apart. Some cities name the issuer by a six-digit area code."""

    type_code: str
    issuer: str
    serial: str
    version: str
    check: str

    @property
    def check_holds(self) -> bool:
        return check_character(self.type_code + self.issuer + self.serial + self.version) == self.check


def check_character(text: str) -> str:
    """ISO/IEC 7064 MOD 37,36 over digits and capitals; dots and root are not part of it (GB/T 36904-2018)."""
    product = 36
    for character in text:
        product = AFTER[product][character]
    return ALPHABET[(37 - product) % 36]


def identifier(*, type_code: str, issuer: str, serial: str, version: int) -> str:
    """The identifier of a licence about to be issued, always with the right check character."""
    parts = (type_code, issuer, serial, f"{version:03d}")
    text = ".".join((ROOT, *parts))
    if SHAPE.fullmatch(f"{text}.0") is None:
        raise MalformedIdentifier("shape")
    return f"{text}.{check_character(''.join(parts))}"


def parse(text: str) -> Parts:
    """Take an identifier apart. A wrong check character is the caller's business: published samples contain some."""
    found = SHAPE.fullmatch(text.strip().upper())
    if found is None:
        raise MalformedIdentifier("shape")
    return Parts(*found.groups())


def serial_of(number: str, *, holder: str, public: bool) -> str:
    """The serial of a licence taken over from elsewhere: its printed number if that fits, else 20 characters derived from it.

    A number that is not `public` is always derived: an identity number can be guessed, and the identifier opens a public page.
    The holder's id goes in, which is random and guessed by nobody.
    """
    if public and re.fullmatch(r"[0-9A-Z]{1,32}", number):
        return number
    return hashlib.sha256(f"{len(number)}:{number}{holder}".encode()).hexdigest()[:20].upper()
