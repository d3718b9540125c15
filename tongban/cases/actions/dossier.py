"""What an applicant hands in, checked as a whole and ready to be frozen into a case.

Everything that is wrong is told at once. Where an answer comes from is found out here and believed from nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tongban.cases.models import Material
from tongban.cases.queries.form import check_form
from tongban.cases.queries.known import licences_handed
from tongban.cases.rules.application import known_values, material_faults, plain, stop, told, traced
from tongban.cases.terms import InvalidApplication, MaterialSource, Stopped
from tongban.catalog import queries as catalog_queries
from tongban.kernel import clock, files

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from tongban.cases.models import Case
    from tongban.cases.terms import Handed
    from tongban.catalog.terms import MaterialSpec, Release
    from tongban.identity.terms import Actor
    from tongban.kernel.files import StoredFile
    from tongban.licences.terms import Licence

PURPOSE = "cases.submit"


@dataclass(frozen=True)
class Dossier:
    """Answers and materials of one round, and what the city knows about them."""

    release: Release
    situation: Mapping[str, Any]
    form: Mapping[str, Any]
    handed: tuple[Handed, ...]
    licences: Mapping[UUID, Licence]
    stored: Mapping[str, StoredFile]
    provenance: Mapping[str, str]

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
    ) -> Dossier:
        """Read what the city knows and check everything. Raises Stopped, InvalidApplication.

        `agent` is what the city knows of whoever acts; `kept` are materials of earlier rounds.
        """
        stopped = stop(release.questions, situation)
        if stopped is not None:
            raise Stopped(stopped)
        holder = case.holder_facts()
        found = licences_handed(release, case.applicant_id, handed, by=by, at=at, purpose=PURPOSE)
        stored = files.find({each.file_digest for each in handed if each.file_digest}, by=by)
        values, provenance = known_values(release.form.prefill, holder=holder, person=agent, licences=found)
        dossier = cls(
            release=release,
            situation=situation,
            form=form,
            handed=handed,
            licences={licence.id: licence for licence in found},
            stored=stored,
            provenance=traced(form, values, provenance, release.form.prefill),
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
            return row
        licence = self.licences[each.licence_id]
        row.source = MaterialSource.LICENCE.value
        row.licence_id, row.licence_identifier, row.licence_version = licence.id, licence.identifier, licence.version
        row.licence_digest, row.verified = licence.digest, licence.usable_on(clock.city_date(at))
        row.licence_name = {"zh": licence.type_name.zh, "en": licence.type_name.en}
        row.issuer_name = {"zh": licence.issuer_name.zh, "en": licence.issuer_name.en}
        return row
