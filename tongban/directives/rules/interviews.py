"""Which act may follow in which state of an interview, and who does it."""

from __future__ import annotations

from tongban.directives.rules.edges import By, Edge, Life
from tongban.directives.terms import InterviewAct, InterviewState

S, A = InterviewState, InterviewAct
INTERVIEW: Life[InterviewState, InterviewAct] = Life(
    (
        Edge(None, A.CONFIRM, S.CONFIRMED, By.SUPERVISOR),
        Edge(None, A.DISMISS, S.DISMISSED, By.SUPERVISOR),
        Edge(S.CONFIRMED, A.SCHEDULE, S.SCHEDULED, By.SUPERVISOR),
        Edge(S.SCHEDULED, A.SCHEDULE, S.SCHEDULED, By.SUPERVISOR),  # another day
        Edge(S.SCHEDULED, A.HOLD, S.HELD, By.SUPERVISOR),
        Edge(S.HELD, A.PROMISE, S.PROMISED, By.UNIT),
        Edge(S.HELD, A.REMIND, S.HELD, By.SYSTEM),
        Edge(S.PROMISED, A.REMIND, S.PROMISED, By.SYSTEM),
        Edge(S.PROMISED, A.CLOSE, S.CLOSED, By.CHECKER),
        Edge(S.PROMISED, A.SEND_BACK, S.HELD, By.CHECKER),
        Edge(S.CONFIRMED, A.CALL_OFF, S.DISMISSED, By.SUPERVISOR),
        Edge(S.SCHEDULED, A.CALL_OFF, S.DISMISSED, By.SUPERVISOR),
    )
)
