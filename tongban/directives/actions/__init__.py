"""Verbs of `directives`."""

from tongban.directives.actions.asking import answer_ask, ask, dismiss_second_complaint, find_second_complaint, withdraw_ask
from tongban.directives.actions.interviewing import (
    call_off_interview,
    close_interview,
    confirm_interview,
    dismiss_interview,
    hold_interview,
    promise_remedy,
    remind_of_remedy,
    schedule_interview,
    send_back_remedy,
)
from tongban.directives.actions.ordering import (
    close_order,
    escalate_order,
    issue_order,
    receive_order,
    reply_order,
    send_back_order,
    withdraw_order,
)
