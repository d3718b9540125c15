"""A text in the two languages of the interface, as city data carries it: `{zh: 营业执照, en: Business licence}`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Bilingual:
    """`zh` is always there; an empty `en` falls back to it."""

    zh: str
    en: str = ""

    def __str__(self) -> str:
        return self.en if self.en and (get_language() or "").startswith("en") else self.zh

    @classmethod
    def of(cls, value: str | Mapping[str, Any] | None) -> Bilingual:
        """Read city data: a plain string is Chinese, a mapping has `zh` and perhaps `en`."""
        if value is None:
            return cls("")
        return cls(value) if isinstance(value, str) else cls(value["zh"], value.get("en", ""))
