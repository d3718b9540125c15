"""Keys of programs, of which nothing but a digest is kept."""

import hashlib


def key_digest(key: str) -> bytes:
    """All that is kept of a key."""
    return hashlib.sha256(key.encode(errors="replace")).digest()
