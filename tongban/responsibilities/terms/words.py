"""Words that rules of dispatch name and that messages have: what somebody wants, where, which layer decided, when more are told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What somebody wants by a message."""

    INQUIRY = "inquiry"  # 咨询
    HELP = "help"  # 求助
    COMPLAINT = "complaint"  # 投诉
    REPORT = "report"  # 举报: never public, and the unit reported on never sees the author
    SUGGESTION = "suggestion"  # 建议
    PRAISE = "praise"  # 表扬


@dataclass(frozen=True, slots=True)
class Point:
    """WGS 84, in degrees."""

    longitude: float
    latitude: float


class Layer(StrEnum):
    """Which layer of dispatch decided, first that answers wins."""

    EMERGENCY = "emergency"
    RULE = "rule"
    DUTY_LIST = "duty_list"
    CLASSIFIER = "classifier"
    DESK = "desk"
    UNIT = "unit"  # passed down by a unit


class Escalation(IntEnum):
    """How much of a limit is used up, in per cent, when somebody more is told."""

    WARNING = 80
    OVERDUE = 100
    LEADER = 120
    CITY = 200
