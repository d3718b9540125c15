"""What an identifier of a licence (GB/T 36904) tells by itself, without a look into the register."""

from __future__ import annotations

import re

from tongban.licences import rules

WRITTEN = re.compile(rb"(?<![0-9A-Z.])1\.2\.156\.3005\.2(?:\.[0-9A-Z]{1,32}){5}(?![0-9A-Z])")


def identifiers_in(*words: bytes) -> set[str]:
    """Every identifier of a licence among these words."""
    return {found.decode() for each in words for found in WRITTEN.findall(each)}


def national_code(identifier: str) -> str:
    """The code of the kind that an identifier names. Refuses: MalformedIdentifier."""
    return rules.parse(identifier).type_code


def check_holds(identifier: str) -> bool:
    """Whether the check character is right. Refuses: MalformedIdentifier where it is no identifier at all."""
    return rules.parse(identifier).check_holds
