"""Pure decisions about licences: the identifier of GB/T 36904, the life cycle, periods, and the record that is hashed.

Not here: who may see a licence (`access`), how it looks (`faces/`).
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tongban.licences.terms import Change, InvalidContent, LicenceState, MalformedIdentifier, WrongChange

ROOT = "1.2.156.3005.2"  # the arc of electronic licences, GB/T 36904-2018
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
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
        total = (product + ALPHABET.index(character)) % 36 or 36
        product = total * 2 % 37
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


@dataclass(frozen=True, slots=True)
class Turn:
    """One edge of the life cycle and the law it stands on."""

    start: LicenceState
    change: Change
    end: LicenceState
    basis: str


LIFE = tuple(
    Turn(start, change, end, basis)
    for change, starts, end, basis in (
        (Change.SUSPEND, (LicenceState.VALID,), LicenceState.SUSPENDED, "Administrative Penalty Law, art. 9(3)"),
        (Change.RESUME, (LicenceState.SUSPENDED,), LicenceState.VALID, "Administrative Penalty Law, art. 9(3)"),
        (Change.SUPERSEDE, (LicenceState.VALID,), LicenceState.SUPERSEDED, "Administrative Licensing Law, art. 49 and 50"),
        (Change.CANCEL, (LicenceState.VALID, LicenceState.SUSPENDED), LicenceState.CANCELLED, "Administrative Licensing Law, art. 70"),
        (Change.WITHDRAW, (LicenceState.VALID, LicenceState.SUSPENDED), LicenceState.WITHDRAWN, "Administrative Licensing Law, art. 69"),
        (Change.REVOKE, (LicenceState.VALID, LicenceState.SUSPENDED), LicenceState.REVOKED, "Administrative Penalty Law, art. 9(3)"),
    )
    for start in starts
)


def changed(state: LicenceState, change: Change) -> Turn:
    """What a change makes of a licence. Refuses: WrongChange; an ended licence stays ended."""
    for turn in LIFE:
        if (turn.start, turn.change) == (state, change):
            return turn
    raise WrongChange(f"{state} cannot {change}")


def valid_until(start: date, years: int | None) -> date | None:
    """The last day of a period of whole years: the day before its anniversary. None has no end."""
    if years is None:
        return None
    try:
        anniversary = start.replace(year=start.year + years)
    except ValueError:  # 29 February
        anniversary = date(start.year + years, 3, 1)
    return anniversary - timedelta(days=1)


def require_content(content: dict[str, Any], fields: dict[str, Any]) -> None:
    """Every field of the type has a value, and nothing else is attested. Refuses: InvalidContent."""
    missing = tuple(key for key in fields if content.get(key) in (None, "", []))
    unknown = tuple(key for key in content if key not in fields)
    if missing or unknown:
        raise InvalidContent(missing, unknown)


def canonical(record: dict[str, Any]) -> bytes:
    """One spelling for one record, so that its SHA-256 says whether anything changed."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def printed_number(prefix: str, year: int, serial: int) -> str:
    """The number on the face, in the form of official papers: 榕建资〔2026〕000017号."""
    return f"{prefix}〔{year}〕{serial:06d}号"
