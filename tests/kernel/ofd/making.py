"""Documents, seals and spoiled packages for tests. Nobody here is real."""

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.kernel.contents import png
from tongban.kernel import ofd, seals, signing

AT = datetime(2026, 11, 24, 4, tzinfo=UTC)
PLACE = ofd.Place(page=0, x=120, y=200, width=42, height=42)
NAMES = ("OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml")


def a_document(**changes: Any) -> ofd.Document:
    """Two pages with a line of text each, a frame, a picture and named data."""
    first = ofd.Page((ofd.Text(20, 30, "演示证照", 6), ofd.box(10, 10, 190, 277, stroke=(200, 0, 0)), ofd.Picture(20, 40, 10, 10, png())))
    spec: dict[str, Any] = {
        "title": "演示证照 甲〔2026〕1号",
        "pages": (first, ofd.Page((ofd.Text(20, 30, "第二页 <甲&乙>", 4, turn=30, alpha=80), ofd.line(10, 50, 100, 50)))),
        "day": "2026-11-24",
        "custom": {"ZZMC": "演示证照", "ZZBS": "1.2.156.3005.2", "KZ_备注": '"甲" & <乙>'},
    }
    return ofd.Document(**{**spec, **changes})


def a_key(owner: str = "jianwei") -> signing.Key:
    return signing.key(owner, name=f"{owner}（演示）", algorithm="sm2-sm3", at=AT)


def a_seal(owner: str = "jianwei", **changes: Any) -> bytes:
    """A department's seal, in force for four years."""
    spec: dict[str, Any] = {
        "esid": f"99999900000{len(owner)}",
        "name": f"{owner}（演示）",
        "kind": seals.SealKind.UNIT,
        "picture": seals.Picture(png(), 42, 42),
        "signers": (a_key(owner).certificate,),
        "valid_from": AT - timedelta(days=30),
        "valid_until": AT + timedelta(days=1460),
        "maker": signing.key("seal-maker", name="制章者（演示）", algorithm="sm2-sm3", at=AT),
        "at": AT - timedelta(days=30),
    }
    return seals.make(**{**spec, **changes})


def sealed(document: ofd.Document | None = None, *, owner: str = "jianwei", **changes: Any) -> bytes:
    """A document with one seal."""
    package = ofd.write(document or a_document())
    return ofd.seal(package, **{"seal": a_seal(owner), "key": a_key(owner), "place": PLACE, "at": AT, **changes})


def parts_of(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of exactly these entries, whatever they are called."""
    written = io.BytesIO()
    with pytest.warns(UserWarning, match="Duplicate") if _twice(entries) else _quietly(), zipfile.ZipFile(written, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return written.getvalue()


def changed(package: bytes, **changes: Callable[[bytes], bytes] | bytes | None) -> bytes:
    """The package with some parts changed, added or (None) taken out. Keys are names with `__` for `/` and `_dot_` for `.`."""
    parts = parts_of(package)
    for key, change in changes.items():
        name = key.replace("__", "/").replace("_dot_", ".")
        if change is None:
            del parts[name]
        else:
            parts[name] = change(parts[name]) if callable(change) else change
    return packed(*parts.items())


def _twice(entries: tuple[tuple[str | zipfile.ZipInfo, bytes], ...]) -> bool:
    names = [name if isinstance(name, str) else name.filename for name, _content in entries]
    return len(set(names)) != len(names)


@contextmanager
def _quietly() -> Iterator[None]:
    yield
