"""What the licence library shows: faces of licences, answers to whoever verifies, uses, a code to be scanned, seals."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tongban.channels.parts.samples import dossier
from tongban.channels.parts.samples.pictures import JIANWEI, moment
from tongban.identity.terms import HolderKind
from tongban.kernel import clock, documents
from tongban.kernel.bilingual import Bilingual
from tongban.licences.terms import (
    DocumentState,
    JointHolder,
    Licence,
    LicenceState,
)
from tongban.seals.terms import SealKind, SealOwner, SealState, SealView
from tongban.sharing.terms import Verification

NOBODY = UUID(int=8)
ADDRESS = "https://rongcheng.example/s/演示"


@dataclass(frozen=True, slots=True)
class Use:
    """One use in words, as the holder's page tells it."""

    at: datetime
    who: str
    how: str
    what: str
    purpose: str
    case_number: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Showing:
    purpose: str
    expires_at: datetime


def context(at: datetime) -> dict[str, Any]:
    return {
        "faces": _faces(at),
        "answers_given": _answers(at),
        "uses": _uses(at),
        "showing": Showing(_("应聘时证明资质"), at + timedelta(minutes=3)),
        "qr": _code(),
        "seals": _seals(at),
    }


def _faces(at: datetime) -> list[tuple[Licence, bool]]:
    """Each with whether it can be used: held alone, held by several without end, expired, replaced."""
    valid = dossier.licences(at)[0]
    home = replace(
        valid,
        type_name=Bilingual("不动产权证书", "Real estate certificate"),
        holder_kind=HolderKind.PERSON,
        holder_name="演示·林雯",
        number="榕（2026）示例不动产权第0000001号",
        valid_until=None,
        joint=(JointHolder(HolderKind.PERSON, NOBODY, "演示·江河"),),
        document=DocumentState.READY,
    )
    expired = replace(valid, valid_until=clock.city_date(at) - timedelta(1))
    return [(valid, True), (home, True), (expired, False), (replace(valid, state=LicenceState.SUPERSEDED), False)]


def _answers(at: datetime) -> list[Verification]:
    """All well; out of date; replaced; and a record that is not what was issued."""
    today = clock.city_date(at)
    well = Verification(
        identifier="1.2.156.3005.2.示例",
        found=True,
        type_name=dossier.NAME,
        issuer_name=JIANWEI,
        issued_on=today - timedelta(400),
        valid_from=today - timedelta(400),
        valid_until=today + timedelta(365),
        state=LicenceState.VALID,
        usable=True,
        unchanged=True,
        checked_at=at,
    )
    expired = replace(well, usable=False, valid_until=today - timedelta(1))
    return [well, expired, replace(well, usable=False, state=LicenceState.SUPERSEDED), replace(well, unchanged=False)]


def _uses(at: datetime) -> list[Use]:
    """By law for a case, by consent at a counter, by an authorisation, and one that was refused."""
    name = str(dossier.NAME)
    return [
        Use(moment(at, (-1, 10)), str(JIANWEI), _("申请时取用"), name, name, "榕建 2026-000317-9", _("您当场同意")),
        Use(moment(at, (-3, 15)), str(JIANWEI), _("查有没有能用的证照"), name, _("核验企业主体资格"), "", "《政务数据共享条例》第十九条"),
        Use(moment(at, (-9, 9)), _("示例银行（演示）"), _("查看证照"), name, _("核验企业主体资格"), "", _("您的长期授权")),
        Use(moment(at, (-9, 8)), _("示例银行（演示）"), _("%(how)s，被拒绝，什么也没有给") % {"how": _("查看证照")}, name, _("别的用途")),
    ]


def _code() -> SafeString:
    """A QR code with a view box instead of a size, so that the sheet decides how large it is."""
    return mark_safe(re.sub(r'width="(\d+)" height="(\d+)"', r'viewBox="0 0 \1 \2"', documents.qr_svg(ADDRESS), count=1))


def _seals(at: datetime) -> list[SealView]:
    """Of each kind one, in each state; the last one's period is over."""
    states = [(SealKind.UNIT, state) for state in SealState]
    states += [(SealKind.REPRESENTATIVE, SealState.IN_USE), (SealKind.PERSON, SealState.IN_USE)]
    seals = [_seal(kind, state, at) for kind, state in states]
    return [*seals, replace(seals[0], ends_at=at - timedelta(1))]


def _seal(kind: SealKind, state: SealState, at: datetime) -> SealView:
    return SealView(
        id=NOBODY,
        esid="99999900000001",
        owner_kind=SealOwner.DEPARTMENT,
        owner="jianwei",
        kind=kind,
        name=str(JIANWEI),
        maker=_("榕城市印章制作中心（演示）"),
        custodian="演示·吴批",
        state=state,
        made_at=at - timedelta(90),
        starts_at=at - timedelta(90),
        ends_at=at + timedelta(900),
        development=True,
    )
