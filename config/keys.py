"""Where the keys of field encryption come from.

Production: `TONGBAN_ENCRYPTION_KEYS` as `1:<32 hex digits>,2:<32 hex digits>` (the last one encrypts, all decrypt) and
`TONGBAN_INDEX_KEY` (64 hex digits). Elsewhere keys are made once under `var/keys`, readable by the owner only.
"""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path


class KeysMissing(RuntimeError):
    """Production was started without its keys."""


@dataclass(frozen=True)
class Keys:
    """SM4 keys by number, the last of which encrypts, and the key of the blind indexes."""

    by_number: dict[int, bytes] = field(repr=False)
    index: bytes = field(repr=False)

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
        encryption = f"1:{_kept(var / 'keys' / 'encryption', 16)}"
    if not index:
        index = _kept(var / "keys" / "index", 32)
    return Keys(by_number=_numbered(encryption), index=bytes.fromhex(index))


def _numbered(text: str) -> dict[int, bytes]:
    pairs = (part.split(":", 1) for part in text.split(",") if part.strip())
    return {int(number): bytes.fromhex(key.strip()) for number, key in pairs}


def _kept(path: Path, size: int) -> str:
    """A key kept in a file; of several processes that make it at once, one wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(size))
    return path.read_text().strip()
