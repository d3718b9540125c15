"""What the library gives to an application, as the REST door tells it: before it is handed in, in the case, and what has become of it."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from ninja import Schema

from tongban.cases.terms import AlertView, Prefilled, Saved, SealFound
from tongban.catalog.terms import Release
from tongban.channels.rest.shapes.words import Words
from tongban.licences.terms import Checked, Checks, Licence
from tongban.sharing.terms import ClaimedLicence


class ChecksShape(Schema):
    """Four verdicts, each by itself. `hold` is whether the licence can be used; a wrong check character alone hinders nothing."""

    seal: bool
    status: bool
    identifier: bool
    dates: bool
    hold: bool

    @classmethod
    def of(cls, checks: Checks) -> Self:
        return cls(seal=checks.seal, status=checks.status, identifier=checks.identifier, dates=checks.dates, hold=checks.hold)


class PreviewShape(Schema):
    """One licence that would leave the library: for which material, from whom, which contents (names only), which fields it fills.

    `duty` is the article by which the department takes it without asking; it is empty where the applicant decides.
    """

    material: str
    duty: str
    licence_id: UUID
    identifier: str
    type: str
    type_name: Words
    number: str
    issuer_name: Words
    valid_until: date | None
    contents: list[str]
    fills: list[str]
    checks: ChecksShape

    @classmethod
    def all_of(cls, release: Release, known: Prefilled) -> list[Self]:
        """What would do first, then what would, were it not for a verdict."""
        duties = {spec.key: spec.duty for spec in release.materials}
        good = [(key, each, known.checks[each.id]) for key, held in known.materials.items() for each in held if each.id in known.checks]
        bad = [(key, each.licence, each.checks) for key, found in known.unusable.items() for each in found if isinstance(each, Checked)]
        return [cls._of(key, duties[key], licence, checks, known) for key, licence, checks in good + bad]

    @classmethod
    def _of(cls, key: str, duty: str, licence: Licence, checks: Checks, known: Prefilled) -> Self:
        return cls(
            material=key,
            duty=duty,
            licence_id=licence.id,
            identifier=licence.identifier,
            type=licence.type_code,
            type_name=Words.of(licence.type_name),
            number=licence.number,
            issuer_name=Words.of(licence.issuer_name),
            valid_until=licence.valid_until,
            contents=sorted(licence.content),
            fills=list(known.fills.get(licence.id, ())),
            checks=ChecksShape.of(checks),
        )


class SealShape(Schema):
    """One signature in an uploaded file, as it was judged when the file was handed in."""

    signer: str
    signed_at: datetime | None
    holds: bool
    words: Words

    @classmethod
    def of(cls, seal: SealFound) -> Self:
        return cls(signer=seal.signer, signed_at=seal.signed_at, holds=seal.holds, words=Words.of(seal.words))


class ClaimedShape(Schema):
    """The licence that an uploaded file says it is, as the register knew it on the day when the file was handed in."""

    identifier: str
    found: bool
    intact: bool
    original: bool
    copy_for: str
    type: str
    type_name: Words
    issuer_name: Words
    state: str | None
    in_period: bool
    of_applicant: bool

    @classmethod
    def of(cls, claimed: ClaimedLicence) -> Self:
        return cls(
            identifier=claimed.identifier,
            found=claimed.found,
            intact=claimed.intact,
            original=claimed.original,
            copy_for=claimed.copy.purpose if claimed.copy else "",
            type=claimed.type_code,
            type_name=Words.of(claimed.type_name),
            issuer_name=Words.of(claimed.issuer_name),
            state=claimed.state.value if claimed.state else None,
            in_period=claimed.in_period,
            of_applicant=claimed.theirs,
        )


class AlertShape(Schema):
    """A licence of this case is not what it was when it was handed in. `replaced`: a correction has handed in something else since."""

    licence_name: Words
    licence_identifier: str
    material: Words
    state: str
    changed_at: datetime
    raised_at: datetime
    replaced: bool

    @classmethod
    def of(cls, alert: AlertView) -> Self:
        return cls(
            licence_name=Words.of(alert.licence_name),
            licence_identifier=alert.licence_identifier,
            material=Words.of(alert.material),
            state=alert.state,
            changed_at=alert.changed_at,
            raised_at=alert.raised_at,
            replaced=alert.replaced,
        )


class SavedShape(Schema):
    """What nobody had to hand in or to write, counted."""

    cases: int
    materials: int
    fields: int

    @classmethod
    def of(cls, saved: Saved) -> Self:
        return cls(cases=saved.cases, materials=saved.materials, fields=saved.fields)
