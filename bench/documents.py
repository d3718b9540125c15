"""How many whole documents of a licence one thread makes in a second: face, code, seal or signature, packed. No database.

Used by `bin/bench seal`; Django is set up before.
"""

import time
import uuid
from datetime import UTC, date, datetime, timedelta

AT = datetime(2026, 11, 24, 4, tzinfo=UTC)
ISSUER, ISSUER_NAME = "jianwei", "榕城市示例建设委员会"


def ofd_per_s(seconds=5.0):
    """OFD with an SM2 seal of GB/T 38540 and its time stamp."""
    return _per_second("ofd", seconds)


def pdf_per_s(seconds=5.0):
    """PDF/A with a PAdES signature and its time stamp."""
    return _per_second("pdf", seconds)


def _per_second(profile, seconds):
    from tongban.licences import terms  # noqa: PLC0415  after Django is set up
    from tongban.licences.models import document  # noqa: PLC0415

    row, kind, seal = _licence(), _kind(), _seal()
    asked = {"seal": seal, "profile": terms.Profile(profile), "at": AT}
    document.drawn(row, kind, **asked)  # fonts, keys and sizes of codes are read once
    made, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < seconds:
        document.drawn(row, kind, **asked)
        made += 1
    return made / spent


def _kind():
    from tongban.identity.terms import HolderKind  # noqa: PLC0415
    from tongban.kernel.bilingual import Bilingual  # noqa: PLC0415
    from tongban.licences.terms import LicenceType  # noqa: PLC0415

    return LicenceType(
        code="QC",
        national_code="11100000000013338W011",
        name=Bilingual("建筑业企业资质证书", "Construction enterprise qualification certificate"),
        department=ISSUER,
        holder_kinds=frozenset({HolderKind.ORGANISATION}),
        fields={"company_name": Bilingual("企业名称", "Company"), "grade": Bilingual("资质等级", "Grade")},
        labels={"grade": {"second": Bilingual("二级", "Second grade")}},
        basis=Bilingual("《建筑业企业资质管理规定》第十三条"),
    )


def _licence():
    from tongban.identity.terms import Holder, HolderKind  # noqa: PLC0415
    from tongban.kernel.bilingual import Bilingual  # noqa: PLC0415
    from tongban.licences import models, rules  # noqa: PLC0415

    name = "榕城示例建设工程有限公司（演示）"
    identifier = rules.identifier(type_code="11100000000013338W011", issuer="11999999MB0000019T", serial="20260000017", version=1)
    return models.Licence.of(
        holder=Holder(kind=HolderKind.ORGANISATION, id=uuid.UUID(int=1), name=name, code="91999999MA0000000X"),
        content={"company_name": name, "grade": "second"},
        issuer_name=Bilingual(ISSUER_NAME, "Rongcheng Example Construction Committee"),
        identifier=identifier,
        type_id="QC",
        number="榕建资〔2026〕000017号",
        version=1,
        issuer=ISSUER,
        issued_on=date(2026, 11, 24),
        valid_from=date(2026, 11, 24),
        valid_until=date(2031, 11, 23),
        recorded_at=AT,
    )


def _seal():
    from tongban.kernel import seals, signing  # noqa: PLC0415
    from tongban.seals.terms import SealInUse, SealKind  # noqa: PLC0415

    key = signing.key(ISSUER, name=ISSUER_NAME, algorithm="sm2-sm3", at=AT)
    der = seals.make(
        esid="99999900000001",
        name=ISSUER_NAME,
        kind=seals.SealKind.UNIT,
        picture=seals.picture(ISSUER_NAME, kind=seals.SealKind.UNIT),
        signers=(key.certificate,),
        valid_from=AT - timedelta(days=1),
        valid_until=AT + timedelta(days=365),
        maker=signing.key("seal-maker", name="制章者（演示）", algorithm="sm2-sm3", at=AT),
        at=AT,
    )
    return SealInUse(id=uuid.UUID(int=1), esid="99999900000001", kind=SealKind.UNIT, name=ISSUER_NAME, signer=ISSUER, der=der, key=key)
