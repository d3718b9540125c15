"""The acts: done as a clerk does them, read once more where they bind; refused in words, with what was typed, nothing changed."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases import city, factories
from tests.channels.desk.pages import of_act, of_case, standing, words
from tests.channels.rest import people
from tongban.cases.terms import CaseState, End

NOTICE = {"material:report:shortcoming": "unreadable", "material:report:note": "第3页看不清公章"}
CONFIRMED = {"confirmed": "yes"}
ACTS: dict[str, tuple[str, str, dict[str, str]]] = {  # act -> key of its step, role, what is typed
    "accept": ("accept", "window", {}),
    "decline": ("accept", "window", {"reason": "not_subject", **CONFIRMED}),
    "ask-correction": ("", "window", NOTICE | CONFIRMED),
    "review": ("screen", "screen", {"opinion": "agree"}),
    "decide": ("conclude", "approver", {"decision": "grant", **CONFIRMED}),
}
BEFORE = {"accept": (), "decline": (), "ask-correction": (), "review": ("accept",), "decide": ("accept", "screen", "water", "road")}


def ready(play: factories.Play, act: str) -> factories.Play:
    for key in BEFORE[act]:
        play.act(key)
    return play


def done(answer: Any) -> None:
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/desk/"


# done


def test_accepting_sends_the_notice_and_moves_the_case_on(browser, play: factories.Play) -> None:
    window = browser("window")
    done(window.post(of_act(play, "accept", "accept")))
    assert f"{play.turn.number} 已受理" in words(window.get("/desk/"))
    assert play.row.state == CaseState.HANDLING
    assert play.row.papers.filter(kind="acceptance").exists()


def test_a_review_is_given_with_its_words(browser, play: factories.Play) -> None:
    ready(play, "review")
    done(browser("screen").post(of_act(play, "review", "screen"), {"opinion": "agree_with_conditions", "reason": "  补一份说明  "}))
    step = play.row.steps.get(key="screen")
    assert (step.opinion, step.reason) == ("agree_with_conditions", "补一份说明")


@pytest.mark.parametrize(("decision", "end"), [("grant", End.GRANTED), ("refuse", End.REFUSED)])
def test_a_decision_is_read_once_more_and_then_made(browser, play: factories.Play, decision: str, end: End) -> None:
    approver, address = browser("approver"), of_act(ready(play, "decide"), "decide", "conclude")
    typed = {"decision": decision, "reasons": "净资产不够"}
    before = standing()
    once_more = approver.post(address, typed)
    assert once_more.status_code == 200
    assert "请再看一遍决定" in words(once_more) and "净资产不够" in words(once_more)
    assert standing() == before
    done(approver.post(address, typed | CONFIRMED))
    assert play.row.end == end


def test_a_grant_names_the_licence_before_it_is_issued(browser, play: factories.Play) -> None:
    page = words(browser("approver").post(of_act(ready(play, "decide"), "decide", "conclude"), {"decision": "grant"}))
    assert "签发的证照 示例资质证书" in page and "5 年" in page


def test_a_notice_is_read_once_more_and_then_sent(browser, play: factories.Play) -> None:
    window, address, before = browser("window"), of_act(play, "ask-correction"), standing()
    once_more = words(window.post(address, NOTICE))
    assert "审计报告 看不清：第3页看不清公章" in once_more
    assert "申请人有" in once_more
    assert standing() == before
    done(window.post(address, NOTICE | CONFIRMED))
    assert play.row.state == CaseState.CORRECTING


def test_declining_names_the_organ_and_is_read_once_more(browser, play: factories.Play) -> None:
    window, address = browser("window"), of_act(play, "decline", "accept")
    typed = {"reason": "not_competent", "competent_organ": "邻市建设局", "note": "在外地登记"}
    once_more = words(window.post(address, typed))
    assert "邻市建设局" in once_more and "在外地登记" in once_more
    assert play.row.state == CaseState.RECEIVED
    done(window.post(address, typed | CONFIRMED))
    assert play.row.end == End.DECLINED


def test_a_check_without_problems_is_done_at_once_and_one_with_problems_read_once_more(agent: people.Somebody, browser) -> None:
    play = people.submitted(agent, city.CHECKED)
    done(browser("water").post(of_act(play, "check", "look_water")))
    typed = {"field:days:shortcoming": "incorrect", "field:days:note": "工期写错了"}
    road, address = browser("road"), of_act(play, "check", "look_road")
    assert "请再看一遍预审的问题" in words(road.post(address, typed))
    done(road.post(address, typed | CONFIRMED))
    assert play.row.state == CaseState.CORRECTING, "it was the last check: the notice went out"


def test_what_is_taken_back_is_there_to_be_changed(browser, play: factories.Play) -> None:
    before = standing()
    page = browser("window").post(of_act(play, "ask-correction"), NOTICE | {"back": "yes"})
    assert "第3页看不清公章</textarea>" in page.content.decode()
    assert '<option value="unreadable" selected>' in page.content.decode()
    page = browser("window").post(of_act(play, "decline", "accept"), {"reason": "not_subject", "note": "不用办", "back": "yes"})
    assert 'value="not_subject" checked' in page.content.decode()
    assert "不用办</textarea>" in page.content.decode()
    assert standing() == before


def test_confirming_carries_everything_that_was_typed(browser, play: factories.Play) -> None:
    page = browser("window").post(of_act(play, "ask-correction"), NOTICE | {"act": "correction"}).content.decode()
    for name, value in NOTICE.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in page


# typed wrong


WRONG: dict[str, tuple[str, dict[str, str], str, str]] = {
    "a disagreement without words": ("review", {"opinion": "disagree", "reason": " "}, "请写明理由", "id_reason"),
    "a refusal without reasons": ("decide", {"decision": "refuse", "reasons": "", **CONFIRMED}, "不予许可必须写明理由", "id_reasons"),
    "a decline without an organ": (
        "decline",
        {"reason": "not_competent", "note": "记得我", **CONFIRMED},
        "请写明应当向哪个机关",
        "id_competent_organ",
    ),
    "a decline without a reason": ("decline", {"note": "记得我", **CONFIRMED}, "请选一个理由", "id_reason"),
    "a notice without a point": ("ask-correction", CONFIRMED, "请至少选一项", ""),
    "a point without words": (
        "ask-correction",
        {"material:report:shortcoming": "missing", **CONFIRMED},
        "请写明缺什么、怎么补",
        "material:report:note",
    ),
    "words without a point": (
        "ask-correction",
        {"material:report:note": "记得我", **CONFIRMED},
        "请再选是什么问题",
        "material:report:note",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_typed_wrong_is_told_at_its_place_and_kept(browser, play: factories.Play, what: str) -> None:
    act, typed, told, place = WRONG[what]
    key, role, _usual = ACTS[act]
    ready(play, act)
    before = standing()
    page = browser(role).post(of_act(play, act, key), typed)
    assert page.status_code == 422
    assert told in words(page)
    if place:
        assert f'href="#{place}"' in page.content.decode()
        assert f'id="{place}"' in page.content.decode()
    if "记得我" in typed.values():
        assert "记得我" in page.content.decode()
    assert standing() == before


@pytest.mark.parametrize(
    ("act", "typed"),
    [
        ("review", {"opinion": "maybe"}),
        ("review", {"opinion": "disagree", "reason": "长" * 2001}),
        ("decide", {"decision": "perhaps", **CONFIRMED}),
        ("decline", {"reason": "incomplete", **CONFIRMED}),
        ("ask-correction", {"material:report:shortcoming": "ugly", "material:report:note": "不好看", **CONFIRMED}),
        ("ask-correction", {"material:passport:shortcoming": "missing", "material:passport:note": "没有", **CONFIRMED}),
    ],
)
def test_what_no_form_offers_changes_nothing(browser, play: factories.Play, act: str, typed: dict[str, str]) -> None:
    key, role, _usual = ACTS[act]
    ready(play, act)
    before = standing()
    assert browser(role).post(of_act(play, act, key), typed).status_code == 422
    assert standing() == before


def test_what_no_text_can_hold_is_refused_before_anything_else(browser, play: factories.Play) -> None:
    key, role, _usual = ACTS["review"]
    ready(play, "review")
    before = standing()
    page = browser(role).post(of_act(play, "review", key), {"opinion": "agree", "reason": "\x00"})
    assert page.status_code == 400 and standing() == before


# refused


@pytest.mark.parametrize("act", ACTS)
def test_an_act_on_what_is_not_mine_is_refused_in_words(browser, play: factories.Play, act: str) -> None:
    """Somebody who cannot see the case gets the words alone."""
    key, _role, typed = ACTS[act]
    ready(play, act)
    stranger, before = browser("minzheng"), standing()
    answer = stranger.post(of_act(play, act, key), typed)
    assert answer.status_code in (403, 404)
    assert "不归您办" in words(answer) or "没有找到" in words(answer)
    assert standing() == before


def test_whoever_sees_the_case_is_refused_beside_it(browser, play: factories.Play) -> None:
    ready(play, "review")
    before = standing()
    answer = browser("window").post(of_act(play, "review", "screen"), {"opinion": "disagree", "reason": "记得我"})
    assert answer.status_code == 403
    assert "这件事不归您办" in words(answer) and play.turn.number in words(answer)
    assert standing() == before


@pytest.mark.parametrize("act", ["accept", "decline", "review", "decide"])
def test_a_step_that_somebody_has_settled_is_refused_in_words(browser, play: factories.Play, act: str) -> None:
    key, role, typed = ACTS[act]
    ready(play, act)
    address = of_act(play, act, key)
    play.act(key)
    before = standing()
    answer = browser(role).post(address, typed)
    assert answer.status_code == 409
    assert "已经有人办完" in words(answer)
    assert standing() == before


def test_a_settled_step_shows_what_was_typed_all_the_same(browser, agent: people.Somebody, play: factories.Play) -> None:
    """Two people of one desk: the slower one keeps their words, to use them elsewhere."""
    ready(play, "review")
    address = of_act(play, "review", "screen")
    other = play.act("screen")
    answer = browser("screen").post(address, {"opinion": "disagree", "reason": "记得我"})
    assert answer.status_code == 409
    assert other.number in words(answer)


def test_a_second_notice_offers_only_what_the_first_named(browser, play: factories.Play) -> None:
    play.ask_correction()
    play.correct()
    page = browser("window").get(of_case(play)).content.decode()
    assert 'name="material:report:note"' in page
    assert 'name="field:grade:note"' not in page
    before = standing()
    new = {"field:grade:shortcoming": "incorrect", "field:grade:note": "写错了", **CONFIRMED}
    assert browser("window").post(of_act(play, "ask-correction"), new).status_code == 422
    assert standing() == before


def test_a_notice_offers_only_what_these_answers_ask_for(browser, play: factories.Play) -> None:
    page = browser("window").get(of_case(play)).content.decode()
    assert 'name="material:staff:note"' not in page, "asked for from the second grade up"
    assert 'name="material:photo:note"' in page


def test_a_case_that_has_ended_takes_no_notice(browser, play: factories.Play) -> None:
    play.withdraw()
    answer = browser("window").post(of_act(play, "ask-correction"), NOTICE | CONFIRMED)
    assert answer.status_code == 409
    assert "办件现在的状态不能这样办" in words(answer)


def test_an_unknown_step_is_told(browser, play: factories.Play) -> None:
    address = reverse("desk:accept", args=[play.turn.case_id, uuid.uuid4()])
    assert browser("window").post(address).status_code == 404


# ways in


@pytest.mark.parametrize("act", ACTS)
def test_the_address_of_an_act_shows_the_case_to_whoever_only_looks(browser, play: factories.Play, act: str) -> None:
    """After a refusal the browser stands at this address: a reload or a change of language must not end in an error."""
    key, role, _typed = ACTS[act]
    ready(play, act)
    before = standing()
    page = browser(role).get(of_act(play, act, key))
    assert page.status_code == 200
    assert play.turn.number in words(page)
    assert standing() == before


@pytest.mark.parametrize("act", ACTS)
def test_citizens_and_strangers_do_no_act(client: Client, citizen: Client, play: factories.Play, act: str) -> None:
    key, _role, typed = ACTS[act]
    ready(play, act)
    before = standing()
    assert client.post(of_act(play, act, key), typed).status_code == 302
    assert citizen.post(of_act(play, act, key), typed).status_code == 403
    assert standing() == before


def test_an_act_needs_the_token_of_its_page(clerk, play: factories.Play) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(clerk("window").login)
    before = standing()
    assert strict.post(of_act(play, "accept", "accept")).status_code == 403
    assert standing() == before


TYPED = {
    "review": ({"act": "review", "reason": "写了很久的意见", "opinion": "disagree"}, "写了很久的意见"),
    "decide": ({"act": "decision", "reasons": "写了很久的理由", "decision": "refuse"}, "写了很久的理由"),
    "decline": ({"act": "decline", "reason": "not_competent", "competent_organ": "写了很久的机关"}, "写了很久的机关"),
    "ask-correction": ({"act": "correction", **NOTICE}, "第3页看不清公章"),
}


@pytest.mark.parametrize("act", TYPED)
def test_a_session_that_ends_in_the_middle_loses_no_word(clerk, browser, play: factories.Play, act: str) -> None:
    key, role, _usual = ACTS[act]
    typed, told = TYPED[act]
    ready(play, act)
    here, client, before = of_case(play), browser(role), standing()
    client.get(here)
    client.logout()
    answer = client.post(of_act(play, act, key), typed, headers={"Referer": f"http://testserver{here}"})
    assert "/accounts/login/" in answer.headers["Location"]
    back = client.post(answer.headers["Location"], {"login": clerk(role).phone, "password": people.PASSWORD})
    page = client.get(back.headers["Location"])
    assert told in page.content.decode()
    assert 'id="mistakes"' not in page.content.decode(), "nobody complains about what is not finished"
    assert standing() == before
    assert told not in client.get(here).content.decode(), "once"
