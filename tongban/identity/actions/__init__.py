"""Verbs of `identity`: the only writers of its tables."""

from tongban.identity.actions.accounts import bind_login, change_password, issue_token, revoke_token, set_language
from tongban.identity.actions.city import UnknownDesk, UnknownParent, appoint_staff, load_departments
from tongban.identity.actions.people import PeriodReversed, enrol_organisation, enrol_person, grant_mandate, revoke_mandate
from tongban.identity.actions.proving import (
    begin_second_factor,
    confirm_second_factor,
    prove_by_certificate,
    prove_by_code,
    register_certificate,
    release_key,
    revoke_certificate,
)
from tongban.identity.actions.subjects import know_subjects
