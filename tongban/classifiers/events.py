"""Facts of `classifiers`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tongban.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ClassifierTrained(Fact):
    aggregate: ClassVar[str] = "classifier"

    classifier_id: UUID
    texts: int
    labels: int
