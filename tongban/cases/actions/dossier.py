"""What an applicant hands in, checked as a whole and ready to be frozen into a case.

Everything that is wrong is told at once. Where an answer comes from is found out here and believed from nobody.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from tongban.cases.models import Material
from tongban.cases.queries.form import check_form
from tongban.cases.queries.known import licences_handed, usable
from tongban.cases.queries.result import result_faults
from tongban.cases.queries.uploaded import Judged, for_whom, judge
from tongban.cases.rules.application import filled_by, known_values, material_faults, plain, saved_fields, stop, told, traced
from tongban.cases.terms import Handed, InvalidApplication, MaterialSource, Stopped
from tongban.catalog import queries as catalog_queries
from tongban.identity import queries as identity_queries
from tongban.identity.terms import HolderKind
from tongban.kernel import access_log, files, rows
from tongban.licences.terms import CONSENT

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from tongban.cases.models import Case
    from tongban.catalog.terms import MaterialSpec, Release
    from tongban.identity.terms import Actor
    from tongban.kernel.files import StoredFile
    from tongban.licences.terms import Checked, Licence

PURPOSE = "cases.submit"


@dataclass(frozen=True)
class Dossier:
    """Answers and materials of one round, and what the city knows about them."""

    release: Release
    situation: Mapping[str, Any]
    form: Mapping[str, Any]
    handed: tuple[Handed, ...]
    licences: Mapping[UUID, Checked]
    stored: Mapping[str, StoredFile]
    provenance: Mapping[str, str]
    judged: Judged  # of the uploaded files, what their signatures and the register say

    @classmethod
    def gather(
        cls,
        release: Release,
        case: Case,
        *,
        situation: Mapping[str, Any],
        form: Mapping[str, Any],
        handed: tuple[Handed, ...],
        agent: Mapping[str, Any],
        kept: Collection[str] = (),
        by: Actor,
        at: datetime,
        purpose: str = PURPOSE,
    ) -> Dossier:
        """Read what the city knows and check everything. Raises Stopped, InvalidApplication.

        `agent` is what the city knows of whoever acts; `kept` are materials of earlier rounds.
        """
        stopped = stop(release.questions, situation)
        if stopped is not None:
            raise Stopped(stopped)
        holder = case.holder_facts()
        found = licences_handed(release, case.applicant_id, handed, by=by, at=at, purpose=purpose)
        stored = files.find({each.file_digest for each in handed if each.file_digest}, by=by)
        specs, kind = {spec.key: spec for spec in release.materials}, HolderKind(case.applicant_kind)
        judged = judge(handed, specs, stored, holders=for_whom(case.applicant_id, by), kind=kind, by=by, at=at, purpose=purpose)
        values, provenance = known_values(release.form.prefill, holder=holder, person=agent, licences=usable(found))
        dossier = cls(
            release=release,
            situation=situation,
            form=form,
            handed=(*handed, *_by_duty(release, handed, found, kept, form=form, situation=situation, holder=holder)),
            licences={each.licence.id: each for each in found},
            stored=stored,
            provenance=traced(form, values, provenance, release.form.prefill),
            judged=judged,
        )
        dossier.require_whole(kept, holder)
        return dossier

    def require_whole(self, kept: Collection[str], holder: Mapping[str, Any]) -> None:
        """Raises InvalidApplication with every fault of answers, form and materials."""
        faults = check_form(self.release, self.form, self.situation)
        asked = self._asked(holder, answered=not faults)
        missing = material_faults(
            asked,
            self.handed,
            licences=self.licences,
            files={digest: (file.media_type, file.size) for digest, file in self.stored.items()},
            media_types=files.MEDIA_TYPES,
        )
        faults |= {
            where: told(what) for where, what in missing.items() if what != "missing" or where.removeprefix("materials.") not in kept
        }
        for key, why in self.judged.faults.items():
            faults.setdefault(f"materials.{key}", told(why))
        faults = faults or result_faults(self.release, self.form, self.handed, holder_code=holder["code"])
        if faults:
            raise InvalidApplication(faults)

    def _asked(self, holder: Mapping[str, Any], *, answered: bool) -> list[MaterialSpec]:
        """The materials that these answers ask for. While the answers have faults, conditions on them mean nothing: all are optional."""
        return [
            spec for spec in self.release.materials if not spec.when or (answered and self._applies(spec, holder)) or self._given(spec.key)
        ]

    def _applies(self, spec: MaterialSpec, holder: Mapping[str, Any]) -> bool:
        return bool(catalog_queries.evaluate(spec.when, form=self.form, situation=self.situation, holder=holder))

    def _given(self, key: str) -> bool:
        """Nobody is refused for handing in more than was needed."""
        return any(each.key == key for each in self.handed)

    def materials(self, case: Case, *, at: datetime) -> list[Material]:
        """The materials as rows, frozen with what is known of them at this moment."""
        return [self._material(case, each, at) for each in self.handed]

    def _material(self, case: Case, each: Handed, at: datetime) -> Material:
        row = Material(case=case, key=each.key, round=case.round, obtained_at=at)
        if each.licence_id is None:
            file = self.stored[each.file_digest]
            row.source = MaterialSource.UPLOAD.value
            row.file_digest, row.file_name, row.media_type, row.size = file.digest, plain(each.file_name), file.media_type, file.size
            found = self.judged.found.get((each.key, file.digest))
            row.verdict = found.as_data() if found else None
            return row
        found = self.licences[each.licence_id]
        licence = found.licence
        row.source = MaterialSource.LICENCE.value
        row.licence_id, row.licence_identifier, row.licence_version = licence.id, licence.identifier, licence.version
        row.licence_digest, row.verified, row.verdict = licence.digest, found.checks.hold, asdict(found.checks)
        row.licence_name = {"zh": licence.type_name.zh, "en": licence.type_name.en}
        row.issuer_name = {"zh": licence.issuer_name.zh, "en": licence.issuer_name.en}
        row.basis = self.basis_of(each.key)
        row.fills = filled_by(licence.type_code, self.release.form.prefill, self.provenance, licence.identifier)
        return row

    def basis_of(self, key: str) -> str:
        """On which ground a licence is taken for a material: the article where the law gives the duty, else the applicant's consent."""
        return next((spec.duty for spec in self.release.materials if spec.key == key and spec.duty), CONSENT)

    def uses(self, case: Case, *, by: Actor, at: datetime) -> list[rows.Part]:
        """What leaves the library, for what, to whom and on which ground: one line of its holder's log for each ground."""
        by_basis: dict[str, list[Licence]] = {}
        for each in self.handed:
            if each.licence_id is not None:
                by_basis.setdefault(self.basis_of(each.key), []).append(self.licences[each.licence_id].licence)
        return [
            access_log.entry(
                "licences.handed_over",
                by=by,
                at=at,
                purpose=f"{PURPOSE} {case.service}",
                holders=sorted({licence.holder_id for licence in taken}),
                subject=case.number,
                fields=sorted({licence.type_code for licence in taken}),
                basis=basis,
                receiver=identity_queries.department_names()[case.department].zh,
            )
            for basis, taken in by_basis.items()
        ]

    def saved(self) -> dict[str, int]:
        """What nobody had to hand in or to write, as the fact tells it to the counters."""
        return {"materials": sum(1 for each in self.handed if each.licence_id is not None), "fields": saved_fields(self.provenance)}


def _by_duty(
    release: Release,
    handed: tuple[Handed, ...],
    found: list[Checked],
    kept: Collection[str],
    **answers: Mapping[str, Any],
) -> list[Handed]:
    """What the law has the department take itself, where the library has it: whether the applicant named it or not."""
    given = {each.key for each in handed} | set(kept)
    wanted = [spec for spec in release.materials if spec.duty and spec.key not in given]
    if not wanted or check_form(release, answers["form"], answers["situation"]):
        return []
    taken: list[Handed] = []
    for spec in wanted:
        held = next((each for each in usable(found) if each.type_code in spec.licence), None)
        if held is not None and (not spec.when or catalog_queries.evaluate(spec.when, **answers)):
            taken.append(Handed(spec.key, licence_id=held.id))
    return taken
