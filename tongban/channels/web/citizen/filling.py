"""An application being filled in: release, applicant, what is typed so far, what the city knows, and which page follows which."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tongban.cases import actions as case_actions
from tongban.cases import queries as case_queries
from tongban.cases.terms import AssuranceTooLow, Denied, NotForThisApplicant, Prefilled
from tongban.catalog import queries as catalog_queries
from tongban.catalog.terms import Sign
from tongban.channels.parts.actor import moment, person_of
from tongban.channels.web.citizen.applicants import Applicant, applicants_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest

    from tongban.cases.terms import Handed
    from tongban.catalog.terms import MaterialSpec, Release
    from tongban.identity.terms import Actor


@dataclass(frozen=True, slots=True)
class Stage:
    """One page of the way: its address, its title, how it stands to the present one."""

    key: str
    title: str
    address: str


@dataclass(frozen=True)
class Filling:
    """Opened for each request; `draft_id` is None until the first page is saved."""

    release: Release
    applicant: Applicant
    by: Actor
    at: datetime
    draft_id: UUID | None
    situation: Mapping[str, Any]
    typed: Mapping[str, Any]  # the form as the draft has it
    materials: tuple[Handed, ...]
    vanished: Mapping[str, Any]

    @property
    def draft_exists(self) -> bool:
        return self.draft_id is not None

    @cached_property
    def known(self) -> Prefilled:
        """What the city knows of the applicant for this form; logged as one look."""
        return case_queries.prefill(self.release, self.applicant.id, by=self.by, at=self.at)

    @property
    def form(self) -> Mapping[str, Any]:
        """The answers so far: until something is typed, what the city knows."""
        return self.typed if self.draft_exists else self.known.form

    def keep(self, **changed: Any) -> Filling:
        """Keep everything with these parts changed (situation, form, materials)."""
        later = {
            "situation": changed.get("situation", self.situation),
            "typed": changed.get("form", self.form),
            "materials": changed.get("materials", self.materials),
        }
        draft_id = case_actions.save_draft(
            service=self.release.service,
            applicant_kind=self.applicant.kind,
            applicant_id=self.applicant.id,
            situation=later["situation"],
            form=later["typed"],
            materials=later["materials"],
            by=self.by,
            at=self.at,
        )
        return replace(self, draft_id=draft_id, **later)

    def asked(self) -> tuple[MaterialSpec, ...]:
        """The materials that these answers ask for."""
        return case_queries.asked_materials(
            self.release, form=self.form, situation=self.situation, applicant_id=self.applicant.id, by=self.by, at=self.at
        )

    def faults(self) -> dict[str, str]:
        """What is wrong with the answers so far, as `check_form` tells it."""
        return case_queries.check_form(self.release, self.form, self.situation)

    def address(self, name: str, *more: Any) -> str:
        return reverse(f"citizen:{name}", args=(self.release.service, self.applicant.id, *more))

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The pages in order. Materials are a page where the release has any at all."""
        found = [Stage("situation", _("情形"), self.address("situation"))] if self.release.questions else []
        found += [
            Stage(f"form-{number}", str(section.title), self.address("form", number))
            for number, section in enumerate(self.release.form.sections, start=1)
        ]
        if self.release.materials:
            found.append(Stage("materials", _("材料"), self.address("materials")))
        if self.release.sign is Sign.NONE:
            return (*found, Stage("review", _("核对并提交"), self.address("review")))
        return (*found, Stage("review", _("核对"), self.address("review")), Stage("sign", _("签名并提交"), self.address("review")))

    def after(self, key: str) -> str:
        """The address of the page after this one."""
        keys = [stage.key for stage in self.stages]
        return self.stages[keys.index(key) + 1].address

    def before(self, key: str) -> str:
        """The address of the page before this one; before the first is the guide."""
        place = [stage.key for stage in self.stages].index(key)
        return self.stages[place - 1].address if place else reverse("citizen:service", args=(self.release.service,))

    def page(self, key: str) -> dict[str, Any]:
        """What every page of the way shows: where it stands, and the way back."""
        place = [stage.key for stage in self.stages].index(key)
        return {
            "filling": self,
            "release": self.release,
            "applicant": self.applicant,
            "stage": self.stages[place],
            "place": place + 1,
            "stages": self.stages,
            "back": self.before(key),
        }


def opened(request: HttpRequest, code: str, applicant_id: UUID) -> Filling:
    """What this person is filling in for this applicant.

    Refuses: UnknownService, ServiceNotOpen, Denied, NotForThisApplicant, AssuranceTooLow.
    """
    by, at = person_of(request), moment(request)
    release = catalog_queries.current(code, at=at)
    applicant = next((each for each in applicants_of(by, at=at) if each.id == applicant_id), None)
    if applicant is None:
        raise Denied("not an applicant whom this actor may act for")
    if applicant.kind not in release.audience:
        raise NotForThisApplicant(applicant.kind)
    if by.level < release.assurance:
        raise AssuranceTooLow(release.assurance)
    draft = case_queries.draft(code, applicant_id, by=by)
    return Filling(
        release=release,
        applicant=applicant,
        by=by,
        at=at,
        draft_id=draft.id if draft else None,
        situation=draft.situation if draft else {},
        typed=draft.form if draft else {},
        materials=draft.materials if draft else (),
        vanished=draft.vanished if draft else {},
    )
