"""What `licences` refuses; doors map each class to words and a status."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


class Refusal(Exception):
    """Base of everything `licences` refuses; doors map each class to words and a status."""


class UnknownType(Refusal):
    """There is no licence type with this code."""


class UnknownIssuer(Refusal):
    """The department of this licence type does not exist."""


class UnknownLicence(Refusal):
    """No such licence, or none this actor may see."""


class Denied(Refusal):
    """This actor may not see the licences of this holder."""


class WrongHolder(Refusal):
    """A licence of this type belongs to the other kind of holder."""


class AlreadyIssued(Refusal):
    """This case has already led to a licence; a case leads to one."""


class WrongChange(Refusal):
    """A licence in this state cannot take this change."""


class InvalidContent(Refusal):
    """The content does not fit the fields of the type: `missing` and `unknown` keys."""

    def __init__(self, missing: tuple[str, ...], unknown: tuple[str, ...]) -> None:
        told = [f"missing {', '.join(missing)}"] if missing else []
        told += [f"unknown {', '.join(unknown)}"] if unknown else []
        super().__init__("; ".join(told))
        self.missing = missing
        self.unknown = unknown


class MalformedIdentifier(Refusal):
    """This cannot be a licence identifier; `reason` is one of `shape` and `check_character`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
