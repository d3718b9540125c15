"""Weekly rankings at the desk: what is left out by two people, signed off by a third, corrected in the open; a unit sees itself."""

import re
from datetime import timedelta

import pytest

from tests.channels.desk.pages import words
from tests.channels.supervising import *  # noqa: F403
from tests.channels.supervising import NOW, WEEK, actor, closed, late_and_open, newest_digest, signed
from tests.supervision.office import a_week
from tongban.directives.models import Interview
from tongban.supervision import actions, queries
from tongban.supervision.models import Correction, Exclusion, Ranking
from tongban.supervision.terms import Counted

pytestmark = pytest.mark.django_db
RANKINGS = "/desk/supervision/rankings/"
PAGE = f"{RANKINGS}{WEEK}/"
LATE = Counted("chengguan", due=40, on_time=20, late=12, unanswered=8, median_hours=60.0, rated=12, satisfied=6, solved=5)
SCHOOL = Counted("jiaoyu", due=50, on_time=49, late=1, median_hours=20.0, rated=20, satisfied=19, solved=18)
TRIAL = Counted("donghu", due=50, on_time=10, late=40)


def an_exclusion(number: str, **changes: str) -> dict[str, str]:
    return {"kind": "message", "unit": "chengguan", "number": number, "reason": "停电三天，系统停机（示例）。"} | changes


def test_every_week_and_every_unit_are_seen_on_trial_or_not(at) -> None:
    assert "还没有结算过的周" in words(at("supervisor").get(RANKINGS))
    a_week(LATE, SCHOOL, TRIAL)
    assert "2026年第36周（8月31日至9月6日） 等签发" in words(at("supervisor").get(RANKINGS))
    page = words(at("supervisor").get(PAGE))
    assert "50.0% 20/40" in page and "98.0% 49/50" in page and "试运行" in page and "95% 的威尔逊区间" in page
    assert "样本少，不排名" in page, "who had nothing due"
    for role in ("approver", "duty"):
        assert at(role).get(RANKINGS).status_code == at(role).get(PAGE).status_code == 403
    assert at("supervisor").get(f"{RANKINGS}2026-W01/").status_code == 404


def test_what_is_left_out_takes_two_people_and_a_reason(at) -> None:
    number = late_and_open().row.number
    closed()
    supervisor, second = at("supervisor"), at("second")
    silent = supervisor.post(f"{PAGE}exclude/", an_exclusion(number, reason=""))
    assert silent.status_code == 422 and "请写清楚" in words(silent) and number in silent.content.decode(), "what was typed is kept"
    unknown = supervisor.post(f"{PAGE}exclude/", an_exclusion("LY2026-000000-0"))
    assert unknown.status_code in (404, 409, 422) and "停电三天" in unknown.content.decode()
    assert supervisor.post(f"{PAGE}exclude/", an_exclusion(number)).status_code == 302
    row = Exclusion.objects.get()
    own = {"id": str(row.pk)}
    assert supervisor.post(f"{PAGE}decide/confirm-exclusion/", own).status_code == 403
    assert "等另一个人决定" in words(second.get(PAGE)) and "确认" in words(second.get(PAGE))
    waits = at("signer").post(f"{PAGE}decide/sign/", {"digest": newest_digest()})
    assert waits.status_code == 409 and "没有决定" in words(waits)
    assert second.post(f"{PAGE}decide/confirm-exclusion/", own).status_code == 302
    assert "没有剔除" not in words(second.get(PAGE)) and queries.ranking(WEEK, by=actor("second"), trial=True).ranked.left_out
    again = second.post(f"{PAGE}decide/dismiss-exclusion/", own)
    assert again.status_code == 409
    assert second.post(f"{PAGE}decide/confirm-exclusion/", {"id": "x"}).status_code == 404
    assert second.post(f"{PAGE}decide/nothing/").status_code == 404


def test_it_is_signed_off_by_name_and_corrected_in_the_open(at) -> None:
    number = late_and_open().row.number
    closed()
    supervisor, second, signer = at("supervisor"), at("second"), at("signer")
    assert "签发并公布" in words(signer.get(PAGE)) and "签发并公布" not in words(supervisor.get(PAGE))
    assert supervisor.post(f"{PAGE}decide/sign/", {"digest": newest_digest()}).status_code == 403
    older = signer.post(f"{PAGE}decide/sign/", {"digest": "0" * 64})
    assert older.status_code == 409 and "重新算过了" in words(older) and f'value="{newest_digest()}"' in older.content.decode()
    assert signer.post(f"{PAGE}decide/sign/", {"digest": newest_digest()}).status_code == 302
    page = words(supervisor.get(PAGE))
    assert "演示·signer签发" in page and "提出勘误" in page and "提出剔除" not in page
    half = supervisor.post(f"{PAGE}correct/", {"reason": "漏了", "kind": "message"})
    assert half.status_code == 422 and "都要写" in words(half)
    told = an_exclusion(number, reason="那几天停电（示例）。")
    assert supervisor.post(f"{PAGE}correct/", told).status_code == 302
    row = Correction.objects.get()
    assert second.post(f"{PAGE}decide/confirm-correction/", {"id": str(row.pk)}).status_code == 302
    assert signer.post(f"{PAGE}decide/sign/", {"digest": newest_digest()}).status_code == 302
    assert list(Ranking.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
    assert "那几天停电（示例）。" in words(supervisor.get(PAGE))
    assert "看最新的一版" in words(supervisor.get(f"{PAGE}?version=1"))
    form = supervisor.get(PAGE).content.decode()
    assert f'value="{Exclusion.objects.get().pk}"' in form, "it may count again"


def test_interviews_are_proposed_confirmed_or_not(at) -> None:
    a_week(LATE, SCHOOL, TRIAL, Counted("gongshui", due=4, on_time=1, late=3))
    supervisor = at("supervisor")
    page = words(supervisor.get(PAGE))
    assert "样本少，不足以判断" in page and "区间的上限也低于 80.0%" in page
    trial = supervisor.post(f"{PAGE}decide/interview/", {"unit": "donghu", "measure": "on_time"})
    assert trial.status_code == 409 and "试运行" in words(trial)
    assert at("signer").post(f"{PAGE}decide/interview/", {"unit": "chengguan", "measure": "on_time"}).status_code == 403
    assert supervisor.post(f"{PAGE}decide/interview/", {"unit": "chengguan", "measure": "on_time"}).status_code == 302
    assert supervisor.post(f"{PAGE}decide/no-interview/", {"unit": "donghu", "measure": "on_time", "reason": ""}).status_code == 422
    assert supervisor.post(f"{PAGE}decide/no-interview/", {"unit": "donghu", "measure": "on_time", "reason": "停机。"}).status_code == 302
    assert set(Interview.objects.values_list("unit", "state")) == {("chengguan", "confirmed"), ("donghu", "dismissed")}


def test_a_unit_sees_its_own_place_and_the_items_behind_each_figure(at) -> None:
    approver = at("approver")
    assert "还没有公布过排名" in words(approver.get("/desk/supervision/standing/"))
    late, other = late_and_open().row, late_and_open(title="学区房能不能入学", text="请问入学要什么材料。", category="060100").row
    signed()
    page = words(approver.get("/desk/supervision/standing/"))
    assert late.number in page and other.number not in page and "按时率的名次" in page and "本组 2 个单位" in page
    assert "没有这样的件" in words(approver.get(f"{PAGE}units/chengguan/?outcome=on_time"))
    assert approver.get(f"{PAGE}units/jiaoyu/").status_code == 403
    chosen = approver.get("/desk/supervision/standing/choose/", {"week": WEEK, "unit": "chengguan"})
    assert chosen.headers["Location"] == f"{PAGE}units/chengguan/"
    assert approver.get("/desk/supervision/standing/choose/").status_code == 404
    assert other.number in words(at("supervisor").get(f"{PAGE}units/jiaoyu/"))
    street = words(at("street").get(f"{PAGE}units/donghu/"))
    assert "还在试运行" in street


def test_a_unit_that_is_none_and_a_list_that_is_none(at) -> None:
    late_and_open()
    signed()
    supervisor = at("supervisor")
    assert supervisor.get(f"{PAGE}units/nope/").status_code == 404
    for asked in ("?outcome=xx", "?of=xx", "?outcome="):
        assert supervisor.get(f"{PAGE}units/chengguan/{asked}").status_code == 404, asked
    assert supervisor.get(f"{PAGE}units/chengguan/?of=ratings").status_code == 200
    for version in ("0", "2", "x"):
        assert supervisor.get(f"{PAGE}?version={version}").status_code == 404, version
    other = supervisor.get(f"{PAGE}units/ludeng/")
    assert "本单位不参加排名" in words(other) and '<span class="chip">试运行</span>' not in other.content.decode()


def test_a_week_that_was_changed_behind_the_verbs_is_shown_to_nobody(at) -> None:
    late_and_open()
    closed()
    Ranking.objects.update(canonical=Ranking.objects.get().canonical + " ")
    page = at("supervisor").get(PAGE)
    assert page.status_code == 410 and "暂不显示" in words(page)
    assert "还没有结算过的周" in words(at("supervisor").get(RANKINGS)) and at("leader").get("/leader/").status_code == 200


def test_a_week_that_is_not_signed_is_not_a_units_to_see(at) -> None:
    late_and_open()
    closed()
    assert at("approver").get(f"{PAGE}units/chengguan/").status_code == 404
    actions.sign_off(week=WEEK, digest=newest_digest(), by=actor("signer"), at=NOW + timedelta(minutes=1))
    assert at("approver").get(f"{PAGE}units/chengguan/").status_code == 200


def test_units_are_switched_on_one_by_one_and_by_district(at) -> None:
    place = "/desk/supervision/switches/"
    supervisor = at("supervisor")
    assert re.search(r"现在正式启用 4 个，一共 5 个", words(supervisor.get(place)))
    assert supervisor.post(place, {"place": "donghuqu", "go": "on"}).status_code == 302
    assert "donghu" in queries.switched_on(NOW)
    assert supervisor.post(place, {"place": "jiaoyu", "go": "off"}).status_code == 302
    assert "jiaoyu" not in queries.switched_on(NOW)
    assert supervisor.post(place, {"place": "UFO", "go": "on"}).status_code == 404
    for go in ("maybe", "", "ON"):
        assert supervisor.post(place, {"place": "chengguan", "go": go}).status_code == 422
    assert "chengguan" in queries.switched_on(NOW)
    assert at("signer").post(place, {"place": "jiaoyu", "go": "on"}).status_code == 403
    assert "正式启用</button>" not in at("signer").get(place).content.decode()
    assert at("approver").get(place).status_code == 403
