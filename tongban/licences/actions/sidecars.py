"""Files beside a list (PDF, OFD) as the documents of its licences: each judged before it is kept."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tongban.kernel import files
from tongban.licences import queries, terms
from tongban.licences.models.ingestion import Document
from tongban.licences.terms import Fault, UploadState

LARGEST = 30 * 1024 * 1024
BEGINNINGS = {b"%PDF": "application/pdf", b"PK\x03\x04": "application/ofd"}
FAULTS = {UploadState.INVALID: Fault.DOCUMENT_BROKEN, UploadState.UNREADABLE: Fault.BAD_DOCUMENT}


class Unusable(Exception):
    """The licence is not taken in with this file."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class Sidecars:
    """The folder in which the list lies. Nothing outside of it is read, whatever a row says."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder.resolve() if folder else None

    def kept(self, each: terms.Candidate, *, at: datetime) -> tuple[Document, Fault | None]:
        """Keep the file as the licence's document, if its seals hold; with what is to be told of it. Raises Unusable.

        One that nobody sealed proves nothing and is not kept: the library makes the document when somebody asks.
        """
        content = self._content(each.document)
        media_type = BEGINNINGS.get(content[:4])
        if media_type is None:
            raise Unusable(Fault.BAD_DOCUMENT)
        verdict = queries.judge_upload(content, media_type, at)
        if verdict.state in FAULTS:
            raise Unusable(FAULTS[verdict.state])
        if verdict.identifier and each.identifier and verdict.identifier != each.identifier:
            raise Unusable(Fault.OTHER_DOCUMENT)
        if verdict.state is UploadState.UNSIGNED:
            return Document(), Fault.NO_SEAL
        digest = files.keep(content, media_type=media_type, at=at).digest
        return (Document(pdf=digest) if media_type == "application/pdf" else Document(ofd=digest)), None

    def _content(self, name: str) -> bytes:
        if self._folder is None or "\x00" in name:
            raise Unusable(Fault.NO_DOCUMENT)
        place = (self._folder / name).resolve()
        if self._folder not in place.parents or not place.is_file():
            raise Unusable(Fault.NO_DOCUMENT)
        if not 0 < place.stat().st_size <= LARGEST:
            raise Unusable(Fault.BAD_DOCUMENT)
        return place.read_bytes()
