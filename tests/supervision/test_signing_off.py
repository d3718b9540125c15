"""A week is published when somebody signs it by name; what is left out of it, and its corrections, take two other people."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.board.play import Play
from tests.board.town import at_once
from tests.supervision.office import CHECKER, LEADER, SUPERVISOR, UNIT, refused, somebody
from tests.supervision.week import KEY, LATER, SECOND, SIGNER, Lamps, closed, lamps, left_out, loaded, message, newest, signed
from tongban.board.terms import Visibility
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel import signing
from tongban.kernel.models.facts import FactRow
from tongban.supervision import actions, queries
from tongban.supervision.models import Exclusion, Ranking
from tongban.supervision.queries.wording import public_words
from tongban.supervision.terms import (
    AlreadyDecided,
    CountedAnew,
    CountedDifferently,
    Decided,
    Denied,
    Item,
    LeftOutAlready,
    NewExclusion,
    NotCounted,
    NothingPublished,
    NotSignedOff,
    ReasonMissing,
    SamePerson,
    SignedOff,
    StillProposed,
    UnknownCorrection,
    UnknownExclusion,
    UnknownWeek,
)

REASON = "恶意重复留言，经核实与本单位职责无关。"
BOTH = somebody("dubanshi/supervision", "dubanshi/supervision_second", "dubanshi/joint", "rexian/signer", name="演示·一人多岗")


@pytest.fixture
def week(office: None) -> Lamps:
    """A week that is closed."""
    loaded()
    held = lamps()
    closed()
    return held


def on_time(unit: str = "chengguan", **told) -> tuple[int, int]:
    """As everybody or a supervisor sees it."""
    ranked = queries.ranking(KEY, **{"by": SUPERVISOR} | told).ranked
    [line] = [line for table in ranked.messages for line in table.lines if line.unit == unit]
    return line.on_time.good, line.on_time.n


def proposed(new: NewExclusion, *, by=SUPERVISOR, reason: str = REASON):
    return actions.propose_exclusion(week=KEY, exclusion=new, reason=reason, by=by, at=LATER)


class TestSigningOff:
    def test_it_is_published_with_a_name_and_a_signature_that_anybody_can_check(self, week: Lamps) -> None:
        row = signed()
        view = queries.ranking(KEY)
        assert view.signed is not None and (view.signed.name, view.signed.at) == ("演示·签发人", LATER)
        text = view.canonical.encode()
        assert signing.verify(text, view.signed.signature, public=view.signed.certificate, algorithm=signing.P256)
        assert not signing.verify(text + b" ", view.signed.signature, public=view.signed.certificate, algorithm=signing.P256)
        assert [(each.week, each.signer, each.digest) for each in queries.rankings()] == [(KEY, "演示·签发人", row.digest)]
        assert FactRow.objects.get(name="supervision.RankingSigned").payload["digest"] == row.digest
        assert list(queries.audit()) == [] and queries.recomputed(KEY).signature_holds is True

    def test_it_is_signed_once(self, week: Lamps) -> None:
        signed()
        with refused(SignedOff):
            signed()

    def test_who_may(self, week: Lamps) -> None:
        for by in (SUPERVISOR, SECOND, LEADER, UNIT, SYSTEM, PUBLIC):
            with refused(Denied):
                actions.sign_off(week=KEY, digest="", by=by, at=LATER)
        with refused(UnknownWeek):
            actions.sign_off(week="2026-W01", digest="", by=SIGNER, at=LATER)

    def test_what_is_signed_is_what_was_read(self, week: Lamps) -> None:
        read = newest().digest
        actions.confirm_exclusion(exclusion_id=proposed(message(week.never)), by=SECOND, at=LATER)
        with refused(CountedAnew):
            actions.sign_off(week=KEY, digest=read, by=SIGNER, at=LATER)
        assert newest().signed_at is None
        signed()

    def test_nothing_may_wait(self, week: Lamps) -> None:
        waiting = proposed(message(week.never))
        with refused(StillProposed):
            signed()
        actions.dismiss_exclusion(exclusion_id=waiting, by=SECOND, at=LATER)
        signed()
        assert on_time(by=PUBLIC) == (1, 3) and queries.exclusions(KEY) == ()

    def test_whoever_had_a_part_in_what_is_left_out_does_not_sign(self, week: Lamps) -> None:
        waiting = proposed(message(week.never), by=BOTH)
        actions.confirm_exclusion(exclusion_id=waiting, by=SECOND, at=LATER)
        with refused(SamePerson):
            actions.sign_off(week=KEY, digest=newest().digest, by=BOTH, at=LATER)
        signed()

    def test_where_all_are_on_trial_nothing_is_published(self, office: None) -> None:
        loaded()
        for unit in ("chengguan", "jiaoyu", "gongshui", "donghuqu"):
            actions.switch_off(place=unit, by=SUPERVISOR, at=LATER - timedelta(days=9))
        row = closed()
        assert queries.ranking(KEY, by=SUPERVISOR).ranked.messages == ()
        with refused(NothingPublished):
            signed()
        assert row.trial_digest != row.digest

    def test_what_was_changed_behind_it_is_not_signed(self, week: Lamps) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE board_order DISABLE TRIGGER USER")
            cursor.execute("UPDATE board_order SET due_at = due_at + interval '30 days' WHERE id = %s", [week.never.orders[0].pk])
            cursor.execute("ALTER TABLE board_order ENABLE TRIGGER USER")
        with refused(CountedDifferently):
            signed()


class TestLeavingOut:
    def test_by_two_people_and_everybody_reads_why(self, week: Lamps) -> None:
        before = newest().digest
        left_out(message(week.never))
        assert on_time() == (1, 2) and newest().digest != before
        signed()
        [told] = queries.ranking(KEY).ranked.left_out
        assert (told.kind, told.unit, told.number, told.reason) == (Item.MESSAGE, "chengguan", week.never.row.number, REASON)
        [seen] = queries.exclusions(KEY)
        assert (seen.state, seen.number, seen.item) == (Decided.CONFIRMED, week.never.row.number, "")
        assert list(queries.audit()) == [] and queries.recomputed(KEY).same

    def test_a_rating_by_itself(self, week: Lamps) -> None:
        left_out(NewExclusion(Item.RATING, "chengguan", week.in_time.row.number))
        ranked = queries.ranking(KEY, by=SUPERVISOR).ranked
        [line] = [line for table in ranked.messages for line in table.lines if line.unit == "chengguan"]
        assert (line.satisfied.n, line.on_time.n) == (0, 3)
        with refused(NotCounted):
            proposed(NewExclusion(Item.RATING, "chengguan", week.in_time.row.number, item="999999"))

    def test_the_number_of_what_is_not_displayed_is_not_told(self, office: None) -> None:
        loaded()
        play = Play.taken(visibility=Visibility.UNIT)
        closed()
        left_out(message(play))
        signed()
        [told] = queries.ranking(KEY).ranked.left_out
        assert (told.unit, told.number, told.reason) == ("chengguan", "", REASON)
        assert [each.number for each in queries.exclusions(KEY)] == [""]
        assert [each.number for each in queries.exclusions(KEY, by=SUPERVISOR)] == [play.row.number]

    def test_what_does_not_count_there(self, week: Lamps) -> None:
        for new in (
            NewExclusion(Item.MESSAGE, "jiaoyu", week.never.row.number),
            NewExclusion(Item.MESSAGE, "chengguan", "LY2026-9999999-1"),
            NewExclusion(Item.RATING, "chengguan", week.never.row.number),
            NewExclusion(Item.CASE, "chengguan", "例 2026-000001-1"),
        ):
            with refused(NotCounted):
                proposed(new)

    def test_a_reason_is_needed(self, week: Lamps) -> None:
        with refused(ReasonMissing):
            proposed(message(week.never), reason=" ")

    def test_nothing_personal_and_nothing_unseen_is_in_it(self, week: Lamps) -> None:
        for personal in ("13800138000", "999999199001011234"):
            assert personal not in public_words(f"重复留言 张三 {personal}。")
        waiting = proposed(message(week.never), reason="重复\u202e留言\u202c，张三 13800138000反映\x07。")
        [seen] = queries.exclusions(KEY, by=SUPERVISOR)
        assert seen.reason == "重复留言，张某 138****8000反映。", "as it is confirmed"
        actions.confirm_exclusion(exclusion_id=waiting, by=SECOND, at=LATER)
        signed()
        [told] = queries.ranking(KEY).ranked.left_out
        assert told.reason == seen.reason
        waiting = actions.propose_correction(week=KEY, reason="\u202e李四 13800138000 反映有误。", by=SUPERVISOR, at=LATER)
        actions.confirm_correction(correction_id=waiting, by=SECOND, at=LATER)
        signed()
        assert queries.ranking(KEY).ranked.corrected_because == "李某 138****8000 反映有误。"
        for reason in ("\u202e", " \u200b\n"):
            with refused(ReasonMissing):
                actions.propose_correction(week=KEY, reason=reason, by=SUPERVISOR, at=LATER)

    def test_who_may(self, week: Lamps) -> None:
        for by in (SECOND, SIGNER, UNIT, SYSTEM, PUBLIC):
            with refused(Denied):
                proposed(message(week.never), by=by)
        waiting = proposed(message(week.never))
        for by in (SUPERVISOR, SIGNER, UNIT, SYSTEM, PUBLIC):
            with refused(Denied):
                actions.confirm_exclusion(exclusion_id=waiting, by=by, at=LATER)
        with refused(UnknownExclusion):
            actions.confirm_exclusion(exclusion_id=uuid4(), by=SECOND, at=LATER)

    def test_whoever_proposed_it_does_not_decide(self, week: Lamps) -> None:
        waiting = proposed(message(week.never), by=BOTH)
        for act in (actions.confirm_exclusion, actions.dismiss_exclusion):
            with refused(SamePerson):
                act(exclusion_id=waiting, by=BOTH, at=LATER)

    def test_once(self, week: Lamps) -> None:
        left_out(message(week.never))
        with refused(LeftOutAlready):
            proposed(message(week.never))
        [row] = Exclusion.objects.all()
        with refused(AlreadyDecided):
            actions.dismiss_exclusion(exclusion_id=row.pk, by=SECOND, at=LATER)
        waiting = proposed(message(week.late))
        actions.dismiss_exclusion(exclusion_id=waiting, by=SECOND, at=LATER)
        assert proposed(message(week.late), by=CHECKER) != waiting, "dismissed once, proposed again"

    def test_what_is_decided_stays(self, week: Lamps) -> None:
        left_out(message(week.never))
        for changed in ({"reason": "别的"}, {"state": "dismissed"}, {"unit": "jiaoyu"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Exclusion.objects.update(**changed)
        with pytest.raises(IntegrityError), transaction.atomic():
            Exclusion.objects.all().delete()

    def test_after_the_signature_it_takes_a_correction(self, week: Lamps) -> None:
        signed()
        with refused(SignedOff):
            proposed(message(week.never))


class TestCorrecting:
    def test_a_new_version_says_why_and_the_old_one_stays(self, week: Lamps) -> None:
        kept = left_out(message(week.late))
        first = signed()
        waiting = actions.propose_correction(
            week=KEY,
            reason="一件晚办的不应剔除，一件误派的应剔除。",
            excludes=[message(week.never)],
            restores=[kept],
            by=SUPERVISOR,
            at=LATER,
        )
        assert on_time(by=PUBLIC) == (1, 2)
        actions.confirm_correction(correction_id=waiting, by=SECOND, at=LATER)
        assert queries.ranking(KEY).line.version == 1, "not signed yet"
        second = signed()
        assert (first.version, second.version, second.closed_at) == (1, 2, first.closed_at)
        view = queries.ranking(KEY)
        assert view.line.version == 2 and view.ranked.corrected_because == "一件晚办的不应剔除，一件误派的应剔除。"
        assert [each.number for each in view.ranked.left_out] == [week.never.row.number]
        old = queries.ranking(KEY, version=1)
        assert old.canonical == first.canonical and [each.corrected_because for each in old.versions] == ["", view.ranked.corrected_because]
        assert [(each.number, each.until_version) for each in queries.exclusions(KEY)] == [
            (week.late.row.number, 2),
            (week.never.row.number, None),
        ]
        assert queries.recomputed(KEY, version=1).same and queries.recomputed(KEY).same and list(queries.audit()) == []
        assert [each.version for each in queries.rankings()] == [2]

    def test_the_rules_as_they_are_now(self, week: Lamps) -> None:
        signed()
        loaded(at=LATER)
        from_now = queries.release().id
        waiting = actions.propose_correction(week=KEY, reason="分组有误。", by=SUPERVISOR, at=LATER)
        actions.confirm_correction(correction_id=waiting, by=SECOND, at=LATER)
        assert newest().release_id == from_now and newest().version == 2

    def test_it_is_for_what_is_signed_and_needs_a_reason(self, week: Lamps) -> None:
        with refused(NotSignedOff):
            actions.propose_correction(week=KEY, reason="有误。", by=SUPERVISOR, at=LATER)
        signed()
        with refused(ReasonMissing):
            actions.propose_correction(week=KEY, reason="", by=SUPERVISOR, at=LATER)
        with refused(UnknownExclusion):
            actions.propose_correction(week=KEY, reason="有误。", restores=[uuid4()], by=SUPERVISOR, at=LATER)

    def test_one_at_a_time_and_the_next_after_its_signature(self, week: Lamps) -> None:
        signed()
        waiting = actions.propose_correction(week=KEY, reason="有误。", by=SUPERVISOR, at=LATER)
        with refused(StillProposed):
            actions.propose_correction(week=KEY, reason="还有误。", by=SUPERVISOR, at=LATER)
        actions.confirm_correction(correction_id=waiting, by=SECOND, at=LATER)
        with refused(NotSignedOff):
            actions.propose_correction(week=KEY, reason="还有误。", by=SUPERVISOR, at=LATER)
        with refused(AlreadyDecided):
            actions.dismiss_correction(correction_id=waiting, by=SECOND, at=LATER)

    def test_dismissed_with_what_it_would_have_left_out(self, week: Lamps) -> None:
        signed()
        waiting = actions.propose_correction(week=KEY, reason="有误。", excludes=[message(week.never)], by=SUPERVISOR, at=LATER)
        actions.dismiss_correction(correction_id=waiting, by=SECOND, at=LATER)
        assert newest().version == 1 and Exclusion.objects.get().state == Decided.DISMISSED
        [told] = queries.corrections(KEY, by=SUPERVISOR)
        assert (told.state, told.reason, len(told.excludes)) == (Decided.DISMISSED, "有误。", 1)
        assert queries.exclusions(KEY) == () and list(queries.audit()) == []
        with pytest.raises(Denied):
            queries.corrections(KEY, by=UNIT)

    def test_what_waits_with_a_correction_is_decided_with_it(self, week: Lamps) -> None:
        signed()
        actions.propose_correction(week=KEY, reason="有误。", excludes=[message(week.never)], by=SUPERVISOR, at=LATER)
        with refused(UnknownExclusion):
            actions.confirm_exclusion(exclusion_id=Exclusion.objects.get().pk, by=SECOND, at=LATER)

    def test_who_may(self, week: Lamps) -> None:
        signed()
        for by in (SECOND, SIGNER, UNIT, SYSTEM, PUBLIC):
            with refused(Denied):
                actions.propose_correction(week=KEY, reason="有误。", by=by, at=LATER)
        waiting = actions.propose_correction(week=KEY, reason="有误。", by=BOTH, at=LATER)
        for act in (actions.confirm_correction, actions.dismiss_correction):
            with refused(SamePerson):
                act(correction_id=waiting, by=BOTH, at=LATER)
            with refused(Denied):
                act(correction_id=waiting, by=SUPERVISOR, at=LATER)
            with refused(UnknownCorrection):
                act(correction_id=uuid4(), by=SECOND, at=LATER)
        actions.confirm_correction(correction_id=waiting, by=SECOND, at=LATER)
        with refused(SamePerson):
            actions.sign_off(week=KEY, digest=newest().digest, by=BOTH, at=LATER)


@pytest.mark.usefixtures("committed_office")
class TestRaces:
    def test_two_people_decide_one_exclusion(self) -> None:
        loaded()
        held = lamps()
        closed()
        waiting = proposed(message(held.never))
        others = (SECOND, somebody("dubanshi/supervision_second"))
        results = at_once(*(lambda by=by: actions.confirm_exclusion(exclusion_id=waiting, by=by, at=LATER) for by in others))
        assert sorted(type(each).__name__ for each in results) == ["AlreadyDecided", "NoneType"]

    def test_signing_while_something_is_proposed(self) -> None:
        loaded()
        held = lamps()
        closed()
        results = at_once(lambda: signed(), lambda: proposed(message(held.never)))
        assert sum(isinstance(each, SignedOff | StillProposed) for each in results) == 1
        assert Ranking.objects.get().signed_at is None or not Exclusion.objects.exists()

    def test_two_who_sign(self) -> None:
        loaded()
        lamps()
        closed()
        results = at_once(*(lambda: signed(),) * 2)
        assert sorted(type(each).__name__ for each in results) == ["Ranking", "SignedOff"]
