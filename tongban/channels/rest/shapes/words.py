"""Shapes that several endpoints use."""

from typing import Any, Self

from django.utils import translation
from ninja import Schema

from tongban.kernel.bilingual import Bilingual


class Words(Schema):
    """A text in both languages."""

    zh: str
    en: str

    @classmethod
    def of(cls, text: Bilingual) -> Self:
        return cls(zh=text.zh, en=text.en or text.zh)

    @classmethod
    def in_both(cls, text: Any) -> Self:
        """Words of the interface, or a text that is what it is in both."""
        told = []
        for language in ("zh-hans", "en"):
            with translation.override(language):
                told.append(str(text))
        return cls(zh=told[0], en=told[1])


class Problem(Schema):
    """RFC 9457 problem details. `title` says what is wrong and `detail` what to do, in the language asked for."""

    type: str
    title: str
    status: int
    detail: str
    faults: dict[str, str] = {}


class LimitShape(Schema):
    """A time limit; `amount` is a decimal number as text, because half days are legal."""

    unit: str
    amount: str
    basis: str = ""


def limit(value: Any) -> LimitShape | None:
    """The shape of a `kernel.limits.Limit`, or nothing where there is none."""
    return None if value is None else LimitShape(unit=value.unit, amount=str(value.amount), basis=value.basis)
