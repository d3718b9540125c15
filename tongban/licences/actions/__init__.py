"""Verbs of the licence library, the only writers of its tables (a first request for a document writes its digest as well)."""

from tongban.licences.actions.consumers import grant_right, issue_consumer_token, register_consumer, revoke_right, suspend_consumer
from tongban.licences.actions.copies import delete_copy, make_copy, take_back
from tongban.licences.actions.corrections import answer_correction, ask_correction
from tongban.licences.actions.documents import DOCUMENT_QUEUE, MAKE_DOCUMENT, make_document
from tongban.licences.actions.grants import (
    grant_use,
    revoke_use,
)
from tongban.licences.actions.ingestion import begin_ingestion, finish_ingestion, ingest_part
from tongban.licences.actions.issuing import issue
from tongban.licences.actions.life import change, new_version
from tongban.licences.actions.scanning import READ_SCAN, confirm_scan, discard_scan, read_scan, take_scan
from tongban.licences.actions.seals import change_seal, grant_seal, log_seal_use, make_seal, revoke_seal_grant
from tongban.licences.actions.sharing import share_copy
from tongban.licences.actions.showing import (
    open_showing,
    show,
)
from tongban.licences.actions.stock import seed
from tongban.licences.actions.types import load_types

__all__ = [
    "DOCUMENT_QUEUE",
    "MAKE_DOCUMENT",
    "READ_SCAN",
    "answer_correction",
    "ask_correction",
    "begin_ingestion",
    "change",
    "change_seal",
    "confirm_scan",
    "delete_copy",
    "discard_scan",
    "finish_ingestion",
    "grant_right",
    "grant_seal",
    "grant_use",
    "ingest_part",
    "issue",
    "issue_consumer_token",
    "load_types",
    "log_seal_use",
    "make_copy",
    "make_document",
    "make_seal",
    "new_version",
    "open_showing",
    "read_scan",
    "register_consumer",
    "revoke_right",
    "revoke_seal_grant",
    "revoke_use",
    "seed",
    "share_copy",
    "show",
    "suspend_consumer",
    "take_back",
    "take_scan",
]
