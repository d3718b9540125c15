"""Numbers that the law gives to people and organisations: GB 11643 identity numbers, GB 32100 and GB 11714 codes; and masking."""

import re
from datetime import date
from operator import mul

IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
PERSONS = re.compile(r"\d{17}[\dX]", re.ASCII)
IDENTITY_CHECKS = "10X98765432"
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I O S V Z
USCC_VALUES = {character: value for value, character in enumerate(USCC_ALPHABET)}
USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
HALF_WIDTH = {full: chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)}


class InvalidIdentifier(ValueError):
    """The number cannot be right. `reason` is one of length, characters, birth_date, check."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(f"{kind}: {reason}")
        self.kind, self.reason = kind, reason


def identity_number(text: str) -> str:
    """The identity number in its one written form (18 characters, capital X). Raises `InvalidIdentifier`."""
    number = folded(text)
    if len(number) != 18:
        raise InvalidIdentifier("identity_number", "length")
    if not (number[:17].isascii() and number[:17].isdigit() and number[17] in "0123456789X"):
        raise InvalidIdentifier("identity_number", "characters")
    birth_date(number)
    total = sum(map(mul, map(int, number[:17]), IDENTITY_WEIGHTS))
    if IDENTITY_CHECKS[total % 11] != number[17]:
        raise InvalidIdentifier("identity_number", "check")
    return number


def birth_date(number: str) -> date:
    """The date of birth in an identity number. Raises `InvalidIdentifier` when there is no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise InvalidIdentifier("identity_number", "birth_date") from None


def uscc(text: str) -> str:
    """The unified social credit code (GB 32100) in capitals; the organisation code inside it (GB 11714) must hold as well."""
    code = folded(text)
    if len(code) != 18:
        raise InvalidIdentifier("uscc", "length")
    if not USCC_VALUES.keys() >= set(code):
        raise InvalidIdentifier("uscc", "characters")
    if uscc_check(code[:17]) != code[17] or organisation_check(code[8:16]) != code[16]:
        raise InvalidIdentifier("uscc", "check")
    return code


def holders(text: str) -> str:
    """The number of a person or an organisation in its one written form. Raises `InvalidIdentifier` of the kind that it looks like."""
    number = folded(text)
    likely, other = (identity_number, uscc) if PERSONS.fullmatch(number) else (uscc, identity_number)
    try:
        return likely(number)
    except InvalidIdentifier as first:
        try:
            return other(number)
        except InvalidIdentifier:
            raise first from None


def uscc_check(body: str) -> str:
    """The check character over the first 17 (GB 32100)."""
    total = sum(map(mul, map(USCC_VALUES.__getitem__, body), USCC_WEIGHTS))
    return USCC_ALPHABET[(31 - total % 31) % 31]


def organisation_check(body: str) -> str:
    """The check character over the 8 of an organisation code (GB 11714), where letters count A = 10 to Z = 35."""
    total = sum(map(mul, [int(character, 36) for character in body], ORGANISATION_WEIGHTS))
    return "0X"[rest == 10] if (rest := 11 - total % 11) in (10, 11) else str(rest)


def folded(text: str) -> str:
    """As numbers are stored: half-width, without spaces, in capitals."""
    return "".join((text if text.isascii() else text.translate(HALF_WIDTH)).split()).upper()


def mask_number(text: str) -> str:
    """First and last four characters of a number, fewer of a short one: `1101**********002X`, `13****34`."""
    shown = min(4, len(text) // 4)
    return text[:shown] + "*" * (len(text) - 2 * shown) + text[len(text) - shown :]


def mask_name(name: str, *, organisation: bool = False) -> str:
    """`陈*` for a person, first two and last two characters for an organisation: enough to know one's own."""
    if organisation:
        return name if len(name) <= 4 else name[:2] + "****" + name[-2:]
    return name[:1] + "*" * max(1, min(len(name) - 1, 2))
