"""A campaign is written by one person, opened by another, ended by two, or given up; everybody reads it from the moment it is open."""

import uuid
from datetime import date, timedelta

import pytest

from tests.campaigns.drive import AT, ENDS, LEADER, OTHER_SECOND, OVER, RESULTS, SECOND, SUPERVISOR, TODAY, drafted, ended, running, written
from tests.supervision.office import UNIT, deliver, refused, somebody, works_at
from tongban.board.terms import UnknownCategory
from tongban.campaigns import actions, queries
from tongban.campaigns.models import Campaign
from tongban.campaigns.terms import (
    About,
    AboutUnclear,
    CampaignAct,
    CampaignGround,
    CampaignOvertaken,
    CampaignState,
    CampaignStateWrong,
    CampaignWordsMissing,
    CampaignWordsTooLong,
    ImpossibleDates,
    Lead,
    Part,
    ResultsMissing,
    TooManyParts,
    UnknownCampaign,
    UnknownCampaignUnit,
    UnknownGround,
)
from tongban.directives import actions as directive_actions
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel.idempotency import KeyReused
from tongban.notices.models import Notice
from tongban.responsibilities.terms import UnknownDistrict
from tongban.supervision.terms import Denied, SamePerson

pytestmark = pytest.mark.usefixtures("office")
LATER = AT + timedelta(days=1)
BOTH = somebody("dubanshi/supervision", "dubanshi/supervision_second", name="演示·两岗")


def test_the_whole_life() -> None:
    row = drafted()
    assert row.number == "ZX2026-1" and row.state == CampaignState.DRAFTED
    assert queries.public_campaigns(at=AT).lines == ()
    with pytest.raises(UnknownCampaign):
        queries.public_campaign(row.number, at=AT)
    actions.add_measure(
        key=uuid.uuid4(), campaign_id=row.pk, on=TODAY, words="逐街排查路灯，联系人王小明13812345678。", public=True, by=SUPERVISOR, at=AT
    )
    actions.add_measure(key=uuid.uuid4(), campaign_id=row.pk, on=TODAY, words="每周一内部例会。", public=False, by=SUPERVISOR, at=AT)
    row.refresh_from_db()
    actions.approve_campaign(campaign_id=row.pk, version=row.version, by=SECOND, at=LATER)
    shown = queries.public_campaign(row.number, at=LATER)
    assert [each.unit for each in shown.parts] == ["chengguan"]  # the street is on trial
    assert shown.line.lead is not None and shown.lead_person is not None and shown.lead_person.name == "演示·王局"
    assert len(shown.measures) == 1 and "13812345678" not in shown.measures[0].words
    assert shown.results == ""
    row = ended(row)
    shown = queries.public_campaign(row.number, at=OVER)
    assert (shown.line.state, shown.results, shown.line.ended_on) == (CampaignState.ENDED, RESULTS, date(2026, 10, 4))
    view = queries.campaign(row.pk, by=SUPERVISOR, at=OVER)
    assert [each.act for each in view.steps] == ["draft", "approve", "write_results", "approve_results"]
    assert [(each.unit, each.on_trial) for each in view.parts] == [("chengguan", False), ("donghu", True)]
    assert list(queries.audit()) == []


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"begins_on": ENDS, "ends_on": TODAY}, ImpossibleDates),
        ({"begins_on": TODAY - timedelta(days=20), "ends_on": TODAY - timedelta(days=1)}, ImpossibleDates),
        ({"ends_on": TODAY + timedelta(days=900)}, ImpossibleDates),
        ({"about": About("999999")}, UnknownCategory),
        ({"about": About("010202", "atlantis")}, UnknownDistrict),
        ({"about": About("", "donghuqu", ("路灯",))}, AboutUnclear),
        ({"about": About()}, AboutUnclear),
        ({"about": About("", "", tuple(f"词{n}" for n in range(11)))}, AboutUnclear),
        ({"parts": (Part("nobody", "什么也不做"),)}, UnknownCampaignUnit),
        ({"parts": (Part("chengguan", "换灯"), Part("chengguan", "装灯"))}, UnknownCampaignUnit),
        ({"parts": ()}, TooManyParts),
        ({"lead": Lead("nobody", "演示·王局", "局长")}, UnknownCampaignUnit),
        ({"lead": Lead("chengguan", " ", "局长")}, CampaignWordsMissing),
        ({"name": "。。。"}, CampaignWordsMissing),
        ({"why": "长" * 2001}, CampaignWordsTooLong),
    ],
)
def test_what_cannot_be_a_campaign(changes: dict, refusal: type[Exception]) -> None:
    with refused(refusal):
        drafted(written(**changes))


def test_a_ground_must_be_there() -> None:
    for ground in (CampaignGround.SURGE, CampaignGround.REPORT):
        with refused(UnknownGround):
            drafted(ground=ground)
    for ground in (CampaignGround.SURGE, CampaignGround.LEADER):
        with refused(UnknownGround):
            drafted(ground=ground, ground_id=uuid.uuid4())
    ask_id = directive_actions.ask(key=uuid.uuid4(), words="路灯的事怎么办？", by=LEADER, at=AT)
    assert drafted(ground=CampaignGround.LEADER, ground_id=ask_id).ground_id == ask_id
    assert drafted(ground=CampaignGround.LEADER).ground_id is None
    assert drafted(ground=CampaignGround.REPORT, ground_id=uuid.uuid4()).ground == CampaignGround.REPORT


def test_pressed_twice_it_is_one() -> None:
    key = uuid.uuid4()
    assert drafted(key=key).pk == drafted(key=key).pk
    with refused(KeyReused):
        drafted(written(name="另一个行动"), key=key)


def test_who_may() -> None:
    for by in (UNIT, SECOND, LEADER, PUBLIC, SYSTEM):
        with refused(Denied):
            drafted(by=by)
    row = drafted()
    for by in (UNIT, SUPERVISOR, PUBLIC, SYSTEM):
        with refused(Denied):
            actions.approve_campaign(campaign_id=row.pk, version=1, by=by, at=AT)
    own = drafted(by=BOTH)
    with refused(SamePerson):
        actions.approve_campaign(campaign_id=own.pk, version=1, by=BOTH, at=AT)
    actions.approve_campaign(campaign_id=own.pk, version=1, by=LEADER, at=AT)
    with refused(UnknownCampaign):
        actions.approve_campaign(campaign_id=uuid.uuid4(), version=1, by=SECOND, at=AT)


def test_nobody_opens_what_they_have_not_read() -> None:
    row = drafted()
    actions.rewrite_campaign(campaign_id=row.pk, campaign=written(name="亮灯行动二期"), by=SUPERVISOR, at=LATER)
    with refused(CampaignOvertaken):
        actions.approve_campaign(campaign_id=row.pk, version=1, by=SECOND, at=LATER)
    actions.approve_campaign(campaign_id=row.pk, version=2, by=SECOND, at=LATER)
    with refused(CampaignStateWrong):
        actions.rewrite_campaign(campaign_id=row.pk, campaign=written(), by=SUPERVISOR, at=LATER)
    with refused(CampaignStateWrong):
        actions.approve_campaign(campaign_id=row.pk, version=2, by=OTHER_SECOND, at=LATER)


def test_a_draft_that_lay_too_long_is_not_opened() -> None:
    row = drafted()
    with refused(ImpossibleDates):
        actions.approve_campaign(campaign_id=row.pk, version=1, by=SECOND, at=AT + timedelta(days=40))


def test_results_are_written_by_one_and_approved_by_another() -> None:
    row = running()
    with refused(ResultsMissing):
        actions.approve_results(campaign_id=row.pk, version=1, by=SECOND, at=OVER)
    with refused(CampaignWordsMissing):
        actions.write_results(campaign_id=row.pk, results=" ", version=1, by=SUPERVISOR, at=OVER)
    actions.write_results(campaign_id=row.pk, results=RESULTS, version=1, by=SUPERVISOR, at=OVER)
    with refused(CampaignOvertaken):
        actions.approve_results(campaign_id=row.pk, version=1, by=SECOND, at=OVER)
    for by in (SUPERVISOR, UNIT):
        with refused(Denied):
            actions.approve_results(campaign_id=row.pk, version=2, by=by, at=OVER)
    actions.approve_results(campaign_id=row.pk, version=2, by=SECOND, at=OVER)
    with refused(CampaignStateWrong):
        actions.write_results(campaign_id=row.pk, results="别的结果。", version=2, by=SUPERVISOR, at=OVER)


def test_what_has_not_begun_does_not_end() -> None:
    row = running(written(begins_on=TODAY + timedelta(days=5)))
    actions.write_results(campaign_id=row.pk, results=RESULTS, version=1, by=SUPERVISOR, at=AT)
    with refused(ImpossibleDates):
        actions.approve_results(campaign_id=row.pk, version=2, by=SECOND, at=AT)


def test_it_is_given_up_with_a_reason_that_everybody_reads() -> None:
    draft, open_one = drafted(), running()
    actions.give_up_campaign(campaign_id=draft.pk, reason="改由区里办理。", by=SUPERVISOR, at=LATER)
    with refused(Denied):
        actions.give_up_campaign(campaign_id=open_one.pk, reason="改由区里办理。", by=SUPERVISOR, at=LATER)
    with refused(CampaignWordsMissing):
        actions.give_up_campaign(campaign_id=open_one.pk, reason="", by=SECOND, at=LATER)
    actions.give_up_campaign(campaign_id=open_one.pk, reason="改由区里办理。", by=SECOND, at=LATER)
    [line] = queries.public_campaigns(at=LATER).lines
    assert (line.id, line.state) == (open_one.pk, CampaignState.GIVEN_UP)
    assert queries.public_campaign(open_one.number, at=LATER).given_up_for == "改由区里办理。"
    with refused(CampaignStateWrong):
        actions.add_measure(key=uuid.uuid4(), campaign_id=open_one.pk, on=TODAY, words="再办。", public=True, by=SUPERVISOR, at=LATER)
    assert list(queries.audit()) == []


def test_a_measure_lies_within_it() -> None:
    row = running()
    with refused(ImpossibleDates):
        actions.add_measure(
            key=uuid.uuid4(), campaign_id=row.pk, on=TODAY - timedelta(days=1), words="排查。", public=True, by=SUPERVISOR, at=AT
        )
    with refused(CampaignWordsMissing):
        actions.add_measure(key=uuid.uuid4(), campaign_id=row.pk, on=TODAY, words="", public=True, by=SUPERVISOR, at=AT)


def test_a_measure_that_is_sent_twice_is_one() -> None:
    row, key = drafted(), uuid.uuid4()
    told = {"campaign_id": row.pk, "on": TODAY, "words": "每周一例会。", "public": True, "by": SUPERVISOR, "at": AT}
    for _ in range(2):
        actions.add_measure(key=key, **told)
    actions.add_measure(key=uuid.uuid4(), **told)  # from another page
    row.refresh_from_db()
    assert (row.measures.count(), row.version) == (1, 2)
    with refused(KeyReused):
        actions.add_measure(key=key, **told | {"words": "每周二例会。"})
    for changes in ({"on": TODAY + timedelta(days=7)}, {"public": False}, {"words": "每周二例会。"}, {"by": BOTH}, {}):
        actions.add_measure(key=uuid.uuid4(), **told | changes)
    assert row.measures.count() == 6, "what somebody wrote after something else is a measure of its own"


def test_nobody_replaces_results_that_they_have_not_read() -> None:
    row = running()
    actions.write_results(campaign_id=row.pk, results=RESULTS, version=1, by=SUPERVISOR, at=OVER)
    with refused(CampaignOvertaken):
        actions.write_results(campaign_id=row.pk, results="别的结果。", version=1, by=BOTH, at=OVER)
    actions.write_results(campaign_id=row.pk, results=RESULTS, version=1, by=SUPERVISOR, at=OVER)  # pressed twice
    row.refresh_from_db()
    assert (row.results, row.version, row.steps.filter(act="write_results").count()) == (RESULTS, 2, 1)
    actions.write_results(campaign_id=row.pk, results="别的结果。", version=2, by=BOTH, at=OVER)
    with refused(CampaignOvertaken):
        actions.write_results(campaign_id=row.pk, results=RESULTS, version=2, by=SUPERVISOR, at=OVER)


def test_units_see_those_in_which_they_take_part() -> None:
    row = running()
    drafted()
    street = somebody("donghu/messages_approver")
    assert [each.id for each in queries.campaigns(UNIT, at=AT).lines] == [row.pk]
    assert queries.campaign(row.pk, by=UNIT, at=AT).open_to == frozenset()
    assert queries.campaigns(street, at=AT).lines == ()  # it is on trial
    with pytest.raises(Denied):
        queries.campaigns(somebody("jiaoyu/messages"), at=AT)
    with pytest.raises(UnknownCampaign):
        queries.campaign(row.pk, by=street, at=AT)
    assert queries.campaigns(somebody("jiaoyu/messages_approver"), at=AT).lines == ()
    assert [len(queries.campaigns(SECOND, at=AT, shelf=shelf).lines) for shelf in queries.SHELVES] == [1, 1, 0, 2]
    assert CampaignAct.APPROVE_RESULTS not in queries.campaign(row.pk, by=SECOND, at=AT).open_to


def test_a_lead_on_trial_is_not_named() -> None:
    row = running(written(lead=Lead("donghu", "演示·李主任", "街道主任")))
    shown = queries.public_campaign(row.number, at=AT)
    assert shown.line.lead is None and shown.lead_person is None and "李主任" not in repr(shown) and "东湖街道" not in repr(shown)
    assert queries.public_campaigns(at=AT).lines[0].lead is None
    assert queries.campaign(row.pk, by=SUPERVISOR, at=AT).line.lead is not None


def test_whoever_has_something_to_do_is_told() -> None:
    second, unit, street = (
        works_at("dubanshi/supervision_second"),
        works_at("chengguan/messages_approver"),
        works_at("donghu/messages_approver"),
    )
    row = running()
    actions.write_results(campaign_id=row.pk, results=RESULTS, version=1, by=SUPERVISOR, at=OVER)
    deliver(OVER)
    deliver(OVER)
    told = {login: sorted(Notice.objects.filter(login_id=login).values_list("kind", flat=True)) for login in (second, unit, street)}
    assert told == {second: ["campaigns.results_to_approve", "campaigns.to_approve"], unit: ["campaigns.opened"], street: []}


def test_what_was_changed_behind_the_verbs_back_is_named() -> None:
    row = drafted()
    Campaign.objects.filter(pk=row.pk).update(why="别的理由。")
    assert [fault for fault in queries.audit() if ": why is not what" in fault]


def test_nobody_approves_what_they_worded_though_somebody_else_wrote_last() -> None:
    both = somebody("dubanshi/supervision", "dubanshi/supervision_second", name="演示·身兼两席")
    row = drafted(by=both)
    actions.rewrite_campaign(campaign_id=row.pk, campaign=written(why="湖滨路路灯不亮。"), by=SUPERVISOR, at=AT)
    with refused(SamePerson):
        actions.approve_campaign(campaign_id=row.pk, version=2, by=both, at=AT)
    assert CampaignAct.APPROVE not in queries.campaign(row.pk, by=both, at=AT).open_to
    actions.approve_campaign(campaign_id=row.pk, version=2, by=SECOND, at=AT)
    actions.write_results(campaign_id=row.pk, results=RESULTS, version=2, by=both, at=OVER)
    actions.write_results(campaign_id=row.pk, results=f"{RESULTS}都亮了。", version=3, by=SUPERVISOR, at=OVER)
    with refused(SamePerson):
        actions.approve_results(campaign_id=row.pk, version=4, by=both, at=OVER)
    actions.approve_results(campaign_id=row.pk, version=4, by=LEADER, at=OVER)
