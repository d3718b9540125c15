"""The enumerations of `cases`: each value stands in the glossary."""

from __future__ import annotations

from enum import StrEnum


class CaseState(StrEnum):
    RECEIVED = "received"  # 收件: handed in, not yet accepted
    CORRECTING = "correcting"  # 补正: waiting for the applicant
    HANDLING = "handling"  # 受理 to 决定
    ENDED = "ended"


class End(StrEnum):
    """Every case ends in one of these; none is a deletion of rows."""

    GRANTED = "granted"  # 准予，办结
    REFUSED = "refused"  # 不予许可
    DECLINED = "declined"  # 不予受理
    WITHDRAWN = "withdrawn"  # 申请人撤回
    RETURNED = "returned"  # 逾期未补正


class StepState(StrEnum):
    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"  # its `when` was false
    CANCELLED = "cancelled"  # the case ended, went back for correction or was deemed accepted first


class Act(StrEnum):
    SUBMIT = "submit"
    CHECK = "check"
    ASK_CORRECTION = "ask_correction"
    CORRECT = "correct"
    ACCEPT = "accept"
    DECLINE = "decline"
    REVIEW = "review"
    DECIDE = "decide"
    WITHDRAW = "withdraw"
    DEEM_ACCEPTED = "deem_accepted"
    RETURN_UNCORRECTED = "return_uncorrected"


class Opinion(StrEnum):
    """The typed answer of a check or a review."""

    AGREE = "agree"
    AGREE_WITH_CONDITIONS = "agree_with_conditions"
    DISAGREE = "disagree"
    NOT_OURS = "not_ours"


class Decision(StrEnum):
    GRANT = "grant"
    REFUSE = "refuse"


class DeclineReason(StrEnum):
    """Administrative Licensing Law art. 32(1)(1)-(2). Missing papers are never among them: those are corrected."""

    NOT_SUBJECT = "not_subject"  # needs no such procedure
    NOT_COMPETENT = "not_competent"  # another organ's; it must be named


class Shortcoming(StrEnum):
    """What is wrong with a material or a field in a correction notice."""

    MISSING = "missing"
    INCOMPLETE = "incomplete"
    INCORRECT = "incorrect"
    OUTDATED = "outdated"
    UNREADABLE = "unreadable"


class Clock(StrEnum):
    ACCEPTANCE = "acceptance"  # 5 working days, art. 32(1)(4)
    STATUTORY = "statutory"
    PROMISED = "promised"
    STEP = "step"
    CORRECTION = "correction"


class PaperKind(StrEnum):
    """Numbered official papers (文书)."""

    ACCEPTANCE = "acceptance"  # 受理通知书
    CORRECTION = "correction"  # 补正告知书
    DECLINE = "decline"  # 不予受理通知书
    REFUSAL = "refusal"  # 不予许可决定书
    GRANT = "grant"  # 准予许可决定书, where no licence is issued
    RECEIPT = "receipt"  # 收件凭证


class MaterialSource(StrEnum):
    LICENCE = "licence"
    UPLOAD = "upload"
