"""What of a licence can be shown by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tongban.identity.terms import HolderKind
from tongban.kernel import access_log, clock
from tongban.kernel.bilingual import Bilingual
from tongban.licences import access, models, rules, terms
from tongban.licences.queries.types import licence_type

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

AGE, CONTENT = "age_over_", "content."
LABELS = {
    "holder_name": Bilingual("持证人", "Holder"),
    "number": Bilingual("证号", "Number"),
    "identifier": Bilingual("证照标识", "Identifier"),
    "issued_on": Bilingual("颁发日期", "Issued on"),
    "valid_from": Bilingual("有效期起", "Valid from"),
    "valid_until": Bilingual("有效期止", "Valid until"),
    **{f"{AGE}{age}": Bilingual(f"已满 {age} 岁", f"At least {age} years old") for age in rules.AGES},
}
YES, NO = Bilingual("是", "Yes"), Bilingual("否", "No")


def claims(licence_id: UUID, *, by: Actor, at: datetime, purpose: str) -> tuple[terms.Claim, ...]:
    """What the holder of a licence may choose to show of it. Refuses: UnknownLicence."""
    row = showable(licence_id, by=by)
    access_log.note("licences.claims", by=by, at=at, purpose=purpose, holders=holders_of(row), subject=row.identifier)
    return tuple(claims_of(row, at=at))


def showable(licence_id: UUID, *, by: Actor) -> models.Licence:
    """A licence that is this actor's to show, whatever its state. Refuses: UnknownLicence."""
    row = models.Licence.objects.filter(pk=licence_id).first()
    if row is None or not access.may_show(by, holders_of(row)):
        raise terms.UnknownLicence(str(licence_id))
    return row


def holders_of(row: models.Licence) -> tuple[UUID, ...]:
    """Everybody who holds a licence: each finds the looks at it in their log."""
    return tuple(each.id for each in row.holders())


def claims_of(row: models.Licence, *, at: datetime) -> Iterator[terms.Claim]:
    """Everything that can be shown, in the order of a face. The number of its holder is none: only an age follows from it."""
    kind, holders, content = licence_type(row.type_id), row.holders(), row.opened()["content"]
    if len(holders) == 1 and holders[0].kind is HolderKind.PERSON:
        yield from _ages(holders[0].code, clock.city_date(at))
    yield _text("holder_name", "、".join(each.name for each in holders))
    yield _text("number", row.number)
    yield _text("identifier", row.identifier)
    yield _text("issued_on", row.issued_on.isoformat())
    yield _text("valid_from", row.valid_from.isoformat())
    if row.valid_until is not None:
        yield _text("valid_until", row.valid_until.isoformat())
    yield from _content(kind, content)


def chosen(known: Collection[terms.Claim], names: Collection[str]) -> tuple[terms.Claim, ...]:
    """Those of the claims that bear these names. Refuses: UnknownClaim, also where no name is given."""
    found = tuple(each for each in known if each.name in names)
    if not found or len(found) != len(set(names)):
        raise terms.UnknownClaim(", ".join(set(names) - {each.name for each in found}))
    return found


def on_the_face(known: Collection[terms.Claim]) -> tuple[terms.Claim, ...]:
    """What the licence itself says; an age only follows from it."""
    return tuple(each for each in known if not each.name.startswith(AGE))


def _ages(code: str, day: date) -> Iterator[terms.Claim]:
    born = rules.born_on(code)
    for age in rules.AGES if born else ():
        assert born is not None
        holds = rules.is_past(age, born, day)
        yield terms.Claim(f"{AGE}{age}", LABELS[f"{AGE}{age}"], holds, str(YES if holds else NO))


def _content(kind: terms.LicenceType, content: dict[str, Any]) -> Iterator[terms.Claim]:
    for key, label in kind.fields.items():
        if key in content:
            yield terms.Claim(CONTENT + key, label, content[key], kind.shown(key, content[key]))


def _text(name: str, value: str) -> terms.Claim:
    return terms.Claim(name, LABELS[name], value, value)


def claim_read(kind: terms.LicenceType | None, name: str, value: Any) -> terms.Claim:
    """A claim out of a credential that somebody was shown, in words."""
    key = name.removeprefix(CONTENT)
    if kind is not None and name != key and key in kind.fields:
        return terms.Claim(name, kind.fields[key], value, kind.shown(key, value))
    shown = str(YES if value else NO) if isinstance(value, bool) else str(value)
    return terms.Claim(name, LABELS.get(name, Bilingual(name)), value, shown)
