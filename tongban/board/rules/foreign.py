"""What is wrong with a message of another channel that was read and cannot be taken in, in the words of a list."""

from __future__ import annotations

from tongban.board import terms
from tongban.responsibilities import terms as responsibilities

REFUSED: dict[type[terms.BoardRefused | responsibilities.ResponsibilitiesRefused], str] = {
    terms.WordsMissing: "the {} is missing",
    terms.WordsTooLong: "the {} is longer than {} characters",
    terms.TooManyFiles: "there are more than {} photos",
    terms.UnknownCategory: "the city has no class `{}`",
    responsibilities.UnknownDistrict: "the city has no district `{}`",
    terms.UnknownUnit: "no unit `{}` takes messages",
    responsibilities.ImpossiblePlace: "the coordinates are impossible: {}",
    terms.SentInTheFuture: "sent in the future: {}",
    terms.AnsweredBeforeSent: "answered before it was sent, or in the future: {}",
    terms.AlreadyAnswered: "{} has been answered here meanwhile, and keeps that answer",
    terms.ReportedOn: "a report about `{}` is not answered by it",
}


def why(refusal: terms.BoardRefused | responsibilities.ResponsibilitiesRefused) -> str:
    """What is wrong with a message that was read and cannot be taken in, in the words of a list."""
    told = REFUSED.get(type(refusal))
    return told.format(*refusal.args) if told else str(refusal) or "it cannot be taken in"
