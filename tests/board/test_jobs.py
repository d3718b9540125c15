"""What the clock does by itself, who is told of it, and the figures that it counts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.board import town as small
from tests.board.play import DUTY, Play, approver, clerk, deliver, refuses, works_at
from tests.board.town import MORNING, a_message, a_person, posted_by_code, staff
from tests.cases.factories import make_person
from tongban.board import actions, jobs, queries
from tongban.board.models import Figure, Follower, Message, Order
from tongban.board.queries import Level
from tongban.board.terms import Denied, MessageState, Satisfaction, WrongState
from tongban.duty import actions as duty_actions
from tongban.duty.models import CallOut
from tongban.identity.terms import SYSTEM, Actor
from tongban.kernel import clock
from tongban.kernel.histogram import CLASSES, EDGES, median
from tongban.kernel.models.ledger import LedgerEntry
from tongban.notices.models import Notice

pytestmark = pytest.mark.usefixtures("town")
DUTY_PLAN = """
desk: rexian/duty
acknowledge_minutes: {danger: 5, urgent: 15, ordinary: 60}
reasons:
  - {code: danger_to_life, name: {zh: 有人身危险, en: Danger to life}, urgency: danger}
  - {code: limit_lapsing, name: {zh: 时限将到, en: A limit lapses}, urgency: ordinary}
rosters:
  - unit: shifu
    people: {day: {name: 演示·钱值, phone: "19900000200", role: {zh: 总值班室, en: Duty room}}}
    turns: [{who: [day], days: every, from: "00:00", until: "00:00"}]
    fallback: [day]
  - unit: chengguan
    people: {day: {name: 演示·管值, phone: "19900000201", role: {zh: 值班室, en: Duty room}}}
    turns: [{who: [day], days: every, from: "00:00", until: "00:00"}]
    fallback: [day]
"""


@pytest.fixture
def duty(town: None) -> None:
    duty_actions.load_duty(content=DUTY_PLAN.encode(), file="duty.yaml", by=SYSTEM, at=MORNING)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch):
    """The clock of the jobs stands where a test puts it."""

    def put(at: datetime) -> datetime:
        monkeypatch.setattr(clock, "now", lambda: at)
        return at

    return put


def on_shift(since: datetime) -> None:
    """Somebody at the duty desk."""
    login = works_at("rexian/duty")
    duty_actions.begin_shift(by=staff("rexian/duty", id=login), at=since)


def enrolled() -> Actor:
    """Somebody whom the city knows, so that there is an inbox."""
    return a_person(person_id=make_person())


class TestSweep:
    def test_limits_are_told_and_ratings_end(self, now) -> None:
        late, answered = Play.posted(), Play.answered()
        now(MORNING + timedelta(days=20))
        jobs.sweep(timestamp=0)
        assert Order.objects.get(message=late.message_id).escalated == 200
        assert answered.row.state == MessageState.CLOSED
        assert jobs.escalations(MORNING + timedelta(days=20)) == 0, "once"

    @pytest.mark.usefixtures("duty")
    def test_danger_that_nobody_has_taken_calls_somebody_out_once(self) -> None:
        desk = Play.posted(title="着火", text="三楼着火")
        unit = Play.posted(title="着火", text="路灯杆着火")
        unit.assign("chengguan")
        for minutes in (0, 1, 7):
            jobs.call_outs(MORNING + timedelta(minutes=minutes))
        made = {(each.unit_id, each.subject_id, each.urgency, each.at) for each in CallOut.objects.all()}
        assert made == {("rexian", desk.message_id, "danger", MORNING), ("chengguan", unit.message_id, "danger", MORNING)}

    @pytest.mark.usefixtures("duty")
    def test_where_somebody_is_on_shift_the_desk_is_called_when_they_do_not_take_it(self) -> None:
        on_shift(MORNING - timedelta(hours=1))
        desk = Play.posted(title="着火", text="三楼着火")
        assert jobs.call_outs(MORNING + timedelta(minutes=4)) == 0
        jobs.call_outs(MORNING + timedelta(minutes=6))
        assert [each.subject_id for each in CallOut.objects.all()] == [desk.message_id]

    @pytest.mark.usefixtures("duty")
    def test_danger_is_told_to_somebodys_telephone_before_the_minute_comes_round(self, now) -> None:
        now(MORNING)
        desk = Play.posted(title="着火", text="三楼着火")
        deliver()
        assert [(each.unit_id, each.subject_id, each.at) for each in CallOut.objects.all()] == [("rexian", desk.message_id, MORNING)]
        assert Notice.objects.filter(kind="duty.call_out").count() == 1
        desk.assign("chengguan")
        deliver()
        assert {each.unit_id for each in CallOut.objects.filter(subject_id=desk.message_id)} == {"rexian", "chengguan"}
        assert jobs.call_outs(MORNING + timedelta(minutes=6)) <= 2 and CallOut.objects.count() == 2, "once, whoever calls first"

    @pytest.mark.usefixtures("duty")
    def test_whoever_is_on_shift_is_not_rung_at_once(self, now) -> None:
        now(MORNING)
        on_shift(MORNING - timedelta(hours=1))
        Play.posted(title="着火", text="三楼着火")
        Play.posted()
        deliver()
        assert not CallOut.objects.exists()

    @pytest.mark.usefixtures("duty")
    def test_what_lapses_at_the_desk_calls_somebody_out(self) -> None:
        ours = Play.posted(category="", title="湖边", text="湖边又脏又乱没人管")
        back = Play.posted()
        back.send_back()
        jobs.call_outs(MORNING + timedelta(hours=1))
        assert not CallOut.objects.exists()
        jobs.call_outs(MORNING + timedelta(hours=3))
        assert {each.subject_id for each in CallOut.objects.all()} == {ours.message_id, back.message_id}

    def test_without_a_plan_of_duty_nobody_is_called_and_nothing_fails(self) -> None:
        Play.posted(title="着火", text="三楼着火")
        assert jobs.call_outs(MORNING + timedelta(hours=1)) == 0


class TestTelling:
    def kinds(self) -> list[tuple[str, object]]:
        return sorted((each.kind, each.person_id or each.login_id) for each in Notice.objects.all())

    def test_authors_followers_and_those_who_joined_are_told_of_the_answer(self) -> None:
        play, follower = Play.taken(author=enrolled()), enrolled()
        Follower.objects.create(message=play.row, person_id=follower.person_id, followed_at=MORNING)
        same = Play.posted(author=enrolled())
        actions.merge(message_id=same.message_id, into_id=play.message_id, by=DUTY, at=MORNING)
        play.answer()
        deliver()
        told = [who for kind, who in self.kinds() if kind == "board.answered"]
        assert set(told) == {play.author.person_id, follower.person_id, same.author.person_id}

    def test_whoever_left_a_number_is_told_there_and_whoever_left_none_is_not(self) -> None:
        for phone in ("19900000777", "", "没有"):
            _answer, row = posted_by_code(a_message(phone=phone, category="", title="官司", text=f"法院判了我不服{phone}"))
            actions.refuse(message_id=row.pk, ground="litigation", by=DUTY, at=MORNING)
        deliver()
        assert [kind for kind, _ in self.kinds()] == ["board.refused"]

    def test_desks_are_told_of_what_is_used_up_and_of_what_they_are_asked(self) -> None:
        login = works_at("chengguan/messages")
        Play.posted(category="", title="湖边", text="湖边又脏又乱没人管").assign("chengguan")
        Play.posted(title="着火", text="路灯杆着火了").assign("chengguan")
        jobs.escalations(MORNING + timedelta(minutes=100))
        deliver(MORNING + timedelta(days=6))
        assert self.kinds() == [("board.assigned", login), ("board.escalated", login)]

    def test_accepted_reopened_and_more_time(self) -> None:
        play = Play.posted(category="", title="湖边", text="湖边又脏又乱没人管", author=enrolled())
        actions.accept(message_id=play.message_id, by=DUTY, at=play.at)
        play.assign("chengguan")
        play.take()
        asked = actions.ask_extension(order_id=play.order().pk, amount=1, reason="等配件", by=clerk("chengguan"), at=play.at)
        actions.decide_extension(extension_id=asked, granted=True, by=approver("shifu"), at=play.at)
        play.answer()
        actions.reopen(message_id=play.message_id, reason="抽查", by=DUTY, at=play.at)
        deliver()
        assert {kind for kind, _ in self.kinds()} == {"board.accepted", "board.extended", "board.answered", "board.reopened"}


class TestScreeningLimits:
    """Twenty-four hours of the clock, from Monday at ten."""

    def test_whoever_screens_is_told_before_it_lapses_and_when_it_has(self, now) -> None:
        login = works_at("rexian/screening")
        row = Play.posted().row
        for hours, told in ((19, 0), (19.5, 1), (19.6, 1), (23.9, 1), (24, 2), (24.1, 2), (48, 2)):
            jobs.sweep(int(now(MORNING + timedelta(hours=hours)).timestamp()))
            deliver(clock.now())
            assert Notice.objects.filter(kind__startswith="board.screening", login=login).count() == told, hours
        assert set(Notice.objects.filter(login=login).values_list("kind", flat=True)) == {
            "board.screening_lapses",
            "board.screening_lapsed",
        }
        entries = LedgerEntry.objects.filter(act="board.escalate_screening").order_by("id")
        assert [each.codes["percent"] for each in entries] == ["80", "100"]
        assert Message.objects.get(pk=row.pk).screening_next_at is None

    def test_it_stands_out_in_their_list(self) -> None:
        row, screener = Play.posted().row, small.screener()
        lights = {}
        for hours in (1, 19.5, 24.5):
            at = MORNING + timedelta(hours=hours)
            before = queries.to_screen(screener, at=at).lines[0].light
            jobs.screenings(at)
            lights[hours] = (before, queries.to_screen(screener, at=at).lines[0].light)
        assert lights == {1: ("green", "green"), 19.5: ("amber", "amber"), 24.5: ("red", "red")}
        assert row.screening_next_at == MORNING + timedelta(hours=19.2)

    def test_what_is_screened_or_taken_back_is_not_told_and_only_the_clock_tells(self) -> None:
        screened, back = Play.posted(), Play.posted()
        actions.screen(message_id=screened.message_id, shown=True, by=small.screener(), at=MORNING)
        actions.withdraw(message_id=back.message_id, by=back.author, at=MORNING)
        assert jobs.screenings(MORNING + timedelta(days=2)) == 0
        for play in (screened, back):
            with refuses(WrongState):
                actions.escalate_screening(message_id=play.message_id, by=SYSTEM, at=MORNING + timedelta(days=2))
        with refuses(Denied):
            actions.escalate_screening(message_id=Play.posted().message_id, by=DUTY, at=MORNING + timedelta(days=2))
        with refuses(WrongState):
            actions.screen(message_id=back.message_id, shown=True, by=small.screener(), at=MORNING)
        assert not queries.to_screen(small.screener(), at=MORNING).lines[1:], "only the last one waits"


class TestFigures:
    SINCE, UNTIL = date(2026, 9, 1), date(2026, 10, 31)

    def count(self, at: datetime = MORNING) -> int:
        return actions.count_figures(since=self.SINCE, until=self.UNTIL, by=SYSTEM, at=at)

    def test_by_unit_class_district_channel_hour_and_day(self) -> None:
        quick = Play.taken()
        quick.later(hours=5).answer()
        quick.rate(Satisfaction.FAIR)
        slow = Play.taken()
        slow.later(days=9).answer()
        slow.rate(Satisfaction.BAD, solved=True)
        night = Play.posted(at=small.LATE, category="060100", text="孩子入学怎么报名")
        Play.posted(category="", title="湖边", text="湖边又脏又乱没人管")
        refused = Play.posted(category="", title="官司", text="法院判了我不服")
        actions.refuse(message_id=refused.message_id, ground="litigation", by=DUTY, at=MORNING + timedelta(hours=1))
        later = small.LATE + timedelta(days=10)
        self.count(later)
        whole = queries.figures(Level.WHOLE, since=self.SINCE, until=self.UNTIL).whole
        assert (whole.received, whole.accepted_in_time, whole.answered, whole.on_time, whole.overdue_open) == (5, 4, 2, 1, 2)
        assert (whole.rated, whole.satisfied, whole.solved) == (2, 1, 2)
        assert (whole.acceptance, whole.punctuality, whole.satisfaction, whole.solution) == (4 / 5, 1 / 4, 1 / 2, 1.0)
        by_unit = {each.key: each for each in queries.figures(Level.UNIT, since=self.SINCE, until=self.UNTIL).lines}
        assert set(by_unit) == {"", "chengguan", "jiaoyu"}
        assert (by_unit["chengguan"].received, by_unit["chengguan"].name.zh) == (2, "城管局")
        by_hour = {each.key: each.received for each in queries.figures(Level.HOUR, since=self.SINCE, until=self.UNTIL).lines}
        assert by_hour == {"10": 4, "2": 1}
        only = queries.figures(Level.DAY, since=self.SINCE, until=self.UNTIL, category="06").lines
        assert [(each.key, each.received) for each in only] == [("2026-10-02", 1)]
        assert night.row.unit == "jiaoyu"

    def test_counted_twice_is_counted_once_and_follows_what_has_changed(self) -> None:
        play = Play.posted()
        assert self.count() == self.count() == 1
        play.send_back()
        play.assign("donghuqu")
        play.take("donghuqu")
        self.count()
        assert list(Figure.objects.values_list("unit", "received")) == [("donghuqu", 1)]

    def test_a_unit_with_those_below_it(self) -> None:
        play = Play.posted()
        actions.pass_down(order_id=play.order().pk, unit="ludeng", by=clerk("chengguan"), at=play.at)
        play.take("ludeng")
        self.count()
        plain = queries.figures(Level.UNIT, since=self.SINCE, until=self.UNTIL)
        assert [each.key for each in plain.lines] == ["ludeng"]
        tree = queries.figures(Level.UNIT, since=self.SINCE, until=self.UNTIL, with_below=True)
        assert {each.key: each.received for each in tree.lines} == {"ludeng": 1, "chengguan": 1, "shifu": 1}
        assert tree.whole.received == 1

    def test_the_job_counts_what_has_happened_and_at_night_the_last_year(self, now) -> None:
        Play.posted(at=MORNING - timedelta(days=100))
        now(MORNING)
        jobs.count_figures(timestamp=0)
        assert Figure.objects.count() == 1
        Figure.objects.all().delete()
        now(datetime(2026, 9, 7, 19, 7, tzinfo=UTC))
        jobs.count_figures(timestamp=0)
        assert Figure.objects.count() == 1

    def test_none_of_nothing(self) -> None:
        whole = queries.figures(Level.WHOLE, since=self.SINCE, until=self.UNTIL).whole
        assert (whole.received, whole.median_hours, whole.acceptance, whole.satisfaction) == (0, None, None, None)


@given(st.lists(st.floats(0, 900), min_size=1, max_size=50))
def test_half_of_the_times_lie_within_the_class_of_the_middle_one(hours: list[float]) -> None:
    def place(hour: float) -> int:
        return sum(hour >= edge for edge in EDGES)

    counts = [0] * CLASSES
    for each in hours:
        counts[place(each)] += 1
    middle = median(counts)
    lower = sorted(hours)[(len(hours) - 1) // 2]
    assert middle == (*EDGES, None)[place(lower)] and (middle is None or lower < middle)
