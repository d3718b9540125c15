"""What is attested: content, period, printed number, and the record that is hashed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from tongban.kernel.words.legible import is_legible
from tongban.licences.terms import HolderTwice, InvalidContent, WrongHolder

if TYPE_CHECKING:
    from tongban.identity.terms import Holder
    from tongban.licences.terms import LicenceType

EMPTY: tuple[Any, ...] = (None, "", [])


def require_holders(kind: LicenceType, holders: Collection[Holder]) -> None:
    """Everybody who is to hold a licence may hold one of this type, and nobody stands twice. Refuses: WrongHolder, HolderTwice."""
    for each in holders:
        if each.kind not in kind.holder_kinds:
            raise WrongHolder(f"{kind.code} is not for a {each.kind}")
    if len({each.id for each in holders}) < len(holders):
        raise HolderTwice(kind.code)


def require_content(content: Mapping[str, Any], fields: Mapping[str, Any], schema: str = "") -> None:
    """What the type asks for is there and as its schema says, and nothing else is attested. Refuses: InvalidContent.

    Without a schema every field has a value, whatever it is; nothing unseen turns or hides what stands there.
    """
    required, validator = _read(schema) if schema else (tuple(fields), None)
    missing = tuple(key for key in required if content.get(key) in EMPTY)
    unknown = tuple(key for key in content if key not in fields)
    told = {key: value for key, value in content.items() if key in fields and key not in missing}
    unseen = {key: "unseen" for key, value in told.items() if not is_legible(value)}
    wrong = tuple((dict(() if validator is None else _wrong(validator, told)) | unseen).items())
    if missing or unknown or wrong:
        raise InvalidContent(missing, unknown, wrong)


def _wrong(validator: jsonschema_rs.Draft202012Validator, told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Which keys are not as their schema says, and what it asks."""
    for error in validator.iter_errors(told):
        if error.instance_path:
            yield str(error.instance_path[0]), error.kind.name


@lru_cache(maxsize=4096)
def _read(schema: str) -> tuple[tuple[str, ...], jsonschema_rs.Draft202012Validator]:
    """Compiled once; a text that is the same object is found without being compared."""
    read: dict[str, Any] = json.loads(schema)
    return tuple(read.get("required", ())), jsonschema_rs.Draft202012Validator(read, validate_formats=True)


def canonical(record: dict[str, Any]) -> bytes:
    """One spelling for one record, so that its SHA-256 says whether anything changed."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(digests: Iterable[str]) -> str:
    """One SHA-256 for a batch, over the digests of its parts."""
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def printed_number(prefix: str, year: int, serial: int) -> str:
    """The number on the face, in the form of official papers: 榕建资〔2026〕000017号."""
    return f"{prefix}〔{year}〕{serial:06d}号"
