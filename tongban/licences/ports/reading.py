"""Reading the text of a picture. Whoever has installed `requirements/ocr.txt` has a reader; without one a clerk types everything."""

from __future__ import annotations

import logging
import threading
from functools import lru_cache
from typing import Any, Protocol

from tongban.licences.terms import ScannedLine

LEAST = 0.5  # sure enough to be shown to whoever compares it


class Reader(Protocol):
    """Reads pictures."""

    def lines(self, picture: bytes) -> tuple[ScannedLine, ...]:
        """The lines of a JPEG or PNG from top to bottom. Raises ValueError for a picture that it cannot open."""
        ...


@lru_cache(maxsize=1)
def reader() -> Reader | None:
    """The reader of this process, made when first asked for, because its models fill a quarter of a gigabyte; None without one."""
    try:
        from rapidocr import RapidOCR  # pyright: ignore[reportMissingImports]  # noqa: PLC0415  an extra, and slow to load
    except ImportError:
        return None
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)  # it would tell what stands on somebody's paper
    return RapidReader(RapidOCR(params={"Global.log_level": "error"}))


class RapidReader:
    """RapidOCR, whose models come with its package. One picture at a time."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self._alone = threading.Lock()

    def lines(self, picture: bytes) -> tuple[ScannedLine, ...]:
        try:
            with self._alone:
                found = self._engine(picture)
        except Exception as error:  # whatever it is that a picture does to it, the clerk types instead
            raise ValueError("the picture cannot be read") from error
        if found.boxes is None:
            return ()
        read = (
            _line(text, box, float(score))
            for text, box, score in zip(found.txts, found.boxes, found.scores, strict=True)
            if score >= LEAST and text.strip()
        )
        return tuple(sorted(read, key=lambda line: (line.top, line.left)))


def _line(text: str, box: Any, score: float) -> ScannedLine:
    xs, ys = [int(point[0]) for point in box], [int(point[1]) for point in box]
    return ScannedLine(text=text.strip(), left=min(xs), top=min(ys), right=max(xs), bottom=max(ys), sure=round(score, 3))
