"""Weekly rankings as they were signed and published."""

import base64
from datetime import datetime
from ssl import DER_cert_to_PEM_cert
from typing import Self

from ninja import Schema

from tongban.channels.rest.shapes.words import Words
from tongban.supervision.terms import GroupTable, LeftOut, Line, RankedWeek, RankingLine, RankingView, Rate, Signed


class RankingLineShape(Schema):
    """The newest version of a week. `corrected_because` is empty unless it is a correction (勘误)."""

    week: str
    version: int
    closed_at: datetime
    signed_at: datetime | None
    signer: str
    digest: str
    corrected_because: str

    @classmethod
    def of(cls, line: RankingLine) -> Self:
        return cls(**{name: getattr(line, name) for name in cls.model_fields})


class RateShape(Schema):
    """`good` of `n` with its Wilson bounds (95 %). `rank` goes by the lower bound from the top, `tail` by the upper one from the bottom."""

    good: int
    n: int
    share: float | None
    lower: float | None
    upper: float | None
    rank: int | None
    tail: int | None
    standing: str

    @classmethod
    def of(cls, rate: Rate) -> Self:
        return cls(**{name: getattr(rate, name) for name in cls.model_fields})


class RankedUnitShape(Schema):
    """A unit in a week. Hours are the median of what was answered of what was due."""

    unit: str
    name: Words
    merged: list[str]
    on_time: RateShape
    late: int
    unanswered: int
    satisfied: RateShape
    solved: int
    answered: int
    median_hours: float | None
    response_rank: int | None
    score: float | None
    score_rank: int | None

    @classmethod
    def of(cls, line: Line, ranked: RankedWeek) -> Self:
        same = ("unit", "late", "unanswered", "solved", "score", "score_rank")
        return cls(
            **{name: getattr(line, name) for name in same},
            name=Words.of(ranked.names[line.unit]),
            merged=list(line.merged),
            on_time=RateShape.of(line.on_time),
            satisfied=RateShape.of(line.satisfied),
            answered=line.response.n,
            median_hours=line.response.hours,
            response_rank=line.response.rank,
        )


class RankedGroupShape(Schema):
    """Units that are ranked among one another, and the rates of all of them together."""

    key: str
    name: Words
    on_time: float | None
    satisfied: float | None
    units: list[RankedUnitShape]

    @classmethod
    def of(cls, table: GroupTable, ranked: RankedWeek) -> Self:
        units = [RankedUnitShape.of(line, ranked) for line in table.lines]
        return cls(key=table.key, name=Words.of(table.name), on_time=table.on_time, satisfied=table.satisfied, units=units)


class LeftOutShape(Schema):
    """What was not counted, and why. The number is there where everybody could find it."""

    kind: str
    unit: str
    number: str
    reason: str

    @classmethod
    def of(cls, each: LeftOut) -> Self:
        return cls(kind=each.kind, unit=each.unit, number=each.number, reason=each.reason)


class RankingSignatureShape(Schema):
    """Over the bytes of `document`; `value` is base64, the certificate PEM."""

    algorithm: str
    value: str
    certificate: str

    @classmethod
    def of(cls, signed: Signed) -> Self:
        value = base64.b64encode(signed.signature).decode()
        return cls(algorithm=signed.algorithm, value=value, certificate=DER_cert_to_PEM_cert(signed.certificate))


class RankingShape(Schema):
    """A version of a week. `document` is the text that was digested and signed; all the rest stands in it too."""

    line: RankingLineShape
    since: datetime
    until: datetime
    counted_at: datetime
    least_due: int
    least_rated: int
    messages: list[RankedGroupShape]
    cases: list[RankedGroupShape]
    left_out: list[LeftOutShape]
    versions: list[RankingLineShape]
    document: str
    signature: RankingSignatureShape | None

    @classmethod
    def of(cls, view: RankingView) -> Self:
        ranked = view.ranked
        return cls(
            line=RankingLineShape.of(view.line),
            since=ranked.week.since,
            until=ranked.week.until,
            counted_at=ranked.counted_at,
            least_due=ranked.minimum.due,
            least_rated=ranked.minimum.rated,
            messages=[RankedGroupShape.of(each, ranked) for each in ranked.messages],
            cases=[RankedGroupShape.of(each, ranked) for each in ranked.cases],
            left_out=[LeftOutShape.of(each) for each in ranked.left_out],
            versions=[RankingLineShape.of(each) for each in view.versions],
            document=view.canonical,
            signature=RankingSignatureShape.of(view.signed) if view.signed else None,
        )
