"""Where the keys of field encryption come from.

Production: `TONGBAN_ENCRYPTION_KEYS` as `1:<32 hex digits>,2:<32 hex digits>` (the highest number encrypts, all decrypt) and
`TONGBAN_INDEX_KEY` (64 hex digits). Elsewhere keys are made once under `var/keys`, readable by the owner only.
"""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from config.installation import kept


class KeysMissing(RuntimeError):
    """Production was started without its keys, or with something that is none."""


@dataclass(frozen=True)
class Keys:
    """SM4 keys by number (it becomes one byte), the highest of which encrypts, and the key of the blind indexes."""

    by_number: dict[int, bytes] = field(repr=False)
    index: bytes = field(repr=False)

    def __post_init__(self) -> None:
        usable = all(0 <= number <= 255 and len(key) == 16 for number, key in self.by_number.items())
        if not (self.by_number and usable):
            raise KeysMissing("TONGBAN_ENCRYPTION_KEYS reads 1:<32 hex digits>,2:<32 hex digits>, with numbers from 0 to 255.")
        if len(self.index) != 32:
            raise KeysMissing("TONGBAN_INDEX_KEY has 64 hex digits.")

    def current(self) -> tuple[int, bytes]:
        number = max(self.by_number)
        return number, self.by_number[number]

    def numbered(self, number: int) -> bytes | None:
        return self.by_number.get(number)


def load_keys(*, production: bool, var: Path) -> Keys:
    """The keys of this installation. Raises `KeysMissing` in production when the environment has none."""
    encryption, index = os.environ.get("TONGBAN_ENCRYPTION_KEYS", ""), os.environ.get("TONGBAN_INDEX_KEY", "")
    if production and not (encryption and index):
        raise KeysMissing("Set TONGBAN_ENCRYPTION_KEYS and TONGBAN_INDEX_KEY; docs/run.md shows how to make them.")
    if not encryption:
        encryption = f"1:{kept(var / 'keys' / 'encryption', secrets.token_hex(16))}"
    if not index:
        index = kept(var / "keys" / "index", secrets.token_hex(32))
    return Keys(by_number=_numbered(encryption), index=_key(index))


def _numbered(text: str) -> dict[int, bytes]:
    pairs = (part.partition(":") for part in text.split(",") if part.strip())
    return {int(number) if number.strip().isdecimal() else -1: _key(key) for number, _, key in pairs}


def _key(text: str) -> bytes:
    """Empty for what is no key: whoever reads the message must not read a secret in it."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
