"""What a row says of itself in a log or a traceback: which one it is, and nothing about anybody."""

import pytest

from tests.identity.factories import AT, a_number, acting, make_city, make_clerk, make_login, make_mandate, make_organisation, make_person
from tongban.identity import actions
from tongban.identity.models import ApiToken, Department, Desk, Login, Mandate, Organisation, Person, Post, Staff, Subject

MODELS = (ApiToken, Department, Desk, Login, Mandate, Organisation, Person, Post, Staff, Subject)


@pytest.mark.django_db
def test_a_printed_row_shows_nothing_personal() -> None:
    make_city()
    number = a_number()
    person = make_person(number=number, phone="13800001234", address="示例路 1 号")
    make_mandate(person, make_organisation())
    login = make_clerk("jianwei/window", login_id=make_login(person_id=person, phone="13900001234"))
    token, _ends = actions.issue_token(login_id=login, by=acting(login), at=AT)
    printed = "\n".join(f"{row} {row!r}" for model in MODELS for row in model.objects.all())
    for secret in (number, "13800001234", "13900001234", "陈晨", "李明", "示例路 1 号", token):
        assert secret not in printed
    assert all(model.objects.exists() for model in MODELS)
    assert "jianwei/window" in printed and str(login) in printed
