"""A classifier learnt from what people have decided; tried on texts it has never seen; asked by dispatch; and the report of dispatch."""

import csv
import random

import pytest
from django.core.management import CommandError, call_command

from tests.board import town
from tests.board.play import DUTY, Play, clerk, refuses
from tests.board.town import MORNING
from tongban.board import queries
from tongban.board.models import Dispatched
from tongban.board.terms import Denied
from tongban.classifiers import actions
from tongban.classifiers.models import Classifier
from tongban.classifiers.rules import trial
from tongban.classifiers.terms import TooFewTexts
from tongban.identity.terms import SYSTEM
from tongban.responsibilities.terms import Kind, Layer

pytestmark = pytest.mark.usefixtures("town")
WORDS = {
    "chengguan": ("摊位", "占道", "环卫", "清扫", "绿篱", "牛皮癣", "渣土", "街面"),
    "gongshui": ("管道", "断流", "龙头", "浑浊", "压力", "抢修", "表具", "停供"),
    "jiaoyu": ("班级", "课后", "校门", "作业", "教师", "幼升小", "寄宿", "午餐"),
}
FILLING = ("请", "尽快", "处理", "我们", "这里", "很久", "没人", "反映", "希望", "谢谢")


def texts(count: int = 60) -> list[tuple[str, str]]:
    """Invented messages with words of their unit, and some that say nothing."""
    drawn = random.Random(7)
    return [
        ("".join(drawn.sample(words, 3) + drawn.sample(FILLING, 4)) + f"{place}号", unit)
        for unit, words in WORDS.items()
        for place in range(count)
    ]


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "messages.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("text", "label"), *texts()])
    return path


def test_the_test_set_is_frozen_and_never_learnt_from() -> None:
    learnt, frozen = trial.parted(texts())
    again, later = trial.parted([*texts(), *[(f"新的留言{each}摊位", "chengguan") for each in range(40)]])
    assert set(frozen) <= set(later) and not set(frozen) & set(again)
    assert set(learnt) <= set(again)
    assert 0.1 < len(frozen) / len(learnt + frozen) < 0.3


def test_too_little_is_not_learnt_from() -> None:
    for few in ([], texts(5), [each for each in texts() if each[1] == "jiaoyu"]):
        with pytest.raises(TooFewTexts):
            trial.parted(few)


def test_what_is_told_of_a_trial() -> None:
    truth = ["a", "a", "b", "b"]
    told = trial.tried(truth, [("a", 0.9), ("b", 0.3), ("b", 0.8), ("b", 0.7)], texts=20)
    assert (told.texts, told.labels, told.accuracy, told.coverage_at_95) == (20, 2, 0.75, 0.75)
    assert told.macro_f1 == pytest.approx((2 / 3 + 4 / 5) / 2)


def test_trained_kept_and_asked_from_then_on(data, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("sklearn")
    told = {"category": "", "title": "反映", "text": "门口龙头断流，压力不够，请尽快抢修"}
    assert Play.posted(**told).row.unit == ""
    call_command("train_dispatch", "--data", str(data), "--dry-run")
    assert not Classifier.objects.exists()
    call_command("train_dispatch", "--data", str(data))
    kept = Classifier.objects.get()
    assert (kept.texts, kept.labels) == (180, 3) and kept.macro_f1 > 0.9
    assert "macro-F1" in capsys.readouterr().out
    play = Play.posted(**told | {"text": told["text"] + "。"})
    row = Dispatched.objects.get(message=play.message_id)
    assert (row.layer, row.unit, row.classifier_id, play.row.unit) == (Layer.CLASSIFIER, "gongshui", kept.pk, "gongshui")
    assert row.probability is not None and row.probability >= 0.6
    assert Play.posted(category="", title="你好", text="天气不错").row.unit == "", "where it is not sure, a person decides"


def test_learnt_from_what_the_desk_and_rules_asked_and_units_took() -> None:
    kept = Play.taken()
    returned = Play.posted()
    returned.send_back()
    returned.assign("donghuqu")
    returned.take("donghuqu")
    desk = Play.posted(category="", title="湖边", text="湖边又脏又乱没人管")
    desk.assign("donghuqu")
    untaken = desk.row
    report = Play.posted(kind=Kind.REPORT, unit="jiaoyu", text="路灯所吃拿卡要，路灯不修")
    report.assign("donghuqu")
    report.take("donghuqu")
    found = queries.training_texts(by=SYSTEM)
    assert sorted(label for _, label in found) == ["chengguan", "donghuqu"]
    assert untaken.text not in str(found) and report.row.text not in str(found)
    assert any(kept.row.text in text for text, _ in found)
    with refuses(Denied):
        queries.training_texts(by=DUTY)


def test_with_too_few_decisions_the_command_says_so() -> None:
    pytest.importorskip("sklearn")
    with pytest.raises(CommandError, match="too few"):
        call_command("train_dispatch")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("train_dispatch", "--data", "nowhere.csv")


def test_the_report_counts_layers_and_names_dead_and_shadowed_rules() -> None:
    lake = "rules:\n  - {key: lake, unit: donghuqu, words: [湖面蓝藻]}"
    more = f"{lake}\n  - {{key: lake_at_night, unit: chengguan, words: [湖面蓝藻爆发], hours: [22, 6]}}"
    town.load_board(town.BOARD.replace(lake, more))
    town.forget()
    Play.taken()
    returned = Play.posted(category="", title="湖", text="湖面蓝藻")
    returned.send_back("donghuqu")
    returned.assign("chengguan")
    returned.take("chengguan")
    Play.posted(title="着火", text="三楼着火")
    report = queries.dispatch_report(DUTY, at=MORNING)
    counts = {each.layer: (each.decided, each.right, each.wrong) for each in report.layers}
    assert counts == {
        Layer.DUTY_LIST: (1, 1, 0),
        Layer.RULE: (1, 0, 1),
        Layer.DESK: (1, 1, 0),
        Layer.EMERGENCY: (1, 0, 0),
    }
    rules = {each.key: each for each in report.rules}
    assert (rules["lake"].decided, rules["lake"].wrong, rules["lake"].fault) == (1, 1, "")
    assert (rules["lake_at_night"].fault, rules["lake_at_night"].by) == ("shadowed", "lake")
    assert rules["duty:01@city"].decided == 1
    with refuses(Denied):
        queries.dispatch_report(clerk("chengguan"), at=MORNING)


def test_only_the_console_keeps_a_classifier() -> None:
    with refuses(Denied):
        actions.keep_classifier(model=None, trial=None, by=DUTY, at=MORNING)
