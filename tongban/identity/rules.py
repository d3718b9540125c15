"""Pure rules of `identity`: phone numbers, and who may grant a mandate."""

import re
import unicodedata
from uuid import UUID

PHONE = re.compile(r"^1[3-9]\d{9}$")


def phone_number(text: str) -> str | None:
    """A mainland mobile number in its one written form (11 digits), or None when it is none. Full-width digits are read too."""
    digits = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).removeprefix("+86")
    return digits if PHONE.match(digits) and digits.isascii() else None


def may_grant_mandate(*, by_system: bool, person_id: UUID | None, legal_representative_id: UUID | None) -> bool:
    """Only the legal representative grants (Civil Code art. 61), or the system on the registry's word."""
    return by_system or (person_id is not None and person_id == legal_representative_id)
