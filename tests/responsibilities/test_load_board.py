"""The city's board data: loaded as a whole or not at all, and every fault with its line and what to do."""

import uuid
from functools import cache
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from tests.board import town as small
from tests.cities import rongcheng
from tongban.board.terms import Denied
from tongban.identity.terms import PUBLIC
from tongban.kernel import yaml
from tongban.kernel.limits import Unit
from tongban.kernel.models.facts import FactRow
from tongban.responsibilities import actions as responsibilities_actions
from tongban.responsibilities import queries as responsibilities_queries
from tongban.responsibilities.models import BoardReleaseRow
from tongban.responsibilities.rules import city, dispatch, overlap
from tongban.responsibilities.terms import BoardRelease, Escalation, FaultyBoard, Kind, Layer, NoBoard

BOARD = Path(rongcheng.FOLDER) / "board.yaml"


@pytest.mark.usefixtures("town")
class TestLoading:
    def test_loading_twice_changes_nothing(self) -> None:
        before = responsibilities_queries.board().id
        again = small.load(at=small.LATE)
        assert (again.changed, again.release_id) == (False, before)
        assert BoardReleaseRow.objects.count() == 1 == FactRow.objects.filter(name="responsibilities.BoardLoaded").count()

    def test_what_changed_is_a_new_release_and_messages_keep_theirs(self) -> None:
        _answer, row = small.posted()
        loaded = small.load_board(small.BOARD.replace("{calendar_days: 7}", "{calendar_days: 5}"))
        assert loaded.changed and responsibilities_queries.board().id == loaded.release_id != row.release_id
        assert responsibilities_queries.board(row.release_id).tier("ordinary").limit.amount == 7
        assert responsibilities_queries.board().tier("ordinary").limit.amount == 5

    def test_back_to_an_earlier_state(self) -> None:
        small.load_board(small.BOARD.replace("{calendar_days: 7}", "{calendar_days: 5}"))
        assert small.load_board(small.BOARD).changed
        assert responsibilities_queries.board().tier("ordinary").limit.amount == 7

    def test_a_release_is_never_changed(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            BoardReleaseRow.objects.update(digest="")

    def test_what_is_read(self) -> None:
        board = responsibilities_queries.board()
        assert board.tier("danger").limit.unit is Unit.CLOCK_HOURS and board.tier("danger").emergency
        found = board.category("020100")
        assert found is not None and (found.parent, found.tier, found.public) == ("020000", "utility", True)
        assert board.escalation[Escalation.CITY] == ("above", "dubanshi/joint")
        assert board.desk_answers == {Kind.INQUIRY} and board.duty_unit == "rexian"
        assert board.rules[0].words == {"湖面蓝藻"} and not board.rules[0].kinds and Kind.HELP not in board.rules[0].kinds
        district = board.district("donghu")
        assert district is not None and district.outline[0].longitude == 117.28
        assert board.category("999999") is None and board.district("") is None

    def test_only_the_system_loads(self) -> None:
        with pytest.raises(Denied):
            responsibilities_actions.load_board(content=small.BOARD.encode(), by=PUBLIC, at=small.MORNING)

    @pytest.mark.parametrize(
        ("before", "after", "line", "words"),
        [
            ("desk_answers: [inquiry]", "desk_answers: [inquiry, report]", 40, "`report` is never answered by the duty desk"),
            ("desk_answers: [inquiry]", "desk_answers: [complaint]", 40, "`complaint` is never answered by the duty desk"),
            ("desk_answers: [inquiry]", "desk_answers: [suggestion]", 40, "`suggestion` is never answered by the duty desk"),
            ("desk_answers: [inquiry]", "desk_answers: [question]", 40, ""),
            ("threshold: 0.6", "threshold: 0.6\nunit_names: {nobody: [水厂]}", 40, "there is no department `nobody`"),
            ("threshold: 0.6", "threshold: 0.6\nunit_names: {gongshui: [水厂], ludeng: [水厂]}", 40, "`水厂` is a name of `gongshui`"),
            ("threshold: 0.6", "threshold: 0.6\nunit_names: {gongshui: [城管局]}", 40, "`城管局` is a name of `chengguan`"),
            ("threshold: 0.6", "threshold: 0.6\nunit_names: {gongshui: [水]}", 40, ""),
            ("number_prefix: LY", "", 1, "`number_prefix` is missing"),
            ("number_prefix: LY", "number_prefix: 榕", 1, ""),
            ("duty: rexian/duty", "duty: rexian/nobody", 2, "there is no desk `rexian/nobody`"),
            ("unit: messages,", "unit: nothing,", 2, "no unit has a desk `nothing`"),
            ("default_tier: ordinary", "default_tier: soon", 14, "there is no tier `soon`"),
            (", emergency: true", "", 9, "no tier is for danger"),
            ('{code: "010202"', '{code: "030202"', 18, "the class above it, `030200`"),
            ('{code: "010200"', '{code: "010202"', 18, "stands here for the second time"),
            ("desk: meiti/joint", "desk: dubanshi/joint", 8, "stands here for the second time"),
            ("parent: donghuqu", "parent: donghu", 26, "`donghu` is no district"),
            ("unit: donghu, parent", "unit: meiti, parent", 26, "`meiti` takes no messages"),
            ('{category: "06", unit: jiaoyu}', '{category: "07", unit: jiaoyu}', 31, "no class begins with `07`"),
            ('{category: "06", unit: jiaoyu}', '{category: "01", unit: jiaoyu}', 31, "for the second time"),
            ("words: [湖面蓝藻]", "districts: [west]", 33, "there is no district `west`"),
            ("words: [湖面蓝藻]", "hours: [20, 30]", 33, ""),
            ('"200": [above,', '"200": [boss/desk,', 36, "there is no desk `boss/desk`"),
            *(
                ("threshold: 0.6", f"threshold: 0.6\nsuccessions: [{lines}]", 40, words)
                for lines, words in (
                    ('{old: "020200", new: "099900", from: 2026-03-02}', "there is no class `099900`"),
                    ('{old: "020100", new: "020100", from: 2026-03-02}', "succeeds itself"),
                    ('{old: "010200", new: "010202", from: 2026-03-02}', "is not of the level of `010200`"),
                    ('{old: "020200", new: "020100", from: 2026-03-03}', "2026-03-03 is no Monday"),
                    ('{old: "020200", new: "020100", from: 2026-13-02}', ""),
                    ('{old: "020200", new: "020100", from: 2026-03-02, share: 1.5}', ""),
                    (
                        '{old: "020200", new: "020100", from: 2026-03-02, share: 0.6}, {old: "020200", new: "060100", from: 2026-03-09}',
                        "has ended on 2026-03-02",
                    ),
                    (
                        '{old: "020200", new: "020100", from: 2026-03-02}, {old: "020200", new: "060100", from: 2026-03-02, share: 0.5}',
                        "more than the whole",
                    ),
                    (
                        '{old: "020100", new: "060100", from: 2026-03-02}, {old: "060100", new: "020100", from: 2026-03-02}',
                        "`060100` has ended on 2026-03-02 and inherits on 2026-03-02",
                    ),
                )
            ),
            ("threshold: 0.6", "threshold: 2", 39, ""),
            ("threshold: 0.6", "threshold: 0.6\nthreshhold: 1", 40, "no key `threshhold`"),
            ("threshold: 0.6", "threshold: [", 41, "not YAML"),
        ],
    )
    def test_a_fault_names_its_line_and_what_to_do(self, before, after, line, words) -> None:
        assert before in small.BOARD
        with pytest.raises(FaultyBoard) as refusal, transaction.atomic():
            small.load_board(small.BOARD.replace(before, after, 1))
        told = [fault for fault in refusal.value.faults if isinstance(fault, yaml.Fault) and words in fault.problem]
        assert told, refusal.value.faults
        assert told[0].file == "board.yaml" and told[0].remedy and told[0].line == line, told[0]
        assert BoardReleaseRow.objects.count() == 1

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"- a", b"a: &x 1", b"number_prefix: \x00"])
    def test_what_is_no_board_at_all(self, content) -> None:
        with pytest.raises(FaultyBoard):
            responsibilities_actions.load_board(content=content, by=small.SYSTEM, at=small.MORNING)


def test_a_city_without_board_data(db: None) -> None:
    with pytest.raises(NoBoard):
        responsibilities_queries.board()


@cache
def rongcheng_board() -> BoardRelease:
    document = yaml.read("board.yaml", BOARD.read_bytes())
    assert isinstance(document, yaml.Document)
    rows = rongcheng.document("departments.yaml").data
    desks = frozenset(f"{row['code']}/{desk['key']}" for row in rows for desk in row.get("desks", ()))
    names = {row[name]["zh"]: row["code"] for row in rows for name in ("name", "short_name")}
    assert [str(fault) for fault in city.faults(document, city.World(desks, names))] == []
    return city.release(release_id=uuid.uuid4(), content=document.data)


def rongcheng_tree() -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """How its departments are called, and what stands above each."""
    rows = rongcheng.document("departments.yaml").data
    return (
        {row["code"]: (row["short_name"]["zh"], row["name"]["zh"]) for row in rows},
        {row["code"]: row["parent"] for row in rows if row.get("parent")},
    )


class TestRongcheng:
    @pytest.mark.parametrize(
        ("words", "named"),
        [
            ("举报自来水公司抄表员乱收水费", "gongshui"),
            ("举报派出所民警参与赌博，没人管", "gongan"),
            ("举报环保局的人收钱，放任工厂废气污染", "shengtai"),
            ("举报社保局克扣养老金", "renshe"),
            ("举报房管局在加装电梯老旧小区改造里收回扣", "jianwei"),
            ("举报国土局拆迁补偿款被贪污", "ziranziyuan"),
            ("举报卫生局在医院挂号收好处费", "weijian"),
            ("举报建委窗口的王铁锤收中介的红包", "jianwei"),
            ("举报城管局副队长李铁柱收保护费", "chengguan"),
            ("城管打人", "chengguan"),
            ("举报燃气公司乱收费", "ranqi"),
            ("举报东湖区区长", "donghuqu"),
            ("举报东湖街道办事处主任把垃圾清运包给亲戚", "donghu"),
            ("举报某小区物业乱收费", ""),
        ],
    )
    def test_a_report_is_about_whom_people_mean_and_no_machine_sends_it(self, words: str, named: str) -> None:
        called, above = rongcheng_tree()
        question = dispatch.Question(words, Kind.REPORT, "", "", 10)
        found = dispatch.decide(question, rongcheng_board(), units=set(called), above=above, called=called)
        assert (found.unit, found.layer, " ".join(found.names)) == ("", Layer.DESK, named)

    def test_its_classes_are_of_twelve_heads(self) -> None:
        board = rongcheng_board()
        heads = [each for each in board.categories if not each.parent]
        assert len(heads) == 12 and 60 <= len(board.categories) <= 100
        assert all(each.name.en for each in board.categories)

    def test_every_class_has_somebody_who_answers(self) -> None:
        board = rongcheng_board()
        leaves = [each.code for each in board.categories if not any(other.parent == each.code for other in board.categories)]
        without = [code for code in leaves if not any(code.startswith(duty.category) for duty in board.duties)]
        assert without == ["020500", "120200"], "the state's own posts and telephones; conduct goes by a rule"

    def test_no_rule_is_dead(self) -> None:
        board = rongcheng_board()
        rows = rongcheng.document("departments.yaml").data
        units = {row["code"] for row in rows if any(desk["key"] == "messages" for desk in row.get("desks", ()))}
        assert overlap.dead_rules(board, units=units) == ()

    def test_the_grounds_name_a_channel_and_an_article(self) -> None:
        board = rongcheng_board()
        keys = {each.key for each in board.refusal_grounds}
        assert {"litigation", "arbitration", "discipline", "reconsideration", "information", "petition"} <= keys
        assert all(each.channel.zh and each.channel.en and "《" in each.basis for each in board.refusal_grounds if each.key != "elsewhere")
