"""What somebody has typed into the form of a message, read as it came; and what is wrong with it, each at its field."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext as _

from tongban.board import terms as board
from tongban.board.terms import NewMessage, Visibility
from tongban.channels.parts.problems import problem_of
from tongban.channels.web.citizen.city_map import city_map
from tongban.kernel.words import challenge
from tongban.responsibilities import terms as responsibilities
from tongban.responsibilities.terms import ImpossiblePlace, Kind, Point

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.channels.parts.problems import Problem

WORDS = ("kind", "text", "title", "unit", "district", "address", "lon", "lat", "visibility", "free_name", "phone")
TEXT_MOST = 10_000  # characters that the board takes, told while somebody writes
LENGTH = 60_000  # of one field: the rules say what is too long, and what was typed is kept
FIELDS: dict[type[Exception], str] = {
    board.UnknownUnit: "unit",
    responsibilities.UnknownDistrict: "district",
    responsibilities.ImpossiblePlace: "address",
    board.TooManyFiles: "photos",
    board.UnknownFile: "photos",
    board.ChallengeFailed: "sum_answer",
    challenge.ForgedChallenge: "sum_answer",
    challenge.ExpiredChallenge: "sum_answer",
    challenge.WrongAnswer: "sum_answer",
}


class KindMissing(Exception):
    """Nobody has said yet what kind of message it is; the door's own question."""


@dataclass
class Typed:
    """The fields of the form, and the photos that are kept for it already."""

    key: UUID
    words: dict[str, str]
    kept: list[str] = field(default_factory=list)
    draft_wanted: bool = False  # a report is kept on the device only where its author says so

    @classmethod
    def of(cls, fields: QueryDict) -> Typed:
        words = {name: fields.get(name, "")[:LENGTH] for name in WORDS}
        words["visibility"] = words["visibility"] or Visibility.PUBLIC.value
        typed = cls(_key(fields.get("key", "")), words, [each[:64] for each in fields.getlist("kept")], bool(fields.get("keep_draft")))
        typed._touched(fields)
        return typed

    def _touched(self, fields: QueryDict) -> None:
        """A finger on the map says where: the browser sends the pixel."""
        drawn = city_map() if "pin.x" in fields else None
        try:
            x, y = float(fields.get("pin.x", "")), float(fields.get("pin.y", ""))
        except ValueError:
            return
        if drawn is not None and (x, y) != (0, 0):
            point = drawn.point(x, y)
            self.words["lon"], self.words["lat"] = str(point.longitude), str(point.latitude)

    @property
    def point(self) -> str:
        """For the picture of the map."""
        return f"{self.words['lon']},{self.words['lat']}" if self.words["lon"] and self.words["lat"] else ""

    def message(self) -> NewMessage:
        """Raises KindMissing, ImpossiblePlace."""
        words = self.words
        try:
            kind = Kind(words["kind"])
        except ValueError:
            raise KindMissing from None
        only_unit = words["visibility"] == Visibility.UNIT or kind is Kind.REPORT
        return NewMessage(
            kind=kind,
            title=words["title"],
            text=words["text"],
            visibility=Visibility.UNIT if only_unit else Visibility.PUBLIC,
            unit=words["unit"],
            district=words["district"],
            address=words["address"],
            point=self._point(),
            free_name=words["free_name"],
            phone=words["phone"],
            files=tuple(self.kept),
        )

    def _point(self) -> Point | None:
        longitude, latitude = self.words["lon"].strip(), self.words["lat"].strip()
        if not longitude and not latitude:
            return None
        try:
            return Point(float(longitude), float(latitude))
        except ValueError:
            raise ImpossiblePlace("no coordinates") from None


def fault_of(refusal: Exception) -> tuple[str, str]:
    """The field at which a refusal is told, and its words; no field where it is about the whole."""
    if isinstance(refusal, KindMissing):
        return "kind", _("请选一种：想问事、要帮忙、投诉，还是别的。")
    problem: Problem = problem_of(refusal)
    told = f"{problem.title}{_('。')}{problem.remedy}"
    if isinstance(refusal, board.WordsMissing):
        return str(refusal.args[0]) if refusal.args else "text", told
    if isinstance(refusal, board.WordsTooLong):
        return refusal.field, told
    return next((name for kind, name in FIELDS.items() if isinstance(refusal, kind)), ""), told


def _key(text: str) -> UUID:
    """The key of this draft; a new one where there is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()
