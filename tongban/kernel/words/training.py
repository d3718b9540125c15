"""Training the classifier of `words.classifying` with scikit-learn. Only commands and benches import this (requirements/insight.txt).

Everything that is chosen (how strongly the model is held back, its calibration, the threshold) is chosen on predictions for texts
that the predicting model had not seen, inside whatever is handed in. Whoever holds texts back and asks about them gets an honest answer.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.svm import LinearSVC

from tongban.kernel.words.classifying import NEVER, Model, features
from tongban.kernel.words.grams import normal

FOLDS = 5
RESTRAINTS = (0.25, 0.5, 1.0, 2.0)
SHARPNESSES = np.geomspace(0.25, 16, 61)
PRECISION = 0.95
Fold = tuple[np.ndarray, np.ndarray]  # the places of what is learnt from, and of what is held back
Terms = list[list[str]]
VECTORS: dict[str, Any] = {"analyzer": list, "min_df": 2, "sublinear_tf": True, "dtype": np.float64}
BORDERS: dict[str, Any] = {"class_weight": "balanced", "dual": True, "tol": 1e-3, "max_iter": 5000}
TOO_FEW_TO_TELL = 30  # decided texts, below which a precision says nothing


class TooFewTexts(Exception):
    """Too little to learn from: `label` has fewer different texts than there are folds, or there is but one label."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label


def train(texts: Sequence[str], labels: Sequence[str], *, seed: int, precision: float = PRECISION) -> Model:
    """A model whose sure decisions were right at `precision` on texts it had not seen. The same input and seed give the same model.

    Refuses: TooFewTexts.
    """
    names = _names(texts, labels)
    truth = np.array([names.index(label) for label in labels])
    terms = [features(text) for text in texts]
    unseen = _unseen_scores(terms, folds(texts, truth, seed=seed), truth, seed)
    restraint = max(RESTRAINTS, key=lambda each: (_macro_f1(truth, unseen[each].argmax(axis=1)), -each))
    sharpness = _sharpness(unseen[restraint], truth)
    sure = _softmax(unseen[restraint] * sharpness)
    threshold = _threshold(sure.max(axis=1), sure.argmax(axis=1) == truth, precision)
    return _model(terms, truth, tuple(names), restraint, seed, sharpness, threshold)


def folds(texts: Sequence[str], truth: Sequence[object] | np.ndarray, *, seed: int, count: int = FOLDS) -> list[Fold]:
    """Stratified folds in which the same text never stands on both sides."""
    numbers = {text: number for number, text in enumerate(dict.fromkeys(map(normal, texts)))}
    groups = [numbers[normal(text)] for text in texts]
    return list(StratifiedGroupKFold(count, shuffle=True, random_state=seed).split(groups, np.array(truth), groups))


def _names(texts: Sequence[str], labels: Sequence[str]) -> list[str]:
    different = Counter(label for label, _ in {(label, normal(text)) for text, label in zip(texts, labels, strict=True)})
    if len(different) < 2:
        raise TooFewTexts(next(iter(different), ""))
    for label, count in sorted(different.items()):
        if count < FOLDS:
            raise TooFewTexts(label)
    return sorted(different)


def _unseen_scores(terms: Terms, parts: list[Fold], truth: np.ndarray, seed: int) -> dict[float, np.ndarray]:
    """For each restraint the scores of every text, by a model that had not seen it."""
    scores = {restraint: np.zeros((len(truth), truth.max() + 1)) for restraint in RESTRAINTS}
    for seen, held in parts:
        vectors = _vectors()
        known = vectors.fit_transform([terms[place] for place in seen])
        asked = vectors.transform([terms[place] for place in held])
        for restraint in RESTRAINTS:
            scores[restraint][held] = _columns(_borders(restraint, seed).fit(known, truth[seen]).decision_function(asked))
    return scores


def _vectors() -> TfidfVectorizer:
    return TfidfVectorizer(**VECTORS)


def _borders(restraint: float, seed: int) -> LinearSVC:
    return LinearSVC(C=restraint, random_state=seed, **BORDERS)


def _columns(decided: np.ndarray) -> np.ndarray:
    """One column per label, also where there are two and scikit-learn gives one."""
    return decided if decided.ndim == 2 else np.column_stack((-decided, decided))


def _macro_f1(truth: np.ndarray, told: np.ndarray) -> float:
    hits = [((truth == label) & (told == label)).sum() for label in np.unique(truth)]
    sizes = [(truth == label).sum() + (told == label).sum() for label in np.unique(truth)]
    return float(np.mean([2 * hit / size for hit, size in zip(hits, sizes, strict=True)]))


def _softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _sharpness(scores: np.ndarray, truth: np.ndarray) -> float:
    """The one number that makes the probabilities true on average (temperature scaling)."""
    losses = [-np.log(_softmax(scores * each)[np.arange(len(truth)), truth] + 1e-12).mean() for each in SHARPNESSES]
    return float(SHARPNESSES[int(np.argmin(losses))])


def _threshold(confidence: np.ndarray, right: np.ndarray, precision: float) -> float:
    """The lowest probability from which on the decisions are right often enough, with one standard error to spare."""
    order = np.argsort(-confidence, kind="stable")
    counts = np.arange(1, len(order) + 1)
    shares = np.cumsum(right[order]) / counts
    spare = np.sqrt(precision * (1 - precision) / counts)
    enough = np.flatnonzero((shares - spare >= precision) & (counts >= TOO_FEW_TO_TELL))
    return float(confidence[order[enough[-1]]]) if len(enough) else NEVER


def _model(
    terms: Terms, truth: np.ndarray, names: tuple[str, ...], restraint: float, seed: int, sharpness: float, threshold: float
) -> Model:
    vectors = _vectors()
    borders = _borders(restraint, seed).fit(vectors.fit_transform(terms), truth)
    weights, intercepts = (borders.coef_, borders.intercept_)
    if len(names) == 2:
        weights, intercepts = np.vstack((-weights, weights)), np.concatenate((-intercepts, intercepts))
    rows = np.vstack((weights.T, intercepts)).astype("<f4")
    return Model(
        labels=names,
        places={str(term): int(place) for term, place in vectors.vocabulary_.items()},
        importance=array("f", vectors.idf_.astype("<f4").tolist()),
        weights=array("f", rows.ravel().tolist()),
        sharpness=sharpness,
        threshold=threshold,
    )
