"""Signers, seals and documents for tests of keys and seals: a city of its own in a folder of its own."""

from datetime import UTC, datetime, timedelta

from tongban.kernel import seals, signing

AT = datetime(2026, 9, 7, 2, tzinfo=UTC)
YEAR = timedelta(days=365)
NAME = "榕城市示例建设委员会"
PLACE = "/Doc_0/Signs/Sign_0/Signature.xml"
HASH = bytes(range(32))
PICTURE = seals.Picture(b"\x89PNG\r\n\x1a\n", 42, 42)


def key(owner: str = "jianwei", *, algorithm: signing.Algorithm = signing.SM2, at: datetime = AT) -> signing.Key:
    return signing.key(owner, name=NAME, algorithm=algorithm, at=at)


def seal(*, valid_from: datetime = AT, valid_until: datetime = AT + YEAR, at: datetime = AT, maker: signing.Key | None = None) -> bytes:
    return seals.make(
        esid="35999900000001",
        name=NAME,
        kind=seals.SealKind.UNIT,
        picture=PICTURE,
        signers=[key().certificate],
        valid_from=valid_from,
        valid_until=valid_until,
        maker=maker or key("seal-maker"),
        at=at,
    )
