"""Deciding what a text is about, or saying that a person should: a linear model over character n-grams and words, with a reject option.

Training (`words.training`) needs scikit-learn; deciding needs nothing but this file, so a serving process starts without it.
A model is kept as a ZIP of JSON and plain numbers with their SHA-256, never as a pickle: reading one cannot run anything. See ADR 0023.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import sys
import zipfile
from array import array
from collections import Counter
from dataclasses import dataclass

from tongban.kernel.words.grams import CHINESE, pieces

FORMAT = "tongban-text-model-1"
SIZES = (1, 2, 3)
LONGEST = 6000  # characters of a text that are looked at
NEVER = 2.0  # a threshold that no probability reaches
LARGEST = 256 * 1024 * 1024
SAME_DAY = (2000, 1, 1, 0, 0, 0)
PARTS = frozenset(("model.json", "importance.f32", "weights.f32"))


class BrokenModel(Exception):
    """What should be a model is none, or has been changed."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The likeliest label, how likely, and whether that is enough to act without a person."""

    label: str
    probability: float
    sure: bool


@dataclass(frozen=True, slots=True)
class Model:
    """A trained classifier. `weights` hold one number per label for each term in turn, and the intercepts last."""

    labels: tuple[str, ...]
    places: dict[str, int]  # term -> its row
    importance: array[float]  # inverse document frequency of each term
    weights: array[float]
    sharpness: float  # calibration: how much a distance to the border says
    threshold: float

    def decide(self, text: str) -> Decision:
        """What the text is about. An empty text is decided by nothing, so never for sure."""
        found = probabilities(self.scores(text), self.sharpness)
        best = max(range(len(found)), key=found.__getitem__)
        return Decision(self.labels[best], found[best], found[best] >= self.threshold)

    def scores(self, text: str) -> list[float]:
        """The distance to each label's border."""
        width = len(self.labels)
        known = [(self.places[term], count) for term, count in Counter(features(text)).items() if term in self.places]
        valued = [(place, (1 + math.log(count)) * self.importance[place]) for place, count in known]
        length = math.sqrt(sum(value * value for _, value in valued)) or 1.0
        scores = list(self.weights[-width:])
        for place, value in valued:
            row, share = place * width, value / length
            for label in range(width):
                scores[label] += share * self.weights[row + label]
        return scores

    def dump(self) -> bytes:
        """The model as a file; the same model is the same file."""
        numbers = {"importance.f32": _bytes(self.importance), "weights.f32": _bytes(self.weights)}
        told = {
            "format": FORMAT,
            "labels": self.labels,
            "terms": sorted(self.places, key=self.places.__getitem__),
            "sharpness": self.sharpness,
            "threshold": self.threshold,
            "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in numbers.items()},
        }
        content = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
        seal = hashlib.sha256(content).hexdigest().encode()
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in ({"model.json": content} | numbers).items():
                archive.writestr(zipfile.ZipInfo(name, SAME_DAY), part, zipfile.ZIP_DEFLATED)
            archive.comment = seal
        return out.getvalue()

    @staticmethod
    def load(content: bytes) -> Model:
        """A model from its file.

        Refuses: BrokenModel.
        """
        try:
            model = _read(content)
        except (zipfile.BadZipFile, ValueError, KeyError, TypeError, NotImplementedError, EOFError, RuntimeError) as error:
            raise BrokenModel(str(error)) from error
        return model


def features(text: str) -> list[str]:
    """Characters, pairs and triples of Chinese runs; words as they stand; a number by how many digits it has."""
    found: list[str] = []
    for piece in pieces(text[:LONGEST]):
        if CHINESE.match(piece):
            found += [piece[place : place + size] for size in SIZES for place in range(len(piece) - size + 1)]
        else:
            found.append(f"#{len(piece)}" if piece.isdigit() else piece)
    return found


def probabilities(scores: list[float], sharpness: float) -> list[float]:
    """Scores as probabilities that sum to one."""
    highest = max(scores)
    powers = [math.exp(sharpness * (score - highest)) for score in scores]
    whole = sum(powers)
    return [power / whole for power in powers]


def _bytes(numbers: array[float]) -> bytes:
    """Little-endian, on every machine."""
    if sys.byteorder == "big":
        numbers = array("f", numbers)
        numbers.byteswap()
    return numbers.tobytes()


def _numbers(content: bytes) -> array[float]:
    numbers = array("f")
    numbers.frombytes(content)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _read(content: bytes) -> Model:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sizes = {each.filename: each.file_size for each in archive.infolist()}
        if sizes.keys() != PARTS or sum(sizes.values()) > LARGEST:
            raise ValueError("parts")
        parts = {name: archive.read(name) for name in sizes}
        seal = archive.comment
    if hashlib.sha256(parts["model.json"]).hexdigest().encode() != seal:
        raise ValueError("sha256")
    told = json.loads(parts["model.json"])
    if told["format"] != FORMAT or any(hashlib.sha256(parts[name]).hexdigest() != seen for name, seen in told["sha256"].items()):
        raise ValueError("format or sha256")
    importance, weights = _numbers(parts["importance.f32"]), _numbers(parts["weights.f32"])
    if len(told["sha256"]) != 2 or len(importance) != len(told["terms"]) or len(weights) != (len(importance) + 1) * len(told["labels"]):
        raise ValueError("sizes")
    return Model(
        labels=tuple(told["labels"]),
        places={term: place for place, term in enumerate(told["terms"])},
        importance=importance,
        weights=weights,
        sharpness=float(told["sharpness"]),
        threshold=float(told["threshold"]),
    )
