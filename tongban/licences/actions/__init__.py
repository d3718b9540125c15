"""Verbs of the licence library, the only writers of its tables (a first request for a document writes its digest as well)."""

from tongban.licences.actions.documents import DOCUMENT_QUEUE, MAKE_DOCUMENT, make_document
from tongban.licences.actions.issuing import issue
from tongban.licences.actions.stock import seed
from tongban.licences.actions.types import load_types

__all__ = [
    "DOCUMENT_QUEUE",
    "MAKE_DOCUMENT",
    "issue",
    "load_types",
    "make_document",
    "seed",
]
