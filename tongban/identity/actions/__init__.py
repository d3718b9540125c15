"""Verbs of `identity`: the only writers of its tables."""

from tongban.identity.actions.accounts import bind_login, change_password, issue_token, revoke_token, set_language
from tongban.identity.actions.city import UnknownDesk, UnknownParent, appoint_staff, load_departments
from tongban.identity.actions.people import PeriodReversed, enrol_organisation, enrol_person, grant_mandate, revoke_mandate

__all__ = [
    "PeriodReversed",
    "UnknownDesk",
    "UnknownParent",
    "appoint_staff",
    "bind_login",
    "change_password",
    "enrol_organisation",
    "enrol_person",
    "grant_mandate",
    "issue_token",
    "load_departments",
    "revoke_mandate",
    "revoke_token",
    "set_language",
]
