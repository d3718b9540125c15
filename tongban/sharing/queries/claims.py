"""What of a licence can be shown by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tongban.identity.terms import HolderKind
from tongban.kernel import access_log, clock
from tongban.kernel.bilingual import Bilingual
from tongban.licences.queries import licence_type
from tongban.sharing import access, rules, terms

if TYPE_CHECKING:
    from tongban.identity.terms import Actor
    from tongban.licences.terms import LicenceType, Opened

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
    found = access.showable(licence_id, by=by)
    subject = found.licence.identifier
    access_log.note("licences.claims", by=by, at=at, purpose=purpose, holders=found.holder_ids, subject=subject)
    return tuple(claims_of(found, at=at))


def claims_of(found: Opened, *, at: datetime) -> Iterator[terms.Claim]:
    """Everything that can be shown, in the order of a face. The number of its holder is none: only an age follows from it."""
    licence, holders = found.licence, found.holders
    if len(holders) == 1 and holders[0].kind is HolderKind.PERSON:
        yield from _ages(holders[0].code, clock.city_date(at))
    yield _text("holder_name", "、".join(each.name for each in holders))
    yield _text("number", licence.number)
    yield _text("identifier", licence.identifier)
    yield _text("issued_on", licence.issued_on.isoformat())
    yield _text("valid_from", licence.valid_from.isoformat())
    if licence.valid_until is not None:
        yield _text("valid_until", licence.valid_until.isoformat())
    yield from _content(licence_type(licence.type_code), licence.content)


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


def _content(kind: LicenceType, content: dict[str, Any]) -> Iterator[terms.Claim]:
    for key, label in kind.fields.items():
        if key in content:
            yield terms.Claim(CONTENT + key, label, content[key], kind.shown(key, content[key]))


def _text(name: str, value: str) -> terms.Claim:
    return terms.Claim(name, LABELS[name], value, value)


def claim_read(kind: LicenceType | None, name: str, value: Any) -> terms.Claim:
    """A claim out of a credential that somebody was shown, in words."""
    key = name.removeprefix(CONTENT)
    if kind is not None and name != key and key in kind.fields:
        return terms.Claim(name, kind.fields[key], value, kind.shown(key, value))
    shown = str(YES if value else NO) if isinstance(value, bool) else str(value)
    return terms.Claim(name, LABELS.get(name, Bilingual(name)), value, shown)
