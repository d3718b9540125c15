"""The wordings, which are data: one file per module in `notices/wording`, each kind in Chinese and English."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tongban.kernel.bilingual import Bilingual
from tongban.notices.terms import Sends, UnknownKind, Wording

FOLDER = Path(__file__).parents[1] / "wording"


def wording(kind: str) -> Wording:
    """What a kind of notice says. Raises UnknownKind."""
    try:
        return wordings()[kind]
    except KeyError:
        raise UnknownKind(kind) from None


def topics() -> tuple[str, ...]:
    """What somebody can want by text message: the modules whose kinds go there when they are wished."""
    wished = {kind.partition(".")[0] for kind, each in wordings().items() if each.sends is Sends.WISHED and each.sms is not None}
    return tuple(sorted(wished))


@lru_cache(maxsize=1)
def wordings() -> dict[str, Wording]:
    """All of them, read once per process."""
    return {kind: _wording(kind, value) for path in sorted(FOLDER.glob("*.yaml")) for kind, value in _read(path).items()}


def _read(path: Path) -> dict[str, Any]:
    kinds: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    return {f"{path.stem}.{name}": value for name, value in kinds.items()}


def _wording(kind: str, value: dict[str, Any]) -> Wording:
    return Wording(
        kind=kind,
        title=Bilingual.of(value["title"]),
        text=Bilingual.of(value["text"]),
        sms=Bilingual.of(value["sms"]) if "sms" in value else None,
        voice=Bilingual.of(value["voice"]) if "voice" in value else None,
        sends=Sends(value.get("sends", Sends.WISHED)),
    )
