"""How a classifier is tried: a test set that stays the same from training to training, and what is told of the trial."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from tongban.classifiers.terms import TooFewTexts, Trial

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FIFTH = 5
FEWEST = 20  # texts of a label, below which nothing is learnt of it
PRECISION = 0.95
Text = tuple[str, str]


def parted(texts: Iterable[Text]) -> tuple[list[Text], list[Text]]:
    """What is learnt from, and the frozen test set: a fifth, by the text alone, so that a text once tested is never learnt from.

    Labels with too few texts are left out. Raises TooFewTexts when less than two are left.
    """
    different = {"".join(text.split()): (text, label) for text, label in texts if text.strip() and label}
    counted = Counter(label for _, label in different.values())
    kept = [each for each in different.values() if counted[each[1]] >= FEWEST]
    tried = [each for each in kept if frozen(each[0])]
    learnt = [each for each in kept if not frozen(each[0])]
    labels = {label for _, label in learnt}
    if len(labels) < 2 or not tried:
        raise TooFewTexts(len(kept), len(labels))
    return learnt, [each for each in tried if each[1] in labels]


def frozen(text: str) -> bool:
    """Whether a text is in the test set, today and in every training to come."""
    return hashlib.sha256("".join(text.split()).encode()).digest()[0] % FIFTH == 0


def tried(truth: Sequence[str], told: Sequence[tuple[str, float]], *, texts: int) -> Trial:
    """What is told of a trial: `told` are label and probability of each text, in the order of `truth`."""
    right = [label == true for true, (label, _) in zip(truth, told, strict=True)]
    return Trial(
        texts=texts,
        labels=len(set(truth)),
        accuracy=sum(right) / len(right),
        macro_f1=_macro_f1(truth, [label for label, _ in told]),
        coverage_at_95=_coverage(right, [probability for _, probability in told]),
    )


def _macro_f1(truth: Sequence[str], told: Sequence[str]) -> float:
    labels = sorted(set(truth))
    hits = Counter(true for true, label in zip(truth, told, strict=True) if true == label)
    sizes, named = Counter(truth), Counter(told)
    return sum(2 * hits[label] / (sizes[label] + named[label]) for label in labels) / len(labels)


def _coverage(right: Sequence[bool], probabilities: Sequence[float]) -> float:
    """The largest share of the most certain answers of which 95 % are right."""
    order = sorted(range(len(right)), key=lambda place: -probabilities[place])
    best = hits = 0
    for count, place in enumerate(order, 1):
        hits += right[place]
        if hits >= PRECISION * count:
            best = count
    return best / len(right)
