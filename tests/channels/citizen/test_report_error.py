"""A holder reports an error of a licence, and sees what its issuer answers."""

from __future__ import annotations

import uuid

import pytest

from tests.channels.citizen.story import AGENT, MOTHER, OWNER, text
from tongban.licences.models import Correction, Licence

pytestmark = pytest.mark.usefixtures("rongcheng")


@pytest.fixture
def licence(rongcheng: None) -> Licence:
    return Licence.objects.get(type="BL", number="91999999000002006H")


def typed(**changes: object) -> dict[str, object]:
    return {"key": str(uuid.uuid4()), "fields": ["scope"], "told": "少了一项经营范围（示例）", **changes}


def test_a_holder_reports_and_waits(signed_in, licence: Licence) -> None:
    client, address = signed_in(AGENT), f"/wallet/{licence.pk}/error/"
    assert address in client.get(f"/wallet/{licence.pk}/").content.decode()
    page = text(client.get(address))
    for words in ("经营范围", "法定代表人", "10 个工作日内"):
        assert words in page
    assert client.post(address, typed()).headers["Location"] == address
    told = text(client.get(address))
    assert "少了一项经营范围（示例）" in told and "等发证部门答复" in told and "不能再报告" in told
    assert "少了一项经营范围（示例）" in text(client.get("/wallet/errors/"))
    assert "少了一项经营范围（示例）" in text(signed_in(OWNER).get("/wallet/errors/")), "whoever acts for the company sees it"


def test_it_is_pressed_twice_and_reported_once(signed_in, licence: Licence) -> None:
    client, address, once = signed_in(AGENT), f"/wallet/{licence.pk}/error/", typed()
    for _press in range(2):
        assert client.post(address, once).status_code == 302
    assert client.post(address, typed()).status_code == 409
    assert Correction.objects.count() == 1


@pytest.mark.parametrize(("changes", "status"), [({"fields": []}, 422), ({"fields": ["x"]}, 422), ({"told": ""}, 422), ({"key": "x"}, 302)])
def test_what_is_wrong_is_told_and_nothing_kept(signed_in, licence: Licence, changes: dict[str, object], status: int) -> None:
    answer = signed_in(AGENT).post(f"/wallet/{licence.pk}/error/", typed(**changes))
    assert answer.status_code == status
    assert not Correction.objects.exists()


def test_a_stranger_learns_nothing(signed_in, licence: Licence) -> None:
    for answer in (signed_in(MOTHER).get(f"/wallet/{licence.pk}/error/"), signed_in(MOTHER).post(f"/wallet/{licence.pk}/error/", typed())):
        assert answer.status_code == 404
    assert "没有报告过错误" in text(signed_in(MOTHER).get("/wallet/errors/"))


def test_a_licence_that_several_hold_names_them_all(signed_in, rongcheng: None) -> None:
    home = Licence.objects.get(type="PE", number="榕（2023）东湖不动产权第0001234号")
    page = text(signed_in(MOTHER).get(f"/wallet/{home.pk}/"))
    assert "共有人" in page and "演示·林雯" in page and "演示·江河" in page
