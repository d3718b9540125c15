"""A licence type as the city's file writes it, as the library takes it in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.identity.terms import HolderKind
from tongban.kernel.bilingual import Bilingual
from tongban.licences.terms import (
    CORRECTION_DAYS,
    FACE,
    CatalogueEntry,
    CatalogueState,
    Category,
    DefiningBody,
    Level,
    LicenceType,
    RelatedService,
)


@dataclass(frozen=True)
class TypeAsWritten:
    """One row of licence_types.yaml whose shape and meaning hold, and the services that lead to such a licence."""

    row: Mapping[str, Any]
    services: Sequence[RelatedService]

    def as_type(self) -> LicenceType:
        row = self.row
        return LicenceType(
            code=row["code"],
            national_code=row["national_code"],
            name=Bilingual.of(row["name"]),
            department=row["department"],
            holder_kinds=frozenset(HolderKind(kind) for kind in row["holder_kinds"]),
            fields={key: Bilingual.of(label) for key, label in row["fields"].items()},
            labels={key: {value: Bilingual.of(label) for value, label in labels.items()} for key, labels in row.get("labels", {}).items()},
            number_prefix=row.get("number_prefix", ""),
            basis=Bilingual.of(row.get("basis")),
            schema_text=json.dumps(row["schema"], ensure_ascii=False) if "schema" in row else "",
            entry=self._entry(),
        )

    def _entry(self) -> CatalogueEntry:
        row, body = self.row, self.row.get("defined_by", {})
        return CatalogueEntry(
            category=Category(row.get("category", Category.LICENCE)),
            defined_by=DefiningBody(Bilingual.of(body.get("name")), body.get("code", ""), Level(body.get("level", Level.CITY))),
            issuing_level=Level(row.get("issuing_level", Level.CITY)),
            validity=Bilingual.of(row.get("validity")),
            services=tuple(self.services),
            face=row.get("face", FACE),
            version=row.get("version", 1),
            state=CatalogueState(row.get("state", CatalogueState.ACTIVE)),
            correction_days=row.get("correction_days", CORRECTION_DAYS),
        )
