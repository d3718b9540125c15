"""Words of an order (工单): a message as one unit has it, with the clock of that unit."""

from enum import StrEnum


class OrderState(StrEnum):
    ASSIGNED = "assigned"  # asked, not taken yet
    LEAVING = "leaving"  # "not ours" was said, or the desk asks another: answers for it until another has taken it (首接负责)
    TAKEN = "taken"  # 签收
    PASSED_DOWN = "passed_down"  # a unit below works on it; this one stays answerable
    RETURNED = "returned"  # another has taken it, or it was sent back up
    DONE = "done"
    CANCELLED = "cancelled"  # the message ended otherwise


OPEN_ORDERS = (OrderState.ASSIGNED, OrderState.LEAVING, OrderState.TAKEN, OrderState.PASSED_DOWN)
SETTLED_ORDERS = (OrderState.RETURNED, OrderState.DONE, OrderState.CANCELLED)


class Role(StrEnum):
    """The part a unit has in a message."""

    LEAD = "lead"
    JOINT = "joint"


class Contacted(StrEnum):
    """How an attempt to reach an author ended."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    REFUSED = "refused"


class HandOver(StrEnum):
    """To whom danger to life or property is handed over."""

    POLICE = "110"
    FIRE = "119"
    AMBULANCE = "120"


class CallBack(StrEnum):
    """How a call-back (回访) ended; who was not reached is no rating."""

    RATED = "rated"
    UNREACHED = "unreached"
    DECLINED = "declined"


class ReplyState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"  # waits for approval
    PUBLISHED = "published"
    SENT_BACK = "sent_back"


class TrackKind(StrEnum):
    """Each step of a message on its page."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ASSIGNED = "assigned"
    TAKEN = "taken"
    RETURNED = "returned"
    PASSED_DOWN = "passed_down"
    PASSED_UP = "passed_up"
    JOINED = "joined"  # a unit helps
    CONTACTED = "contacted"
    REVEALED = "revealed"  # somebody was told who wrote it, with a reason
    ADDED = "added"  # words of the author
    EXTENDED = "extended"
    ANSWERED = "answered"
    RATED = "rated"
    CALLED_BACK = "called_back"
    REOPENED = "reopened"
    MERGED = "merged"
    UNMERGED = "unmerged"
    SCREENED = "screened"
    RESTORED = "restored"
    WITHDRAWN = "withdrawn"
    HANDED_OVER = "handed_over"  # to 110, 119 or 120
    ESCALATED = "escalated"
    CLOSED = "closed"
    URGED = "urged"  # by a body of the joint desk; what it wants is for those who handle it
    DECIDED = "decided"  # a suggestion: adopted, partly, or not
