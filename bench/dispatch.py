"""How well a classifier trained on labelled messages sorts others: stratified five-fold, nothing of a held-out text is known to it.

bin/bench dispatch --data FILE.csv [--seed 7] [--quick]. The file has the columns text and label.
The same text never stands on both sides of a fold. How strongly the model is held back, its calibration and the threshold of
the sure decisions are chosen inside the four folds that are learnt from. The last line is JSON; above it what was found by label,
how true the probabilities are, and the learning curve (--quick leaves the curve out).
"""

import argparse
import csv
import json
import time
from collections import Counter
from pathlib import Path

LOCKS = ("insight",)
SHARES = (0.1, 0.2, 0.4, 0.6, 0.8)


def main():
    parser = argparse.ArgumentParser(prog="bin/bench dispatch", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="CSV with the columns text and label")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="without the learning curve")
    options = parser.parse_args()
    texts, labels = _read(options.data)
    told = _held_out(texts, labels, options.seed)
    figures = _figures(labels, told)
    _by_label(labels, told)
    _calibration(labels, told)
    if not options.quick:
        _learning_curve(texts, labels, options.seed)
    print(json.dumps(figures))


def _read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["text"], row["label"]) for row in csv.DictReader(file)]
    rows = [(text, label) for text, label in rows if text.strip() and label]
    if not rows:
        raise SystemExit(f"{path} has no row with a text and a label")
    return [text for text, _ in rows], [label for _, label in rows]


def _held_out(texts, labels, seed):
    """For each text what a model decides that has learnt from the other four fifths, and the mean seconds of training one."""
    from tongban.kernel.words import training  # noqa: PLC0415  scikit-learn takes a second to import

    decisions, seconds, thresholds = [None] * len(texts), [], []
    for seen, held in training.folds(texts, labels, seed=seed):
        started = time.perf_counter()
        model = training.train([texts[place] for place in seen], [labels[place] for place in seen], seed=seed)
        seconds.append(time.perf_counter() - started)
        thresholds.append(model.threshold)
        for place in held:
            decisions[place] = model.decide(texts[place])
    print(f"thresholds of the five models: {', '.join(f'{each:.3f}' for each in thresholds)}")
    return {"decisions": decisions, "train_s": sum(seconds) / len(seconds)}


def _figures(labels, told):
    decisions = told["decisions"]
    sure = [(label, each) for label, each in zip(labels, decisions, strict=True) if each.sure]
    right = sum(label == each.label for label, each in sure)
    return {
        "n": len(labels),
        "classes": len(set(labels)),
        "accuracy": round(sum(label == each.label for label, each in zip(labels, decisions, strict=True)) / len(labels), 4),
        "macro_f1": round(_macro_f1(labels, [each.label for each in decisions]), 4),
        "coverage_at_95": round(len(sure) / len(labels), 4),
        "precision_of_sure": round(right / len(sure), 4) if sure else None,
        "train_s": round(told["train_s"], 2),
    }


def _macro_f1(labels, decided):
    return sum(_f1(labels, decided, each) for each in set(labels)) / len(set(labels))


def _f1(labels, decided, label):
    hits = sum(one == other == label for one, other in zip(labels, decided, strict=True))
    return 2 * hits / (labels.count(label) + decided.count(label))


def _by_label(labels, told):
    decided = [each.label for each in told["decisions"]]
    print("\nlabel, texts, precision, recall, F1, decided without a person, of those right")
    for label, count in Counter(labels).most_common():
        hits = sum(one == other == label for one, other in zip(labels, decided, strict=True))
        sure = [one for one, each in zip(labels, told["decisions"], strict=True) if each.sure and each.label == label]
        right = sum(one == label for one in sure)
        shares = f"{hits / max(1, decided.count(label)):6.3f} {hits / count:6.3f} {_f1(labels, decided, label):6.3f}"
        print(f"  {count:5d} {shares} {len(sure):5d} {right / max(1, len(sure)):6.3f}  {label}")


def _calibration(labels, told):
    print("\nprobability told, texts, right")
    for low in range(2, 10):
        here = [
            (label == each.label, each)
            for label, each in zip(labels, told["decisions"], strict=True)
            if low <= each.probability * 10 < low + 1
        ]
        if here:
            print(f"  {low / 10:.1f} to {low / 10 + 0.1:.1f} {len(here):6d} {sum(right for right, _ in here) / len(here):6.3f}")


def _learning_curve(texts, labels, seed):
    """Learning from ever more of four folds and asked about the fifth: does more still help?"""
    from tongban.kernel.words import training  # noqa: PLC0415

    seen, held = training.folds(texts, labels, seed=seed)[0]
    print("\ntexts learnt from, accuracy, macro F1, decided without a person (one fold held out)")
    order = sorted(seen, key=lambda place: (place * 2654435761 + seed) % 2**32)
    for share in (*SHARES, 1.0):
        part = order[: int(len(order) * share)]
        try:
            model = training.train([texts[place] for place in part], [labels[place] for place in part], seed=seed)
        except training.TooFewTexts as few:
            print(f"  {len(part):5d}  too few of {few.label}")
            continue
        asked = [(labels[place], model.decide(texts[place])) for place in held]
        right = sum(label == each.label for label, each in asked) / len(asked)
        f1 = _macro_f1([label for label, _ in asked], [each.label for _, each in asked])
        print(f"  {len(part):5d} {right:6.3f} {f1:6.3f} {sum(each.sure for _, each in asked) / len(asked):6.3f}")
    print()


if __name__ == "__main__":
    main()
