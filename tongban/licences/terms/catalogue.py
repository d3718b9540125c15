"""What the catalogue of licence types says of each beyond what a licence needs: the elements of GB/T 36902."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tongban.kernel.bilingual import Bilingual

CORRECTION_DAYS = 10  # working days to answer a reported error where the city's file gives no other number
FACE = "licence"  # the face of every type that has none of its own


class Level(StrEnum):
    """机构级别: of the body that defines a type, and of those that issue it."""

    NATIONAL = "national"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    OTHER = "other"


class Category(StrEnum):
    """What a type is in the practice of the catalogues."""

    LICENCE = "licence"  # 证照
    APPROVAL = "approval"  # 批文


class CatalogueState(StrEnum):
    ACTIVE = "active"  # 启用
    RETIRED = "retired"  # 停用: what was issued stays, nothing new is


@dataclass(frozen=True, slots=True)
class DefiningBody:
    """证照定义机构: whose credit code opens the national code of the type."""

    name: Bilingual = Bilingual("")
    code: str = ""
    level: Level = Level.CITY


@dataclass(frozen=True, slots=True)
class RelatedService:
    """关联事项: a service that leads to a licence of this type."""

    code: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One entry of the catalogue of licence types (证照目录)."""

    category: Category = Category.LICENCE
    defined_by: DefiningBody = DefiningBody()
    issuing_level: Level = Level.CITY
    validity: Bilingual = Bilingual("")  # 有效期限范围, in words: 5年
    services: tuple[RelatedService, ...] = ()
    face: str = FACE  # the template of its face
    version: int = 1
    state: CatalogueState = CatalogueState.ACTIVE
    correction_days: int = CORRECTION_DAYS
