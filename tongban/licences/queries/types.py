"""The licence types of the city, kept in memory."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from tongban.identity import queries as identity_queries
from tongban.kernel.bilingual import Bilingual
from tongban.licences import models, terms

if TYPE_CHECKING:
    from tongban.identity.terms import Department


FACES = Path(__file__).resolve().parents[1] / "faces"
TYPES_KEPT_SECONDS = 30  # how long another process may still read a licence type as it was


def licence_types() -> tuple[terms.LicenceType, ...]:
    """All licence types of the city, by code."""
    return tuple(_types().values())


def licence_type(code: str) -> terms.LicenceType:
    """One licence type. Refuses: UnknownType."""
    kind = _types().get(code)
    if kind is None:
        forget_types()
        kind = _types().get(code)
    if kind is None:
        raise terms.UnknownType(code)
    return kind


def faces() -> frozenset[str]:
    """The templates of faces that a type can name."""
    return frozenset(path.stem for path in FACES.glob("*.typ"))


def forget_types() -> None:
    """Drop what this process remembers of the licence types and their issuers; loading types does."""
    _read_types.cache_clear()
    _read_issuers.cache_clear()


def issuer_of(kind: terms.LicenceType) -> Department:
    """The department that issues a type. Refuses: UnknownIssuer."""
    known = _read_issuers(_window()).get(kind.department)
    if known is None:
        _read_issuers.cache_clear()
        known = _read_issuers(_window()).get(kind.department)
    if known is None:
        raise terms.UnknownIssuer(kind.department)
    return known


def department_name(code: str) -> Bilingual:
    """How people call a department; its code where it is gone, nothing for the system's own acts."""
    if not code:
        return Bilingual("")
    known = _read_issuers(_window()).get(code)
    return known.short_name if known is not None else Bilingual(code)


def _types() -> Mapping[str, terms.LicenceType]:
    return _read_types(_window())


def _window() -> int:
    return int(time.monotonic() // TYPES_KEPT_SECONDS)


@lru_cache(maxsize=1)
def _read_issuers(window: int) -> Mapping[str, Department]:
    return MappingProxyType({each.code: each for each in identity_queries.departments()})


@lru_cache(maxsize=1)
def _read_types(window: int) -> Mapping[str, terms.LicenceType]:
    return MappingProxyType({row.code: row.as_term() for row in models.LicenceType.objects.order_by("code")})
