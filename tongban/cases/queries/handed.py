"""What was handed in, as it stands in the case, what has happened to it elsewhere since, and what nobody had to hand in."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tongban.cases.models import Material, Saving
from tongban.cases.models.saving import WHOLE_CITY
from tongban.cases.terms import AlertView, MaterialSource, MaterialView, Saved, SealFound, UploadFound
from tongban.identity import queries as identity_queries
from tongban.kernel.bilingual import Bilingual
from tongban.licences.terms import Checks, LicenceState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tongban.cases.models import Case
    from tongban.catalog.terms import Release
    from tongban.licences.terms import UploadVerdict

KEPT_SECONDS = 60
SEAL_HOLDS = Bilingual(
    "签名有效，文件没有改过", "The signature holds, and the file is unchanged"
)  # not the last step: it may be one nobody asked


def saved(service: str = WHOLE_CITY, *, at: datetime) -> Saved:
    """What nobody had to hand in or write, in one service or in the whole city, as it was within the last minute. Public.

    A counter is read, and that by each process once a minute; nothing is counted.
    """
    return _saved(service, int(at.timestamp()) // KEPT_SECONDS)


@lru_cache(maxsize=4096)
def _saved(service: str, minute: int) -> Saved:
    row = Saving.objects.filter(pk=service).first()
    return Saved(row.cases, row.materials, row.fields) if row else Saved()


def forget() -> None:
    """Drop what this process remembers."""
    identity_queries.forget_names()
    _saved.cache_clear()


def material_views(case: Case, release: Release) -> tuple[MaterialView, ...]:
    """What counts now: of each material that of its last round."""
    called = _called(release)
    rows = list(case.materials.order_by("round", "key", "file_name", "licence_identifier", "id"))
    last = {row.key: row.round for row in rows}
    return tuple(_material(row, called[row.key]) for row in rows if row.round == last[row.key])


def alert_views(case: Case, materials: tuple[MaterialView, ...], release: Release) -> tuple[AlertView, ...]:
    """Each licence of this case that is not what it was, with the last that was told of it; nothing is asked where there is none."""
    told = {alert.licence_id: alert for alert in case.alerts.order_by("changed_at", "raised_at")}
    if not told:
        return ()
    called = _called(release)
    used = {row.licence_id: row for row in case.materials.filter(licence_id__in=list(told)).order_by("round")}
    now = {material.licence_id for material in materials}
    return tuple(
        AlertView(
            licence_name=Bilingual.of(used[licence_id].licence_name),
            licence_identifier=used[licence_id].licence_identifier,
            material=called[used[licence_id].key],
            state=LicenceState(alert.state),
            changed_at=alert.changed_at,
            raised_at=alert.raised_at,
            replaced=licence_id not in now,
        )
        for licence_id, alert in told.items()
    )


def _called(release: Release) -> Mapping[str, Bilingual]:
    return {spec.key: spec.name for spec in release.materials}


def _material(row: Material, name: Bilingual) -> MaterialView:
    of_licence = row.source == MaterialSource.LICENCE
    found = UploadFound.of_data(row.verdict) if row.verdict and not of_licence else None
    return MaterialView(
        id=row.pk,
        key=row.key,
        name=name,
        source=MaterialSource(row.source),
        round=row.round,
        licence_id=row.licence_id,
        licence_identifier=row.licence_identifier,
        licence_name=Bilingual.of(row.licence_name),
        issuer_name=Bilingual.of(row.issuer_name),
        verified=row.verified,
        file_digest=row.file_digest,
        file_name=row.file_name,
        media_type=row.media_type,
        size=row.size,
        obtained_at=row.obtained_at,
        licence_version=row.licence_version,
        licence_digest=row.licence_digest,
        checks=Checks(**row.verdict) if of_licence and row.verdict else None,
        basis=row.basis,
        fills=tuple(row.fills or ()),
        seals=_seals(found.upload) if found else (),
        claimed=found.claimed if found else None,
        doubts=found.doubts if found else (),
    )


def _seals(verdict: UploadVerdict) -> tuple[SealFound, ...]:
    return tuple(
        SealFound(each.signer, each.signed_at, each.holds, each.failed.words if each.failed else SEAL_HOLDS) for each in verdict.signatures
    )
