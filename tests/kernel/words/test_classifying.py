"""A classifier that says when it does not know; and that its file is what it was, and nothing that runs."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import zipfile

import pytest

from tests.house import source
from tests.kernel.words import real_messages
from tongban.kernel.words import classifying, training
from tongban.kernel.words.classifying import BrokenModel, Model, features, probabilities
from tongban.kernel.words.training import TooFewTexts, train

TOPICS = {
    "交通": ["路灯坏了", "公交车晚点", "红绿灯太短", "停车位不够", "道路坑洼", "地铁几点开"],
    "教育": ["学位不够", "老师补课", "小学报名", "幼儿园收费", "校车超员", "高考时间"],
    "环保": ["噪音扰民", "油烟很大", "河水发臭", "扬尘严重", "垃圾没人清", "烟囱冒黑烟"],
}


def sample(count: int, seed: int) -> tuple[list[str], list[str]]:
    chance = random.Random(seed)
    labels = [chance.choice(sorted(TOPICS)) for _ in range(count)]
    return [
        f"{chance.choice(TOPICS[label])}，{chance.choice(['请处理', '谢谢', '什么时候能解决', '尽快'])}{number}"
        for number, label in enumerate(labels)
    ], labels


@pytest.fixture(scope="module")
def model() -> Model:
    return train(*sample(240, 1), seed=3)


class TestDeciding:
    def test_what_it_has_learnt_it_decides(self, model: Model) -> None:
        decision = model.decide("我们这里的路灯又坏了，公交车也晚点")
        assert (decision.label, decision.sure) == ("交通", True) and decision.probability > 0.9

    @pytest.mark.parametrize("text", ["", "\u200b", "qwertz", "我想问一个完全不同的问题", "路灯坏了噪音扰民学位不够"])
    def test_what_it_does_not_know_it_leaves_to_a_person(self, model: Model, text: str) -> None:
        assert not model.decide(text).sure

    def test_probabilities_sum_to_one(self) -> None:
        assert sum(probabilities([1000.0, -1000.0, 3.0], 5.0)) == pytest.approx(1)

    def test_features_are_characters_pairs_triples_and_words(self) -> None:
        assert features("路灯坏 LED 12345") == ["路", "灯", "坏", "路灯", "灯坏", "路灯坏", "led", "#5"]

    def test_deciding_needs_no_library(self) -> None:
        """A serving process loads a model without scikit-learn, numpy or Django."""
        told = "import sys; import tongban.kernel.words.classifying; print({'sklearn', 'numpy', 'django'} & set(sys.modules))"
        done = subprocess.run([sys.executable, "-c", told], cwd=source.ROOT, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "set()"


class TestTraining:
    def test_the_same_texts_and_seed_give_the_same_model(self, model: Model) -> None:
        assert train(*sample(240, 1), seed=3).dump() == model.dump()

    def test_where_nothing_can_be_told_apart_nothing_is_sure(self) -> None:
        texts, labels = sample(240, 1)
        random.Random(5).shuffle(labels)
        blind = train(texts, labels, seed=3)
        assert not any(blind.decide(text).sure for text in texts)

    def test_two_labels_are_enough(self) -> None:
        texts, labels = sample(120, 2)
        two = train(texts, ["是" if label == "交通" else "否" for label in labels], seed=3)
        assert two.decide("路灯坏了").label == "是" and two.decide("老师补课").label == "否"

    def test_too_little_to_learn_from(self) -> None:
        with pytest.raises(TooFewTexts) as few:
            train(["一", "二", "三"], ["甲", "甲", "甲"], seed=1)
        assert few.value.label == "甲"
        texts, labels = sample(60, 2)
        with pytest.raises(TooFewTexts) as few:
            train([*texts, *["同一句话"] * 9], [*labels, *["稀有"] * 9], seed=1)
        assert few.value.label == "稀有"  # nine times the same text is one text

    def test_the_same_text_never_stands_on_both_sides(self) -> None:
        texts, labels = sample(60, 2)
        texts, labels = [*texts, *[text + "\u200b " for text in texts]], [*labels, *labels]
        for seen, held in training.folds(texts, labels, seed=1):
            assert not {place % 60 for place in seen} & {place % 60 for place in held}


class TestFile:
    def test_a_model_comes_back_as_it_was(self, model: Model) -> None:
        again = Model.load(model.dump())
        assert again == model and again.decide("路灯坏了") == model.decide("路灯坏了")

    def test_what_was_changed_is_refused(self, model: Model) -> None:
        good = model.dump()
        with zipfile.ZipFile(io.BytesIO(good)) as archive:
            parts, seal = {name: archive.read(name) for name in archive.namelist()}, archive.comment
        told = json.loads(parts["model.json"])
        changed = {
            "threshold": parts | {"model.json": json.dumps(told | {"threshold": 0.1}).encode()},
            "weights": parts | {"weights.f32": bytes(4) + parts["weights.f32"][4:]},
            "missing": {name: part for name, part in parts.items() if name != "importance.f32"},
            "more": parts | {"model.pickle": b"cos\nsystem\n(S'true'\ntR."},
        }
        for content in [*(_zipped(each, seal) for each in changed.values()), good[:-7], good[:200], b"", b"PK\x05\x06" + bytes(18)]:
            with pytest.raises(BrokenModel):
                Model.load(content)

    def test_a_file_that_would_fill_the_memory_is_refused(self, model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(classifying, "LARGEST", 1000)
        with pytest.raises(BrokenModel):
            Model.load(model.dump())


def _zipped(parts: dict[str, bytes], seal: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
        archive.comment = seal
    return out.getvalue()


@real_messages.needed
@pytest.mark.slow
def test_real_messages_are_sorted() -> None:
    texts, labels = zip(*real_messages.labelled(), strict=True)
    seen, held = training.folds(texts, labels, seed=7)[0]
    model = train([texts[place] for place in seen], [labels[place] for place in seen], seed=7)
    decided = [(labels[place], model.decide(texts[place])) for place in held]
    assert sum(label == each.label for label, each in decided) / len(decided) > 0.8
    sure = [label == each.label for label, each in decided if each.sure]
    assert len(sure) > len(decided) / 2 and sum(sure) / len(sure) > 0.92
